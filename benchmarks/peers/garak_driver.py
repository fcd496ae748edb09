"""Run by garak's own Python: PROMPTS.json ADDRESS MAX_TOKENS PARALLEL FOLDER -> garak's own run over these prompts.

garak asks what its probes hold: here its probe for tests holds ours. All else is its command line, with one answer to
each prompt, as Seatrial asks, and nothing that cuts an answer short.
"""

import json
import os
import sys
from pathlib import Path

prompts, address, max_tokens, parallel, folder = sys.argv[1:]
os.environ |= {"OPENAICOMPATIBLE_API_KEY": "none", "HF_HUB_OFFLINE": "1", "XDG_DATA_HOME": folder}

from garak import cli  # noqa: E402
from garak.probes.test import Test  # noqa: E402

Test.prompts = json.loads(Path(prompts).read_text(encoding="utf-8"))
options = {
    "uri": f"{address}/v1/",
    "max_tokens": int(max_tokens),
    "temperature": 0.0,
    "stop": [],
    "suppressed_params": ["n"],
}
cli.main(
    [
        "--target_type",
        "openai.OpenAICompatible",
        "--target_name",
        "model",
        "--generator_options",
        json.dumps({"openai": {"OpenAICompatible": options}}),
        "--probes",
        "test.Test",
        "--detectors",
        "mitigation.MitigationBypass",
        "--generations",
        "1",
        "--report_prefix",
        str(Path(folder).resolve() / "run"),
        *(["--parallel_attempts", parallel] if int(parallel) > 1 else []),
    ]
)
