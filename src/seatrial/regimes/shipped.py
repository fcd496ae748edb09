"""The regimes that come with Seatrial. The folder is the registry."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from seatrial.domain.errors import RegimeError
from seatrial.domain.regime import Regime
from seatrial.regimes.cases import SUFFIX, KnownAnswers, load_cases
from seatrial.regimes.load import load, load_file
from seatrial.regimes.yaml_lines import bytes_of

DEFAULT = "open-weights-baseline"


def ids() -> tuple[str, ...]:
    """Ids of the shipped regimes, sorted."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml") and not n.endswith(SUFFIX)))


def find(reference: str) -> Regime:
    """A shipped regime by id, or one from a file by path. Raises `RegimeError`."""
    if reference in ids():
        return load((_folder() / f"{reference}.yaml").read_bytes(), f"{reference}.yaml")
    if reference.endswith((".yaml", ".yml")) or "/" in reference:
        return load_file(Path(reference))
    raise RegimeError(
        f"there is no regime called {reference!r}",
        advice=f"shipped are: {', '.join(ids())}; or give the path of a regime file",
    )


def file_of(reference: str) -> tuple[str, bytes]:
    """Name and bytes of a shipped regime by id, or of a file by path. Raises `RegimeError`, as `find` does."""
    if reference in ids():
        return f"{reference}.yaml", (_folder() / f"{reference}.yaml").read_bytes()
    find(reference)
    return reference, bytes_of(Path(reference))


def cases(regime_id: str) -> KnownAnswers:
    """The known answers that lie beside a shipped regime. Raises `RegimeError`."""
    entry = _folder() / f"{regime_id}{SUFFIX}"
    if not entry.is_file():
        raise RegimeError(f"{regime_id} has no cases", advice=f"write {entry.name} beside it")
    return load_cases(entry.read_bytes(), entry.name)


def _folder() -> Traversable:
    return resources.files("seatrial.regimes") / "data"
