"""Pickles in PyTorch files, NumPy files and other containers, in every odd place that loaders look into."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import Final

from seatrial.testing.builders import TarMember, ZipMember, array, tarred, torch_zip, zipped
from tests.corpus.assembler import SHELL, pickled, shell, tensor, torch_file, value
from tests.corpus.sample import Label, Sample

_PLAIN: Final = pickled(value({"w": tensor()}), protocol=2)
_MAGIC: Final = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."
"""The first two pickles of a PyTorch file before version 1.6: a magic number, and the number of the protocol."""
_SYSTEM: Final = pickled(value({"protocol_version": 1001, "little_endian": True}), protocol=2)


def _sample(title: str, path: str, data: bytes, source: str = "CWE-502", note: str = "") -> Sample:
    return Sample(
        name=f"archive-{title}",
        label=Label.HOSTILE,
        family="pickle archives",
        files={path: data},
        source=source,
        note=note,
    )


def _member(name: str, data: bytes, **more: int | str | bool) -> ZipMember:
    return ZipMember(name=name, data=data, **more)  # type: ignore[arg-type]


def _torch(*more: ZipMember, data: bytes = _PLAIN, folder: str = "archive") -> bytes:
    first = [
        _member(f"{folder}/data.pkl", data),
        _member(f"{folder}/version", b"3\n"),
        _member(f"{folder}/data/0", bytes(16)),
    ]
    return zipped([*first, *more])


def _wrong_crc(archive: bytes) -> bytes:
    """The checksum of the first member is another, in both headers."""
    at = archive.index(b"PK\x01\x02") + 16
    return archive[:14] + b"\xde\xad\xbe\xef" + archive[18:at] + b"\xde\xad\xbe\xef" + archive[at + 4 :]


def _flagged(archive: bytes, flags: int) -> bytes:
    """The first member is said to be encrypted, or whatever the flags say."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:6] + struct.pack("<H", flags) + archive[8:at] + struct.pack("<H", flags) + archive[at + 2 :]


def _method(archive: bytes, method: int) -> bytes:
    """The local header alone states another way of packing."""
    return archive[:8] + struct.pack("<H", method) + archive[10:]


def _deflated(data: bytes) -> bytes:
    return zipped([_member("archive/data.pkl", data, packed=True), _member("archive/version", b"3\n")])


def _written(compression: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("model/data.pkl", SHELL)
    return buffer.getvalue()


def _packed_tar(mode: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo("model/weights.pkl")
        entry.size = len(SHELL)
        archive.addfile(entry, io.BytesIO(SHELL))
    return bytes(buffer.getvalue())


TORCH: Final = (
    _sample(
        "torch-legacy-bare-numbers",
        "model.pt",
        _MAGIC[:15] + b"M\xe9\x03.}." + SHELL,
        "legacy PyTorch layout",
        "pickles of one value without a header stand between the magic number and the payload",
    ),
    _sample("torch-data-pkl", "pytorch_model.bin", torch_zip(SHELL)),
    _sample("torch-other-folder", "model.pt", torch_zip(SHELL, folder="my_model/nested")),
    _sample("torch-no-folder", "model.pt", zipped([_member("data.pkl", SHELL), _member("version", b"3")])),
    _sample("torch-constants", "model.pt", _torch(_member("archive/constants.pkl", SHELL))),
    _sample("torch-extra-pkl", "model.pt", _torch(_member("archive/extra/hook.pkl", SHELL))),
    _sample(
        "torch-pickle-without-extension", "model.pt", _torch(_member("archive/extra/notes", SHELL)), "CVE-2025-1889"
    ),
    _sample("torch-pickle-as-storage", "model.pt", _torch(_member("archive/data/1", SHELL)), "CVE-2025-1889"),
    _sample("torch-pickle-as-text", "model.pt", _torch(_member("archive/config.txt", shell(0))), "CVE-2025-1889"),
    _sample("torch-wrong-crc", "model.pt", _wrong_crc(torch_zip(SHELL)), "CVE-2025-10156"),
    _sample("torch-encrypted-flag", "model.pt", _flagged(torch_zip(SHELL), 0x801), "CVE-2025-1945"),
    _sample("torch-patched-data-flag", "model.pt", _flagged(torch_zip(SHELL), 0x820), "CVE-2025-1945"),
    _sample("torch-masked-header-flag", "model.pt", _flagged(torch_zip(SHELL), 0x2800), "CVE-2025-1945"),
    _sample(
        "torch-other-local-name",
        "model.pt",
        _torch(_member("archive/notes.txt", SHELL, local_name="archive/data.pkl")),
        "CVE-2025-1944",
    ),
    _sample(
        "torch-other-central-name",
        "model.pt",
        zipped([_member("archive/datap.kl", SHELL, local_name="archive/data.pkl"), _member("archive/version", b"3")]),
        "CVE-2025-1944",
    ),
    _sample("torch-two-of-one-name", "model.pt", _torch(_member("archive/data.pkl", SHELL)), "doubled members"),
    _sample("torch-second-zip-appended", "model.pt", torch_zip(_PLAIN) + torch_zip(SHELL), "appended archive"),
    _sample("torch-second-zip-before", "model.pt", torch_zip(SHELL) + torch_zip(_PLAIN), "appended archive"),
    _sample("torch-leading-bytes", "model.pt", b"\0" * 37 + torch_zip(SHELL), "leading bytes"),
    _sample("torch-behind-a-pickle", "model.pt", _PLAIN + torch_zip(SHELL), "polyglot"),
    _sample("pickle-before-a-torch-zip", "model.pt", SHELL + torch_zip(_PLAIN), "polyglot"),
    _sample("torch-deflated", "model.pt", _deflated(SHELL), "CWE-502"),
    _sample("torch-local-method-differs", "model.pt", _method(torch_zip(SHELL), 8), "headers disagree"),
    _sample("torch-named-safetensors", "model.safetensors", torch_zip(SHELL), "CVE-2025-10155"),
    _sample("torch-upper-case-member", "model.pt", _torch(_member("archive/DATA.PKL", SHELL)), "renamed members"),
    _sample(
        "torch-lightning-checkpoint",
        "last.ckpt",
        torch_file({"state_dict": {"w": tensor()}, "hyper_parameters": {"x": SHELL}}),
        "nested pickle",
    ),
    _sample(
        "torch-legacy", "model.pt", _MAGIC + _SYSTEM + SHELL + pickled(value([]), protocol=2) + bytes(32), "CWE-502"
    ),
    _sample("torch-legacy-last-pickle", "model.pt", _MAGIC + _SYSTEM + _PLAIN + SHELL, "CWE-502"),
    _sample(
        "torch-legacy-computed-magic",
        "model.pt",
        pickled(b"cbuiltins\neval\n(V0x1950a86a20f9469cfc6c\ntR", protocol=2) + _MAGIC[15:] + _SYSTEM + SHELL,
        "picklescan GHSA-97f8-7cmv-76j2",
    ),
    _sample("torch-legacy-system-info", "model.pt", _MAGIC + SHELL + _PLAIN, "CWE-502"),
    _sample(
        "torch-tar",
        "model.pt",
        tarred(
            [
                TarMember(name="sys_info", data=_SYSTEM),
                TarMember(name="pickle", data=SHELL),
                TarMember(name="storages", data=b"\x80\x02K\x00."),
                TarMember(name="tensors", data=b"\x80\x02K\x00."),
            ]
        ),
        "CVE-2025-32434",
    ),
    _sample(
        "torch-script-with-pickle",
        "model.pt",
        _torch(_member("archive/code/__torch__.py", b"class M(Module):\n  pass\n"), data=SHELL),
        "CWE-502",
    ),
)
OTHERS: Final = (
    _sample("npy-objects", "rows.npy", array("|O", "(1,)", SHELL), "CVE-2019-6446"),
    _sample("npy-objects-named-bin", "rows.bin", array("|O", "(1,)", SHELL), "CVE-2019-6446"),
    _sample(
        "npz-objects",
        "rows.npz",
        zipped([_member("a.npy", array("<f4", "(2,)", bytes(8))), _member("b.npy", array("|O", "()", SHELL))]),
        "CVE-2019-6446",
    ),
    _sample(
        "npz-deflated-objects",
        "rows.npz",
        zipped([_member("b.npy", array("|O", "()", SHELL), packed=True)]),
        "CVE-2019-6446",
    ),
    _sample("joblib-zlib", "model.joblib", zlib.compress(SHELL), "joblib compression"),
    _sample("joblib-gzip", "model.joblib.gz", gzip.compress(SHELL, mtime=0), "joblib compression"),
    _sample("joblib-bz2", "model.joblib", bz2.compress(SHELL), "joblib compression"),
    _sample("joblib-lzma", "model.joblib", lzma.compress(SHELL, format=lzma.FORMAT_ALONE), "joblib compression"),
    _sample("joblib-xz", "model.joblib", lzma.compress(SHELL), "joblib compression"),
    _sample(
        "joblib-old-zfile",
        "model.pkl.z",
        b"ZF" + hex(len(SHELL)).encode().ljust(19) + zlib.compress(SHELL),
        "joblib before 0.10",
    ),
    _sample("joblib-zlib-no-compression", "model.joblib", zlib.compress(SHELL, 0), "joblib compression"),
    _sample("gzip-twice", "model.pkl.gz", gzip.compress(gzip.compress(SHELL, mtime=0), mtime=0), "nested containers"),
    _sample(
        "gzip-second-member",
        "model.pkl.gz",
        gzip.compress(_PLAIN, mtime=0) + gzip.compress(SHELL, mtime=0),
        "several members",
    ),
    _sample("zip-stored", "model.zip", _written(zipfile.ZIP_STORED)),
    _sample("zip-deflated", "model.zip", _written(zipfile.ZIP_DEFLATED)),
    _sample("zip-bzip2", "model.zip", _written(zipfile.ZIP_BZIP2)),
    _sample("zip-lzma", "model.zip", _written(zipfile.ZIP_LZMA)),
    _sample("zip-in-zip", "model.zip", zipped([_member("inner.zip", torch_zip(SHELL))]), "nested containers"),
    _sample("tar-plain", "model.tar", _packed_tar("w"), "nested containers"),
    _sample("tar-gzip", "model.tar.gz", _packed_tar("w:gz"), "nested containers"),
    _sample("tar-bzip2", "model.tar.bz2", _packed_tar("w:bz2"), "nested containers"),
    _sample("tar-xz", "model.tar.xz", _packed_tar("w:xz"), "nested containers"),
    _sample(
        "nemo",
        "model.nemo",
        tarred(
            [
                TarMember(name="./model_config.yaml", data=b"target: x\n"),
                TarMember(name="./model_weights.ckpt", data=torch_zip(SHELL)),
            ]
        ),
        "NeMo",
    ),
    _sample(
        "torchserve-archive",
        "model.mar",
        zipped([_member("MAR-INF/MANIFEST.json", b"{}"), _member("weights.pt", torch_zip(SHELL))]),
        "TorchServe",
    ),
    _sample(
        "zip-pickle-in-comment", "model.pt", zipped([_member("archive/data.pkl", SHELL)], comment=b"N."), "odd places"
    ),
)
SAMPLES: Final = (*TORCH, *OTHERS)
