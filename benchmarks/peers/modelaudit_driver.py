"""Run by modelaudit's own Python: FOLDER [SECONDS] -> a line of JSON a file, `alarm`, `warning`, `clean` or `error`.

It is much slower than the others: files beyond the time are said to be `skipped`.
"""

import json
import logging
import pathlib
import sys
import time

from modelaudit.core import scan_model_directory_or_file

logging.disable(logging.CRITICAL)
began, most = time.monotonic(), float(sys.argv[2]) if len(sys.argv) > 2 else 1e9
for path in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
    if time.monotonic() - began > most:
        print(json.dumps([str(path), "skipped", ""]))
        continue
    try:
        found = scan_model_directory_or_file(str(path), cache_enabled=False)
        severities = {str(getattr(issue.severity, "value", issue.severity)).lower() for issue in found.issues}
    except Exception as error:  # noqa: BLE001 - whatever a peer does with hostile bytes is a result
        print(json.dumps([str(path), "error", str(error)[:80]]))
        continue
    if severities & {"critical"}:
        word = "alarm"
    elif severities & {"warning"}:
        word = "warning"
    else:
        word = "error" if found.has_errors else "clean"
    print(json.dumps([str(path), word, ""]))
