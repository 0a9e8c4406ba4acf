"""The tokenizer of multilingual-e5-small (XLM-RoBERTa's sentencepiece model), made from its pieces.

It is written twice: as ``tokenizer.json`` for sentence-transformers, and as a sentencepiece model for the
fast path, where it takes 60 MB of memory instead of 290 and loads four times as fast.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

BEGIN, PADDING, END, UNKNOWN = 0, 1, 2, 3
_SPACE = "▁"
# sentencepiece's nmt_nfkc is NFKC but for this one sign, which Japanese writes for a range.
_WAVE, _KEPT = "～", "\ue000"
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
# Kinds of piece in sentencepiece_model.proto.
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_UNIGRAM = 1


def normalizer() -> Normalizer:
    """What is done to a text before it is cut into pieces: sentencepiece's nmt_nfkc, and single spaces."""
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(_WAVE, _KEPT),
            normalizers.NFKC(),
            normalizers.Replace(_KEPT, _WAVE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def make(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer that gives the same ids as the model's published ``tokenizer.json``.

    ``pieces`` are the pieces with their scores in the order of their ids; ``<s>``, ``<pad>``, ``</s>``
    and ``<unk>`` are the first, ``<mask>`` the last.
    """
    from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", BEGIN), ("</s>", END)],
    )
    tokenizer.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in _SPECIAL])
    return tokenizer


def sentencepiece_model(pieces: Sequence[tuple[str, float]]) -> bytes:
    """Return the same pieces as a sentencepiece model, whose ids are theirs; texts come to it normalized."""
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined] # made by protobuf at run time
    for text, score in pieces:
        piece = model.pieces.add()
        piece.piece, piece.score = text, score
        piece.type = _UNKNOWN if text == "<unk>" else _CONTROL if text in _SPECIAL else _NORMAL
    trainer, rules = model.trainer_spec, model.normalizer_spec
    trainer.model_type = _UNIGRAM
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = BEGIN, PADDING, END, UNKNOWN
    rules.name, rules.remove_extra_whitespaces = "identity", False
    return bytes(model.SerializeToString())


class FastTokenizer:
    """Texts to the model's ids, by sentencepiece. Raises OSError or RuntimeError when the file is no model."""

    def __init__(self, file: Path, longest: int) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor(model_file=str(file))
        self._normalizer = normalizer()
        self._longest = longest

    def ids(self, text: str) -> list[int]:
        """The ids of a text, between begin and end, at most as many as the model takes."""
        pieces = self._processor.encode(self._normalizer.normalize_str(text))
        return [BEGIN, *pieces[: self._longest - 2], END]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where each piece of a text lies in it, as ``ids`` cuts it but without begin and end.

        The places are those of the text as it is normalized, which leaves one that is NFKC already as it is.
        """
        pieces: list[str] = self._processor.encode(self._normalizer.normalize_str(text), out_type=str)
        ends = list(accumulate(map(len, pieces), initial=-1))  # the first piece begins with a space that is added
        places = [
            (start + piece.startswith(_SPACE), end) for piece, start, end in zip(pieces, ends, ends[1:], strict=False)
        ]
        return places[: self._longest - 2]
