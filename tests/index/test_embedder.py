"""The built-in model: the fast path against sentence-transformers on the same folder."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedder import BUILTIN, default_cache, load
from index.errors import ModelError
from index.onnx_embedder import OnnxEmbedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.reading import Embedder

ROOT = Path(__file__).parents[2]
# How near the fast path stays to the reference, as a cosine; measured at 0.996 (batched apart) and above.
NEAR = 0.995


@dataclass(frozen=True)
class Compared:
    """Vectors of the same questions and passages by both paths."""

    fast_asked: NDArray[np.float32]
    slow_asked: NDArray[np.float32]
    fast_told: NDArray[np.float32]
    slow_told: NDArray[np.float32]


@pytest.fixture(scope="module")
def compared(builtin: Embedder, builtin_folder: Path, real_data: Path) -> Compared:
    """Questions and passages in three languages."""
    files = ("xquad-en/xquad.en.json", "crpa-faq-fr/squad.json", "jaquad-dev/jaquad_dev_0000.json")
    asked, told = [], []
    for file in files:
        for article in json.loads((real_data / file).read_text("utf-8"))["data"][:10]:
            paragraph = article["paragraphs"][0]
            told.append(paragraph["context"])
            asked += [question["question"] for question in paragraph["qas"][:3]]
    reference = load(str(builtin_folder))
    vectors = [(each.encode_queries(asked), each.encode_passages(told)) for each in (builtin, reference)]
    return Compared(vectors[0][0], vectors[1][0], vectors[0][1], vectors[1][1])


def cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    return (a * b).sum(axis=1)


def test_the_fast_path_stays_near_the_reference(compared: Compared) -> None:
    assert len(compared.fast_asked) > 50
    assert cosines(compared.fast_asked, compared.slow_asked).min() > NEAR
    assert cosines(compared.fast_told, compared.slow_told).min() > NEAR


def test_both_paths_find_the_same_passages(compared: Compared) -> None:
    fast = (compared.fast_asked @ compared.fast_told.T).argmax(axis=1)
    slow = (compared.slow_asked @ compared.slow_told.T).argmax(axis=1)
    assert np.mean(fast == slow) >= 0.97


def test_vectors_have_length_one_whatever_they_are_batched_with(builtin: Embedder) -> None:
    some = ["short", "a much longer text " * 30, "", "宇宙"]
    together = builtin.encode_passages(some)
    assert together.dtype == np.float32
    assert together.shape == (4, builtin.dimensions) == (4, 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([builtin.encode_passages([text]) for text in some])
    assert cosines(together, alone).min() > NEAR


def test_questions_and_passages_are_told_apart(builtin: Embedder) -> None:
    question, passage = builtin.encode_queries(["the moon"]), builtin.encode_passages(["the moon"])
    assert cosines(question, passage)[0] < 0.999


def test_a_text_read_has_the_vector_it_is_encoded_to(builtin: Embedder) -> None:
    texts = ["When does the keynote start?", "宇宙", "a much longer text " * 30]
    for read, encoded in (
        (builtin.read_queries(texts), builtin.encode_queries(texts)),
        (builtin.read_passages(texts), builtin.encode_passages(texts)),
    ):
        assert cosines(np.stack([each.vector for each in read]), encoded).min() > NEAR
        assert all(each.tokens.shape[1] == builtin.dimensions for each in read)


def test_both_paths_read_the_same_tokens(builtin: Embedder, builtin_folder: Path) -> None:
    reference, texts = load(str(builtin_folder)), ["When does the keynote start?", "宇宙協力"]
    for fast, slow in (
        *zip(builtin.read_queries(texts), reference.read_queries(texts), strict=True),
        *zip(builtin.read_passages(texts), reference.read_passages(texts), strict=True),
    ):
        assert fast.tokens.shape == slow.tokens.shape
        alike = cosines(fast.tokens, slow.tokens) / np.linalg.norm(fast.tokens, axis=1)
        assert (alike / np.linalg.norm(slow.tokens, axis=1)).min() > 0.97


def test_nothing_to_encode(builtin: Embedder) -> None:
    assert builtin.encode_passages([]).shape == (0, 384)


def test_progress_counts_every_text(builtin: Embedder) -> None:
    told: list[int] = []
    builtin.encode_passages([f"text {n}" for n in range(30)], told.append)
    assert sum(told) == 30


def test_a_text_beyond_the_limit_is_cut(builtin: Embedder) -> None:
    assert np.isfinite(builtin.encode_passages(["word " * 5000])).all()


def test_the_name_tells_the_weights(builtin: Embedder) -> None:
    assert builtin.name.startswith("builtin:1571fc9827503943.")


def test_serving_needs_no_torch(builtin_folder: Path) -> None:
    code = f"""
import sys
from dataclasses import dataclass
from pathlib import Path
from index.embedder import load
load({BUILTIN!r}, Path({str(builtin_folder.parent)!r})).encode_queries(["when?"])
print(sorted({{"torch", "transformers", "sentence_transformers", "onnx", "sklearn"}} & set(sys.modules)))
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RENDEZVOUS_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("RENDEZVOUS_CACHE")
    assert default_cache().name == "rendezvous"


@pytest.mark.parametrize("missing", ["sentencepiece.bpe.model", "onnx/model_int8.onnx"])
def test_a_folder_that_lost_a_file_is_told(builtin_folder: Path, tmp_path: Path, missing: str) -> None:
    for name in ("sentencepiece.bpe.model", "onnx/model_int8.onnx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if name == missing:
            (tmp_path / name).write_bytes(b"not a model")
        else:
            (tmp_path / name).symlink_to(builtin_folder / name)
    with pytest.raises(ModelError, match=rf"{Path(missing).name}: cannot be (read|loaded)"):
        OnnxEmbedder(tmp_path, "broken")
