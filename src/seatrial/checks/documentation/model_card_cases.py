"""Known answers for `documentation.model-card`."""

from seatrial.testing.case import Case
from seatrial.testing.model_files import FULL_SECTIONS, model_card, tiny_gguf, tiny_safetensors

_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES: tuple[Case, ...] = (
    Case(
        name="one weight file and nothing else",
        files={"model.gguf": tiny_gguf()},
        expect=("fail: no model card",),
    ),
    Case(
        name="a card that leaves out where the model fails",
        files={
            "README.md": model_card(sections=[s for s in FULL_SECTIONS if s != "Limitations"]),
            "model.safetensors": tiny_safetensors(),
        },
        expect=("fail: the model card does not say limitations and risks",),
    ),
    Case(
        name="the template with nothing filled in",
        files={"README.md": model_card(text="[More Information Needed]")},
        expect=(
            "fail: the model card does not say what the model is meant for",
            "fail: the model card does not say how the model was evaluated",
        ),
    ),
    Case(
        name="headings inside a code block only",
        files={"README.md": b"# A model\n\n```\n## Limitations\n\nNone of it counts.\n```\n"},
        expect=("fail: the model card does not say limitations",),
    ),
    Case(
        name="front matter that unfolds without end",
        files={"README.md": b"---\n" + _BOMB.encode() + b"---\n" + model_card().split(b"---\n", 2)[2]},
        expect=("fail: the front matter of the model card cannot be read: uses aliases",),
    ),
    Case(
        name="front matter with one key twice",
        files={"README.md": b"---\nlicense: mit\nlicense: apache-2.0\n---\n\n# A model\n"},
        expect=("fail: the front matter of the model card cannot be read: has the key",),
    ),
    Case(
        name="a full card",
        files={"README.md": model_card(), "model.safetensors": tiny_safetensors()},
        expect=("pass: the model card has every section",),
        good=True,
    ),
    Case(
        name="a full card in other words, without front matter",
        files={
            "README.md": b"A model\n=======\n\n## Uses\n\n### Direct Use\n\nSumming up.\n\n"
            b"### Out-of-Scope Use\n\nAdvice.\n\n"
            b"## Bias, Risks, and Limitations\n\nMany.\n\n## Training Details\n\n### Training Data\n\nPublic text.\n\n"
            b"## Evaluation\n\n### Results\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        },
        good=True,
    ),
)
