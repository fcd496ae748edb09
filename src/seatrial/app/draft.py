"""Drafts of demanded documents, from a kept review or from the record of an incident."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seatrial.app.incident import as_text, countdowns
from seatrial.app.keep import REVIEW, read_review
from seatrial.app.kept_evidence import TRANSCRIPT, kept_item
from seatrial.app.stated import read_facts
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.incident import Incident
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.outcome import Outcome
from seatrial.domain.review import Review
from seatrial.regimes.predicates import strongest
from seatrial.reports.drafts.compose import Draft, compose, safe
from seatrial.reports.drafts.fill import Exchange, fills
from seatrial.reports.drafts.form import INCIDENT, RELEASE, Form, find, forms


def draft_of_review(form_id: str, place: Path, facts: Path | None, day: datetime.date) -> Draft:
    """The draft of one document. Raises `UsageError` for a form, review or facts that cannot be had."""
    form = find(form_id, RELEASE)
    directory = place.parent if place.name == REVIEW else place
    review = read_review(directory)
    known = strongest((*review.facts, *(read_facts(facts) if facts else ())))
    return compose(form, known, fills(review, _exchanges(review, directory)), day)


def draft_of_incident(incident: Incident, regime: str, now: datetime.datetime) -> Draft:
    """The draft of the report that one regime asks for. Raises `UsageError` when there is no form for it."""
    form = _of_regime(regime)
    left = as_text(incident, countdowns(incident, (regime,), now), now).splitlines()[2:]
    return compose(form, _facts(incident), {"countdown": [f"- {safe(line.strip())}" for line in left]}, now.date())


def listing() -> str:
    """Every form, one a line."""
    width = max(map(len, forms()))
    return "\n".join(f"{form.id:<{width}}  {form.title}, for {form.to} ({form.about})" for form in forms().values())


def write_draft(draft: Draft, out: Path) -> None:
    """Write it to a new file. Raises `UsageError` when there is one, `OperationError` for the disk."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(draft.text)
    except FileExistsError as error:
        raise UsageError(f"there is a file {out} already", advice="name another one with --out") from error
    except OSError as error:
        raise OperationError(f"{out} cannot be written: {error.strerror}", advice="check the directory") from error


def gaps_text(draft: Draft) -> str:
    """What the draft lacks, one gap a line."""
    if not draft.gaps:
        return f"✓ no gaps in {draft.parts} parts; read it before you hand it in"
    return "\n".join((f"▢ {len(draft.gaps)} gaps in {draft.parts} parts:", *(f"  {gap}" for gap in draft.gaps)))


def _of_regime(regime: str) -> Form:
    found = [form for form in forms().values() if form.about == INCIDENT and form.regime == regime]
    if not found:
        names = ", ".join(form.regime for form in forms().values() if form.about == INCIDENT)
        raise UsageError(
            f"there is no form of an incident report for {regime!r}", advice=f"there are forms for {names}"
        )
    return found[0]


def _facts(incident: Incident) -> Mapping[str, Fact]:
    stated: dict[str, str | bool | tuple[str, ...]] = {
        "incident.title": incident.title,
        "incident.kind": incident.kind.value,
        "incident.description": incident.description,
        "incident.models": incident.models,
        "incident.imminent_danger": incident.imminent_danger,
    }
    for name in ("occurred_at", "aware_at", "discovered_at", "determined_at", "reported_at", "resolved_at"):
        moment: datetime.datetime | None = getattr(incident, name)
        stated[f"incident.{name}"] = moment.isoformat() if moment else ""
    return {
        name: Fact(name=name, value=value, basis=Basis.DECLARED, source="incident record")
        for name, value in stated.items()
        if value not in ("", ())
    }


def _exchanges(review: Review, directory: Path) -> dict[str, Sequence[Exchange]]:
    """Questions and answers of each check that asked the model, from transcripts that are what the review names."""
    found = {outcome.check_id: tuple(_transcript(outcome, directory)) for outcome in review.assessment.outcomes}
    return {check_id: kept for check_id, kept in found.items() if kept}


def _transcript(outcome: Outcome, directory: Path) -> Iterator[Exchange]:
    for item in outcome.evidence:
        if item.title.startswith(TRANSCRIPT):
            yield from map(_exchange, (kept_item(directory, item) or b"").splitlines())


def _exchange(line: bytes) -> Exchange:
    plain = json.loads(line)
    asked = " ⏎ ".join(f"{message['role']}: {message['content']}" for message in plain["messages"])
    return Exchange(asked, plain["reply"]["text"])
