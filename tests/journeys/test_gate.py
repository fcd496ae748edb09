"""The gate before a deployment: quiet, with an exit code, in every way that it is called."""

import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from seatrial.cli.gate import COMMAND
from tests.journeys.conftest import ROOT, Seatrial

GATE = ROOT / "deploy" / "gate"


@pytest.fixture
def record(seatrial: Seatrial, tiny: Path) -> str:
    assert seatrial("review", tiny, "--static", "--out", "r").code == 0
    return "r/record.sigstore.json"


def test_it_is_silent_on_yes_and_says_one_line_on_no(seatrial: Seatrial, tiny: Path, record: str) -> None:
    passed = seatrial("gate", tiny, "--record", record)
    assert (passed.code, passed.out, passed.err) == (0, "", "")
    (tiny / "more.bin").write_bytes(b"x")
    refused = seatrial("gate", tiny, "--record", record)
    assert (refused.code, refused.out) == (1, "")
    assert len(refused.err.splitlines()) == 1
    assert "DENY" in refused.err


def test_an_unknown_signer_is_not_told_as_a_denial(seatrial: Seatrial, tiny: Path, record: str, tmp_path: Path) -> None:
    said = seatrial("gate", tiny, "--record", record, env={"SEATRIAL_HOME": str(tmp_path / "other")})
    assert (said.code, "COULD NOT TELL" in said.err) == (3, True)


def test_what_is_missing_is_asked_for(seatrial: Seatrial, tiny: Path) -> None:
    assert seatrial("gate", tiny).code == 2
    assert seatrial("gate", "--record", "x").code == 2
    assert seatrial("gate", tiny, "--hub", "a/b@c", "--record", "x").code == 2
    assert seatrial("gate", "--lint").code == 2


def test_a_command_runs_only_with_the_reviewed_bytes(seatrial: Seatrial, tiny: Path, record: str) -> None:
    serve = (sys.executable, "-c", "import sys; print('serving', sys.argv[1:])", "--model", str(tiny))
    served = seatrial("run", "--record", record, "--", *serve)
    assert (served.code, "serving" in served.out) == (0, True)
    failing = seatrial("run", "--record", record, "--", sys.executable, "-c", "raise SystemExit(7)", "-m", tiny)
    assert failing.code == 7
    (tiny / "more.bin").write_bytes(b"x")
    refused = seatrial("run", "--record", record, "--", *serve)
    assert (refused.code, "serving" in refused.out, "DENY" in refused.err) == (1, False, True)


def test_a_command_that_does_not_say_its_model_is_not_guessed_at(seatrial: Seatrial, tiny: Path, record: str) -> None:
    for command in ((sys.executable,), (sys.executable, "-m", "a", "--model", "b"), ("no-such-command",), ()):
        assert seatrial("run", "--record", record, "--", *command).code == 2
    given = seatrial("run", "--record", record, "--model", tiny, "--", sys.executable, "-c", "print('serving')")
    assert (given.code, "serving" in given.out) == (0, True)


def test_the_trust_file_is_read_back(seatrial: Seatrial, record: str, tmp_path: Path) -> None:
    assert record
    text = '[[signer]]\nname = "board"\npublic_key = "home/config/keys/reviewer.pub"\nnot_after = 2020-01-01\n'
    (tmp_path / "trust.toml").write_text(text)
    said = seatrial("gate", "--lint", "--trust", "trust.toml")
    assert said.code == 0
    assert "believes board" in said.out
    for doubt in ("ended", "no log is asked for", "no status is asked for", "no regime is named"):
        assert doubt in said.out
    (tmp_path / "trust.toml").write_text(text + '[accept]\nstatuses = ["suspended"]\n')
    refused = seatrial("gate", "--lint", "--trust", "trust.toml")
    assert (refused.code, "never let a record stand" in refused.err) == (2, True)


def test_the_gate_loads_nothing_heavy() -> None:
    """Counted in modules, not in seconds: a start-up script pays for each."""
    script = (
        "import sys, seatrial.gate; seatrial.gate.check; "
        "print(*sorted({m.split('.')[0] for m in sys.modules}), *(m for m in sys.modules if m.startswith('seatrial.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "seatrial.gate.admit" in loaded
    assert not loaded & {"numpy", "xllamacpp", "rich", "urllib3", "jinja2", "yaml", "click", "huggingface_hub"}
    assert not any(name.startswith(("seatrial.checks", "seatrial.assess", "seatrial.reports")) for name in loaded)


def _parsed(arguments: list[str]) -> dict[str, object]:
    context = click.Context(COMMAND, info_name="gate")
    COMMAND.parse_args(context, arguments)
    return context.params


def test_the_kubernetes_manifest_calls_the_gate_as_it_is() -> None:
    manifest = yaml.safe_load((GATE / "kubernetes.yaml").read_text())
    spec = manifest["spec"]["template"]["spec"]
    (gate,) = spec["initContainers"]
    found = _parsed(gate["args"])
    assert (found["model"], found["trust"]) == ("/model", Path("/trust/trust.toml"))
    mounted = {mount["mountPath"] for mount in gate["volumeMounts"] if mount["readOnly"]}
    assert {"/model", "/record", "/trust"} <= mounted
    assert {mount["name"] for mount in gate["volumeMounts"]} <= {volume["name"] for volume in spec["volumes"]}


@pytest.mark.parametrize("name", ["action.yml", "gitlab.yml"])
def test_templates_call_the_gate_as_it_is(name: str) -> None:
    text = (GATE / name).read_text()
    assert yaml.safe_load(text)
    (line,) = [line for line in text.splitlines() if "seatrial gate " in line or 'seatrial" gate ' in line]
    words = shlex.split(line.strip().removeprefix("- ").removeprefix("run: ").strip("'"))
    found = _parsed(words[words.index("gate") + 1 :])
    assert str(found["model"]).startswith("$")
    assert str(found["records"]).count("$") == 1
    assert str(found["trust"]).startswith("$")
