"""Admission: subject bytes, records and a trust file to allow, deny or could not tell.

>>> import seatrial.gate
>>> seatrial.gate.check("model", record="record.sigstore.json", trust="trust.toml").result  # doctest: +SKIP
<AdmissionResult.ALLOW: 'allow'>

The core install is enough: no numpy, no model code, no network.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seatrial.gate.admit import check

__all__ = ["check"]


def __getattr__(name: str) -> object:
    if name == "check":
        from seatrial.gate.admit import check  # noqa: PLC0415 - loaded on first use

        return check
    raise AttributeError(f"module 'seatrial.gate' has no attribute {name!r}")
