"""Known-answer cases that ship with every check: `seatrial selftest` runs them where the review runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from seatrial.domain.bank import Bank
from seatrial.domain.context import Message
from seatrial.domain.declaration import Declaration
from seatrial.domain.plan import Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A small subject and what its check must say of it.

    Hostile bytes are built in code and inert; they are written to a temporary directory, inventoried and
    examined like any subject, and never loaded.
    """

    name: str
    """What the case shows, as a phrase: `runs a shell when loaded`."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Path to content; directories are made as needed."""
    expect: tuple[str, ...] = ()
    """Prefixes of `<kind>: <message>` for findings and `<metric>` for measurements, each met at least once.
    A case with no prefix of fail, open or review expects that none of these kinds is reported."""
    declaration: Declaration | None = None
    reply: Callable[[Sequence[Message]], str] | None = None
    """For TARGET checks: the scripted model."""
    bounds: tuple[Bound, ...] = ()
    bank: Bank | None = None
    """For a check that needs one."""
    attacker: Callable[[Sequence[Message]], str] | None = None
    """A scripted attacker."""
    judge: Callable[[Sequence[Message]], str] | None = None
    """A scripted judge."""
    forms: tuple[Callable[[Sequence[Message]], str], ...] = ()
    """Scripted other forms of the model, called `form 0` and so on."""
    good: bool = field(default=False)
    """True when the subject is as it should be; a check has at least one case each way."""
