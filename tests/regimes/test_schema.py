"""The published schema takes what the loader takes, and refuses what it refuses."""

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
import yaml

from seatrial.regimes import shipped
from seatrial.regimes.schema import regime_schema
from tests.regimes.test_lint import GOOD

SCHEMA = regime_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class Plain(yaml.SafeLoader):
    """YAML with dates left as text, as JSON has them."""


Plain.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=Plain)))


@pytest.mark.parametrize("regime_id", shipped.ids())
def test_every_shipped_regime_is_valid(regime_id: str) -> None:
    text = (resources.files("seatrial.regimes") / "data" / f"{regime_id}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in VALIDATOR.iter_errors(plain(text))] == []


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(plain(GOOD))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Full", "titel: Full"),
        ("start: submission.accepted", "start: moonrise"),
        ("calendar: us-federal", "calendar: lunar"),
        ("kind: decider", "kind: king"),
        ("show: redacted", "show: whispered"),
        ("code: refused", "code: beheaded"),
        ("item: framework", "item: gossip"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{regex: [framework.confirmed_on, .*]}"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{exists: framework.nonsense}"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{age: [framework.confirmed_on, le, 0, mo]}"),
        ("ref: cyber,", "ref: cyber, secret: '3',"),
    ],
)
def test_what_the_loader_refuses_is_invalid(old: str, new: str) -> None:
    assert GOOD.count(old) == 1
    assert not VALIDATOR.is_valid(plain(GOOD.replace(old, new)))
