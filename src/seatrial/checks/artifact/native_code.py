"""Native code or compiled code ships with the model.

Shared libraries, programs, WebAssembly, Java classes and compiled Python hold code that no reader of the sources sees
and that runs with the rights of whoever loads it. A model rarely needs any. What is told of it is taken from the text
in it: functions that start programs, open the network or load further code.

Fix: ship sources and build instructions instead, or have the code merged into the library that loads the model.
"""

import re
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import native_code, python_bytecode, wasm

CHECK = Check(
    id="artifact.native-code",
    title="Native or compiled code ships with the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-506", "ATLAS:AML.T0010.001", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(native_code.NAME, python_bytecode.NAME, wasm.NAME),
)
MAX_BYTES = 16 * 1024 * 1024
"""How much is searched for names; the tables of names of small libraries lie within."""
_CHUNK = 1024 * 1024
_OVERLAP = 64
_NATIVE = re.compile(
    rb"(?<![A-Za-z0-9_])(system|popen|execve|execvp|execv|execl|posix_spawn|fork|ptrace|dlopen|connect|getaddrinfo|socket"
    rb"|WinExec|CreateProcess[AW]?|ShellExecute(?:Ex)?[AW]?|URLDownloadToFile[AW]?|LoadLibrary[AW]?|VirtualAllocEx"
    rb"|CreateRemoteThread|WriteProcessMemory|InternetOpen(?:Url)?[AW]?|WSAStartup|mprotect|memfd_create)\0"
)
_PYTHON = re.compile(
    rb"(?<![A-Za-z0-9_])(system|popen|exec|eval|compile|subprocess|Popen|check_output|socket|urlopen|requests|ctypes|marshal"
    rb"|b64decode|__import__|pickle)(?![A-Za-z0-9_])"
)
_JAVA = re.compile(rb"(java/lang/(?:Runtime|ProcessBuilder)|java/net/(?:Socket|URL)|javax/script/ScriptEngineManager)")
_WASM = re.compile(rb"(sock_\w+|path_open|fd_write|proc_exec|emscripten_run_script\w*)")
_DISGUISE = re.compile(
    r"\.(?:safetensors|gguf|onnx|pt|pth|ckpt|h5|keras|np[yz]|tflite|json|txt|md|ya?ml|csv|pdf|png|jpe?g|pkl|model)"
    r"(?:\.(?:exe|scr|com|bat|cmd|elf|so|dll|dylib|bin))?\Z",
    re.IGNORECASE,
)
"""Names under which nobody expects code."""
_WHAT = {
    native_code.NAME: "native code",
    python_bytecode.NAME: "compiled Python, which hides what it does",
    wasm.NAME: "WebAssembly",
}


def check(artifact: Artifact) -> Observations:
    """One finding for the file, with names of functions that reach beyond computing."""
    names = list(dict.fromkeys(_names(artifact)))[:12]
    disguise = _DISGUISE.search(artifact.entry.path)
    kind = _WHAT.get(artifact.entry.format, "code")
    using = f"; names in it: {', '.join(names)}" if names else ""
    yield Finding(
        kind=Kind.FAIL if disguise else Kind.REVIEW,
        message=f"ships {kind}{' under a name that says otherwise' if disguise else ''}{using}",
        severity=Severity.HIGH if disguise else Severity.MEDIUM,
        confidence=Confidence.HIGH if disguise else Confidence.MEDIUM,
        location=artifact.at(),
        remediation="Ship sources and build instructions instead.",
        rule=artifact.entry.format,
    )


def _names(artifact: Artifact) -> Iterator[str]:
    with artifact.open() as reader:
        head = reader.read(8)
        pattern = _pattern(artifact.entry.format, head)
        tail, done = head, len(head)
        while done < MAX_BYTES and (chunk := reader.read(_CHUNK)):
            done += len(chunk)
            for found in pattern.finditer(tail + chunk):
                yield found.group(1).decode("ascii")
            tail = chunk[-_OVERLAP:]


def _pattern(kind: str, head: bytes) -> "re.Pattern[bytes]":
    if kind == python_bytecode.NAME:
        return _PYTHON
    if kind == wasm.NAME:
        return _WASM
    # A Java class has its major version, 45 or more, where a universal binary counts its few architectures.
    return _JAVA if head.startswith(b"\xca\xfe\xba\xbe") and int.from_bytes(head[4:8], "big") >= 45 else _NATIVE
