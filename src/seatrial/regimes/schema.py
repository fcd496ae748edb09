"""The format of a regime file as JSON Schema 2020-12, so that editors complete it and mark what is wrong."""

from typing import Any, Final

import msgspec

from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.fact_names import FACT_NAMES, FAMILIES
from seatrial.domain.regime import Regime
from seatrial.domain.vocabulary import EVIDENCE_TYPES, ITEM_CLASSES, OUTCOME_CODES
from seatrial.regimes import calendars
from seatrial.regimes.lint import ACCEPTED, FORMULAS, ROLE_KINDS
from seatrial.regimes.lint_words import CONFIDENCES, GROUNDS, MENDERS, SHOWN

_PREDICATE: Final = {"$ref": "#/$defs/Predicate"}
_CLOSED: Final[dict[str, dict[str, Any]]] = {
    "Clock": {
        "start": EVENT_TYPES,
        "stop_on": EVENT_TYPES,
        "resume_on": EVENT_TYPES,
        "ends_on": EVENT_TYPES,
        "calendar": calendars.ids(),
        "which": ("first", "last"),
        "direction": ("after", "before"),
    },
    "Stage": {"enters_on": EVENT_TYPES},
    "ProcedureRole": {"kind": ROLE_KINDS},
    "OutcomeCode": {"code": OUTCOME_CODES},
    "Condition": {"breach_outcome": ("", *OUTCOME_CODES)},
    "Disclosure": {"item": ITEM_CLASSES, "show": SHOWN, "until_then": SHOWN, "grounds": GROUNDS},
    "Recognition": {"accepted_as": ACCEPTED},
    "Consequence": {"formula": FORMULAS},
    "Requirement": {"evidence": ("", *EVIDENCE_TYPES), "mended_by": MENDERS, "min_independence": range(4)},
    "Source": {"confidence": CONFIDENCES},
    "Bound": {"direction": ("at-most", "at-least")},
}
"""Fields whose words are closed, by noun."""


def regime_schema() -> dict[str, Any]:
    """The schema of a file `<id>.yaml`."""
    (root,), components = msgspec.json.schema_components(
        [Regime], schema_hook=lambda _noun: dict(_PREDICATE), ref_template="#/$defs/{name}"
    )
    top = components.pop(root["$ref"].rsplit("/", 1)[1])
    del top["properties"]["digest"]  # it is reckoned from the file, never written in it
    for name, component in components.items():
        for field, words in _CLOSED.get(name, {}).items():
            _close(component["properties"][field], list(words))
        if component.get("type") == "object":
            component["additionalProperties"] = False
    for part, fields in (("Requirement", ("facts", "when")), ("Condition", ("facts",))):
        for field in fields:
            components[part]["properties"][field] = _PREDICATE
    top["properties"]["applies"] = _PREDICATE
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seatrial regime",
        **{key: value for key, value in top.items() if key != "title"},
        "additionalProperties": False,
        "$defs": {**components, **_predicates()},
    }


def _close(field: dict[str, Any], words: list[Any]) -> None:
    target = field["items"] if field.get("type") == "array" else field
    target["enum"] = words


def _predicates() -> dict[str, Any]:
    families = "|".join(family.replace(".", "\\.") for family in FAMILIES)
    fact = {"anyOf": [{"enum": list(FACT_NAMES)}, {"type": "string", "pattern": f"^({families})."}]}
    value = {"type": ["string", "number", "boolean"]}
    pair = {"type": "array", "prefixItems": [{"$ref": "#/$defs/Fact"}, value], "minItems": 2, "maxItems": 2}
    forms: dict[str, Any] = dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), pair)
    forms |= {word: {"type": "array", "minItems": 1, "items": _PREDICATE} for word in ("all", "any")}
    forms |= {
        "not": _PREDICATE,
        "exists": {"$ref": "#/$defs/Fact"},
        "in": {
            "type": "array",
            "prefixItems": [{"$ref": "#/$defs/Fact"}, {"type": "array", "minItems": 1, "items": value}],
            "minItems": 2,
            "maxItems": 2,
        },
        "age": {
            "type": "array",
            "prefixItems": [
                {"$ref": "#/$defs/Fact"},
                {"enum": ["lt", "le", "gt", "ge"]},
                {"type": "integer", "minimum": 1},
                {"enum": ["d", "mo"]},
            ],
            "minItems": 4,
            "maxItems": 4,
        },
        "sealed": {
            "type": "object",
            "properties": {key: {"type": "string"} for key in ("ref", "holder", "commitment")},
            "required": ["ref", "holder"],
            "additionalProperties": False,
        },
    }
    return {
        "Fact": fact,
        "Predicate": {
            "type": "object",
            "properties": forms,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    }
