"""Known answers for `weights.tensor-integrity`."""

import math

from seatrial.testing.case import Case
from seatrial.testing.model_files import (
    LLAMA_METADATA,
    GgufTensor,
    bf16,
    f16,
    f32,
    gguf,
    ramp,
    safetensors,
    tiny_gguf,
    tiny_safetensors,
)


def _weights(**tensors: tuple[str, tuple[int, ...], bytes]) -> dict[str, bytes]:
    return {"model.safetensors": safetensors(tensors)}


def _block(scale: float, minimum: float) -> bytes:
    """One block of Q4_1: scale, minimum, 32 values of 4 bits."""
    return f16(scale, minimum) + bytes(range(16))


_RAMP = [0.01 * number for number in range(1, 129)]

CASES: tuple[Case, ...] = (
    Case(
        name="one NaN among floats of 32 bits",
        files=_weights(w=("F32", (8, 16), f32(*_RAMP[:77], math.nan, *_RAMP[78:]))),
        expect=('fail: tensor "w" holds 1 of 128 numbers that are not finite', "nonfinite-values"),
    ),
    Case(
        name="infinities among floats of 16 bits, both kinds",
        files=_weights(
            a=("F16", (8, 16), f16(math.inf, *_RAMP[1:127], -math.inf)),
            b=("BF16", (8, 16), bf16(*_RAMP[:127], math.inf)),
        ),
        expect=('fail: tensor "a" holds 2 of 128', 'fail: tensor "b" holds 1 of 128'),
    ),
    Case(
        name="a NaN among floats of 8 bits",
        files=_weights(w=("F8_E4M3", (8, 16), bytes(range(1, 127)) + b"\x7f\xff")),
        expect=('fail: tensor "w" holds 2 of 128',),
    ),
    Case(
        name="a NaN in the scale of a quantised block",
        files={
            "model.gguf": gguf(
                LLAMA_METADATA,
                [
                    GgufTensor(
                        name="blk.0.ffn_up.weight",
                        type=3,
                        shape=(32, 4),
                        data=_block(0.1, 0.2) + _block(0.3, math.nan) + _block(math.inf, 0.1) + _block(0.2, 0.2),
                    )
                ],
            )
        },
        expect=('fail: tensor "blk.0.ffn_up.weight" holds 2 of 8',),
    ),
    Case(
        name="a matrix of zeros and one of a single value",
        files=_weights(z=("F32", (8, 16), bytes(512)), c=("F16", (8, 16), f16(*[0.5] * 128))),
        expect=(
            'review: tensor "z" (8 x 16, F32) is all zero',
            'review: tensor "c" (8 x 16, F16) is the same value throughout',
        ),
    ),
    Case(
        name="a quantised matrix with zero scales",
        files={
            "model.gguf": gguf(
                LLAMA_METADATA, [GgufTensor(name="w", type=3, shape=(32, 4), data=b"".join([_block(0.0, -0.0)] * 4))]
            )
        },
        expect=('review: tensor "w" (32 x 4, Q4_1) is all zero',),
    ),
    Case(
        name="a file that is cut off",
        files={"model.safetensors": tiny_safetensors()[:-8]},
        expect=("open: the tensors cannot be read",),
    ),
    Case(
        name="sound files, with norms of ones",
        files={"model.safetensors": tiny_safetensors(), "model.gguf": tiny_gguf()},
        expect=("nonfinite-values",),
        good=True,
    ),
    Case(
        name="the same weights stored twice, and whole numbers",
        files=_weights(
            embed=("F32", (8, 16), ramp(128)), head=("F32", (8, 16), ramp(128)), ids=("I64", (1, 4), bytes(range(32)))
        ),
        expect=('informational: equal tensors: "embed", "head"', "nonfinite-values"),
        good=True,
    ),
    Case(
        name="big-endian weights",
        files={
            "model.gguf": gguf(
                LLAMA_METADATA,
                [GgufTensor(name="w", type=0, shape=(16, 8), data=ramp(128)[::-1])],
                big_endian=True,
            )
        },
        good=True,
    ),
)
