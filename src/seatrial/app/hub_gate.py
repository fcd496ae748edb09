"""A model on the hub against a record, before a byte of its weights is fetched.

The hub states the SHA-256 of every large file; small ones, of which it states no such digest, are fetched and hashed
here. What the hub states is its word: verify the files again once they are here.
"""

import datetime
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown
from seatrial.gate import trust as trusting
from seatrial.gate.admission import Admission
from seatrial.gate.admit import proof_at_hand, read_record, status_at_hand
from seatrial.gate.compare import Difference
from seatrial.gate.present import Present
from seatrial.gate.reviewers import together
from seatrial.gate.trust import Trust
from seatrial.gate.verify import decide
from seatrial.inventory.digest import Resource

ENDPOINT: Final = "HF_ENDPOINT"
TOKEN: Final = "HF_TOKEN"
HUB: Final = "https://huggingface.co"
MAX_LIST_BYTES: Final = 32 * 1024 * 1024
MAX_SMALL_BYTES: Final = 64 * 1024 * 1024
MAX_FILES: Final = 100_000
SECONDS: Final = 30.0
_REFERENCE: Final = re.compile(r"(?P<repo>[\w.-]{1,96}/[\w.-]{1,96})@(?P<revision>[\w./-]{1,200})")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")


def check_hub(
    reference: str, *, record: Path | Sequence[Path], trust: Path | None = None, now: datetime.datetime | None = None
) -> Admission:
    """Whether the repository `ORG/NAME@REVISION` holds what the record was made of, as far as the hub states it.

    Of several records each must let it through.

    Raises `UsageError` for what is no reference, and `OperationError` when the hub cannot be reached or answers
    something else than a list of files.
    """
    named = _REFERENCE.fullmatch(reference)
    if not named:
        advice = "write ORG/NAME@REVISION; a commit is better than a branch, which moves"
        raise UsageError(f"{shown(reference)} names no repository with its revision", advice=advice)
    rule = trusting.load(trust) if trust else trusting.own()
    moment = now or datetime.datetime.now(datetime.UTC)
    records = [record] if isinstance(record, Path) else list(record)
    stated: list[Present] = []

    def asked_once() -> Present:
        if not stated:
            stated.append(_present(named["repo"], named["revision"], rule))
        return stated[0]

    return together(
        [
            decide(
                read_record(one),
                rule,
                moment,
                asked_once,
                proof=proof_at_hand(one, None),
                status=status_at_hand(one, None),
            )
            for one in records
        ],
        rule,
    )


def _present(repo: str, revision: str, trust: Trust) -> Present:
    listed = _json(f"/api/models/{repo}/revision/{quote(revision, safe='')}?blobs=true")
    commit, siblings = listed.get("sha"), listed.get("siblings")
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit) or not isinstance(siblings, list):
        raise _odd("it lists no commit and files")
    if _COMMIT.fullmatch(revision) and commit != revision:
        raise _odd("it answers with another commit than was asked for")
    if len(siblings) > MAX_FILES:
        raise _odd(f"it lists more than {MAX_FILES:,} files")
    stated = [entry for entry in map(_stated, siblings) if entry[0] not in trust.ignore]
    if len({path for path, _, _ in stated}) != len(stated):
        raise _odd("it lists a file twice")
    resources: list[Resource] = []
    refused: list[Difference] = []
    for path, size, sha256 in stated:
        if not sha256 and size > MAX_SMALL_BYTES:
            refused.append(Difference(kind="refused", path=path, was="the hub states no SHA-256 of it"))
            continue
        resources.append(Resource(path=path, sha256=sha256 or _fetched(repo, commit, path, size), size=size))
    return Present(resources=tuple(resources), refused=tuple(refused))


def _stated(sibling: Any) -> tuple[str, int, str]:
    """Path, size and, for a large file, the SHA-256, as the hub states them."""
    if not isinstance(sibling, dict):
        raise _odd("it lists something that is no file")
    path, size, large = sibling.get("rfilename"), sibling.get("size"), sibling.get("lfs")
    parts = path.split("/") if isinstance(path, str) else []
    if not parts or any(part in ("", ".", "..") for part in parts) or "\\" in str(path):
        raise _odd("it lists a file under a name that cannot be")
    if large is not None:
        stated = large.get("sha256") if isinstance(large, dict) else None
        size = large.get("size", size) if isinstance(large, dict) else size
        if not isinstance(stated, str) or not _SHA256.fullmatch(stated):
            raise _odd("it states a digest that is none")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise _odd("it states no size of a file")
    return str(path), size, str(large["sha256"]) if large is not None else ""


def _fetched(repo: str, commit: str, path: str, size: int) -> str:
    """SHA-256 of a small file as the hub gives it; of too many or too few bytes it is that of nothing reviewed."""
    digest, left = hashlib.sha256(), size
    with _get(f"/{repo}/resolve/{commit}/{quote(path)}") as chunks:
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise _odd(f"{shown(path)} is longer than it states")
            digest.update(chunk)
    if left:
        raise _odd(f"{shown(path)} is shorter than it states")
    return digest.hexdigest()


def _json(place: str) -> dict[str, Any]:
    data = bytearray()
    with _get(place) as chunks:
        for chunk in chunks:
            data += chunk
            if len(data) > MAX_LIST_BYTES:
                raise _odd(f"its list is larger than {MAX_LIST_BYTES:,} bytes")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _odd("its list is not JSON") from error
    if not isinstance(found, dict):
        raise _odd("its list is not an object")
    return found


@contextmanager
def _get(place: str) -> Iterator[Iterator[bytes]]:
    """The body in pieces. Credentials go to the hub alone, never to where it redirects."""
    import urllib3  # noqa: PLC0415 - only here

    headers = {"accept-encoding": "identity", "user-agent": "seatrial"}
    if token := os.environ.get(TOKEN):
        headers["authorization"] = f"Bearer {token}"
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=10, read=SECONDS), retries=urllib3.Retry(2, redirect=3))
    url = os.environ.get(ENDPOINT, HUB).rstrip("/") + place
    try:
        answer = pool.request("GET", url, headers=headers, preload_content=False)
        try:
            if answer.status in (401, 403, 404):
                raise OperationError(
                    f"the hub answers {answer.status} for {shown(place)}",
                    advice=f"check the name and revision; for a private repository set {TOKEN}",
                )
            if answer.status != 200:
                raise _odd(f"it answers {answer.status}")
            yield answer.stream(1 << 16)
        finally:
            answer.close()
    except urllib3.exceptions.HTTPError as error:
        advice = f"check the network, or name another hub in {ENDPOINT}"
        raise OperationError(f"the hub cannot be reached: {shown(str(error))}", advice=advice) from error
    finally:
        pool.clear()


def _odd(what: str) -> OperationError:
    return OperationError(f"the hub's answer cannot be used: {what}", advice="nothing was let through; try it again")
