"""Run by picklescan's own Python: FOLDER -> a line of JSON for each file, `alarm`, `warning`, `clean` or `error`."""

import json
import logging
import pathlib
import sys

from picklescan.scanner import SafetyLevel, scan_file_path

logging.disable(logging.CRITICAL)
for path in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
    try:
        result = scan_file_path(str(path))
    except Exception as error:  # noqa: BLE001 - whatever a peer does with hostile bytes is a result
        print(json.dumps([str(path), "error", str(error)[:80]]))
        continue
    levels = {found.safety for found in result.globals}
    if result.issues_count or SafetyLevel.Dangerous in levels:
        word = "alarm"
    elif result.scan_err:
        word = "error"
    else:
        word = "warning" if SafetyLevel.Suspicious in levels else "clean"
    print(json.dumps([str(path), word, ""]))
