"""Run by modelaudit's own Python: FOLDER [SECONDS] -> a line of JSON a file, `alarm`, `warning`, `clean` or `error`.

It is much slower than the others: files beyond the time are said to be `skipped`, and one that takes longer than
`MOST_SECONDS` is an `error`. A YAML file of a few lines whose aliases multiply keeps it busy without end.
"""

import json
import logging
import pathlib
import signal
import sys
import time

from modelaudit.core import scan_model_directory_or_file

MOST_SECONDS = 20


class TooLongError(BaseException):
    """Not to be caught by what is measured."""


def stop(*_: object) -> None:
    raise TooLongError


signal.signal(signal.SIGALRM, stop)
logging.disable(logging.CRITICAL)
began, most = time.monotonic(), float(sys.argv[2]) if len(sys.argv) > 2 else 1e9
for path in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
    if time.monotonic() - began > most:
        print(json.dumps([str(path), "skipped", ""]))
        continue
    signal.alarm(MOST_SECONDS)
    try:
        found = scan_model_directory_or_file(str(path), cache_enabled=False)
        severities = {str(getattr(issue.severity, "value", issue.severity)).lower() for issue in found.issues}
    except TooLongError:
        print(json.dumps([str(path), "error", f"took longer than {MOST_SECONDS} s"]))
        continue
    except Exception as error:  # noqa: BLE001 - whatever a peer does with hostile bytes is a result
        print(json.dumps([str(path), "error", str(error)[:80]]))
        continue
    finally:
        signal.alarm(0)
    if severities & {"critical"}:
        word = "alarm"
    elif severities & {"warning"}:
        word = "warning"
    else:
        word = "error" if found.has_errors else "clean"
    print(json.dumps([str(path), word, ""]))
