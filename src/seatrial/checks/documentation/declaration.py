"""There is no declaration, or it contradicts the files.

The declaration is what the developer answers for: name, licence, base model, intended use, planned dates. Regimes
rely on it where files are silent. Where the files say something else, one of the two is wrong, and the reader cannot
know which. Declared facts are compared with what the files state of themselves; nothing is looked up elsewhere.

Fix: write `seatrial.yaml` beside the model, and make it and the files say the same.
"""

from collections.abc import Callable, Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Observations, SubjectView
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.inventory import Basis, Fact, Inventory
from seatrial.domain.text import shown
from seatrial.formats.model_names import same_family, same_licence, same_model, words_in_common

CHECK = Check(
    id="documentation.declaration",
    title="There is no declaration, or it contradicts the files",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PUBLIC_SAFETY),
    refs=("CWE-1053", "NIST-AI-RMF:GOVERN-1.4", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)
_REMEDY = "Correct the declaration or the file, whichever is wrong."


def check(subject: SubjectView) -> Observations:
    """A finding for each contradiction; a pass when there is none."""
    declaration = subject.declaration
    if declaration is None:
        yield Finding(
            kind=Kind.FAIL,
            message="no declaration was given",
            severity=Severity.LOW,
            remediation="Write seatrial.yaml beside the model: name, licence, base model, intended use, contacts.",
            rule="no-declaration",
        )
        return
    found = [*_contradictions(declaration, subject.inventory), *_dates(declaration)]
    yield from found
    if not found:
        yield Finding(kind=Kind.PASS, message="the files say nothing else than the declaration", rule="agrees")


def _contradictions(declaration: Declaration, inventory: Inventory) -> Iterator[Finding]:
    compared: tuple[tuple[str, str, str, Callable[[str, str], bool]], ...] = (
        ("licence", declaration.license, "model.license", same_licence),
        ("base model", declaration.base_model, "model.base_model", _same_line),
        ("name", declaration.name, "model.name", words_in_common),
    )
    for what, declared, fact_name, agree in compared:
        for fact in _of_files(inventory, fact_name) if declared else ():
            stated = fact.value if isinstance(fact.value, tuple) else (str(fact.value),)
            if not any(agree(declared, text) for text in stated):
                yield Finding(
                    kind=Kind.FAIL,
                    message=f'the declaration gives the {what} as "{shown(declared, 120)}", '
                    f'{shown(fact.source, 120)} as "{shown(", ".join(stated), 120)}"',
                    severity=Severity.MEDIUM,
                    remediation=_REMEDY,
                    rule=f"contradicts:{fact_name}:{shown(fact.source, 120)}",
                )


def _same_line(one: str, other: str) -> bool:
    """The same model or one in between, which `provenance.base-model` points at."""
    return same_model(one, other) or same_family(one, other)


def _of_files(inventory: Inventory, name: str) -> list[Fact]:
    return [fact for fact in inventory.facts if fact.name == name and fact.basis is Basis.FILES]


def _dates(declaration: Declaration) -> Iterator[Finding]:
    partner, public = declaration.release.planned_partner_date, declaration.release.planned_public_date
    if partner and public and partner > public:
        yield Finding(
            kind=Kind.FAIL,
            message=f"partners are to have the model on {partner}, after the public on {public}",
            severity=Severity.MEDIUM,
            remediation="Correct the planned dates.",
            rule="dates",
        )
