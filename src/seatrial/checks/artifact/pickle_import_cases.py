"""Known answers for `artifact.pickle-import`."""

from seatrial.testing.builders import (
    ZipMember,
    array,
    call_op,
    calling,
    name_op,
    pickled,
    stack_calling,
    state_dict,
    text_op,
    torch_zip,
    zipped,
)
from seatrial.testing.case import Case

CASES: tuple[Case, ...] = (
    Case(
        name="runs a shell when loaded",
        files={"model.bin": calling("posix", "system", "id")},
        expect=("fail: calls posix.system('id') when loaded",),
    ),
    Case(
        name="runs a shell from inside a PyTorch archive with an innocent name",
        files={"weights.safetensors": torch_zip(stack_calling("os", "system", "id"))},
        expect=("fail: calls os.system('id') when loaded",),
    ),
    Case(
        name="evaluates code in a protocol 0 stream that breaks off afterwards",
        files={"notes.txt": b"c__builtin__\neval\n(V1+1\ntR(("},
        expect=("fail: calls builtins.eval('1+1') when loaded", "open: the stream breaks off"),
    ),
    Case(
        name="reaches a function through the dotted name of a trusted module",
        files={"model.pt": stack_calling("torch.serialization", "os.system", "id")},
        expect=("fail: calls torch.serialization.os.system",),
    ),
    Case(
        name="puts the name together with a call",
        files={
            "model.pkl": pickled(text_op("os"), call_op("builtins", "getattr", "x", "y"), b"\x93", protocol=4),
        },
        expect=("fail: looks up a name that is made while loading", "fail: calls builtins.getattr"),
    ),
    Case(
        name="hides a second pickle in a byte string",
        files={
            "model.pkl": pickled(b"C" + bytes((len(calling("os", "system", "id")),)) + calling("os", "system", "id"))
        },
        expect=("fail: holds a pickle in a byte string that calls os.system",),
    ),
    Case(
        name="appends a second pickle behind a proper one",
        files={"model.pkl": state_dict() + calling("subprocess", "call", "id")},
        expect=("fail: calls subprocess.call",),
    ),
    Case(
        name="hides a pickle in an array of objects",
        files={"rows.npy": array("|O", "(1,)", calling("builtins", "exec", "pass"))},
        expect=("fail: calls builtins.exec",),
    ),
    Case(
        name="disguises text with a codec",
        files={"model.pkl": calling("_codecs", "encode", "flfgrz", "rot13")},
        expect=("fail: calls _codecs.encode",),
    ),
    Case(
        name="names a class of its own",
        files={"model.pkl": pickled(name_op("my_model.layers", "Attention"), b")\x81")},
        expect=("review: calls my_model.layers.Attention",),
    ),
    Case(
        name="only mentions a dangerous name in text",
        files={"model.pkl": pickled(text_op("os.system('rm -rf /')"))},
        expect=("pass: imports no name",),
        good=True,
    ),
    Case(
        name="rebuilds tensors and nothing else",
        files={"pytorch_model.bin": torch_zip(state_dict())},
        expect=("pass: imports 3 names, all of PyTorch, Python",),
        good=True,
    ),
    Case(
        name="names a class written in TorchScript",
        files={"model.pt": torch_zip(pickled(name_op("__torch__.net", "Net"), b")\x81"))},
        expect=("pass: imports 1 names, all of TorchScript",),
        good=True,
    ),
    Case(
        name="walks from a TorchScript name to a function",
        files={"model.pt": torch_zip(pickled(stack_calling("__torch__.net", "os.system", "id")))},
        expect=("fail: calls",),
    ),
    Case(
        name="holds an array of numbers",
        files={"vectors.npz": zipped([ZipMember(name="a.npy", data=array("<f4", "(2,)", bytes(8)))])},
        expect=(),
        good=True,
    ),
)
