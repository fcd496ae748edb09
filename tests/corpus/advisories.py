"""Published ways past other scanners, and the samples of this corpus that take each.

python -m tests.corpus.advisories > docs/benchmarks/advisories.md
"""

import re
from collections import defaultdict

from tests.corpus import Label, samples

_NUMBER = re.compile(r"(?:GHSA(?:-[0-9a-z]{4}){3}|CVE-\d{4}-\d{4,7})")


def page() -> str:
    """Every advisory that a hostile sample names as its source, with the samples, as Markdown."""
    found: dict[str, list[str]] = defaultdict(list)
    for sample in samples():
        if sample.label is not Label.BENIGN:
            for number in _NUMBER.findall(f"{sample.source} {sample.note}"):
                found[number].append(sample.name)
    rows = [f"| {number} | {', '.join(sorted(set(names)))} |" for number, names in sorted(found.items())]
    head = (
        "# Published ways past scanners, and their cases\n\n"
        "Written by `python -m tests.corpus.advisories`. "
        "Each case is an inert file of the labelled corpus, and the test of the corpus holds that it is flagged.\n\n"
        f"{len(rows)} advisories.\n\n| advisory | cases |\n| --- | --- |\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
