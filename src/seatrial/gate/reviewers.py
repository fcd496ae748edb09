"""Several records of one model: each must let it through, and enough different signers must have made them."""

import dataclasses
from collections.abc import Sequence

from seatrial.gate.admission import COULD_NOT_TELL, Admission, AdmissionResult, Reason
from seatrial.gate.trust import Trust

_WORST = (AdmissionResult.DENY, AdmissionResult.COULD_NOT_TELL, AdmissionResult.ALLOW)


def together(found: Sequence[Admission], trust: Trust) -> Admission:
    """One answer of one or more. A record that does not allow decides, whatever others say; a signer counts once."""
    worst = min(found, key=lambda admission: _WORST.index(admission.result))
    if worst.result is not AdmissionResult.ALLOW:
        return worst
    signers = {a.statement.record.reviewer.key_id: a.signer for a in found if a.statement is not None}
    names = ", ".join(dict.fromkeys(signers.values()))
    if len(signers) < trust.reviewers:
        text = f"{len(signers)} of {trust.reviewers} reviewers let it through: {names}"
        reason = Reason(text=text, advice="give the record of another reviewer, too, with --record")
        return dataclasses.replace(worst, result=COULD_NOT_TELL, reasons=(reason,))
    if len(found) == 1:
        return worst
    reasons = tuple(dict.fromkeys(reason for admission in found for reason in admission.reasons))
    agreed = Reason(text=f"{len(signers)} reviewers let it through: {names}")
    return dataclasses.replace(worst, reasons=(agreed, *reasons), signer=names)
