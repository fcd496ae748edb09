"""TorchScript, read by its words and never run."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import torchscript, torchscript_places
from seatrial.formats.torchscript import Standing


def names(source: str) -> list[str]:
    return [use.name for use in torchscript.uses(torchscript.source(io.BytesIO(source.encode())))]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("m.pt!/code/__torch__.py", True),
        ("m.pt!/archive/code/__torch__/torch/nn/modules/linear.py", True),
        ("m.pt!/archive/code/other/x.py#2", True),
        ("code/__torch__.py", False),
        ("m.pt!/archive/data/code.py", False),
        ("m.pt!/archive/code/__torch__.py.debug_pkl", False),
    ],
)
def test_source_is_told_by_its_place(path: str, expected: bool) -> None:
    assert torchscript_places.lies_at(path) is expected


def test_bytecode_is_told_by_its_place() -> None:
    assert torchscript_places.bytecode_lies_at("m.ptl!/m/bytecode.pkl")
    assert torchscript_places.bytecode_lies_at("m.ptl!/bytecode.pkl#2")
    assert not torchscript_places.bytecode_lies_at("bytecode.pkl")


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("__torch__", True),
        ("__torch__.torch.nn.modules.___torch_mangle_3", True),
        ("torch", False),
        ("__torch__x", False),
        ("__torch__.", False),
        ("__torch__.a-b", False),
        ("__torch__\nos", False),
        ("os.__torch__", False),
    ],
)
def test_modules_of_script_classes_are_told(module: str, expected: bool) -> None:
    assert torchscript_places.is_script_class(module) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("torch.add(x, y)", ["aten.add"]),
        ("torch . \\\n save (x)", ["aten.save"]),
        ("_0 = torch.save\n", ["aten.save"]),
        ("torch.autograd.save(x)", ["aten.autograd.save"]),
        ("ops.aten.from_file(x)", ["aten.from_file"]),
        ("torch.ops.mine.op(x)", ["mine.op"]),
        ("a = ops.aten\n", ["aten"]),
        ("a = torch\n", ["aten"]),
        ("x : __torch__.torch.classes.tensorrt.Engine", ["classes.tensorrt.Engine"]),
        ("x : __torch__.my.Layer", []),
        ("self.ops.run(x)\n", []),
        ("  ops : Tensor\n", []),
        ("f(ops=1)", []),
        ("^Mine(1)(x)", ["python.Mine"]),
        ("torch._C._x(1)", ["torch._C"]),
        ('"torch.save(x)" # torch.save(x)', []),
        ("'''torch.save(x)'''", []),
        ('"torch.save(x)', ["aten.save"]),
        ('x = "\'"\ntorch.save(x)\ny = "\'"', ["aten.save"]),
    ],
)
def test_operations_are_found_under_all_their_names(source: str, expected: list[str]) -> None:
    assert names(source) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aten.add", Standing.COMPUTES),
        ("prim.NumToTensor", Standing.COMPUTES),
        ("torchvision.nms", Standing.COMPUTES),
        ("image.decode_jpeg", Standing.COMPUTES),
        ("classes.quantized.LinearPackedParamsBase", Standing.COMPUTES),
        ("aten.save", Standing.ACTS),
        ("image.write_file", Standing.ACTS),
        ("torchaudio.sox_io_save_audio_file", Standing.ACTS),
        ("prim.rpc_async", Standing.ACTS),
        ("mine.read_file", Standing.ACTS),
        ("classes.dist_c10d.FileStore", Standing.ACTS),
        ("mine.attention", Standing.UNKNOWN),
        ("python.Mine", Standing.UNKNOWN),
        ("torch._C", Standing.UNKNOWN),
        ("aten", Standing.UNKNOWN),
        ("ops", Standing.UNKNOWN),
        ("classes.tensorrt.Engine", Standing.UNKNOWN),
        ("classes", Standing.UNKNOWN),
    ],
)
def test_operations_are_known_by_what_they_do(name: str, expected: Standing) -> None:
    assert torchscript.standing(name) is expected


def test_lines_are_counted_over_what_is_left_out() -> None:
    data = b'"""a\nb"""\n# c\ntorch.save(x)\n'
    assert [use.line for use in torchscript.uses(torchscript.source(io.BytesIO(data)))] == [4]


def test_python_is_told_by_its_imports_outside_of_the_own_place() -> None:
    source = torchscript.source(io.BytesIO(b"import torch\ntorch.save(x)\n"))
    assert torchscript.is_python(source, "m.zip!/code/train.py")
    assert not torchscript.is_python(source, "m.zip!/code/__torch__/train.py")
    quoted = torchscript.source(io.BytesIO(b'"""\nimport torch\n"""\nimport __torch__.x\ntorch.save(x)\n'))
    assert not torchscript.is_python(quoted, "m.zip!/code/train.py")


def test_too_much_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torchscript, "MAX_BYTES", 10)
    with pytest.raises(LimitReached):
        torchscript.source(io.BytesIO(b"x" * 11))
    monkeypatch.setattr(torchscript, "MAX_USES", 1)
    with pytest.raises(LimitReached):
        list(torchscript.uses(b"torch.a() " * 3))


@given(st.binary(max_size=300) | st.text("torchpsav.()\"'#\n\\ ^_:=", max_size=80).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    for use in torchscript.uses(torchscript.source(io.BytesIO(data))):
        torchscript.standing(use.name)
    list(torchscript.bytecode_uses(io.BytesIO(data)))
