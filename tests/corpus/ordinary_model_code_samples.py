"""Python of models as publishers ship it beside weights: networks, tokenizers, features, kernels."""

import json

from tests.corpus.labelled import benign
from tests.corpus.sample import Sample

FAMILY = "ordinary-code"
CONFIGURATION = '''"""Configuration of the Tern model."""

from transformers.configuration_utils import PretrainedConfig
from transformers.utils import logging

logger = logging.get_logger(__name__)

TERN_PRETRAINED_CONFIG_ARCHIVE_MAP = {"acme/tern-1b": "https://huggingface.co/acme/tern-1b/resolve/main/config.json"}


class TernConfig(PretrainedConfig):
    model_type = "tern"
    keys_to_ignore_at_inference = ["past_key_values"]
    attribute_map = {"num_attention_heads": "n_head", "hidden_size": "n_embd"}

    def __init__(self, vocab_size=32000, n_embd=512, n_layer=8, n_head=8, rope_theta=10000.0, rope_scaling=None,
                 rms_norm_eps=1e-6, initializer_range=0.02, use_cache=True, tie_word_embeddings=False, **kwargs):
        self.vocab_size = vocab_size
        self.n_embd = n_embd
        self.n_layer = n_layer
        self.n_head = n_head
        self.rope_theta = rope_theta
        self.rope_scaling = rope_scaling
        self.rms_norm_eps = rms_norm_eps
        self.initializer_range = initializer_range
        self.use_cache = use_cache
        self._check_scaling()
        super().__init__(tie_word_embeddings=tie_word_embeddings, **kwargs)

    def _check_scaling(self):
        if self.rope_scaling is None:
            return
        if not isinstance(self.rope_scaling, dict) or len(self.rope_scaling) != 2:
            raise ValueError(f"`rope_scaling` needs `type` and `factor`, got {self.rope_scaling}")
        if self.rope_scaling.get("type") not in ("linear", "dynamic"):
            logger.warning_once("unknown kind of rope_scaling")
'''
MODELING = '''"""PyTorch Tern model."""

import math
import warnings
from typing import List, Optional, Tuple, Union

import torch
import torch.nn.functional as F
import torch.utils.checkpoint
from torch import nn
from transformers.activations import ACT2FN
from transformers.modeling_outputs import CausalLMOutputWithPast
from transformers.modeling_utils import PreTrainedModel
from transformers.utils import is_flash_attn_2_available, logging

from .configuration_tern import TernConfig

if is_flash_attn_2_available():
    from flash_attn import flash_attn_func
else:
    flash_attn_func = None

try:
    import xformers.ops as xops
except ImportError:
    xops = None
    warnings.warn("xformers is not installed; falling back to plain attention")

logger = logging.get_logger(__name__)
_CONFIG_FOR_DOC = "TernConfig"
torch.backends.cuda.matmul.allow_tf32 = True


def rotate_half(x):
    """Rotate half of the hidden dims of the input."""
    a, b = x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]
    return torch.cat((-b, a), dim=-1)


@torch.jit.script
def fused_gate(gate: torch.Tensor, up: torch.Tensor) -> torch.Tensor:
    return F.silu(gate) * up


class TernRMSNorm(nn.Module):
    def __init__(self, hidden_size, eps=1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_size))
        self.variance_epsilon = eps

    def forward(self, hidden_states):
        dtype = hidden_states.dtype
        hidden_states = hidden_states.to(torch.float32)
        variance = hidden_states.pow(2).mean(-1, keepdim=True)
        return self.weight * (hidden_states * torch.rsqrt(variance + self.variance_epsilon)).to(dtype)


class TernRotaryEmbedding(nn.Module):
    def __init__(self, dim, base=10000.0):
        super().__init__()
        inv_freq = 1.0 / (base ** (torch.arange(0, dim, 2).float() / dim))
        self.register_buffer("inv_freq", inv_freq, persistent=False)

    @torch.no_grad()
    def forward(self, x, position_ids):
        freqs = position_ids[:, :, None].float() * self.inv_freq[None, None, :]
        emb = torch.cat((freqs, freqs), dim=-1)
        return emb.cos().to(x.dtype), emb.sin().to(x.dtype)


class TernAttention(nn.Module):
    def __init__(self, config: TernConfig, layer_idx: Optional[int] = None):
        super().__init__()
        self.layer_idx = layer_idx
        self.n_head = config.n_head
        self.head_dim = config.n_embd // config.n_head
        if self.head_dim * self.n_head != config.n_embd:
            raise ValueError("n_embd must be divisible by n_head")
        self.qkv = nn.Linear(config.n_embd, 3 * config.n_embd, bias=False)
        self.o_proj = nn.Linear(config.n_embd, config.n_embd, bias=False)
        self.rotary = TernRotaryEmbedding(self.head_dim, config.rope_theta)

    def forward(self, hidden_states, attention_mask=None, position_ids=None, past_key_value=None):
        bsz, length, _ = hidden_states.size()
        q, k, v = self.qkv(hidden_states).view(bsz, length, 3, self.n_head, self.head_dim).unbind(2)
        cos, sin = self.rotary(v, position_ids)
        q = q * cos.unsqueeze(2) + rotate_half(q) * sin.unsqueeze(2)
        k = k * cos.unsqueeze(2) + rotate_half(k) * sin.unsqueeze(2)
        if flash_attn_func is not None and q.is_cuda:
            out = flash_attn_func(q, k, v, causal=True)
        else:
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(self.head_dim)
            if attention_mask is not None:
                scores = scores + attention_mask
            out = torch.einsum("bhqk,bkhd->bqhd", scores.softmax(-1, dtype=torch.float32).to(v.dtype), v)
        return self.o_proj(out.reshape(bsz, length, -1))


class TernBlock(nn.Module):
    def __init__(self, config, layer_idx):
        super().__init__()
        self.attn = TernAttention(config, layer_idx)
        self.norm = TernRMSNorm(config.n_embd, eps=config.rms_norm_eps)
        self.act = ACT2FN["silu"]
        self.up = nn.Linear(config.n_embd, 4 * config.n_embd)
        self.down = nn.Linear(4 * config.n_embd, config.n_embd)

    def forward(self, x, **kwargs):
        x = x + self.attn(self.norm(x), **kwargs)
        return x + self.down(self.act(self.up(self.norm(x))))


class TernPreTrainedModel(PreTrainedModel):
    config_class = TernConfig
    base_model_prefix = "model"
    supports_gradient_checkpointing = True
    _no_split_modules = ["TernBlock"]

    def _init_weights(self, module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            module.weight.data.normal_(mean=0.0, std=self.config.initializer_range)


class TernForCausalLM(TernPreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.embed = nn.Embedding(config.vocab_size, config.n_embd)
        self.layers = nn.ModuleList([TernBlock(config, i) for i in range(config.n_layer)])
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.post_init()

    def forward(self, input_ids=None, labels=None, **kwargs) -> Union[Tuple, CausalLMOutputWithPast]:
        hidden = self.embed(input_ids)
        position_ids = torch.arange(input_ids.shape[1], device=input_ids.device)[None]
        for layer in self.layers:
            if self.gradient_checkpointing and self.training:
                hidden = torch.utils.checkpoint.checkpoint(layer.__call__, hidden, position_ids=position_ids)
            else:
                hidden = layer(hidden, position_ids=position_ids)
        logits = self.lm_head(hidden)
        loss = None if labels is None else F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
        return CausalLMOutputWithPast(loss=loss, logits=logits)

    @torch.inference_mode()
    def chat(self, tokenizer, query: str, history: List[dict] = None, max_new_tokens=512):
        history = list(history or [])
        history.append({"role": "user", "content": query})
        inputs = tokenizer.apply_chat_template(history, return_tensors="pt", add_generation_prompt=True)
        out = self.generate(inputs.to(self.device), max_new_tokens=max_new_tokens)
        return tokenizer.decode(out[0][inputs.shape[1]:], skip_special_tokens=True), history

    def eval(self):
        return super().eval()


TernForCausalLM.register_for_auto_class("AutoModelForCausalLM")
'''
TOKENIZATION = '''"""Tokenizer of Tern, built on SentencePiece."""

import os
import re
from shutil import copyfile
from typing import Any, Dict, Optional, Tuple

import sentencepiece as spm
from transformers.tokenization_utils import PreTrainedTokenizer

VOCAB_FILES_NAMES = {"vocab_file": "tokenizer.model"}
PAT = re.compile(r"(?i:'s|'t|'re)|[^\\r\\n\\w]?\\w+|\\s+")


class TernTokenizer(PreTrainedTokenizer):
    vocab_files_names = VOCAB_FILES_NAMES
    model_input_names = ["input_ids", "attention_mask"]

    def __init__(self, vocab_file, unk_token="<unk>", sp_model_kwargs: Optional[Dict[str, Any]] = None, **kwargs):
        self.sp_model_kwargs = sp_model_kwargs or {}
        self.vocab_file = vocab_file
        self.sp_model = spm.SentencePieceProcessor(**self.sp_model_kwargs)
        self.sp_model.Load(vocab_file)
        super().__init__(unk_token=unk_token, **kwargs)

    def __getstate__(self):
        state = self.__dict__.copy()
        state["sp_model"] = None
        return state

    def __setstate__(self, d):
        self.__dict__ = d
        self.sp_model = spm.SentencePieceProcessor(**self.sp_model_kwargs)
        self.sp_model.Load(self.vocab_file)

    @property
    def vocab_size(self):
        return self.sp_model.get_piece_size()

    def get_vocab(self):
        vocab = {self.convert_ids_to_tokens(i): i for i in range(self.vocab_size)}
        vocab.update(self.added_tokens_encoder)
        return vocab

    def _tokenize(self, text):
        return self.sp_model.encode(text, out_type=str)

    def _convert_token_to_id(self, token):
        return self.sp_model.piece_to_id(token)

    def _convert_id_to_token(self, index):
        return self.sp_model.IdToPiece(index)

    def save_vocabulary(self, save_directory, filename_prefix: Optional[str] = None) -> Tuple[str]:
        if not os.path.isdir(save_directory):
            raise ValueError(f"Vocabulary path ({save_directory}) should be a directory")
        out = os.path.join(save_directory, (filename_prefix + "-" if filename_prefix else "") + "tokenizer.model")
        if os.path.abspath(self.vocab_file) != os.path.abspath(out):
            copyfile(self.vocab_file, out)
        return (out,)
'''
FEATURES = '''"""Log-mel features and labels for an audio classifier."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
import torchaudio

LABELS = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def mel_filters(device, n_mels: int = 80):
    """Load the filter bank that is shipped beside this file."""
    path = Path(__file__).resolve().parent / "assets" / "mel_filters.npz"
    with np.load(path, allow_pickle=False) as f:
        return torch.from_numpy(f[f"mel_{n_mels}"]).to(device)


def load_vocab(path):
    vocab = {}
    with open(path, "r", encoding="utf-8") as reader:
        for index, token in enumerate(reader):
            vocab[token.rstrip("\\n")] = index
    return vocab


class Extractor:
    def __init__(self, rate=16000, window=400, hop=160):
        self.rate, self.window, self.hop = rate, window, hop

    def __call__(self, path):
        wave, rate = torchaudio.load(path)
        if rate != self.rate:
            wave = torchaudio.functional.resample(wave, rate, self.rate)
        spec = torch.stft(wave[0], self.window, self.hop, window=torch.hann_window(self.window), return_complex=True)
        mel = mel_filters(str(wave.device)) @ spec.abs().pow(2)
        return torch.clamp(mel, min=1e-10).log10()


def top(scores: np.ndarray, k: int = 5):
    order = np.argsort(-scores)[:k]
    return [(LABELS[int(i)], float(scores[i])) for i in order]
'''
TRITON_KERNEL = """import torch
import triton
import triton.language as tl


@triton.autotune(configs=[triton.Config({"BLOCK": 128}, num_warps=4)], key=["n"])
@triton.jit
def add_kernel(x_ptr, y_ptr, out_ptr, n, BLOCK: tl.constexpr):
    pid = tl.program_id(axis=0)
    offsets = pid * BLOCK + tl.arange(0, BLOCK)
    mask = offsets < n
    total = tl.load(x_ptr + offsets, mask=mask) + tl.load(y_ptr + offsets, mask=mask)
    tl.store(out_ptr + offsets, total, mask=mask)


def add(x: torch.Tensor, y: torch.Tensor):
    out = torch.empty_like(x)
    n = out.numel()
    add_kernel[lambda meta: (triton.cdiv(n, meta["BLOCK"]),)](x, y, out, n)
    return out


_compiled = torch.compile(add, dynamic=True)
"""
LAZY = """from typing import TYPE_CHECKING

from transformers.utils import OptionalDependencyNotAvailable, _LazyModule, is_torch_available

_import_structure = {"configuration_tern": ["TernConfig"]}
try:
    if not is_torch_available():
        raise OptionalDependencyNotAvailable()
except OptionalDependencyNotAvailable:
    pass
else:
    _import_structure["modeling_tern"] = ["TernForCausalLM"]

if TYPE_CHECKING:
    from .configuration_tern import TernConfig
else:
    import sys

    sys.modules[__name__] = _LazyModule(__name__, globals()["__file__"], _import_structure, module_spec=__spec__)
"""
MAPPED = json.dumps(
    {
        "model_type": "tern",
        "architectures": ["TernForCausalLM"],
        "auto_map": {
            "AutoConfig": "configuration_tern.TernConfig",
            "AutoModelForCausalLM": "modeling_tern.TernForCausalLM",
        },
    },
    indent=2,
)
TOKENIZER = json.dumps(
    {"auto_map": {"AutoTokenizer": ["tokenization_tern.TernTokenizer", None]}, "tokenizer_class": "TernTokenizer"}
)


def good(name: str, files: dict[str, str], note: str) -> Sample:
    """Code as people ship it."""
    return benign("ordinary-" + name, FAMILY, files, note)


SAMPLES = (
    good(
        "custom-model",
        {"config.json": MAPPED, "configuration_tern.py": CONFIGURATION, "modeling_tern.py": MODELING},
        "A model's own code by auto_map: defines classes, asks for optional packages, registers itself.",
    ),
    good(
        "tokenizer",
        {"tokenization_tern.py": TOKENIZATION, "tokenizer_config.json": TOKENIZER},
        "A SentencePiece tokenizer, which copies its vocabulary when it is saved.",
    ),
    good(
        "features",
        {"feature_extraction.py": FEATURES, "labels.json": '["cat", "dog"]'},
        "Reads its labels and filters on import.",
    ),
    good("triton-kernel", {"kernels.py": TRITON_KERNEL}, "A compiled kernel."),
    good(
        "lazy-package",
        {"tern/__init__.py": LAZY, "tern/configuration_tern.py": CONFIGURATION},
        "A package that loads its parts when asked.",
    ),
)
