from __future__ import annotations

import struct

import numpy as np
import pytest

from index.builtin.folder import package_content
from index.builtin.weights import Weights, read


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read(package_content())


def test_the_sizes_are_those_of_multilingual_e5_small(weights: Weights) -> None:
    sizes = weights.sizes
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.inner) == (384, 12, 12, 1536)
    assert (sizes.vocabulary, sizes.positions, sizes.types) == (250_037, 512, 2)


def test_the_pieces_are_those_of_xlm_roberta(weights: Weights) -> None:
    assert len(weights.pieces) == 250_002
    assert [piece for piece, _ in weights.pieces[:5]] == ["<s>", "<pad>", "</s>", "<unk>", ","]
    assert weights.pieces[-1][0] == "<mask>"
    assert weights.pieces[4][1] == pytest.approx(-3.4635427)


def test_tensors_have_their_shapes(weights: Weights) -> None:
    assert weights.blocks("emb.word", 384).dense().shape == (250_037, 384)
    assert weights.blocks("l11.fo.w", 1536).dense().shape == (384, 1536)
    assert weights.vector("l0.q.b").shape == (384,)
    with pytest.raises(KeyError):
        weights.vector("l12.q.b")


def test_four_bits_are_unpacked_as_the_engine_of_the_package_does() -> None:
    """Blocks of a float16 scale and 16 bytes: the low halves are the first 16 values, less eight."""
    low, high = np.arange(16, dtype=np.uint8), np.arange(16, dtype=np.uint8)[::-1]
    raw = struct.pack("<e", 0.5) + bytes(low | (high << 4))
    blocks = Weights(None, (), raw, {"w": (0, len(raw))}).blocks("w", 32)
    assert blocks.dense().tolist() == [[(v - 8) / 2 for v in [*low.tolist(), *high.tolist()]]]


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not with b'E5S1'"):
        read(b"something else entirely")
