"""Requests made from the office's own description of its API, and some beside it: each gets an answer, never a bug.

The generator is Schemathesis. It knows nothing of this project but what `/api/v1/openapi.json` says.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from tests.server.conftest import Serve

schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "25"))
"""Requests of an operation, of each kind, as each person."""


def asked_with(cases: Any, headers: dict[str, str], asked: set[str]) -> Callable[[], None]:
    """Sends what the strategy draws, and notes what was asked."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def one(case: Any) -> None:
        case.headers = {**(case.headers or {}), **headers}
        response = case.call()
        assert response.status_code < 500, (case.method, case.path, response.status_code, response.text[:500])
        asked.add(f"{case.method} {case.path}")

    found: Callable[[], None] = one
    return found


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("who", ["rita", "ada", "iris", ""])
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_meets_a_bug(who: str, mode: str, serve: Serve) -> None:
    served = serve("[limits]\naddress = 0\naccount = 0\nlogins = 0\n")
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", served.app)
    headers = {"authorization": f"Bearer {served.tokens[who]}"} if who else {}
    asked: set[str] = set()
    for found in schema.get_all_operations():
        cases = found.ok().as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        try:
            asked_with(cases, headers, asked)()
        except Unsatisfiable:
            continue  # there is nothing wrong to send where nothing is taken
    assert len(asked) >= 15, sorted(asked)
