"""The closed vocabulary of facts that regimes ask about. What is not here cannot be asked, save for the families."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FactKind(StrEnum):
    """What a fact's value is."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    """True or false."""
    DAY = "day"
    """ISO 8601 date."""
    WORDS = "words"
    """Several short words; `in` asks whether one of them is there."""


@dataclass(frozen=True, slots=True)
class FactName:
    """One thing that may be known of a release."""

    kind: FactKind
    meaning: str


_T, _N, _F, _D, _W = FactKind.TEXT, FactKind.NUMBER, FactKind.FLAG, FactKind.DAY, FactKind.WORDS

FACT_NAMES: Final = {
    "model.name": FactName(_T, "name of the model"),
    "model.version": FactName(_T, "version of the model"),
    "model.license": FactName(_T, "licence, an SPDX expression"),
    "model.base_model": FactName(_T, "name and revision of the model it was made from, or `none`"),
    "model.release_channel": FactName(_T, "`open-weights`, `api`, `product` or `internal`"),
    "model.weights_open": FactName(_F, "whether the weights are, or will be, given to the public"),
    "model.training_flop": FactName(_N, "floating-point operations of training, all stages, fine-tuning included"),
    "model.generates_text": FactName(_F, "whether it writes text"),
    "model.modalities": FactName(_W, "`text image audio video code` that it takes or gives"),
    "model.covered": FactName(_F, "whether an authority designated it as covered"),
    "model.designations": FactName(_W, "ids of the regimes under which it was designated"),
    "model.most_capable": FactName(_F, "whether it is more capable than every model its developer has released"),
    "model.similarly_safe": FactName(_F, "whether it is stated to be as safe as a named reference model"),
    "model.reference_model": FactName(_T, "name of that reference model"),
    "model.modification": FactName(_F, "whether it is a modification of somebody else's model"),
    "model.high_impact_use": FactName(_F, "whether it is meant for uses that a law calls high-impact"),
    "model.frontier_capability": FactName(
        _F, "whether it crosses a capability threshold of the developer's own framework"
    ),
    "developer.name": FactName(_T, "who answers for the model"),
    "developer.country": FactName(_T, "ISO 3166-1 alpha-2 code of its seat"),
    "developer.revenue_usd": FactName(_N, "gross revenue of the last year with affiliates, US dollars"),
    "developer.ai_revenue_usd": FactName(_N, "revenue from AI, US dollars a year"),
    "developer.rnd_usd": FactName(_N, "spending on AI research and development, US dollars a year"),
    "developer.signatory": FactName(_W, "ids of accords, codes and agreements that it signed"),
    "developer.opted_in": FactName(_W, "ids of voluntary regimes it takes part in"),
    "release.jurisdictions": FactName(_W, "where it will be offered: `US US-CA US-NY US-IL EU CN KR UK`"),
    "release.planned_public_date": FactName(_D, "planned day of release to the public"),
    "release.planned_partner_date": FactName(_D, "planned day of release to trusted partners"),
    "release.public_facing": FactName(_F, "whether the public can use it"),
    "release.opinion_capable": FactName(_F, "whether the service can shape opinion or mobilise people"),
    "release.internal_only": FactName(_F, "whether it stays inside the developer"),
    "framework.published": FactName(_F, "whether the safety framework is published"),
    "framework.sections": FactName(_W, "topics that the framework covers"),
    "framework.confirmed_on": FactName(_D, "when it was last confirmed"),
    "framework.reviewed_on": FactName(_D, "when it was last reviewed"),
    "framework.change_log": FactName(_F, "whether changes are published with their reasons"),
    "transparency_report.published": FactName(
        _F, "whether the transparency report is, or will be with the release, published"
    ),
    "transparency_report.fields": FactName(_W, "fields that it covers"),
    "transparency_report.risk_summaries": FactName(_W, "risk summaries that it holds"),
    "model_report.sections": FactName(_W, "sections of the model report, `7.1` to `7.7`"),
    "model_report.samples_per_evaluation": FactName(_N, "sample outputs given with each evaluation"),
    "model_documentation.complete": FactName(_F, "whether the form of model documentation is filled in"),
    "training_summary.published": FactName(_F, "whether the public summary of training content is published"),
    "evaluations.risks": FactName(
        _W, "risks for which evaluations were done: `cbrn cyber-offence loss-of-control manipulation privacy ...`"
    ),
    "evaluations.safeguards_off": FactName(_F, "whether they were done without safeguards, too"),
    "evaluations.elicitation": FactName(_T, "`none`, `basic` or `strong`"),
    "evaluations.containment": FactName(_F, "whether every evaluation has a record of containment"),
    "independent_evaluation.risks": FactName(_W, "risks that somebody outside evaluated"),
    "independent_evaluation.access_level": FactName(_T, "`api`, `safeguards-off`, `fine-tuning` or `weights`"),
    "independent_evaluation.business_days": FactName(_N, "business days that the evaluator had"),
    "independent_evaluation.evaluator": FactName(_T, "who evaluated"),
    "independent_evaluation.qualified": FactName(_F, "whether the evaluator is qualified as the regime asks"),
    "safeguard_test.block_rate": FactName(_N, "share of attacks that safeguards stopped, 0 to 1"),
    "security.copies_registered": FactName(_F, "whether every copy of the weights is registered"),
    "security.encryption_bits": FactName(_N, "key length with which weights are encrypted at rest"),
    "security.access_review_on": FactName(_D, "when access to weights was last reviewed"),
    "security.attested": FactName(_F, "whether the security measures asked for are attested"),
    "access.granted": FactName(_F, "whether access for testing was granted"),
    "access.days": FactName(_N, "days of access before release to partners"),
    "access.safeguards_off": FactName(_F, "whether access covers a variant without safeguards"),
    "access.nda_reference": FactName(_T, "reference of the agreement on confidentiality"),
    "partners.criteria_stated": FactName(_F, "whether it is stated by which criteria partners were chosen"),
    "partners.listed": FactName(_F, "whether the list of partners was handed in"),
    "test_bank.questions": FactName(_N, "questions in the test bank"),
    "test_bank.risks": FactName(_N, "kinds of risk that it covers"),
    "test_bank.pass_rate": FactName(_N, "share of answers that pass, 0 to 1"),
    "test_bank.refusal_questions": FactName(_N, "questions that must be refused"),
    "test_bank.refusal_rate": FactName(_N, "share of these that were refused, 0 to 1"),
    "test_bank.benign_questions": FactName(_N, "questions that must not be refused"),
    "test_bank.over_refusal_rate": FactName(_N, "share of these that were refused, 0 to 1"),
    "corpus_sample.size": FactName(_N, "samples of the corpus that people graded"),
    "corpus_sample.manual_pass_rate": FactName(_N, "share of these that pass, 0 to 1"),
    "corpus_sample.technical_pass_rate": FactName(_N, "share that passes the technical inspection, 0 to 1"),
    "corpus_sample.consent_for_personal_data": FactName(
        _F, "whether consent for personal data in the corpus is on record"
    ),
    "keyword_list.entries": FactName(_N, "words on the list"),
    "self_assessment.done_on": FactName(_D, "when the self-assessment was done"),
    "filing.number": FactName(_T, "number under which the service is registered"),
    "disclosure_statement.filed_on": FactName(_D, "when it was filed"),
    "disclosure_statement.contacts": FactName(_N, "contacts that it names"),
    "audit.published_on": FactName(_D, "when the summary of the last audit was published"),
    "audit.period_end": FactName(_D, "last day that the audit covers"),
    "audit.auditor_independent": FactName(_F, "whether the auditor has no financial tie to the developer"),
    "risk_summary.filed_on": FactName(_D, "when the last periodic summary was handed in"),
    "risk_assessment.done_on": FactName(_D, "when the last assessment of risks was done"),
    "incident_process.in_place": FactName(_F, "whether there is a process to notice and report incidents"),
    "whistleblower.channel": FactName(_F, "whether there is an anonymous channel for reports from inside"),
    "change_plan.in_place": FactName(_F, "whether a plan says which changes stay within the review"),
    "controls.attested": FactName(_F, "whether internal controls are attested"),
    "controls.internal_team": FactName(
        _F, "whether an internal team tests independently of the developers of the model"
    ),
    "controls.outside_auditor": FactName(_F, "whether an outside auditor is appointed"),
    "controls.board_committee": FactName(_F, "whether an independent committee of the board watches"),
    "committee.minute_on": FactName(_D, "when the committee decided"),
    "recommendation.answered": FactName(_F, "whether the developer published an answer to the recommendation"),
    "retention.years": FactName(_N, "years for which evidence is kept unredacted"),
    "redactions.justified": FactName(_F, "whether every redaction says its grounds"),
}
"""Names in the declaration's `facts`, or by its fields, with what each means."""

FAMILIES: Final = {
    "declared.": "a field of the declaration that only people can state",
    "declared.contact.": "an address for this purpose",
    "documentation.": "what the model card covers, as the files say",
    "evidence.": "`evidence.<type>` the day on which it was handed in; `evidence.<type>.independence` 0 to 3",
    "judged.": "the day on which is judged",
    "measured.": "`measured.<metric>.lower` and `.upper`, the interval of a measurement",
    "satisfied.": "`satisfied.<regime>.<requirement>` the day on which that was found satisfied",
    "sealed.": "the answer of the holder of a sealed threshold",
    "subject.": "what is under review",
}
"""Beginnings of names that stand for many facts."""
