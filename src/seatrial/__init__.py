"""Seatrial: one review of an AI model, run where it lives, verifiable by anyone.

>>> import seatrial
>>> review = seatrial.review("path/to/model", regimes=["open-weights-baseline"])  # doctest: +SKIP
>>> review.result  # doctest: +SKIP
<Result.NOT_CLEAR: 'not-clear'>

Importing this package loads nothing heavy; each name is loaded when it is first used.
"""

from typing import TYPE_CHECKING

from seatrial.version import __version__

if TYPE_CHECKING:
    from seatrial.app.notebook import Review
    from seatrial.app.review import review
    from seatrial.app.verify import verify

__all__ = ["Review", "__version__", "review", "verify"]


def __getattr__(name: str) -> object:
    if name == "Review":
        from seatrial.app.notebook import Review  # noqa: PLC0415 - loaded on first use

        return Review
    if name == "review":
        from seatrial.app.review import review  # noqa: PLC0415 - loaded on first use

        return review
    if name == "verify":
        from seatrial.app import verify as verifying  # noqa: PLC0415 - loaded on first use

        return verifying.verify
    raise AttributeError(f"module 'seatrial' has no attribute {name!r}")
