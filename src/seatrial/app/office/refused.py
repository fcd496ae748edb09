"""What dispatch says instead of doing an act: by whose fault, with what to do."""

from typing import ClassVar

from seatrial.cases.refusal import Refusal
from seatrial.domain.errors import SeatrialError


class RefusedError(SeatrialError):
    """The rules of the case do not let the act be done."""

    exit_code: ClassVar[int] = 1

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why, advice=refusal.advice)
        self.refusal = refusal


class NoSuchCaseError(SeatrialError):
    """There is no such case, or not for this person: which of the two is not said."""

    exit_code: ClassVar[int] = 2

    def __init__(self, case_id: str) -> None:
        super().__init__(f"there is no case {case_id!r:.100} of yours", advice="list your cases")


class OvertakenError(SeatrialError):
    """Somebody else acted first, and the act was asked for on what was before."""

    exit_code: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__("the case has moved on meanwhile", advice="look at it again, and do the act if it still holds")


class OtherRequestError(SeatrialError):
    """The idempotency key was used for another request."""

    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__("this idempotency key was used for another request", advice="use a new key for a new request")


class ScopeError(SeatrialError):
    """The login may not be used for this."""

    exit_code: ClassVar[int] = 1

    def __init__(self, scope: str) -> None:
        super().__init__(f"this login lacks the scope {scope!r}", advice=f"use one that has {scope!r}")
