"""Run by fickling's own Python: FOLDER -> a line of JSON for each file, `alarm`, `warning`, `clean` or `error`."""

import json
import pathlib
import sys
import zipfile

from fickling import scan_file, scan_zip_archive
from fickling.analysis import Severity

for path in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
    try:
        scanner = scan_zip_archive if zipfile.is_zipfile(path) else scan_file
        result = scanner(str(path), graceful=True)
        results = result if isinstance(result, list) else [result]
        worst = max((r.severity for r in results if r.results), default=None)
        broken = any(r.errors for r in results)
    except Exception as error:  # noqa: BLE001 - whatever a peer does with hostile bytes is a result
        print(json.dumps([str(path), "error", str(error)[:80]]))
        continue
    if worst is not None and worst >= Severity.LIKELY_UNSAFE:
        word = "alarm"
    elif worst is not None and worst > Severity.LIKELY_SAFE:
        word = "warning"
    else:
        word = "error" if broken else "clean"
    print(json.dumps([str(path), word, ""]))
