"""The cases of the check on Keras configurations, and what cases cannot show."""

import json
from pathlib import Path
from typing import Any

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import keras_config
from seatrial.checks.artifact.keras_config_cases import (
    CASES,
    archive,
    function,
    layer,
    marshalled,
    metadata,
    sequential,
)
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.inventory.take import survey
from seatrial.testing import Case, hdf5_samples

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(root: Path, files: dict[str, bytes]) -> list[Finding]:
    for path, content in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    found: list[Finding] = []
    for entry in taken.inventory.artifacts:
        if entry.format in keras_config.CHECK.formats:
            seen = keras_config.check(subject.artifact(entry.path))
            found.extend(observation for observation in seen if isinstance(observation, Finding))
    subject.finish()
    return found


def of_layer(root: Path, *layers: dict[str, Any]) -> list[Finding]:
    return examined(root, {"m.keras": archive(*layers)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    found = examined(tmp_path, dict(case.files))
    lines = [f"{f.kind}: {f.message}" for f in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(f.kind in UNCLEAR for f in found) is not case.good


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "exec"),
        ("builtins", "eval"),
        ("subprocess", "Popen"),
        ("torch.hub", "load"),
        ("numpy.f2py", "compile"),
        ("keras.utils", "get_file"),
        ("keras.src.utils.file_utils", "extract_archive"),
        ("keras.src.utils.python_utils", "func_load"),
        ("tf_keras.src.saving.legacy.serialization", "x"),
        ("keras.models", "load_model"),
        ("keras.preprocessing.image", "load_img"),
        ("keras.src.layers", "os"),
        ("tensorflow.io", "write_file"),
        ("tensorflow.python.ops.script_ops", "py_func"),
        ("tensorflow.keras.utils", "get_file"),
        ("smtplib", "SMTP"),
        ("IPython.core.magics.execution", "run"),
        ("requests", "get"),
    ],
)
def test_names_that_act_or_are_out_of_place_are_high(module: str, name: str, tmp_path: Path) -> None:
    found = of_layer(tmp_path, layer("Lambda", {"function": function(module, name)}))
    assert max(f.severity.rank for f in found if f.kind is Kind.FAIL) >= Severity.HIGH.rank


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keras.layers", "BatchNormalization"),
        ("keras.src.engine.functional", "Functional"),
        ("keras.src.models.functional", "Functional"),
        ("keras.src.ops.numpy", "Add"),
        ("keras.ops", "select"),
        ("keras.losses", "MeanSquaredError"),
        ("keras.optimizers.schedules", "CosineDecay"),
        ("keras_hub.src.models.gemma.gemma_backbone", "GemmaBackbone"),
        ("tensorflow.python.keras.layers.core", "Dense"),
        ("tensorflow.python.framework.tensor_spec", "TensorSpec"),
        ("keras.src.backend.common.dtypes", "DTypePolicy"),
        ("keras.utils", "FeatureSpace"),
        (None, "Conv2DTranspose"),
        (None, "SparseCategoricalCrossentropy"),
        (None, "GlobalAveragePooling1D"),
    ],
)
def test_what_keras_writes_itself_is_quiet(module: str | None, name: str, tmp_path: Path) -> None:
    found = of_layer(tmp_path, layer(name, {"units": 1}, module))
    assert [f.kind for f in found] == [Kind.PASS]


@pytest.mark.parametrize(
    "entry",
    [
        layer("Gate", {}, "my_package.layers", registered_name="my_package>Gate"),
        layer("Gate", {}, "__main__"),
        layer("Gate", {}, None, registered_name="Custom>Gate"),
        layer("Dense", {"activation": function("builtins", "my_activation")}),
        layer("Gate", {}, None, registered_name="Gate"),
        layer("TFSMLayer", {"filepath": "saved"}),
        layer("StringLookup", {"vocabulary": "vocabulary.txt"}),
    ],
)
def test_ordinary_custom_models_stay_below_high(entry: dict[str, Any], tmp_path: Path) -> None:
    assert all(f.severity.rank <= Severity.MEDIUM.rank for f in of_layer(tmp_path, entry))


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "https://x/v.txt", "file:///x", "../../x", "C:\\x", "~/x", "a/../../b", "\\\\host\\x"]
)
def test_files_outside_the_model_are_high(path: str, tmp_path: Path) -> None:
    for entry in (layer("TextVectorization", {"vocabulary": path}), layer("TFSMLayer", {"filepath": path})):
        assert Severity.HIGH in [f.severity for f in of_layer(tmp_path, entry)]


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("TFOpLambda", {"function": "io.write_file"}),
        ("TFOpLambda", {"function": "raw_ops.ReadFile"}),
        ("TFOpLambda", {"function": "py_function"}),
        ("InstanceMethod", {"cls_ref": "io.gfile.GFile", "method_name": "read"}),
        ("TensorFlowOpLayer", {"node_def": "\n\tWriteFile\x12\tWriteFile"}),
    ],
)
def test_layers_that_call_operations_on_files_are_high(name: str, config: dict[str, Any], tmp_path: Path) -> None:
    assert Severity.HIGH in [f.severity for f in of_layer(tmp_path, layer(name, config))]


@pytest.mark.parametrize("function_name", ["math.add", "nn.relu", "io.decode_base64", "debugging.assert_equal"])
def test_layers_that_call_plain_operations_are_quiet(function_name: str, tmp_path: Path) -> None:
    assert [f.kind for f in of_layer(tmp_path, layer("TFOpLambda", {"function": function_name}))] == [Kind.PASS]


def test_code_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    entry = layer("Dense", {"units": 3, "note": [{"deeper": marshalled("socket", "connect", "something")}]})
    assert [f.severity for f in of_layer(tmp_path, entry) if f.kind is Kind.FAIL] == [Severity.CRITICAL]


def test_code_that_cannot_be_decoded_is_still_code(tmp_path: Path) -> None:
    entry = layer("Lambda", {"function": ["not base64 at all", None, None], "function_type": "lambda"})
    assert [f.severity for f in of_layer(tmp_path, entry) if f.kind is Kind.FAIL] == [Severity.HIGH]


@pytest.mark.parametrize(
    "config",
    [
        {"function": "lambda x: __import__('os').system('id')"},
        {"function": "lambda x: __import__('os').system('id')", "function_type": "lambda"},
        {"function": {"class_name": "__lambda__", "config": "eval('1')"}},
        {"function": ["exec('1')", None, None]},
        {"function": {"class_name": "__tuple__", "items": ["exec('1')", None, None]}},
    ],
)
def test_code_written_as_source_is_code(config: dict[str, Any], tmp_path: Path) -> None:
    assert Severity.CRITICAL in [f.severity for f in of_layer(tmp_path, layer("Lambda", config))]


def test_a_function_that_a_layer_calls_by_its_name_is_for_a_person(tmp_path: Path) -> None:
    entry = layer("Lambda", {"function": "scale", "function_type": "function", "module": "__main__"})
    assert [(f.kind, f.severity) for f in of_layer(tmp_path, entry)] == [(Kind.REVIEW, Severity.MEDIUM)]


def test_a_layer_that_hides_its_function_is_for_a_person(tmp_path: Path) -> None:
    found = of_layer(tmp_path, layer("Lambda", {"name": "lambda_1"}, None))
    assert [(f.kind, f.severity) for f in found] == [(Kind.REVIEW, Severity.MEDIUM)]


def test_functions_are_told_however_the_word_is_written(tmp_path: Path) -> None:
    entry = {"class_name": "Function", "module": "builtins", "config": "exec"}
    assert [f.severity for f in of_layer(tmp_path, entry)] == [Severity.CRITICAL]


def test_text_that_reads_as_python_is_for_a_person(tmp_path: Path) -> None:
    entry = layer("Dense", {"name": "__import__('os').system('id')"})
    assert [(f.kind, f.severity) for f in of_layer(tmp_path, entry)] == [(Kind.REVIEW, Severity.MEDIUM)]
    assert [f.kind for f in of_layer(tmp_path, layer("Dense", {"name": "model.eval() (best)"}))] == [Kind.PASS]


@pytest.mark.parametrize("name", ["os.system", "subprocess>Popen"])
def test_a_dotted_name_without_a_module_is_judged_too(name: str, tmp_path: Path) -> None:
    found = of_layer(tmp_path, layer(name, {}, None), layer("Gate", {}, None, registered_name=name))
    assert {f.severity for f in found} == {Severity.CRITICAL}


def test_escaped_keys_and_doubled_keys_hide_nothing(tmp_path: Path) -> None:
    text = json.dumps(sequential(layer("Lambda", {"function": function("os", "system")})))
    escaped = text.replace("class_name", "class\\u005fname").replace('"os"', '"\\u006fs"')
    assert any(f.rule == "os.system" for f in examined(tmp_path, {"config.json": escaped.encode()}))
    doubled = text.replace('"module": "os"', '"module": "keras.layers", "module": "os", "module": "keras"')
    assert any(f.rule.startswith("doubled-key") for f in examined(tmp_path, {"config.json": doubled.encode()}))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_no_encoding_that_a_loader_guesses_hides_anything(encoding: str, tmp_path: Path) -> None:
    text = json.dumps(sequential(layer("Lambda", {"function": function("os", "system")})))
    assert any(f.rule == "os.system" for f in examined(tmp_path, {"config.json": text.encode(encoding)}))


def test_white_space_before_the_first_key_hides_nothing(tmp_path: Path) -> None:
    text = json.dumps(sequential(layer("Lambda", {"function": function("os", "system")})))
    for data in (" " * 70_000 + text, "{" + "\n" * 70_000 + text[1:]):
        assert any(f.rule == "os.system" for f in examined(tmp_path, {"config.json": data.encode()}))


def test_a_broken_configuration_is_open_and_other_broken_json_is_not_ours(tmp_path: Path) -> None:
    from seatrial.testing.builders import ZipMember, zipped

    broken = b'{"class_name": "Sequential", "config": '
    found = examined(tmp_path, {"m.keras": zipped([ZipMember(name="config.json", data=broken)])})
    assert [f.kind for f in found] == [Kind.OPEN]
    (tmp_path / "m.keras").unlink()
    assert examined(tmp_path, {"other.json": broken}) == []


def test_names_of_the_subject_are_escaped(tmp_path: Path) -> None:
    (found, *_) = of_layer(tmp_path, layer("x\u202ey", {}, "os"))
    assert "\\u202e" in found.message
    assert "\u202e" not in found.message


def test_an_endless_number_of_names_is_reported_and_then_limited(tmp_path: Path) -> None:
    with pytest.raises(LimitReached):
        of_layer(tmp_path, *[layer(f"n{n}", {}, "os") for n in range(keras_config.MAX_FINDINGS + 1)])


@pytest.mark.parametrize("data", [hdf5_samples.CODE, hdf5_samples.CODE_FIXED, hdf5_samples.DENSE])
def test_code_in_an_attribute_is_seen_however_it_is_stored(data: bytes, tmp_path: Path) -> None:
    found = examined(tmp_path, {"m.h5": data})
    assert any(f.rule == "code:os" and f.severity is Severity.CRITICAL for f in found)


@pytest.mark.parametrize(
    ("data", "files"),
    [(hdf5_samples.DENSE, {"../../other.h5"}), (hdf5_samples.VIRTUAL, {"../other.h5", "/abs/two.h5"})],
)
def test_data_from_elsewhere_is_high(data: bytes, files: set[str], tmp_path: Path) -> None:
    rules = {f.rule.split(":")[1] for f in examined(tmp_path, {"m.h5": data}) if "takes data" in f.message}
    assert rules == files


def test_a_dataset_that_states_terabytes_is_told(tmp_path: Path) -> None:
    assert [f.rule for f in examined(tmp_path, {"m.h5": hdf5_samples.SHAPE})] == ["shape"]


def test_a_broken_hdf5_file_is_open_and_its_text_still_counts(tmp_path: Path) -> None:
    broken = bytearray(hdf5_samples.CODE)
    broken[64:72] = b"\xf0" * 8
    found = examined(tmp_path, {"m.h5": bytes(broken)})
    assert {(f.kind, f.rule) for f in found} == {
        (Kind.FAIL, "loose:Lambda"),
        (Kind.OPEN, "unreadable-configuration"),
    }
    assert [f.kind for f in examined(tmp_path, {"m.h5": hdf5_samples.PLAIN[:100]})] == [Kind.OPEN]


def test_metadata_that_breaks_off_is_open_and_what_came_before_counts(tmp_path: Path) -> None:
    first = metadata({"class_name": "Lambda", "config": {"function": [marshalled("os"), None, None]}})
    whole = first + metadata({"class_name": "Dense", "config": {}})
    found = examined(tmp_path, {"keras_metadata.pb": whole[:-3]})
    assert [f.kind for f in found] == [Kind.FAIL, Kind.OPEN]


def test_json_of_other_makers_that_names_classes_in_the_same_way_stays_below_high(tmp_path: Path) -> None:
    value = {"module": "diffusers.parts", "class_name": "Part", "config": {"lr": 0.1}}
    found = examined(tmp_path, {"part.json": json.dumps(value).encode()})
    assert [(f.kind, f.severity) for f in found] == [(Kind.REVIEW, Severity.MEDIUM)]
    value["config"] = {"layer": layer("Dense", {})}
    found = examined(tmp_path, {"part.json": json.dumps(value).encode()})
    assert [(f.kind, f.severity) for f in found] == [(Kind.FAIL, Severity.HIGH)]
