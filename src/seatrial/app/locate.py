"""From what the user calls MODEL to where its bytes lie, or to the endpoint that serves it."""

import os
import re
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown

_HUB: Final = re.compile(r"hf:(?://)?(?P<repo>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")


class Located(NamedTuple):
    """Where the subject is: a path on this machine, or an endpoint's base URL."""

    name: str
    path: Path | None = None
    url: str = ""


def locate(model: str, *, offline: bool) -> Located:
    """Find MODEL: a path, `hf:ORG/NAME[@REVISION]`, or an http(s) URL.

    Raises `UsageError` when it is none of these or the network would be needed and is not allowed, and
    `OperationError` when the hub cannot be reached.
    """
    if model.startswith(("http://", "https://")):
        return _endpoint(model, offline=offline)
    hub = _HUB.fullmatch(model)
    if hub:
        return _from_hub(hub["repo"], hub["revision"], offline=offline)
    if not model.strip():
        raise UsageError(
            "no model was named", advice="give a path, hf:ORG/NAME, or an endpoint's URL; `.` is this directory"
        )
    path = Path(model).expanduser()
    name = resolved(path).name or "model"
    if not path.exists() and re.fullmatch(r"[\w.-]+/[\w.-]+", model):
        raise UsageError(
            f"there is no file or directory {model!r}",
            advice=f"check the path; if you mean the repository on the Hugging Face hub, write hf:{model}",
        )
    return Located(name=name, path=path)


def resolved(path: Path) -> Path:
    """The path with links followed. Raises `UsageError` for one that leads nowhere: a circle, too long a name."""
    try:
        found = path.resolve()
        os.lstat(found)  # `resolve` alone lets a name pass that no file system can hold
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return path.absolute()
    except (OSError, RuntimeError, ValueError) as error:
        # Before Python 3.13 a circle of links is a RuntimeError.
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it leads in a circle"
        message = f"the path {shown(str(path))} cannot be followed: {reason}"
        raise UsageError(message, advice="check the path") from error
    return found


def _endpoint(url: str, *, offline: bool) -> Located:
    parts = urlsplit(url)
    if not parts.hostname:
        raise UsageError(f"{url!r} names no host", advice="write it as https://HOST[:PORT]/v1")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if offline and not local:
        raise UsageError(
            f"the endpoint {host} needs the network, and --offline was given",
            advice="leave --offline out, or review the model's files",
        )
    try:
        netloc = f"{host}:{parts.port}" if parts.port else host
    except ValueError as error:
        raise UsageError(f"{url!r} has no usable port", advice="write it as https://HOST[:PORT]/v1") from error
    clean = urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))
    return Located(name=clean, url=clean)


def _from_hub(repo: str, revision: str | None, *, offline: bool) -> Located:
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise UsageError(
            "reviewing from the Hugging Face hub needs the extra 'hub'",
            advice="pip install 'seatrial[hub]', or download the repository and give its path",
        ) from error
    try:
        path = snapshot_download(repo, revision=revision, local_files_only=offline)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        advice = "check the name and your access" if not offline else "leave --offline out, or download it first"
        raise OperationError(f"the hub repository {repo} could not be had: {reason}", advice=advice) from error
    return Located(name=repo.replace("/", "--"), path=Path(path))
