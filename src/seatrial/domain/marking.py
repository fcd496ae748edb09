"""Who may see an item of evidence, in the words of the Traffic Light Protocol 2.0."""

from enum import StrEnum


class Marking(StrEnum):
    """FIRST TLP 2.0 label; the default for anything that quotes a model's output is AMBER."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"
