"""How well each word of a question is met by some word of a passage, in meaning and in any language.

One vector for a passage blurs what it says in passing. So each token of the question looks for the token of the
passage that is nearest to it, and the nearness of all counts ("late interaction", ColBERT: Khattab and Zaharia
2020). States of one network have much in common; what a token says shows in how it departs from the ordinary: from
the mean over all kinds of text, and from that of its own text. Of a passage's tokens only the signs of that are
kept, one bit a dimension. Figures: ``docs/decisions/fusion.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.reading import Embedder

_QUESTIONS = (
    ("When does the keynote start?", "Who speaks about reusable rockets?", "How much does the program cost?"),
    ("À quelle heure commence la séance ?", "Qui a développé ce satellite ?", "Combien de pays ont signé l'accord ?"),
    ("基調講演は何時に始まりますか。", "この技術は誰が開発しましたか。", "何人が参加する予定ですか。"),
)
_ENGLISH = """
Good afternoon, everyone. It is an honor to be here today. In 2016 the two agencies agreed to build a satellite that
observes the oceans; 14 companies took part, and the launch cost 85 million euros. We will work together on safety,
supply chains and the training of young engineers.
"""
_FRENCH = """
Mesdames et messieurs, merci d'être venus si nombreux. Depuis 2016, les deux agences construisent ensemble un
satellite qui observe les océans ; quatorze entreprises y participent. L'accueil se trouve au rez-de-chaussée, près de
la salle B, et le déjeuner est servi à midi et demi.
"""
_JAPANESE = """
皆様、本日はお集まりいただきありがとうございます。2016年から両国の機関は海を観測する衛星を共同で開発しており、
十四社が参加しています。受付は一階のB会議室の隣にあり、昼食は十二時半からです。
今後も人材の育成と安全な宇宙利用のために協力してまいります。
"""
_PASSAGES = tuple(" ".join(text.split()) for text in (_ENGLISH, _FRENCH, _JAPANESE))
# How much of what is ordinary is that of the text itself; the rest is that of all texts.
_OWN = np.float32(0.5)


class Ordinary:
    """The mean states of a model's tokens in questions and in passages, each of shape (dimensions,)."""

    def __init__(self, asked: NDArray[np.float32], told: NDArray[np.float32]) -> None:
        self.asked, self.told = asked, told

    @classmethod
    def of(cls, embedder: Embedder) -> Ordinary:
        """Measure a model by a few sentences in three languages; zeros where it has no states of tokens."""
        asked = [question for some in _QUESTIONS for question in some]
        in_questions = np.concatenate([each.tokens for each in embedder.read_queries(asked)])
        in_passages = [each.tokens for each in embedder.read_passages(_PASSAGES)]
        if not len(in_questions):
            none = np.zeros(in_questions.shape[1], np.float32)
            return cls(none, none)
        return cls(in_questions.mean(axis=0), np.stack([each.mean(axis=0) for each in in_passages]).mean(axis=0))

    def signs(self, tokens: NDArray[np.float32]) -> NDArray[np.uint8]:
        """What is kept of a passage's tokens: a bit a dimension, uint8 of shape (tokens, dimensions / 8)."""
        return np.packbits(_departure(tokens, self.told) > 0, axis=1)


class Tokens:
    """The signs of all passages' tokens, ``counts[i]`` of them the i-th passage's."""

    def __init__(self, ordinary: Ordinary, signs: NDArray[np.uint8], counts: NDArray[np.int64]) -> None:
        self.ordinary = ordinary
        self._signs = signs
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @classmethod
    def build(cls, ordinary: Ordinary, signs: Sequence[NDArray[np.uint8]]) -> Tokens:
        """Join what ``Ordinary.signs`` gave for each passage."""
        none = np.zeros((0, -(-len(ordinary.told) // 8)), np.uint8)
        return cls(ordinary, np.concatenate([none, *signs]), np.array([len(each) for each in signs], np.int64))

    def signs(self, number: int) -> NDArray[np.uint8]:
        """A copy of the signs of one passage."""
        return self._signs[self._first[number] : self._first[number + 1]].copy()

    def aligned(self, asked: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return for each of these passages how near its tokens come to a question's, float32 of shape (passages,).

        ``asked`` are the question's tokens. The cosine of each with the nearest one counts the more, the further
        the token is from the ordinary.
        """
        if not len(asked):
            return np.zeros(len(numbers), np.float32)
        looked = _departure(asked, self.ordinary.asked)
        weights = np.linalg.norm(looked, axis=1)
        scale = max(float(weights @ weights), 1e-9) * np.sqrt(np.float32(looked.shape[1]))
        found = [weights @ self._nearest(looked, number) / scale for number in numbers]
        return np.array(found, np.float32)

    def _nearest(self, looked: NDArray[np.float32], number: np.int64) -> NDArray[np.float32]:
        """For each row the highest product with the signs of one of a passage's tokens."""
        signs = self._signs[self._first[number] : self._first[number + 1]]
        if not len(signs):
            return np.zeros(len(looked), np.float32)
        bits = np.unpackbits(signs, axis=1, count=looked.shape[1]).astype(np.float32)
        nearest: NDArray[np.float32] = 2 * (bits @ looked.T).max(axis=0) - looked.sum(axis=1)  # a sign is 2 * bit - 1
        return nearest

    def save(self, folder: Path) -> None:
        """Write the tokens into an existing folder."""
        np.save(folder / "tokens.npy", self._signs, allow_pickle=False)
        np.save(folder / "tokens_of_each.npy", np.diff(self._first), allow_pickle=False)
        np.save(folder / "ordinary.npy", np.stack([self.ordinary.asked, self.ordinary.told]), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Tokens:
        """Read what ``save`` wrote. Raises OSError or ValueError when it is damaged."""
        asked, told = np.load(folder / "ordinary.npy", allow_pickle=False)
        signs = np.load(folder / "tokens.npy", allow_pickle=False)
        return cls(Ordinary(asked, told), signs, np.load(folder / "tokens_of_each.npy", allow_pickle=False))


def _departure(tokens: NDArray[np.float32], ordinary: NDArray[np.float32]) -> NDArray[np.float32]:
    """How a text's tokens depart from the ordinary."""
    if not len(tokens):
        return tokens
    departure: NDArray[np.float32] = tokens - _OWN * tokens.mean(axis=0) - (1 - _OWN) * ordinary
    return departure
