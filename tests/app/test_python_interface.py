"""The same from Python: light to import, and a review that shows itself."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import seatrial
from seatrial.domain.errors import UsageError
from seatrial.domain.result import Result

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEATRIAL_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SEATRIAL_CACHE", str(tmp_path / "cache"))
    subprocess.run(
        [sys.executable, ROOT / "examples/tiny_model.py", tmp_path / "tiny"], check=True, capture_output=True
    )
    return tmp_path / "tiny"


def test_a_review_from_python_shows_itself(tiny: Path, tmp_path: Path) -> None:
    events: list[object] = []
    found = seatrial.review(tiny, regimes=["open-weights-baseline"], out=tmp_path / "r", on_event=events.append)
    assert isinstance(found, seatrial.Review)
    assert found.result is Result.CLEAR
    assert {type(event).__name__ for event in events} >= {"Hashed", "Started", "Finished"}
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(found._repr_html_())
    assert tags == ["iframe"]
    assert seatrial.verify(tiny, record=tmp_path / "r" / "record.sigstore.json").result.value == "allow"


def test_faults_of_the_caller_are_errors_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        seatrial.review(tmp_path / "nowhere", out=tmp_path / "r")
    assert caught.value.advice


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, seatrial; print([m for m in sys.modules if m.partition('.')[0] in sys.argv[1:]])"
    heavy = ["numpy", "cryptography", "msgspec", "click", "rich", "jinja2", "yaml", "urllib3", "xllamacpp"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_these() -> None:
    assert sorted(seatrial.__all__) == ["Review", "__version__", "review", "verify"]
    assert all(getattr(seatrial, name) for name in seatrial.__all__)
    with pytest.raises(AttributeError):
        _ = seatrial.nothing
