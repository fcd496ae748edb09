"""What others read of a record: a manifest of OpenSSF Model Signing, and a Simple Verification Result of in-toto.

Neither says more than the record, and neither is what a gate of Seatrial relies on. Pure.
https://github.com/ossf/model-signing-spec/blob/main/spec/v1.0.md
https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md
"""

from collections.abc import Iterator
from typing import Final

from seatrial.documents import canonical
from seatrial.domain.inventory import SubjectKind
from seatrial.domain.result import Result
from seatrial.record.predicate import Record
from seatrial.record.statement import STATEMENT_TYPE, Statement

OMS_TYPE: Final = "https://model_signing/signature/v1.0"
SVR_TYPE: Final = "https://in-toto.io/attestation/svr/v0.2"
VERIFIER: Final = "https://seatrial.dev/verifier/v1"
_FILES: Final = (SubjectKind.FILE, SubjectKind.ARCHIVE)


def oms_statement(about: Statement) -> bytes:
    """The manifest that `model_signing verify` holds the same files to: every file, nothing ignored, no extension.

    A single file goes by `.`, as the tool names it.
    """
    record = about.record
    alone = record.subject_kind in _FILES
    listed = sorted(record.resources, key=lambda resource: resource.name.split("/"))
    return canonical(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": about.subject_name, "digest": {"sha256": about.digest.oms_root}}],
            "predicateType": OMS_TYPE,
            "predicate": {
                "serialization": {
                    "method": "files",
                    "hash_type": "sha256",
                    "allow_symlinks": False,
                    "ignore_paths": [],
                },
                "resources": [
                    {"name": "." if alone else r.name, "digest": r.sha256, "algorithm": "sha256"} for r in listed
                ],
            },
        }
    )


def svr_statement(about: Statement) -> bytes | None:
    """The short clearance for policy engines; None when nothing passed, since this form says only what did."""
    record = about.record
    properties = list(_properties(record))
    if not properties:
        return None
    return canonical(
        {
            "_type": STATEMENT_TYPE,
            "subject": [
                {
                    "name": about.subject_name,
                    "digest": {"sha256": about.digest.oms_root, "dirHash1": about.digest.dir_hash1},
                }
            ],
            "predicateType": SVR_TYPE,
            "predicate": {
                "verifier": {
                    "id": f"{VERIFIER}?key={record.reviewer.key_id}",
                    "policies": [
                        {
                            "uri": f"https://seatrial.dev/regime/{v.regime}/{v.version}",
                            "digest": {"sha256": v.digest.removeprefix("sha256:")},
                        }
                        for v in record.verdicts
                    ],
                },
                "timeCreated": record.reviewed_at.isoformat().replace("+00:00", "Z"),
                "properties": properties,
            },
        }
    )


def _properties(record: Record) -> Iterator[str]:
    """What passed, each behind our prefix; nothing at all once people refused, or when the bytes are not bound."""
    decision = record.decision
    cleared = [v.regime for v in record.verdicts if v.result is Result.CLEAR]
    if record.identity != "bytes" or not cleared or (decision is not None and decision.outcome == "refused"):
        return
    yield from (f"SEATRIAL_CLEAR_{_word(regime)}" for regime in cleared)
    if decision is not None:
        yield f"SEATRIAL_DECIDED_{_word(decision.outcome)}"
    yield f"SEATRIAL_INDEPENDENCE_{_word(record.reviewer.independence)}"
    yield f"SEATRIAL_VALID_DAYS_{(record.expires_at - record.reviewed_at).days}"


def _word(text: str) -> str:
    return text.replace("-", "_").upper()
