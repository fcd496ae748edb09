"""Short makers of samples, one for each label."""

from collections.abc import Mapping

from tests.corpus.sample import Label, Sample

Content = bytes | str


def _sample(label: Label, name: str, family: str, files: Mapping[str, Content], note: str, source: str) -> Sample:
    packed = {path: body.encode() if isinstance(body, str) else body for path, body in files.items()}
    return Sample(name=name, label=label, family=family, files=packed, note=note, source=source)


def hostile(name: str, family: str, files: Mapping[str, Content], note: str, source: str = "") -> Sample:
    """A sample that has to be flagged. Text is encoded as UTF-8."""
    return _sample(Label.HOSTILE, name, family, files, note, source)


def malformed(name: str, family: str, files: Mapping[str, Content], note: str, source: str = "") -> Sample:
    """A sample that has to be flagged or left open. Text is encoded as UTF-8."""
    return _sample(Label.MALFORMED, name, family, files, note, source)


def benign(name: str, family: str, files: Mapping[str, Content], note: str, source: str = "") -> Sample:
    """A sample without anything of severity high or above. Text is encoded as UTF-8."""
    return _sample(Label.BENIGN, name, family, files, note, source)
