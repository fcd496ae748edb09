"""What a command needs beyond the core, said before anything is done."""

from collections.abc import Sequence


def need(who: str, extra: str, packages: Sequence[str]) -> None:
    """Raise `UsageError` that names the extra when one of its packages is missing."""
    from importlib.util import find_spec

    from seatrial.domain.errors import UsageError

    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        text = f"{who} needs the extra `{extra}` ({', '.join(missing)} missing)"
        raise UsageError(text, advice=f"pip install 'seatrial[{extra}]'")
