"""Cases, builders and simulators of hostile parties; public, for authors of checks too."""

from seatrial.testing.case import Case

__all__ = ["Case"]
