"""The tokenizer of multilingual-e5-small (XLM-RoBERTa's sentencepiece model), made from its pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

UNKNOWN = 3
PADDING = 1
# sentencepiece's nmt_nfkc is NFKC but for this one sign, which Japanese writes for a range.
_WAVE, _KEPT = "～", "\ue000"


def make(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer that gives the same ids as the model's published ``tokenizer.json``.

    ``pieces`` are the pieces with their scores in the order of their ids; ``<s>``, ``<pad>``, ``</s>``
    and ``<unk>`` are the first, ``<mask>`` the last.
    """
    from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(_normalizing())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    special = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    tokenizer.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in special])
    return tokenizer


def _normalizing() -> list[object]:
    from tokenizers import Regex, normalizers

    return [
        normalizers.Nmt(),
        normalizers.Replace(_WAVE, _KEPT),
        normalizers.NFKC(),
        normalizers.Replace(_KEPT, _WAVE),
        normalizers.Replace(Regex(" {2,}"), " "),
    ]
