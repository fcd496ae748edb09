"""How bad it is that Python source does something, given when it runs and in what kind of file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seatrial.domain.finding import Kind, Severity
from seatrial.formats import shell_script
from seatrial.formats.python_acts import Act, Trait, When
from seatrial.formats.python_calls import Source
from seatrial.formats.python_names import Power


class Setting(StrEnum):
    """What kind of file the code stands in, which decides what is ordinary there."""

    LIBRARY = "library"
    """Loading the model may import it."""
    SCRIPT = "script"
    """A flat script: an example, a demonstration, a conversion."""
    SETUP = "setup"
    """Run by an installer."""
    NOTEBOOK = "notebook"
    """A cell that a person runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Kind and severity of a finding."""

    kind: Kind
    severity: Severity


SILENT: Final = Grade(kind=Kind.INFORMATIONAL, severity=Severity.NONE)
LOOK: Final = Grade(kind=Kind.REVIEW, severity=Severity.MEDIUM)
HIGH: Final = Grade(kind=Kind.FAIL, severity=Severity.HIGH)
WORST: Final = Grade(kind=Kind.FAIL, severity=Severity.CRITICAL)
_LOADED: Final = re.compile(
    r"(?:^|_)(?:modeling|modelling|configuration|tokenization|processing|image_processing|feature_extraction|generation"
    r"|handler|pipeline|model|custom|__init__|quantization|processor|tokenizer|config|predictor|loader|transform|hubconf)"
    r"(?:_\w+|s|er)?$"
)
_MODEL_BASE: Final = re.compile(
    r"(?:PreTrained|Module|Config|Tokenizer|Processor|Pipeline|Handler|Model|Layer|Extractor|Unpickler)"
)
_KNOWN_HOST: Final = re.compile(
    r"https?://(?:[\w-]+\.)*(?:huggingface\.co|hf\.co|hf\.space|github\.com|githubusercontent\.com|github\.io|cocodataset\.org|pytorch\.org"
    r"|wikimedia\.org|wikipedia\.org|googleapis\.com|amazonaws\.com|aliyuncs\.com|modelscope\.cn|modelscope\.ai|tensorflow\.org"
    r"|openaipublic\.\w+\.\w+\.windows\.net|zenodo\.org|kaggle\.com|arxiv\.org|unsplash\.com|nvidia\.com|fbaipublicfiles\.com"
    r"|microsoft\.com|storage\.googleapis\.com|python\.org|stanford\.edu|mit\.edu|ox\.ac\.uk|google\.com|picsum\.photos|pexels\.com"
    r"|gutenberg\.org|drive\.google\.com|dropbox\.com|gstatic\.com|openai\.com|anthropic\.com|mistral\.ai|cohere\.\w+|x\.ai)(?:[/:?#\s]|$)",
    re.IGNORECASE,
)  # fmt: skip
_DATA_ENDING: Final = re.compile(
    r"https?://\S+\.(?:ttf|otf|txt|json|jsonl|csv|tsv|jpe?g|png|gif|webp|svg|wav|mp3|flac|mp4|webm|model|vocab|bpe|gz|zip|tar|tgz|pt|pth|pdf"
    r"|bin|onnx|safetensors|gguf|npy|npz|h5|ckpt|parquet|html|xml|ya?ml|md|merges|spm|tiktoken)\b(?:[?#]\S*)?(?:\s|$)",
    re.IGNORECASE,
)  # fmt: skip
SUSPICIOUS_HOST: Final = re.compile(
    r"https?://(?!(?:127|10|0|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.)(?:\d{1,3}\.){3}\d{1,3}\b|https?://(?:0x[0-9a-f]{8}|\d{8,10})\b"
    r"|pastebin\.com|hastebin|ghostbin|paste\.ee|transfer\.sh|ngrok(?:-free)?\.|\.onion\b|webhook\.site|requestbin|pipedream\.net"
    r"|\.oast\.|interact\.sh|interactsh|burpcollaborator|discord(?:app)?\.com/api/webhooks|api\.telegram\.org/bot|\.trycloudflare\.com"
    r"|file\.io/|0x0\.st|anonfiles|\.serveo\.net|beeceptor\.com|dnslog\.cn|ceye\.io|canarytokens|hookb\.in|attacker|evil\.|malicious",
    re.IGNORECASE,
)
_INSTALL: Final = re.compile(
    r"\bpip[\d.]*\s+(?:\S+\s+)*install\b|-m\s+pip\b|\bconda\s+install\b|\bapt(?:-get)?\s+install\b|\bnpm\s+i"
)
_DESTROYS: Final = re.compile(r"^(?:/|~|/home|/etc|/usr|/var|/root|~/)(?:/\*)?\s*$")
_SHELL: Final = re.compile(
    r"\s*(?:\S*/)?(?:(?:ba|z|da)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|curl|wget|nc|ncat|python\S*\s+-c)\s"
)
_DATA_FILE: Final = re.compile(r"\.(?:bin|dat|data|txt|json|pt|pth|safetensors|gguf|png|jpe?g|model|npy|md)\s*$")
_OWN_HOME: Final = re.compile(r"huggingface/(?:token|stored)|kaggle\.json|\.docker/config|/etc/passwd")


def setting_of(path: str, source: Source) -> Setting:
    """What kind of file a path and its source make."""
    name = path.rsplit("/", 1)[-1].lower().removesuffix(".py").removesuffix(".pyw")
    if name == "setup":
        return Setting.SETUP
    if _LOADED.search(name) or any(_MODEL_BASE.search(base) for base in source.bases):
        return Setting.LIBRARY
    return Setting.SCRIPT


def grade(act: Act, setting: Setting) -> Grade:
    """How bad one act is."""
    if plainly_hostile(act):
        return WORST if act.at_import else HIGH
    if act.scope in ("__reduce__", "__reduce_ex__") and act.power in (Power.CODE, Power.PROCESS):
        return HIGH
    plain = act.power is Power.PROCESS and (setting is Setting.NOTEBOOK or act.when is not When.IMPORT)
    if plain and shell_script.only_asks(act.words):
        return SILENT
    if act.when is When.IMPORT:
        return _IMPORT[act.power](act, setting)
    return (
        _USE[act.power](act)
        if act.when is When.USE and (setting is Setting.LIBRARY or act.scope == "__getattr__")
        else _later(act)
    )


def plainly_hostile(act: Act) -> bool:
    """Whether no publisher has an honest use for it, whenever it runs."""
    traits = act.traits
    hidden = act.power in (Power.CODE, Power.PROCESS) and Trait.DECODED in traits
    if (
        act.power is Power.CODE
        and (hidden or Trait.REMOTE in traits)
        and act.name not in ("compile", "types.FunctionType")
    ):
        return True
    if act.power is Power.PROCESS and (hidden or Trait.CONNECTION in traits):
        return True
    if Trait.PLANTS in traits or (Trait.SENDS in traits and act.power is Power.NETWORK and _sends_far(act)):
        return True
    if (
        Trait.CONCEALED in traits
        and act.power in (Power.CODE, Power.PROCESS, Power.LOADING)
        and not act.name.endswith("...)")
    ):
        return not act.name.startswith(("pickle", "joblib", "torch.load"))
    if act.power is Power.LOADING and act.name.startswith(_UNPICKLERS) and Trait.EMBEDDED in traits:
        return True
    if act.power is Power.PROCESS and any(found.malice for found in shell_script.acts(act.words)):
        return True
    return act.power is Power.NETWORK and act.at_import and SUSPICIOUS_HOST.search(act.words) is not None


_UNPICKLERS = ("pickle", "_pickle", "cPickle", "dill", "cloudpickle", "jsonpickle")


def _sends_far(act: Act) -> bool:
    """A credential that goes to a service of note is how that service is used."""
    return act.at_import or not act.words or _KNOWN_HOST.search(act.words) is None


def _process(act: Act, setting: Setting) -> Grade:
    if act.words and shell_script.is_ordinary(act.words):
        return LOOK
    if setting is Setting.NOTEBOOK:
        return LOOK if act.words else SILENT
    return LOOK if setting is Setting.SETUP and not act.words else WORST


def _code(act: Act, setting: Setting) -> Grade:
    if act.name in (
        "types.FunctionType",
        "types.LambdaType",
        "code.interact",
        "pandas.eval",
        "numexpr.evaluate",
        "timeit.timeit",
    ):
        return LOOK
    if Trait.LITERAL in act.traits or setting is Setting.NOTEBOOK:
        return LOOK
    if setting is Setting.SETUP and act.name in ("exec", "compile", "eval", "runpy.run_path"):
        return SILENT
    return WORST


def _network(act: Act, setting: Setting) -> Grade:
    if setting is Setting.NOTEBOOK:
        return SILENT
    if act.name.startswith(("socket.getaddrinfo", "socketserver", "http.server")):
        return LOOK
    if _KNOWN_HOST.search(act.words) or _DATA_ENDING.search(act.words):
        return LOOK
    downloads = act.name.endswith(("urlretrieve", "download", "load_state_dict_from_url", "download_url_to_file"))
    if setting is Setting.SCRIPT and (Trait.DISCARDED not in act.traits or downloads):
        return LOOK
    return HIGH


def _files(act: Act, setting: Setting) -> Grade:
    return HIGH if _DESTROYS.search(act.words.strip()) else SILENT if setting is not Setting.LIBRARY else LOOK


def _loading(act: Act, setting: Setting) -> Grade:
    if Trait.REMOTE in act.traits and act.name.startswith(_UNPICKLERS):
        return HIGH
    if act.name.startswith("importlib") and _DATA_FILE.search(act.words):
        return HIGH
    if act.name == "torch.load" and setting is not Setting.LIBRARY:
        return SILENT
    return SILENT if setting in (Setting.NOTEBOOK, Setting.SETUP) else LOOK


def _native(act: Act, setting: Setting) -> Grade:
    if not act.name.startswith(("ctypes", "_ctypes", "imp", "_imp", "importlib")):
        return LOOK
    if _WINDOWS.search(f"{act.name} {act.words}"):
        return LOOK
    return LOOK if setting in (Setting.NOTEBOOK, Setting.SETUP) else HIGH


_WINDOWS: Final = re.compile(r"\b(?:kernel32|ntdll|user32|advapi32|shell32|msvcrt|psapi|dwmapi|shcore|ole32)\b", re.I)


def _secrets(act: Act, _setting: Setting) -> Grade:
    return LOOK if _OWN_HOME.search(act.words) else HIGH


_IMPORT: Final = {
    Power.PROCESS: _process,
    Power.CODE: _code,
    Power.NETWORK: _network,
    Power.FILES: _files,
    Power.LOADING: _loading,
    Power.NATIVE: _native,
    Power.SECRETS: _secrets,
}


def _used_process(act: Act) -> Grade:
    """In a method that loading calls: a command that is known and is no ordinary one."""
    if not act.words or act.name == "webbrowser.open" or shell_script.is_ordinary(act.words):
        return LOOK
    known = "…" not in act.words[:12]
    shell = act.name in ("os.system", "os.popen", "pty.spawn", "posix.system") or _SHELL.match(act.words) is not None
    return HIGH if known and shell else LOOK


def _used_secrets(act: Act) -> Grade:
    return LOOK if _OWN_HOME.search(act.words) else HIGH


_USE: Final = {
    Power.PROCESS: _used_process,
    Power.CODE: lambda act: SILENT if Trait.LITERAL in act.traits else LOOK,
    Power.NETWORK: lambda act: HIGH if SUSPICIOUS_HOST.search(act.words) else LOOK,
    Power.FILES: lambda _act: SILENT,
    Power.LOADING: lambda _act: SILENT,
    Power.NATIVE: lambda _act: LOOK,
    Power.SECRETS: _used_secrets,
}


def _later(act: Act) -> Grade:
    if act.power in (Power.PROCESS, Power.NETWORK, Power.NATIVE, Power.SECRETS):
        return LOOK
    if (
        act.power is Power.CODE
        and Trait.LITERAL not in act.traits
        and act.name not in ("compile", "types.FunctionType")
    ):
        return LOOK
    return SILENT


def installs(act: Act) -> bool:
    """Whether it installs packages."""
    return act.power is Power.PROCESS and (
        _INSTALL.search(act.words) is not None or act.name.startswith(("pip.", "ensurepip"))
    )
