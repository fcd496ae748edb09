"""Known answers for `artifact.json-text`."""

from seatrial.testing.case import Case

CASES: tuple[Case, ...] = (
    Case(
        name="a tokenizer that was cut off",
        files={"tokenizer.json": b'{"version": "1.0", "model": {"vocab": {"a": 0, "b'},
        expect=("open: named as JSON, and is not JSON",),
    ),
    Case(
        name="a key that stands twice",
        files={"model.json": b'{"weights": "a.bin", "weights": "b.bin"}'},
        expect=("review: a JSON file has the key",),
    ),
    Case(
        name="an ordinary configuration",
        files={"config.json": b'{"model_type": "llama", "layers": [1, 2, 3], "eps": 1e-05}'},
        expect=("pass: valid JSON",),
        good=True,
    ),
)
