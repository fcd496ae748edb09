"""Run by modelscan's own Python: FOLDER -> a line of JSON for each file, `alarm`, `warning`, `clean` or `error`."""

import json
import logging
import pathlib
import sys

from modelscan.modelscan import ModelScan

logging.disable(logging.CRITICAL)
for path in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
    try:
        found = ModelScan().scan(str(path))
    except Exception as error:  # noqa: BLE001 - whatever a peer does with hostile bytes is a result
        print(json.dumps([str(path), "error", str(error)[:80]]))
        continue
    severities = {issue["severity"] for issue in found["issues"]}
    if severities & {"HIGH", "CRITICAL"}:
        word = "alarm"
    elif severities:
        word = "warning"
    else:
        word = "error" if found["errors"] else "clean"
    print(json.dumps([str(path), word, ""]))
