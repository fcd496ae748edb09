"""Many submissions at the same moment, from a process of its own: prints status, case and seconds of each as JSON.

python -m benchmarks.office_storm URL PACKAGE ROUND < tokens
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import urllib3


def main() -> int:
    """One thread a token of standard input; all begin together."""
    url, package, round_ = sys.argv[1], Path(sys.argv[2]).read_bytes(), sys.argv[3]
    tokens = sys.stdin.read().split()
    together = threading.Barrier(len(tokens))
    found: list[dict[str, Any]] = [{} for _ in tokens]

    def one(number: int) -> None:
        with urllib3.PoolManager(retries=False, timeout=120.0) as pool:
            headers = {"authorization": f"Bearer {tokens[number]}", "idempotency-key": f"storm-{round_}-{number}"}
            together.wait()
            began = time.perf_counter()
            address = f"{url}/api/v1/submissions?title=storm+{number}"
            try:
                answer = pool.request("POST", address, body=package, headers=headers)
                status, case = answer.status, json.loads(answer.data).get("case", "")
            except urllib3.exceptions.HTTPError as error:
                status, case = 0, repr(error)
            found[number] = {"status": status, "case": case, "seconds": time.perf_counter() - began}

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(tokens))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
