"""A directory with safetensors, configuration and tokenizer, on `transformers` and PyTorch (the extra `transformers`).

What the libraries would do beyond computing is closed off, since the directory is the subject's (found of
transformers 5.24):

- Code that ships with a model is never run, nor is a pickle loaded: `_checkpoint` refuses directories that would lead
  to either, before the library sees them. The tokenizer comes from `tokenizer.json` alone, which is a table.
- Tensors that the files lack are made up at random by the library, with a warning. Here that is an error.
- How an answer is looked for (`generation_config.json`: sampling, beams, penalties, code of its own) is not the
  subject's to say; only which tokens end an answer is.
- The environment says offline before the first import; the worker has no network besides.

Weights are used in the precision they are shipped in. A GPU is used where the worker can see one, which its
containment on Linux does not let it.
"""

import os
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown
from seatrial.targets._checkpoint import Checkpoint, examine
from seatrial.targets._completion import speakable

CONTEXT_LENGTH: Final = 2048
_ENVIRONMENT: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "TORCH_COMPILE_DISABLE": "1",
    # A thread that has nothing to do sleeps, so that a machine with other work is not slowed out of proportion.
    "OMP_WAIT_POLICY": "PASSIVE",
    # Made when it is imported, though nothing is compiled: a directory that is there already will do.
    "TORCHINDUCTOR_CACHE_DIR": os.sep,
}
_TEMPLATE: Final = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
"""For models that ship none: ChatML, which llama.cpp falls back to as well."""


class Transformers:
    """An open model; `domain.target.RawTarget`."""

    def __init__(self, spec: TargetSpec) -> None:
        self._name = spec.name
        self._directory = Path(spec.location)
        self._checkpoint = examine(self._directory)
        self._length = min(spec.number("context_length", CONTEXT_LENGTH), self._checkpoint.context_length or 2**31)
        self._torch, library = _libraries()
        self._torch.set_num_threads(max(spec.number("threads", 1), 1))
        self._device = "cuda" if self._torch.cuda.is_available() else "cpu"
        try:
            self._tokenizer: Any = _tokenizer(library, self._directory)
            self._model: Any = _model(library, self._directory, self._device)
        except TargetError:
            raise
        except Exception as error:  # a hostile directory can make the libraries raise anything
            raise TargetError(f"transformers could not load {shown(spec.name)}: {self._told(error)}") from error
        self._ends = _ends(self._checkpoint, self._tokenizer)
        self._model.generation_config = self._looking(library)

    @property
    def name(self) -> str:
        """The file with the weights."""
        return self._name

    @property
    def versions(self) -> dict[str, str]:
        """Libraries, and where and how the weights were computed with."""
        found = {name: version(name) for name in ("transformers", "torch", "tokenizers")}
        return found | {"device": self._device, "precision": str(self._model.dtype if self._model else "")}

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """The most likely answer, token by token, through the model's own chat template. Raises `TargetError`."""
        if self._model is None:
            raise TargetError("the model is closed")
        try:
            tokens = self._tokens(messages)
            asked = int(tokens.shape[1])
            left = self._length - asked
            if left <= 0:
                raise TargetError(f"the question's {asked:,} tokens exceed the context of {self._length:,}")
            most = min(max_tokens, left)
            with self._torch.inference_mode():
                whole = self._model.generate(
                    tokens, attention_mask=self._torch.ones_like(tokens), max_new_tokens=most, do_sample=False
                )
            said = whole[0, asked:].tolist()
            text = self._tokenizer.decode(said, skip_special_tokens=True)
        except TargetError:
            raise
        except Exception as error:  # templates and shapes of a hostile directory come to light here
            raise TargetError(f"transformers could not answer: {self._told(error)}") from error
        ended = bool(said) and said[-1] in self._ends
        return Reply(text=speakable(text), tokens=len(said), truncated=not ended, prompt_tokens=asked)

    def close(self) -> None:
        """Let go of the model."""
        self._model = None

    def _tokens(self, messages: Sequence[Message]) -> Any:
        turns = [{"role": m.role, "content": speakable(m.content)} for m in messages]
        try:
            text = self._rendered(turns)
        except Exception:
            if len(turns) < 2 or turns[0]["role"] != "system":
                raise
            # Some templates refuse a system's words. llama.cpp then says them before the user's, and so do we.
            joined = {"role": turns[1]["role"], "content": f"{turns[0]['content']}\n\n{turns[1]['content']}"}
            text = self._rendered([joined, *turns[2:]])
        # The template has written every special token.
        return self._tokenizer(text, add_special_tokens=False, return_tensors="pt")["input_ids"].to(self._device)

    def _rendered(self, turns: list[dict[str, str]]) -> str:
        given = None if self._tokenizer.chat_template else _TEMPLATE
        text: str = self._tokenizer.apply_chat_template(
            turns, chat_template=given, add_generation_prompt=True, tokenize=False
        )
        return text

    def _looking(self, library: Any) -> Any:
        """How an answer is looked for: the likeliest token each time, nothing weighed, up to a token that ends it."""
        ends = list(self._ends) or None
        return library.GenerationConfig(do_sample=False, eos_token_id=ends, pad_token_id=ends[0] if ends else 0)

    def _told(self, error: Exception) -> str:
        """The error's words without the path, which is nobody's business."""
        said = " ".join(str(error).split()).replace(os.fspath(self._directory), "the directory")
        return shown(f"{type(error).__name__}: {said}" if said else type(error).__name__, 300)


def open_target(spec: TargetSpec, secret: str | None) -> Transformers:
    """Load the directory at `spec.location`; `secret` is not used. Raises `TargetError` when it cannot be loaded.

    Parameters: `context_length` (tokens, no more than the configuration allows), `threads`.
    """
    del secret
    return Transformers(spec)


def _libraries() -> tuple[Any, Any]:
    os.environ.update(_ENVIRONMENT)
    # PyTorch wants to be told of a place for temporary files before it does anything. The worker may write nowhere.
    tempfile.tempdir = tempfile.tempdir or os.sep
    try:
        import torch  # noqa: PLC0415 - heavy, only here
        import transformers  # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise TargetError(
            "asking a directory with safetensors needs the extra 'transformers' (pip install 'seatrial[transformers]')"
        ) from error
    return torch, transformers


def _tokenizer(library: Any, directory: Path) -> Any:
    return library.PreTrainedTokenizerFast.from_pretrained(
        os.fspath(directory), local_files_only=True, trust_remote_code=False
    )


def _model(library: Any, directory: Path, device: str) -> Any:
    """The model, whole. Raises `TargetError` when a tensor is missing, and whatever the library raises."""
    model, about = library.AutoModelForCausalLM.from_pretrained(
        os.fspath(directory),
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        dtype="auto",
        attn_implementation="eager",
        output_loading_info=True,
    )
    missing = sorted(about["missing_keys"])
    if missing:
        raise TargetError(
            f"the files lack {len(missing):,} tensors that the configuration asks for, {shown(missing[0], 80)} among "
            "them: what would be made up in their place is not the model"
        )
    return model.to(device).eval()


def _ends(checkpoint: Checkpoint, tokenizer: Any) -> tuple[int, ...]:
    known = {tokenizer.eos_token_id} if type(tokenizer.eos_token_id) is int else set()
    return tuple(sorted({*checkpoint.ends, *known}))
