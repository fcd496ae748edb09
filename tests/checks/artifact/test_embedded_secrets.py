"""The cases of the check on credentials, that nothing found is repeated, and what must stay quiet."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import embedded_secrets
from seatrial.checks.artifact.embedded_secrets_cases import (
    ANTHROPIC,
    AWS,
    CASES,
    GITHUB,
    HUB,
    OPENAI,
    PASSWORD,
    PRIVATE_KEY,
    WEB_TOKEN,
    drawn,
)
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.formats import secret_patterns
from seatrial.formats.secret_patterns import search
from seatrial.inventory.take import survey
from seatrial.testing import Case
from seatrial.testing.builders import calling

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)
MADE_UP = (ANTHROPIC, AWS, GITHUB, HUB, OPENAI, PASSWORD, PRIVATE_KEY, WEB_TOKEN)


def examined(root: Path, files: dict[str, bytes]) -> list[Finding]:
    for path, content in files.items():
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    found: list[Finding] = []
    for entry in taken.inventory.artifacts:
        if entry.format in embedded_secrets.CHECK.formats:
            seen = embedded_secrets.check(subject.artifact(entry.path))
            found.extend(observation for observation in seen if isinstance(observation, Finding))
    subject.finish()
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    found = examined(tmp_path, dict(case.files))
    lines = [f"{f.kind}: {f.message}" for f in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(f.kind in UNCLEAR for f in found) is not case.good, lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_finding_repeats_more_than_four_characters(case: Case, tmp_path: Path) -> None:
    for finding in examined(tmp_path, dict(case.files)):
        for secret in MADE_UP:
            pieces = {secret[start : start + 6] for start in range(len(secret) - 5)} - {"-----B", "PRIVAT"}
            spoken = finding.message.replace("private key", "")
            assert not any(piece in spoken or piece in finding.rule for piece in pieces)


EXACT = {
    "aws": AWS,
    "aws-secret": f"aws_secret_access_key = {drawn(40)}",
    "github": GITHUB,
    "github-fine": "github_pat_" + drawn(22) + "_" + drawn(59),
    "gitlab": "glpat-" + drawn(20),
    "hub": HUB,
    "anthropic": ANTHROPIC,
    "openai": OPENAI,
    "openai-user": "sk-" + drawn(20) + "T3BlbkFJ" + drawn(20, seed="b"),
    "google": "AIza" + drawn(35),
    "slack": "xoxb-" + drawn(12, "1234567890") + "-" + drawn(12, "0918273645") + "-" + drawn(24),
    "slack-hook": "https://hooks.slack.com/services/T0"
    + drawn(8, "QWERTYUI23")
    + "/B0"
    + drawn(8, "ASDF67GH")
    + "/"
    + drawn(24),
    "stripe": "sk_live_" + drawn(24),
    "sendgrid": "SG." + drawn(22) + "." + drawn(43),
    "npm": "npm_" + drawn(36),
    "pypi": "pypi-AgEIcHlwaS5vcmc" + drawn(120),
    "azure": f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={drawn(86)}==;EndpointSuffix=core.windows.net",
    "kube": "    client-key-data: " + drawn(400),
    "wandb": "WANDB_API_KEY=" + drawn(40, "0123456789abcdef"),
    "private": PRIVATE_KEY,
    "private-in-json": json.dumps({"private_key": PRIVATE_KEY}),
    "replicate": "r8_" + drawn(37),
    "telegram": drawn(10, "123456789") + ":AA" + drawn(33),
}


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT.keys())
@pytest.mark.parametrize("around", ["{}", '{{"x": "{}"}}', "x = '{}'  # y", "export X={}\n"])
def test_an_issuers_form_is_high(text: str, around: str) -> None:
    found = list(search(around.format(text).encode()))
    assert any(secret.certain and secret.rule.exact for secret in found)


LOOSE = [
    f"machine hub.example-host.org login me password {PASSWORD}",
    f"https://me:{PASSWORD}@git.company.net/repo.git",
    f"mongodb+srv://svc:{PASSWORD}@cluster0.mongodb.net",
    f'{{"auths": {{"r.io": {{"auth": "{drawn(40)}"}}}}}}',
    f"client_secret: '{drawn(30)}'",
    f"DB_PASSWORD={PASSWORD}",
    "ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789",
]


@pytest.mark.parametrize("text", LOOSE)
def test_what_only_its_words_tell_of_is_for_a_person(text: str) -> None:
    found = list(search(text.encode()))
    assert found
    assert not any(secret.certain and secret.rule.exact for secret in found)


@pytest.mark.parametrize(
    "text",
    [
        "hf_" + "x" * 34,
        "hf_...",
        "hf_your_token_here",
        "HF_TOKEN=<your token>",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "AKIAIOSFODNN7EXAMPLE",
        "api_key: YOUR_API_KEY_GOES_HERE_1",
        "password = getpass.getpass()",
        "api_key=os.getenv('OPENAI_API_KEY_2')",
        "api_key = config.api_key_v2_setting",
        "postgresql://${DB_USER}:${DB_PASS}@db/x",
        "https://user:pass@proxy:8080",
        '"bos_token": "<|begin_of_text|>", "pad_token_id": 128004',
        "task-oriented-dialogue-with-a-very-long-slug-for-a-model-2",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\n" + "A1b2" * 16,
        "risk-" + "a1" * 24,
        "key: model.layers.12.self_attn.q_proj.weight",
        '"secret_key": "layers.0.attention.wq.weight"',
    ],
)
def test_placeholders_and_ordinary_words_are_none(text: str) -> None:
    assert [secret.rule.name for secret in search(text.encode())] == []


def test_a_pickled_token_is_found(tmp_path: Path) -> None:
    found = examined(tmp_path, {"data.pkl": calling("collections", "OrderedDict", HUB)})
    assert [(f.kind, f.severity) for f in found] == [(Kind.FAIL, Severity.HIGH)]


def test_a_credential_across_the_edge_of_a_window_is_told_once(tmp_path: Path) -> None:
    filler = b"word " * (embedded_secrets._WINDOW // 5 - 2) + b"\n"
    found = examined(tmp_path, {"log.txt": filler + HUB.encode() + b"\n" + filler})
    assert [f.location.detail for f in found if f.location] == ["line 2"]


def test_a_file_full_of_them_ends_the_list(tmp_path: Path) -> None:
    lines = "\n".join("hf_" + drawn(34, seed=str(number)) for number in range(80))
    found = examined(tmp_path, {"log.txt": lines.encode()})
    assert len(found) == embedded_secrets.MAX_FINDINGS + 1


@given(st.binary(max_size=2000))
def test_any_bytes_are_searched(data: bytes) -> None:
    list(search(data))


def test_hostile_repetition_is_searched_in_a_moment() -> None:
    for piece in (
        b"eyJ.",
        b"-----BEGIN PRIVATE KEY-----",
        b"https://a:",
        b"password=",
        b"sk-",
        b"machine a login ",
        b"aws secret key",
    ):
        list(search(piece * (200_000 // len(piece))))
    for value in ("foobar" * 30, "1" * 150, "abc" * 60, "a_" * 90, "a.b" * 60, "PassWord" * 20):
        list(search(f"password = {value}-!1A".encode()))


@given(st.lists(st.sampled_from([b"a", b"ghp_", b"AKIA", b"-----BEGIN", b"sk-", b"\n", b"xoxb", b"\xff"]), max_size=30))
def test_letters_that_are_missing_rule_out_no_anchor_that_is_there(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    anchors = secret_patterns._ANCHORS
    assert secret_patterns._hinted(anchors, data) == {index for index, anchor in anchors if anchor in data}
