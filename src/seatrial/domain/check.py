"""What a check is, as declared facts. The observing generator lives beside the facts, in `checks`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ThreatArea(StrEnum):
    """The harms a review answers for, and the integrity through which they are reached."""

    INFRASTRUCTURE = "infrastructure"
    PRIVACY = "privacy"
    PUBLIC_SAFETY = "public-safety"
    INTEGRITY = "integrity"


class Scope(StrEnum):
    """What a check is shown, and so what its generator takes."""

    ARTIFACT = "artifact"
    """One artifact at a time, of the formats it names."""
    SUBJECT = "subject"
    """The inventory, the declaration, and any artifact by path."""
    TARGET = "target"
    """A running model to ask, inside the worker."""


class Soundness(StrEnum):
    """Whether a result may decide a requirement."""

    SOUND = "sound"
    INDICATOR = "indicator"
    """Informs a reader; never decides."""


class Cost(StrEnum):
    """What running the check spends, in kind."""

    HEADER = "header"
    """Reads headers and directories only."""
    STREAM = "stream"
    """Reads every byte of what it examines once."""
    QUERIES = "queries"
    """Asks the model."""


class Need(StrEnum):
    """What must be at hand, beyond the core install and the subject's bytes."""

    WEIGHTS_EXTRA = "weights"
    """The extra `weights` (numpy)."""
    TARGET = "target"
    """A way to run or reach the model: the extra `llm` and a GGUF, `transformers` and safetensors, or an endpoint."""
    CANARIES = "canaries"
    """Lines that were planted in the training data, declared as the fact `privacy.canaries`."""
    BANK = "bank"
    """A private test bank, given with `--bank FILE`."""
    ATTACKER = "attacker"
    """A model that attacks, given with `--attacker`."""
    FORMS = "forms"
    """The model in several forms that can be asked, compared when `--all-forms` is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Declared facts of one catalogue entry. The docstring of its module is its documentation."""

    id: str
    """`<folder>.<module>` with hyphens, for example `artifact.pickle-import`. Never reused."""
    title: str
    """What is wrong when it fires, as one sentence without a full stop."""
    areas: tuple[ThreatArea, ...]
    refs: tuple[str, ...]
    """Standards: `CWE-502`, `ATLAS:AML.T0011.000`, `OWASP:LLM03:2025`, ..."""
    scope: Scope
    cost: Cost
    version: int = 1
    """Rises whenever the same bytes could get another outcome."""
    soundness: Soundness = Soundness.SOUND
    formats: tuple[str, ...] = ()
    """Format names an ARTIFACT check examines; empty means every artifact. A SUBJECT check names those that it must
    see beside one another; without any it speaks of each file by itself."""
    needs: tuple[Need, ...] = ()
    metrics: tuple[str, ...] = ()
    """Names of the measurements it makes, for regimes to bound."""
    query_cap: int = 0
    """For TARGET checks: the most queries one run may ask."""
    answer_tokens: int = 64
    """For TARGET checks: the most tokens of an answer, by and large; how long a query takes goes with it."""
    aliases: tuple[str, ...] = ()


class ListedCheck(NamedTuple):
    """One line of the index: what of a check is known without importing it."""

    id: str
    scope: str
    formats: tuple[str, ...]
    needs: bool
    """It needs something beyond the core install and the subject's bytes."""
