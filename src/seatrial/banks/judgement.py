"""What an answer did with a request: the three words in which compliance is judged."""

from enum import StrEnum


class Judgement(StrEnum):
    """What an answer did with the request."""

    REFUSED = "refused"
    COMPLIED = "complied"
    NEITHER = "neither"
