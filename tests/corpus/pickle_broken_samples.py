"""Pickles that call and then break, that follow others, or that only break."""

from typing import Final

from tests.corpus.assembler import COMMAND, SHELL, Ops, array, call, name, pickled, shell, tensor, torch_file, value
from tests.corpus.sample import Label, Sample

_CALL: Final = call("os", "system", COMMAND)
_PLAIN: Final = pickled(value({"epoch": 3, "loss": 0.25}), protocol=2)


def _sample(title: str, data: bytes, source: str, label: Label = Label.HOSTILE, path: str = "model.pkl") -> Sample:
    return Sample(name=f"stream-{title}", label=label, family="pickle streams", files={path: data}, source=source)


HOSTILE: Final = (
    _sample("without-stop", b"\x80\x04" + _CALL, "broken stream"),
    _sample("bad-opcode-after-call", b"\x80\x04" + _CALL + b"\xff.", "broken stream"),
    _sample("cut-off-after-call", b"\x80\x04" + _CALL + b"\x8c\x20abc", "broken stream"),
    _sample("empty-stack-after-call", b"\x80\x04" + _CALL + b"000.", "broken stream"),
    _sample("unknown-memo-after-call", b"\x80\x04" + _CALL + b"h\x63.", "picklescan: memo KeyError"),
    _sample("wrong-name-after-call", b"\x80\x04" + _CALL + b"0K\x2a\x8c\x02os\x93.", "picklescan: type confusion"),
    _sample("unquoted-string-after-call", b"\x80\x04" + _CALL + b"Sx\n.", "broken stream"),
    _sample("without-stop-protocol-0", b"cos\nsystem\n(V" + COMMAND.encode() + b"\ntR", "broken stream"),
    _sample(
        "text-broken-after-call", b"cbuiltins\nexec\n(X>\x00\x00\x00open('x', 'a')tRX.", "picklescan: broken model"
    ),
    _sample("invalid-bytes-at-the-end", SHELL + b"\n\n\t\t", "picklescan: invalid bytes"),
    _sample("zeros-at-the-end", SHELL + bytes(4096), "trailing bytes"),
    _sample("second-after-a-plain-one", _PLAIN + SHELL, "several streams"),
    _sample(
        "third-after-tensors", _PLAIN + torch_file({"w": tensor()})[:0] + pickled(array()) + SHELL, "several streams"
    ),
    _sample("after-tiny-ones", _PLAIN + b"N.N.N." + SHELL, "several streams"),
    _sample("name-alone-protocol-0", b"cos\nsystem\n.", "import without a call"),
    _sample("between-plain-ones", _PLAIN + SHELL + _PLAIN, "several streams"),
    _sample("protocol-0-after-a-plain-one", _PLAIN + shell(0), "several streams"),
    _sample("before-a-broken-one", SHELL + b"\x80\x04\x8c\xff", "several streams"),
    _sample("after-a-newline", b"\n" + SHELL, "leading bytes"),
    _sample("after-leading-zeros", bytes(8) + SHELL, "leading bytes"),
    _sample("after-a-text", b"# model card\n" + SHELL, "leading bytes"),
    _sample("after-a-png-signature", b"\x89PNG\r\n\x1a\n" + SHELL, "leading bytes"),
    _sample("named-as-safetensors", SHELL, "CVE-2025-10155", path="model.safetensors"),
    _sample("named-as-json", shell(0), "CVE-2025-10155", path="config.json"),
    _sample("named-as-picture", SHELL, "CVE-2025-10155", path="logo.png"),
    _sample("named-as-text", shell(0), "CVE-2025-10155", path="merges.txt"),
    _sample("named-as-gguf", SHELL, "CVE-2025-10155", path="model.gguf"),
    _sample("without-extension", SHELL, "CVE-2025-10155", path="weights"),
    _sample("named-bin-but-plain-pickle", SHELL, "CVE-2025-10155", path="pytorch_model.bin"),
    _sample("named-as-keras", shell(2), "CVE-2025-10155", path="model.h5"),
)
MALFORMED: Final = (
    _sample("cut-off", b"\x80\x04\x95\x40\0\0\0\0\0\0\0}(\x8c\x05epoch", "", Label.MALFORMED),
    _sample("cut-off-in-a-number", pickled(value({"a": 1.5}))[:-6], "", Label.MALFORMED),
    _sample("nothing-on-the-stack", b"\x80\x04N0.", "", Label.MALFORMED),
    _sample("mark-never-opened", b"\x80\x04]N e.", "", Label.MALFORMED),
    _sample("length-beyond-the-end", b"\x80\x04B\xff\xff\xff\x7fabc.", "", Label.MALFORMED),
    _sample("memo-never-filled", pickled(Ops(b"h\x09")), "", Label.MALFORMED),
    _sample("state-dict-cut-off", pickled(value({"w": tensor()}), protocol=2)[:-20], "", Label.MALFORMED),
    _sample("names-cut-off", b"\x80\x04" + name("collections", "OrderedDict")[:-3], "", Label.MALFORMED),
)
SAMPLES: Final = (*HOSTILE, *MALFORMED)
