"""Every way in which opcodes can call something, and spellings that scanners stumbled over."""

import struct
from typing import Final

from tests.corpus.assembler import (
    CODE,
    COMMAND,
    POP,
    SHELL,
    Ops,
    call,
    framed,
    instance,
    name,
    pickled,
    reduced,
    shell,
    stack_name,
    tensor,
    text,
    torch_file,
    value,
)
from tests.corpus.sample import Label, Sample

_CMD: Final = COMMAND.encode()
_LINE: Final = b"V" + _CMD + b"\n"
_MODULE: Final = b"Vos\n"
_NAME: Final = b"Vsystem\n"


def _sample(title: str, data: bytes, source: str, family: str = "pickle opcodes", note: str = "") -> Sample:
    return Sample(
        name=f"opcodes-{title}", label=Label.HOSTILE, family=family, files={"model.pkl": data}, source=source, note=note
    )


def _memo_confused() -> bytes:
    """`os` and `system` lie where a scanner that counts MEMOIZE alone believes `torch` and `LongStorage` to lie."""
    parts = [_MODULE, b"p2\n0", _NAME, b"p3\n0", b"Vtorch\n", b"p0\n0", b"VLongStorage\n", b"p1\n0", b"g2\ng3\n\x93("]
    return b"".join([*parts, _LINE, b"tR."])


def _resolver_chain() -> bytes:
    """`getattr(import_module('os'), 'sys' + 'tem')`, the text joined by a call."""
    imported = call("importlib", "import_module", "os")
    joined = reduced(call("builtins", "getattr", "", "join"), ["sys", "tem"])
    return pickled(reduced(call("builtins", "getattr", imported, joined), COMMAND))


def _numpy_allow_list() -> bytes:
    """State set on `numpy.size` so that a later walk reaches `eval`."""
    built = stack_name("numpy", "size") + value(
        (None, Ops(b"}" + text("shape") + stack_name("numpy", "__builtins__") + b"s"))
    )
    return pickled(built + b"b0", reduced(call("numpy", "size.shape.get", "eval"), CODE))


def _attributes_as_names() -> bytes:
    """The module's name and the function's are set as attributes of a function and read back as names."""
    built = (
        name("numpy", "prod")
        + value((None, {"a": "os"}))
        + b"b0"
        + name("numpy", "prod")
        + value((None, {"b": "system"}))
        + b"b0"
    )
    return pickled(
        Ops(built), name("numpy", "prod.a"), name("numpy", "prod.b"), b"\x93", value((COMMAND,)), b"R", protocol=5
    )


def _spelled(number: bytes) -> bytes:
    """An oddly spelled number before the call."""
    return number + b"0cos\nsystem\n(" + _LINE + b"tR."


CALLS: Final = (
    _sample("reduce-protocol-0", b"cos\nsystem\n(" + _LINE + b"tR.", "CWE-502"),
    _sample("reduce-protocol-1", b"cos\nsystem\nq\x00(" + _LINE + b"tq\x01Rq\x02.", "CWE-502"),
    _sample("reduce-protocol-2", shell(2), "CWE-502"),
    _sample("reduce-protocol-5", shell(5), "CWE-502"),
    _sample("inst", b"(" + _LINE + b"ios\nsystem\n.", "Sour Pickles (2011)"),
    _sample("obj", b"(cos\nsystem\n" + _LINE + b"o.", "Sour Pickles (2011)"),
    _sample(
        "obj-then-pop", pickled(b"(" + name("os", "system") + text(COMMAND) + b"o0", value({})), "GHSA-mxhj-88fx-4pcv"
    ),
    _sample("reduce-then-pop", pickled(call("os", "system", COMMAND) + POP, value({"ok": 1})), "GHSA-mxhj-88fx-4pcv"),
    _sample("newobj", pickled(name("subprocess", "Popen") + value((COMMAND,)) + b"\x81"), "CWE-502"),
    _sample(
        "newobj-ex",
        pickled(name("subprocess", "Popen") + value((COMMAND,)) + value({"shell": True}) + b"\x92"),
        "CWE-502",
    ),
    _sample("build-setstate", pickled(instance("code", "InteractiveInterpreter", {"locals": {}})), "CWE-502"),
    _sample(
        "build-sets-a-function",
        pickled(
            name("argparse", "Namespace")
            + value((None, {"__setstate__": name("os", "system")}))
            + b"b"
            + value(COMMAND)
            + b"b"
        ),
        "BUILD sets attributes of a class",
    ),
    _sample("build-attributes-as-names", _attributes_as_names(), "modelscan issue 85"),
    _sample("build-builtins-of-numpy", _numpy_allow_list(), "modelscan issue 330"),
    _sample("ext1", pickled(b"\x82\xf0" + value((COMMAND,)) + b"R", protocol=2), "copyreg extension registry"),
    _sample("ext2", pickled(b"\x83\x00\x7f" + value((COMMAND,)) + b"R", protocol=2), "copyreg extension registry"),
    _sample(
        "ext4", pickled(b"\x84\x00\x00\x01\x00" + value((COMMAND,)) + b"R", protocol=2), "copyreg extension registry"
    ),
    _sample("persistent-identifier-calls", pickled(call("os", "system", COMMAND) + b"Q", protocol=2), "CWE-502"),
    _sample(
        "list-of-innocent-things", pickled(value([1, "two", call("os", "system", COMMAND), {"a": 3.0}])), "CWE-502"
    ),
    _sample("key-of-a-dictionary", pickled(b"}" + call("os", "system", COMMAND) + b"K\x01s"), "CWE-502"),
    _sample("member-of-a-set", pickled(b"\x8f(" + call("os", "system", COMMAND) + b"\x90"), "CWE-502"),
    _sample("dup-before-call", pickled(name("os", "system") + b"2" + value((COMMAND,)) + b"R"), "CWE-502"),
    _sample(
        "default-factory",
        pickled(call("collections", "defaultdict", call("functools", "partial", name("os", "system"), COMMAND))),
        "Python call graph",
    ),
    _sample(
        "callable-behind-a-tensor-hook",
        torch_file({"w": call("torch._tensor", "_rebuild_from_type_v2", name("os", "system"), None, (COMMAND,), {})}),
        "torch._tensor._rebuild_from_type_v2",
    ),
    _sample(
        "callable-behind-a-generator",
        pickled(call("numpy.random._pickle", "__generator_ctor", COMMAND, name("os", "system"))),
        "numpy.random._pickle",
    ),
    _sample("in-a-state-dict", torch_file({"w": tensor(), "x": call("os", "system", COMMAND)}), "CWE-502"),
    _sample(
        "calls-what-a-call-made",
        pickled(reduced(call("operator", "attrgetter", "system"), call("builtins", "__import__", "os"))),
        "modelscan: operator.attrgetter",
    ),
    _sample(
        "methodcaller-of-an-import",
        pickled(reduced(call("operator", "methodcaller", "system", COMMAND), call("importlib", "import_module", "os"))),
        "modelscan: methodcaller",
    ),
    _sample("resolver-chain", _resolver_chain(), "modelscan issue 331"),
    _sample(
        "itemgetter-of-builtins",
        pickled(reduced(call("operator", "itemgetter", "exec"), name("builtins", "__dict__"))),
        "modelscan: itemgetter",
    ),
    _sample("subclasses", pickled(call("builtins", "object.__subclasses__")), "Python jail escape"),
    _sample(
        "globals-of-a-method",
        pickled(call("argparse", "Namespace.__init__.__globals__.get", "_sys")),
        "Python jail escape",
    ),
    _sample(
        "type-made-on-the-spot",
        pickled(
            reduced(call("builtins", "type", "T", (name("builtins", "object"),), {"__del__": name("os", "abort")}))
        ),
        "Python call graph",
    ),
    _sample(
        "cloudpickle-function",
        pickled(reduced(call("cloudpickle.cloudpickle", "_make_function", call("types", "CodeType", 0, b"")))),
        "picklescan: cloudpickle",
    ),
    _sample(
        "cloudpickle-builtin-type",
        pickled(reduced(call("cloudpickle.cloudpickle", "_builtin_type", "CodeType"), 0, b"")),
        "picklescan: cloudpickle",
    ),
    _sample(
        "dill-function",
        pickled(reduced(call("dill._dill", "_create_function", call("dill._dill", "_create_code", b""), {}))),
        "fickling: dill",
    ),
    _sample("dill-import", pickled(call("dill._dill", "_import_module", "os.system")), "fickling: dill"),
    _sample(
        "marshalled-function",
        pickled(reduced(call("types", "FunctionType", call("marshal", "loads", b"c" + bytes(30)), {}))),
        "GHSA-565g-hwwr-4pp3",
    ),
)

SPELLINGS: Final = (
    _sample("stack-global", pickled(stack_name("os", "system") + value((COMMAND,)) + b"R"), "CWE-502"),
    _sample("stack-global-first", b"Vos\nVsystem\n\x93(" + _LINE + b"tR.", "CVE-2025-46417"),
    _sample("stack-global-from-memo", _memo_confused(), "picklescan issue 22"),
    _sample(
        "stack-global-mixed-memo",
        pickled(
            b"U\x02osq\x000U\x06systemq\x010"
            + text("torch._utils")
            + b"\x940"
            + text("_rebuild_tensor_v2")
            + b"\x940h\x00h\x01\x93"
            + value((COMMAND,))
            + b"R"
        ),
        "picklescan issue 14",
    ),
    _sample(
        "stack-global-memo-after-pop",
        pickled(
            text("os") + text("x") + b"0\x940" + text("system") + b"\x940h\x00h\x01\x93" + value((COMMAND,)) + b"R"
        ),
        "modelscan: memo poison",
    ),
    _sample(
        "stack-global-of-byte-strings",
        pickled(b"U\x02osU\x06system\x93" + value((COMMAND,)) + b"R"),
        "picklescan: STRING operands",
    ),
    _sample(
        "stack-global-of-computed-text",
        pickled(
            text("os")
            + reduced(call("builtins", "getattr", "", "join"), ["sys", "tem"])
            + b"\x93"
            + value((COMMAND,))
            + b"R"
        ),
        "computed names",
    ),
    _sample(
        "stack-global-long-text",
        pickled(b"\x8d" + struct.pack("<Q", 2) + b"os" + b"X\x06\x00\x00\x00system\x93" + value((COMMAND,)) + b"R"),
        "CWE-502",
    ),
    _sample(
        "stack-global-parted-by-noise",
        pickled(text("os"), b"NN00", text("system"), b"N0\x93", value((COMMAND,)), b"R"),
        "picklescan GHSA-9gvj-pp9x-gcfr",
    ),
    _sample(
        "name-walks-a-trusted-module",
        pickled(stack_name("torch.serialization", "os.system") + value((COMMAND,)) + b"R"),
        "GHSA-5j3x-jp52-966f",
    ),
    _sample(
        "name-walks-a-hidden-alias",
        pickled(stack_name("random", "_os.system") + value((COMMAND,)) + b"R"),
        "GHSA-5j3x-jp52-966f",
    ),
    _sample(
        "name-walks-sys-modules",
        pickled(stack_name("logging", "sys.modules.get") + value(("os",)) + b"R"),
        "sys.modules walk",
    ),
    _sample(
        "name-walks-in-protocol-2-header",
        b"\x80\x04cjoblib\nos.system\n" + value((COMMAND,)) + b"R.",
        "GHSA-5j3x-jp52-966f",
    ),
    _sample("unicode-escapes", b"V\\u006fs\nVs\\u0079stem\n\x93(" + _LINE + b"tR.", "escaped names"),
    _sample("string-hex-escapes", b"S'\\x6f\\x73'\nS'\\x73ystem'\n\x93(" + _LINE + b"tR.", "escaped names"),
    _sample("string-octal-escapes", b"S'\\157s'\nS'syst\\145m'\n\x93(" + _LINE + b"tR.", "escaped names"),
    _sample("string-double-quotes", b'S"os"\nS"system"\n\x93(' + _LINE + b"tR.", "escaped names"),
    _sample("int-leading-zeros", _spelled(b"I0007\n"), "odd numbers"),
    _sample("int-hexadecimal", _spelled(b"I0x10\n"), "odd numbers"),
    _sample("int-underscores", _spelled(b"I1_000\n"), "odd numbers"),
    _sample("int-binary-prefix", _spelled(b"I0b11\n"), "odd numbers"),
    _sample("int-spaces", _spelled(b"I 12 \n"), "odd numbers"),
    _sample("int-octal", _spelled(b"I010\n"), "odd numbers"),
    _sample("int-true", _spelled(b"I01\n"), "odd numbers"),
    _sample("long-hexadecimal", _spelled(b"L0x10L\n"), "odd numbers"),
    _sample("long-without-letter", _spelled(b"L12\n"), "odd numbers"),
    _sample("long-empty", _spelled(b"\x8a\x00"), "odd numbers"),
    _sample("float-not-a-number", _spelled(b"Fnan\n"), "odd numbers"),
    _sample("float-exponent", _spelled(b"F1e400\n"), "odd numbers"),
    _sample("float-underscores", _spelled(b"F1_0.5\n"), "odd numbers"),
    _sample("put-odd-number", b"Np 7\n0cos\nsystem\n(" + _LINE + b"tR.", "odd numbers"),
    _sample("put-underscores", b"Np1_0\n0g10\n0cos\nsystem\n(" + _LINE + b"tR.", "odd numbers"),
    _sample(
        "memo-far-away",
        pickled(
            name("os", "system") + b"r\xff\xff\xff\x00" + b"0j\xff\xff\xff\x00" + value((COMMAND,)) + b"R", protocol=2
        ),
        "memo indirection",
    ),
    _sample(
        "memo-overwritten",
        pickled(
            name("torch", "FloatStorage")
            + b"q\x000"
            + name("os", "system")
            + b"q\x000h\x00"
            + value((COMMAND,))
            + b"R",
            protocol=2,
        ),
        "memo indirection",
    ),
    _sample(
        "memo-through-a-list",
        pickled(b"]" + name("os", "system") + b"q\x05a0h\x05" + value((COMMAND,)) + b"R", protocol=2),
        "memo indirection",
    ),
    _sample("protocol-stated-twice", b"\x80\x04\x80\x02" + call("os", "system", COMMAND) + b".", "odd headers"),
    _sample("protocol-in-the-middle", b"N0\x80\x04" + call("os", "system", COMMAND) + b".", "odd headers"),
    _sample("protocol-zero-header", b"\x80\x00cos\nsystem\n(" + _LINE + b"tR.", "odd headers"),
    _sample("protocol-one-header", b"\x80\x01cos\nsystem\n(" + _LINE + b"tR.", "odd headers"),
    _sample("frame-too-long", framed(call("os", "system", COMMAND), stated=1 << 20), "frames that lie"),
    _sample("frame-too-short", framed(call("os", "system", COMMAND), stated=3), "frames that lie"),
    _sample("frame-empty", framed(call("os", "system", COMMAND), stated=0), "frames that lie"),
    _sample(
        "frames-within-frames",
        b"\x80\x04\x95"
        + struct.pack("<Q", 60)
        + b"N0\x95"
        + struct.pack("<Q", 2)
        + b"N0"
        + call("os", "system", COMMAND)
        + b".",
        "CPython issue 154848",
    ),
    _sample(
        "name-in-python-2-spelling", pickled(call("__builtin__", "eval", CODE), protocol=2), "picklescan: __builtin__"
    ),
    _sample("module-with-trailing-part", pickled(call("os.path", "os.system", COMMAND)), "submodules"),
)


def _hidden_behind_a_frame() -> bytes:
    """A byte string that ends beyond its frame: readers differ in where the next opcode stands."""
    hidden = (name("os", "system") + _LINE + b"\x85R").ljust(260, b"N")
    head = b"\x80\x05NV" + b"a" * (8192 * 16 - 17) + b"\n0("
    return head + b"\x95" + struct.pack("<Q", 2) + b"B\x07\x01\x00\x00\x00\x00" + hidden + b"(1."


DEEP: Final = (
    _sample("frame-hides-a-call", _hidden_behind_a_frame(), "CPython issue 154848"),
    _sample("deep-nesting", pickled(b"]" * 3000, call("os", "system", COMMAND), b"a" * 3000), "resource bounds"),
    _sample(
        "many-marks", pickled(b"(" * 3000, b"1" * 2999, b"0" * 0, call("os", "system", COMMAND)), "resource bounds"
    ),
    _sample(
        "huge-memo",
        pickled(
            b"".join(b"Nr" + struct.pack("<L", n) + b"0" for n in range(5000)),
            call("os", "system", COMMAND),
            protocol=2,
        ),
        "resource bounds",
    ),
    _sample("long-argument", pickled(call("os", "system", COMMAND + " " * 100_000)), "resource bounds"),
    _sample("late-in-a-long-stream", pickled(b"N0" * 200_000, call("os", "system", COMMAND)), "resource bounds"),
    _sample("after-a-thousand-pickles", b"N." * 1000 + SHELL, "several streams"),
)
SAMPLES: Final = (*CALLS, *SPELLINGS, *DEEP)
