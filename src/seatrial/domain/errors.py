"""Errors, by whose fault they are.

    SeatrialError
    |-- UsageError      the caller must change the command or the arguments   (exit 2)
    |-- RegimeError     the author of a regime must change the data           (exit 2)
    |-- TrustError      a signature, key, proof or identity does not hold     (exit 1, never retried)
    `-- OperationError  disk, network, quota, interruption: may be retried    (exit 3)

Faults of the subject are results (findings, outcomes), never exceptions that reach a caller.
Anything else that escapes is a bug in Seatrial (exit 70).
"""

from typing import ClassVar


class SeatrialError(Exception):
    """Something a person can act on: what happened, and what to do next."""

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return self.message


class UsageError(SeatrialError):
    """The command or its arguments cannot be carried out as given."""

    exit_code = 2


class RegimeError(SeatrialError):
    """A regime cannot be read or makes no sense; the message names file and line."""

    exit_code = 2


class TrustError(SeatrialError):
    """A signature, key, proof or identity does not hold. Deny; a retry changes nothing."""

    exit_code = 1


class OperationError(SeatrialError):
    """Disk, network, quota or an interruption. Nothing was decided; a retry may succeed."""

    exit_code = 3
