"""The adapted upper half: without an adapter it is the model's own, with one it is not; it is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.adapted import AdaptedStates
from index.embedder import load, open_adapted
from index.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from index.reading import Embedder, Reading

TEXT = "When does the keynote start?"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("adapted")


def read(builtin: Embedder) -> Reading:
    return builtin.read_queries([TEXT])[0]


def alike(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float((a * b).sum() / np.linalg.norm(a) / np.linalg.norm(b))


def test_without_an_adapter_it_goes_on_as_the_model_does(builtin: Embedder, cache: Path) -> None:
    reading = read(builtin)
    assert reading.middle is not None
    states = AdaptedStates.open(cache, "none", {}).of(reading.middle)
    assert alike(states.mean(axis=0), reading.vector) > 0.99  # the vector is the mean of the last states, of length one


def test_an_adapter_changes_the_matrix_that_it_is_for(builtin: Embedder, cache: Path) -> None:
    chance = np.random.default_rng(3)
    adapter = {
        "l11.q.a": chance.normal(0, 0.3, (2, 384)).astype(np.float16),
        "l11.q.b": chance.normal(0, 0.3, (384, 2)).astype(np.float16),
    }
    middle = read(builtin).middle
    assert middle is not None
    plain = AdaptedStates.open(cache, "none", {}).of(middle)
    assert not np.allclose(AdaptedStates.open(cache, "some", adapter).of(middle), plain, atol=1e-3)


def test_it_is_made_once(builtin: Embedder, tmp_path: Path) -> None:
    reader = open_adapted(builtin, lambda _: read(builtin), "none", [{}], tmp_path)
    (made,) = tmp_path.iterdir()
    before = made.stat().st_mtime_ns
    states, places = reader.states(TEXT)
    open_adapted(builtin, lambda _: read(builtin), "none", [{}], tmp_path)
    assert made.stat().st_mtime_ns == before
    assert states.shape[0] == 1
    assert len(states[0]) > len(places) > 0
    assert [TEXT[start:end].strip() for start, end in places][:2] == ["When", "does"]


def test_beside_a_model_from_elsewhere_the_built_in_one_reads(builtin_folder: Path, cache: Path) -> None:
    other = load(str(builtin_folder))
    reader = open_adapted(other, lambda text: other.read_queries([text])[0], "none", [{}], cache)
    assert reader.states(TEXT)[0].size > 0


def test_a_cache_that_cannot_be_written_is_told(builtin: Embedder, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        open_adapted(builtin, lambda _: read(builtin), "none", [{}], file / "cache")
