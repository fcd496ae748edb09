"""Known answers for `artifact.torchscript-code`."""

from seatrial.testing.builders import ZipMember, name_op, pickled, text_op, zipped
from seatrial.testing.case import Case

HEAD = (
    "class Net(Module):\n"
    '  __parameters__ = ["weight", ]\n'
    "  __buffers__ = []\n"
    "  weight : Tensor\n"
    "  training : bool\n"
    "  fc : __torch__.torch.nn.modules.linear.Linear\n"
    "  def forward(self: __torch__.Net,\n"
    "    x: Tensor) -> Tensor:\n"
)
COMPUTING = (
    "    fc = self.fc\n"
    "    _0 = __torch__.torch.nn.functional.relu\n"
    "    x0 = torch.add(torch.linear(x, self.weight), CONSTANTS.c0)\n"
    '    ops.prim.RaiseException("torch.save(x) is not called here")\n'
    "    _1 = ops.quantized.linear(x0, self._packed_params, 0.5, 3)\n"
    "    return torch.to(_1, dtype=6)\n"
)


def script(body: str, name: str = "m/code/__torch__.py") -> bytes:
    """A TorchScript archive whose one class has the given lines in its `forward`."""
    return zipped(
        [
            ZipMember(name="m/data.pkl", data=pickled(name_op("__torch__", "Net"), b")\x81")),
            ZipMember(name=name, data=(HEAD + body).encode()),
            ZipMember(name="m/constants.pkl", data=pickled(b")")),
            ZipMember(name="m/version", data=b"3\n"),
        ]
    )


CASES: tuple[Case, ...] = (
    Case(
        name="writes a file when it is called",
        files={"model.pt": script('    torch.save(x, "/tmp/x")\n    return x\n')},
        expect=("fail: calls aten.save",),
    ),
    Case(
        name="maps a file into a tensor",
        files={"model.pt": script('    y = ops.aten.from_file("/etc/passwd", False, 100)\n    return y\n')},
        expect=("fail: calls aten.from_file",),
    ),
    Case(
        name="calls an operation of another library",
        files={"model.pt": script("    return ops.my_ops.fast_attention(x)\n")},
        expect=("review: names my_ops.fast_attention",),
    ),
    Case(
        name="hands a namespace on whole",
        files={"model.pt": script('    t = torch\n    t.save(x, "/tmp/x")\n    return x\n')},
        expect=("review: hands on the namespace aten whole",),
    ),
    Case(
        name="writes a file in the bytecode for phones",
        files={"m.ptl": zipped([ZipMember(name="m/bytecode.pkl", data=pickled(text_op("aten::save")))])},
        expect=("fail: calls aten.save",),
    ),
    Case(
        name="only computes",
        files={"model.pt": script(COMPUTING)},
        expect=("pass: names 5 operations, all of PyTorch",),
        good=True,
    ),
    Case(name="Python elsewhere", files={"train.py": b"import torch\ntorch.save({}, 'x.pt')\n"}, good=True),
)
