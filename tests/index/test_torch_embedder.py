"""Any model that sentence-transformers loads: a tiny one with random weights, made here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from index.build import build
from index.embedder import load
from index.errors import ModelError
from index.search import Search
from knowledge.model import Document, Event, Knowledge, Section

ROOT = Path(__file__).parents[2]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "moon", "tea", "rocket", "is", "the"]


def make(folder: Path, prompts: dict[str, str] | None = None, seed: int = 0) -> Path:
    """A BERT of one layer and eight dimensions."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(WORDS), max_position_embeddings=64, **shape)).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special).save_pretrained(folder)
    stages = (("Transformer", ""), ("Pooling", "1_Pooling"))
    modules = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (kind, path) in enumerate(stages)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}))
    return folder


def page(source: str, text: str) -> Document:
    return Document("page", source, "", text, (Section((), 0, len(text)),), "en")


def test_a_local_folder_is_loaded(tmp_path: Path) -> None:
    embedder = load(str(make(tmp_path / "tiny")))
    assert embedder.dimensions == 8
    texts = ["the moon", "tea " * 40, "rocket"]
    vectors = embedder.encode_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((3, 8), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([embedder.encode_passages([text]) for text in texts])
    assert vectors == pytest.approx(alone, abs=1e-5)
    assert embedder.encode_queries([]).shape == (0, 8)


def test_progress_counts_every_text(tmp_path: Path) -> None:
    told: list[int] = []
    load(str(make(tmp_path / "tiny"))).encode_passages(["moon"] * 40, told.append)
    assert sum(told) == 40


def test_the_folder_s_prompts_are_used(tmp_path: Path) -> None:
    plain = load(str(make(tmp_path / "plain")))
    prompted = load(str(make(tmp_path / "prompted", {"query": "query: ", "document": "passage: "})))
    assert prompted.encode_queries(["moon"]) == pytest.approx(plain.encode_queries(["query: moon"]), abs=1e-6)
    assert prompted.encode_passages(["moon"]) == pytest.approx(plain.encode_passages(["passage: moon"]), abs=1e-6)


def test_a_text_is_read_without_prompt_and_frame(tmp_path: Path) -> None:
    plain = load(str(make(tmp_path / "plain")))
    prompted = load(str(make(tmp_path / "prompted", {"query": "query: ", "document": "passage: "})))
    (bare,), (led,) = plain.read_queries(["the moon"]), prompted.read_queries(["the moon"])
    assert bare.tokens.shape == led.tokens.shape == (2, 8)
    assert led.vector == pytest.approx(prompted.encode_queries(["the moon"])[0], abs=1e-6)
    assert [len(each.tokens) for each in prompted.read_passages(["the moon is", "tea", "tea " * 90])] == [3, 1, 60]
    assert prompted.read_queries([]) == []


def test_a_model_of_words_without_context_has_no_tokens(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    static = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu")
    static.save(str(tmp_path / "model"))
    embedder = load(str(tmp_path / "model"))
    assert [each.tokens.shape for each in embedder.read_queries(["the moon", "tea"])] == [(0, 8), (0, 8)]
    knowledge = Knowledge(
        Event("Test", ZoneInfo("UTC")), documents=(page("moon.md", "The moon."), page("tea.md", "Tea."))
    )
    build(knowledge, tmp_path / "index", embedder)
    (hit,) = Search.open(tmp_path / "index", embedder).find("the moon", limit=1)
    assert (hit.chunk.source, hit.aligned) == ("moon.md", 0)


def test_an_e5_folder_without_prompts_gets_those_it_was_trained_with(tmp_path: Path) -> None:
    plain, e5 = load(str(make(tmp_path / "plain"))), load(str(make(tmp_path / "some-e5-base")))
    assert e5.encode_queries(["moon"]) == pytest.approx(plain.encode_queries(["query: moon"]), abs=1e-6)


def test_other_weights_or_prompts_have_another_name(tmp_path: Path) -> None:
    names = {
        load(str(make(tmp_path / "1" / "m"))).name.rpartition(":")[2],
        load(str(make(tmp_path / "2" / "m", seed=1))).name.rpartition(":")[2],
        load(str(make(tmp_path / "3" / "m", {"query": "q: "}))).name.rpartition(":")[2],
    }
    assert len(names) == 3
    same = load(str(make(tmp_path / "4" / "m"))).name.rpartition(":")[2]
    assert same in names


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is a folder without an embedding model"):
        load(str(tmp_path))


def test_a_broken_model_is_told_in_one_line(tmp_path: Path) -> None:
    folder = make(tmp_path / "tiny")
    (folder / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(ModelError, match="cannot be loaded as an embedding model") as told:
        load(str(folder))
    assert "\n" not in str(told.value)


def test_a_hub_model_that_cannot_be_had_is_told() -> None:
    code = "from index.embedder import load; load('nobody/no-such-model')"
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, cwd=ROOT, env=offline, capture_output=True, text=True, check=False)
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith("index.errors.ModelError: nobody/no-such-model: cannot be loaded as an embedding model")
