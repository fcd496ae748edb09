"""A verdict in one word. It stands alone, so that a gate need not load how verdicts are reached."""

from enum import StrEnum


class Result(StrEnum):
    """The verdict in one word."""

    CLEAR = "clear"
    NOT_CLEAR = "not-clear"
    COULD_NOT_TELL = "could-not-tell"
    NOT_APPLICABLE = "not-applicable"
    """The regime does not concern this subject."""

    @property
    def exit_code(self) -> int:
        """0 clear or not applicable, 1 not clear, 3 could not tell."""
        return {"clear": 0, "not-applicable": 0, "not-clear": 1, "could-not-tell": 3}[self.value]
