"""The regimes that come with Seatrial. The folder is the registry."""

from importlib import resources
from pathlib import Path

from seatrial.domain.errors import RegimeError
from seatrial.domain.regime import Regime
from seatrial.regimes.load import load, load_file

DEFAULT = "open-weights-baseline"


def ids() -> tuple[str, ...]:
    """Ids of the shipped regimes, sorted."""
    names = (entry.name for entry in (resources.files("seatrial.regimes") / "data").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def find(reference: str) -> Regime:
    """A shipped regime by id, or one from a file by path. Raises `RegimeError`."""
    if reference in ids():
        entry = resources.files("seatrial.regimes") / "data" / f"{reference}.yaml"
        return load(entry.read_bytes(), f"{reference}.yaml")
    if reference.endswith((".yaml", ".yml")) or "/" in reference:
        return load_file(Path(reference))
    raise RegimeError(
        f"there is no regime called {reference!r}",
        advice=f"shipped are: {', '.join(ids())}; or give the path of a regime file",
    )
