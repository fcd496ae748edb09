"""A file of no known format holds a pickle that names what acts on the machine.

Bytes in front of a pickle keep readers from telling it as one. A loader that seeks to the right place, or reads one
object after another, comes to it all the same.

Fix: remove the bytes, or ship the data in a format that is reviewed.
"""

import re
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import pickle_names

CHECK = Check(
    id="artifact.embedded-pickle",
    title="A file of no known format holds a pickle that names what acts on the machine",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-502", "CWE-506", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=("unknown",),
)
MAX_BYTES: Final = 4 * 1024 * 1024
"""How far is searched."""
MAX_FINDINGS: Final = 20
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 512
_WORD: Final = rb"[A-Za-z_][\w.]{0,100}"
_NAMED: Final = re.compile(
    rb"c(" + _WORD + rb")\n(" + _WORD + rb")\n"
    rb"|\x8c[\x02-\x40](" + _WORD + rb")(?:\x94|q.)?\x8c[\x02-\x40](" + _WORD + rb")(?:\x94|q.)?\x93"
)


def check(artifact: Artifact) -> Observations:
    """One finding for each dangerous name that stands as an opcode of a pickle would write it."""
    found: dict[str, tuple[int, pickle_names.Dangerous]] = {}
    with artifact.open() as reader:
        tail, start = b"", 0
        while start < MAX_BYTES and len(found) < MAX_FINDINGS and (chunk := reader.read(_CHUNK)):
            data = tail + chunk
            for match in _NAMED.finditer(data):
                module, name = (match[1] or match[3]).decode(), (match[2] or match[4]).decode()
                danger = pickle_names.dangerous(module, name)
                if danger is not None and danger.severity.rank >= Severity.HIGH.rank:
                    found.setdefault(f"{module}.{name}", (start - len(tail) + match.start(), danger))
            start += len(chunk)
            tail = data[-_OVERLAP:]
    for dotted, (offset, danger) in found.items():
        yield Finding(
            kind=Kind.FAIL,
            message=f"holds what reads as a pickle that names {shown(dotted, 120)}, which {danger.effect}",
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            location=artifact.at(offset),
            remediation="Remove the bytes, or ship the data in a format that is reviewed.",
            rule=shown(dotted, 120),
        )
