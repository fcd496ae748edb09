"""Inert bytes of hostile and of proper files, for cases and tests. Nothing here is loaded by anything.

Pickles are put together from opcodes, archives field by field, so that each can be wrong in exactly one way.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

STOP = b"."


def text_op(text: str) -> bytes:
    """BINUNICODE."""
    data = text.encode()
    return b"X" + struct.pack("<L", len(data)) + data


def name_op(module: str, name: str) -> bytes:
    """GLOBAL: push `module.name`."""
    return f"c{module}\n{name}\n".encode()


def call_op(module: str, name: str, *arguments: str | bytes) -> bytes:
    """Push the result of `module.name(*arguments)`; bytes among the arguments are opcodes."""
    pushed = b"".join(a if isinstance(a, bytes) else text_op(a) for a in arguments)
    return name_op(module, name) + b"(" + pushed + b"tR"


def pickled(*opcodes: bytes, protocol: int = 2) -> bytes:
    """A stream of the given opcodes; protocols 0 and 1 have no header."""
    head = bytes((0x80, protocol)) if protocol >= 2 else b""
    return head + b"".join(opcodes) + STOP


def calling(module: str, name: str, *arguments: str | bytes, protocol: int = 2) -> bytes:
    """A pickle whose loading would call `module.name(*arguments)`."""
    return pickled(call_op(module, name, *arguments), protocol=protocol)


def stack_calling(module: str, name: str, *arguments: str) -> bytes:
    """The same in protocol 4, where the name is put together on the stack."""
    short = [b"\x8c" + bytes((len(t.encode()),)) + t.encode() + b"\x94" for t in (module, name, *arguments)]
    return b"\x80\x04" + short[0] + short[1] + b"\x93(" + b"".join(short[2:]) + b"tR."


def state_dict(tensors: int = 2) -> bytes:
    """A pickle as `torch.save` writes for a dictionary of float tensors: names that only rebuild tensors."""
    parts = [b"}q\x00("]
    for number in range(tensors):
        storage = (
            text_op("storage") + name_op("torch", "FloatStorage") + text_op(str(number)) + text_op("cpu") + b"K\x04"
        )
        tensor = name_op("torch._utils", "_rebuild_tensor_v2")
        tensor += (
            b"((" + storage + b"tQK\x00(K\x02K\x02t(K\x02K\x01t\x89" + name_op("collections", "OrderedDict") + b")Rt"
        )
        parts.append(text_op(f"layer.{number}.weight") + tensor + b"R")
    return pickled(*parts, b"u")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipMember:
    """One member of a zip to be built; what is None follows from the rest."""

    name: str | bytes
    data: bytes = b""
    packed: bool = False
    """Deflated rather than stored."""
    mode: int = 0o100644
    flags: int = 0x800
    local_name: str | bytes | None = None
    """Another name in the local header."""
    stated_size: int | None = None
    """Another size in both headers."""
    local_size: int | None = None
    at: int | None = None
    """Share the bytes of the member with this number instead of storing its own."""


def zipped(members: Iterable[ZipMember], *, lead: bytes = b"", comment: bytes = b"") -> bytes:
    """A zip archive of the members in order, after `lead`."""
    body, central, places = bytearray(), bytearray(), list[int]()
    count = 0
    for member in members:
        header, data, directory = _zip_member(member)
        if member.at is None:
            places.append(len(body))
            body += header + data
        else:
            places.append(places[member.at])
        central += directory + struct.pack("<L", places[-1]) + _bytes(member.name)
        count += 1
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(central), len(body), len(comment))
    return lead + bytes(body) + bytes(central) + end + comment


def _zip_member(member: ZipMember) -> tuple[bytes, bytes, bytes]:
    data = member.data
    if member.packed:
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = squeezer.compress(member.data) + squeezer.flush()
    size = len(member.data) if member.stated_size is None else member.stated_size
    local_size = size if member.local_size is None else member.local_size
    name = _bytes(member.name)
    local = name if member.local_name is None else _bytes(member.local_name)
    method, crc = (8 if member.packed else 0), zlib.crc32(member.data)
    common = struct.pack("<HHHH", member.flags, method, 0, 0x21)
    header = b"PK\x03\x04\x14\x00" + common + struct.pack("<LLLHH", crc, len(data), local_size, len(local), 0) + local
    directory = (
        b"PK\x01\x02\x14\x03\x14\x00" + common + struct.pack("<LLLHHHHH", crc, len(data), size, len(name), 0, 0, 0, 0)
    )
    return header, data, directory + struct.pack("<L", member.mode << 16)


def _bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name


def torch_zip(pickle: bytes, storages: Iterable[bytes] = (bytes(16), bytes(16)), folder: str = "archive") -> bytes:
    """A model file in the layout of `torch.save`: `data.pkl`, `version`, and one member per storage."""
    members = [ZipMember(name=f"{folder}/data.pkl", data=pickle), ZipMember(name=f"{folder}/version", data=b"3\n")]
    members += [ZipMember(name=f"{folder}/data/{n}", data=data) for n, data in enumerate(storages)]
    return zipped(members)


@dataclass(frozen=True, slots=True, kw_only=True)
class TarMember:
    """One entry of a tar to be built."""

    name: str
    data: bytes = b""
    type: bytes = b"0"
    link: str = ""
    stated_size: int | None = None


def tarred(members: Iterable[TarMember]) -> bytes:
    """A ustar archive of the entries in order."""
    out = bytearray()
    for member in members:
        size = len(member.data) if member.stated_size is None else member.stated_size
        head = bytearray(512)
        head[0:100] = member.name.encode()[:100].ljust(100, b"\0")
        head[100:124] = b"0000644\x000000000\x000000000\0"
        head[124:136] = b"%011o\0" % size
        head[136:148] = b"%011o\0" % 0
        head[148:156] = b" " * 8
        head[156:157] = member.type
        head[157:257] = member.link.encode()[:100].ljust(100, b"\0")
        head[257:265] = b"ustar\x0000"
        head[148:156] = b"%06o\0 " % sum(head)
        out += head + member.data + bytes(-len(member.data) % 512)
    return bytes(out) + bytes(1024)


def long_named(member: TarMember) -> tuple[TarMember, TarMember]:
    """An entry with the GNU header before it that gives the whole of a long name."""
    name = TarMember(name="././@LongLink", data=member.name.encode() + b"\0", type=b"L")
    return name, replace(member, name=member.name[:100])


def array(descr: str, shape: str, data: bytes) -> bytes:
    """A NumPy array file, version 1.0; `shape` as Python writes it: `(2,)`."""
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    text = text.ljust(-(-(len(text) + 11) // 64) * 64 - 11) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + data


def npy_array(header: str, data: bytes) -> bytes:
    """A `.npy` file, version 1.0, with this header and these bytes behind it."""
    text = header.encode("latin-1")
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data
