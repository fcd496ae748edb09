"""Published ways past other scanners, and the samples of this corpus that take each.

python -m tests.corpus.advisories > docs/benchmarks/advisories.md
"""

import re
from collections import defaultdict

from tests.corpus import Label, samples

_NUMBER = re.compile(r"(?:GHSA(?:-[0-9a-z]{4}){3}|CVE-\d{4}-\d{4,7})")


def page() -> str:
    """Every advisory that a hostile sample names as its source, with the samples, as Markdown."""
    found: dict[str, list[str]] = defaultdict(list)
    for sample in samples():
        if sample.label is not Label.BENIGN:
            for number in _NUMBER.findall(f"{sample.source} {sample.note}"):
                found[number].append(sample.name)
    rows = [f"| {number} | {', '.join(sorted(set(names)))} |" for number, names in sorted(found.items())]
    head = (
        "# Published ways past scanners, and their cases\n\n"
        "Written by `python -m tests.corpus.advisories`. "
        "Each case is an inert file of the labelled corpus, and the test of the corpus holds that it is flagged.\n\n"
        "Read on 2026-11-28 from the histories, tests and changelogs of the scanners' repositories, in the\n"
        "newest states that were at hand: picklescan of 2026-07-01, fickling of 2026-08-14, modelaudit of\n"
        "2026-03-07, modelscan of 2025-08-06. Advisories of loaders (PyTorch, Keras, ONNX, llama.cpp and\n"
        "others) come from those lists and from what the families of the corpus are made after. modelscan's\n"
        "repository names no published advisory: reports there are kept private. What was published later, or\n"
        "without a number, is not among them. Of three, part is left out: of CVE-2026-24747 the sizes that\n"
        "disagree with a storage, and of GHSA-wccx-j62j-r448 and GHSA-fphw-536r-4p88 the hook at run time\n"
        "that they are about; they stand here for the names that it missed.\n"
        "\n"
        f"{len(rows)} advisories.\n\n| advisory | cases |\n| --- | --- |\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
