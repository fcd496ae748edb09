"""Lines that have an installer of packages reach beyond its index: addresses, repositories, other indexes, paths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.text import shown
from seatrial.formats.bounds import lines

MAX_LINES: Final = 50_000
_KNOWN: Final = re.compile(
    r"https://(?:(?:test-?)?download\.pytorch\.org|pypi\.org|pypi\.nvidia\.com|pypi\.ngc\.nvidia\.com|data\.pyg\.org"
    r"|flashinfer\.ai|wheels\.vllm\.ai|huggingface\.co|files\.pythonhosted\.org|abetlen\.github\.io|pypi\.tuna\.tsinghua\.edu\.cn"
    r"|mirrors\.aliyun\.com|mirrors\.cloud\.tencent\.com|storage\.googleapis\.com/(?:jax|libtpu|tpu)|test\.pypi\.org"
    r"|mirror\.sjtu\.edu\.cn|repo\.radeon\.com|pytorch-extension\.intel\.com|developer\.intel\.com|mirrors\.ustc\.edu\.cn"
    r"|github\.com/(?:huggingface|openai|pytorch|facebookresearch|NVIDIA|NVlabs|microsoft|google|google-research|Dao-AILab"
    r"|state-spaces|explosion|deepmind|mlfoundations|tensorflow|apple|allenai|EleutherAI|vllm-project|casper-hansen"
    r"|mistralai|QwenLM|salesforce|Lightning-AI|speechbrain|m-bain|suno-ai|Stability-AI|CompVis|black-forest-labs|AutoGPTQ"
    r"|state-spaces|TimDettmers|bitsandbytes-foundation|coqui-ai|jax-ml|keras-team|open-mmlab|THUDM|InternLM|OpenBMB)/)",
    re.IGNORECASE,
)  # fmt: skip
_OPTION: Final = re.compile(
    r"^(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host|--pre-index)(?:[\s=]+(\S+))?"
)
_ADDRESS: Final = re.compile(
    r"(?:(?:git|hg|svn|bzr)\+)?(?:https?|ftp|ssh|git|file)://[^\s;,'\"\]]+|git\+\S+@\S+", re.IGNORECASE
)
_IP: Final = re.compile(r"//(?:[^/@\s]*@)?(?:\d{1,3}\.){3}\d{1,3}(?:[:/]|$)|//\[[0-9a-f:]+\]", re.IGNORECASE)
_LOCAL_HOST: Final = re.compile(r"//(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b")
_PATH: Final = re.compile(r"^(?:-e\s+|--editable[\s=]+)?(?:\.{1,2}/|/|~/|\\\\)\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line that names where packages come from."""

    rule: str
    what: str
    line: int
    text: str
    """The line; safe to show."""
    unsafe: bool = False
    """Anybody on the way can change what is installed."""
    known: bool = False
    """A place that publishers ordinarily name."""


def sources(text: str) -> Iterator[Source]:
    """Lines of a requirements file, or of a list in another file, that name a place.

    Raises `LimitReached` behind `MAX_LINES`.
    """
    for number, raw in lines(text, MAX_LINES):
        line = raw.strip().lstrip("-").strip() if raw.strip().startswith("- ") else raw.strip()
        line = line.strip("'\",")
        if not line or line.startswith(("#", ";")):
            continue
        found = _source(line, number)
        if found is not None:
            yield found


def _source(line: str, number: int) -> Source | None:
    plain = re.split(r"\s#", line, maxsplit=1)[0]
    option = _OPTION.match(plain)
    address = _ADDRESS.search(plain)
    where = shown(plain, 120)
    if option is not None and option.group(1) == "--trusted-host":
        return Source(rule="trusted-host", what="trusts a host without a certificate", line=number, text=where)
    if address is not None:
        found = address.group()
        plain_http = re.match(r"(?:\w+\+)?(?:http|ftp|git)://", found, re.IGNORECASE) is not None
        unsafe = (plain_http or _IP.search(found) is not None) and _LOCAL_HOST.search(found) is None
        known = _KNOWN.search(found) is not None and not unsafe
        rule, what = (
            ("index", "takes packages from another index") if option else ("address", "installs from an address")
        )
        return Source(rule=rule, what=what, line=number, text=where, unsafe=unsafe, known=known)
    if option is not None and option.group(2):
        return Source(rule="index", what="takes packages from another place", line=number, text=where)
    if _PATH.match(plain) and not plain.startswith("//"):
        return Source(
            rule="path", what="installs from a path", line=number, text=where, known=plain in ("-e .", "./", ".")
        )
    return None
