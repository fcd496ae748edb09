"""A language model of a few thousand random numbers, as the hub keeps them: it speaks nonsense, always the same."""

import json
import random
from typing import Any, Final

from seatrial.testing.model_files import f32, safetensors

HIDDEN: Final = 16
_INNER, _LAYERS, _HEADS = 24, 2, 2
SPECIAL: Final = ("<|im_start|>", "<|im_end|>")
TEMPLATE: Final = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
Tensors = dict[str, tuple[str, tuple[int, ...], bytes]]


def tiny_llama(seed: int = 1, **config: Any) -> dict[str, bytes]:
    """Its files by name; `config` replaces or adds keys of `config.json`."""
    return {
        "config.json": json.dumps(_config() | config).encode(),
        "model.safetensors": safetensors(tensors(seed)),
        "tokenizer.json": json.dumps(_tokenizer()).encode(),
        "tokenizer_config.json": json.dumps(
            {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": SPECIAL[1], "chat_template": TEMPLATE}
        ).encode(),
    }


def tensors(seed: int) -> Tensors:
    """Name to dtype, shape and bytes, for `testing.model_files.safetensors`."""
    chance = random.Random(seed)  # noqa: S311 - the same numbers every time, and no secret

    def drawn(*shape: int) -> tuple[str, tuple[int, ...], bytes]:
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        return "F32", shape, f32(*(chance.gauss(0, 0.5) for _ in range(count)))

    def ones() -> tuple[str, tuple[int, ...], bytes]:
        return "F32", (HIDDEN,), f32(*([1.0] * HIDDEN))

    made: Tensors = {"model.embed_tokens.weight": drawn(len(_vocabulary()), HIDDEN), "model.norm.weight": ones()}
    for number in range(_LAYERS):
        layer = f"model.layers.{number}"
        made |= {f"{layer}.self_attn.{part}_proj.weight": drawn(HIDDEN, HIDDEN) for part in "qkvo"}
        made |= {f"{layer}.mlp.{part}_proj.weight": drawn(_INNER, HIDDEN) for part in ("gate", "up")}
        made[f"{layer}.mlp.down_proj.weight"] = drawn(HIDDEN, _INNER)
        made |= {f"{layer}.{part}_layernorm.weight": ones() for part in ("input", "post_attention")}
    return made


def _config() -> dict[str, Any]:
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "float32",
        "hidden_size": HIDDEN,
        "intermediate_size": _INNER,
        "num_hidden_layers": _LAYERS,
        "num_attention_heads": _HEADS,
        "num_key_value_heads": _HEADS,
        "max_position_embeddings": 512,
        "vocab_size": len(_vocabulary()),
        "tie_word_embeddings": True,
        "rms_norm_eps": 1e-5,
        "eos_token_id": 1,
    }


def _vocabulary() -> list[str]:
    """Two special tokens, and one for each byte in the spelling of byte-level BPE."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return [*SPECIAL, *map(chr, plain), *(chr(256 + number) for number in range(len(others)))]


def _tokenizer() -> dict[str, Any]:
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "added_tokens": [
            {"id": number, "content": text, "single_word": False, "lstrip": False, "rstrip": False}
            | {"normalized": False, "special": True}
            for number, text in enumerate(SPECIAL)
        ],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "vocab": {text: number for number, text in enumerate(_vocabulary())},
            "merges": [],
        },
    }
