"""The two forms of the tokenizer agree, on real texts too.

That they also agree with the model's published tokenizer.json was checked once on all real texts; see
docs/decisions/embedding-path.md.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tokenizers import Tokenizer

from index.builtin.folder import PIECES
from index.builtin.tokenizer import FastTokenizer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def published(builtin_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(builtin_folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def fast(builtin_folder: Path) -> FastTokenizer:
    return FastTokenizer(builtin_folder / PIECES, 512)


# The ids that the published tokenizer gives.
KNOWN = {
    "query: how much": [0, 41, 1294, 12, 3642, 5045, 2],
    "Hello world!": [0, 35378, 8999, 38, 2],
}


@pytest.mark.parametrize(("text", "ids"), KNOWN.items())
def test_known_ids(published: Tokenizer, fast: FastTokenizer, text: str, ids: list[int]) -> None:
    assert published.encode(text).ids == fast.ids(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  two  spaces ",
        "CALLISTOは、ＪＡＸＡ～ＣＮＥＳ",
        "ｶﾞｷﾞ　全角　①②",
        "l'été à l'Élysée… « Oui »",
        "e\u0301 decomposed",
        "\u200bzero\u00a0width\ttab\r\nline",
        "🛰️ satellite",
        "x" * 3000,
    ],
)
def test_both_forms_agree_on_odd_texts(published: Tokenizer, fast: FastTokenizer, text: str) -> None:
    assert fast.ids(f"passage: {text}") == _cut(published.encode(f"passage: {text}").ids)


def test_both_forms_agree_on_real_texts(published: Tokenizer, fast: FastTokenizer, real_data: Path) -> None:
    japanese = json.loads((real_data / "jaquad-dev" / "jaquad_dev_0000.json").read_text("utf-8"))
    french = json.loads((real_data / "crpa-faq-fr" / "squad.json").read_text("utf-8"))
    texts = [p["context"] for each in (japanese, french) for a in each["data"] for p in a["paragraphs"]][:150]
    texts.append((real_data / "france-japan-2026" / "keynote.txt").read_text("utf-8"))
    texts = [f"passage: {text}" for text in texts]
    assert [fast.ids(text) for text in texts] == [_cut(each.ids) for each in published.encode_batch(texts)]


def test_marks_of_the_model_inside_a_text_are_only_text(fast: FastTokenizer) -> None:
    ids = fast.ids("strike <s>this</s> out")
    assert ids.count(0) == ids.count(2) == 1


def _cut(ids: list[int]) -> list[int]:
    return ids if len(ids) <= 512 else [*ids[:511], 2]
