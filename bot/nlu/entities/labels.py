"""Tracks, organizations, kinds and languages of sessions: labels that several sessions share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.nlu.entities.vocabulary import Vocabulary
from bot.nlu.found import Found, NameKind
from bot.nlu.frequency import EVERYDAY, TELLING, zipf
from bot.nlu.lexicon import kind_words
from bot.nlu.text import clean_name, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.nlu.found import Span
    from bot.nlu.text import Utterance, Word

NEAR = 2
SHORT = 3  # letters of a word that may stand inside a label without being of it ("and", "of")
TIE = 1e-6
OF_ANY = 0.3  # worth of a word said of any session ("talk") beside that of others


@dataclass(frozen=True, slots=True)
class _Said:
    """A word of the question and the labels that have it, with the likeness."""

    word: Word
    labels: Mapping[int, float]


class Labels:
    """Finds labels of one kind.

    ``names`` maps each spelling to the key that it stands for; ``barred`` are folded words that tell no label of this
    kind from another, ``weak`` those that tell little, since they are said of any session.
    """

    def __init__(
        self, kind: NameKind, names: Mapping[str, str], barred: Collection[str], weak: Collection[str] = ()
    ) -> None:
        self._kind = kind
        self._weak = frozenset(weak)
        self.keys = tuple(names.values())
        self._telling = [self._telling_words(name, barred) for name in names]
        self._vocabulary = Vocabulary(enumerate(self._telling))

    def find(self, utterance: Utterance, generics: Sequence[Span], others: Sequence[Span] = ()) -> list[Found]:
        """Labels named in full, or in part beside a word for any of them ("the cloud track").

        Beside one of the ``others``, which may as well be for something else ("the java room"), in half at least
        and by a word that is not of every day ("is the room free").
        """
        found = [name for run in self._runs(utterance.words) for name in self._in_run(run, [*generics, *others])]
        sure = (f for f in found if not f.partial or set(generics) & set(f.spans) or self._is_half(f, utterance))
        return list(sure)

    def _runs(self, said: Sequence[Word]) -> Iterator[list[_Said]]:
        run: list[_Said] = []
        for word in said:
            labels = self._look_up(word) if word.content else {}
            if labels:
                run.append(_Said(word, labels))
            elif run and word.content and len(word.folded) > SHORT:
                yield run
                run = []
        if run:
            yield run

    def _look_up(self, word: Word) -> Mapping[int, float]:
        if word.folded in kind_words():  # no launch is meant by lunch
            return self._vocabulary.look_up(word, fuzzy=False)
        labels = self._vocabulary.look_up(word)
        return labels or (self._vocabulary.akin(word) if self._kind is NameKind.ORGANIZATION else {})

    def _in_run(self, run: list[_Said], generics: Sequence[Span]) -> Iterator[Found]:
        """The label that most of a run names, then that of what is left, while they are credible."""
        rest = run
        while rest:
            name, used = self._best(rest)
            if not self._is_credible(name, [said.word for said in used], generics):
                return
            yield replace(name, spans=(*name.spans, *_beside(name, generics)))
            rest = [said for said in rest if said not in used]

    def _best(self, run: list[_Said]) -> tuple[Found, list[_Said]]:
        scores: dict[int, float] = {}
        for said in run:
            for label, likeness in said.labels.items():
                scores[label] = scores.get(label, 0.0) + likeness * (OF_ANY if said.word.folded in self._weak else 1)
        top = max(scores.values())
        best = sorted((c for c, score in scores.items() if score >= top - TIE), key=lambda c: len(self._telling[c]))
        used = [said for said in run if best[0] in said.labels]
        size = len(self._telling[best[0]])
        whole = len({said.word.folded for said in used}) >= size
        alike = [label for label in best if all(label in said.labels for said in used)]
        meant = [label for label in alike if len(self._telling[label]) == size] if whole else alike
        likeness = sum(said.labels[best[0]] for said in used) / len(used)
        spans = tuple((said.word.start, said.word.end) for said in used)
        keys = tuple(dict.fromkeys(self.keys[label] for label in meant))
        return Found(self._kind, keys, spans, likeness, not whole, exact=likeness == 1), used

    def _is_credible(self, name: Found, used: Sequence[Word], generics: Sequence[Span]) -> bool:
        if all(word.folded in self._weak for word in used) and name.partial:
            return False
        beside = bool(_beside(name, generics))
        if self._kind is NameKind.LANGUAGE:
            return beside and not name.partial  # "the first Japanese satellite" speaks of no language
        if beside:
            return True
        if name.partial:
            return self._kind is NameKind.ORGANIZATION and self._tells_enough(name, used)
        return True

    def _is_half(self, name: Found, utterance: Utterance) -> bool:
        whole = self._telling[self.keys.index(name.keys[0])]
        own = {word.folded for word in whole}
        said = [w.folded for w in utterance.words if (w.start, w.end) in name.spans and w.folded in own]
        telling = any(zipf(folded) < EVERYDAY for folded in said)
        return self._kind is NameKind.ORGANIZATION or (2 * len(said) >= len(whole) and telling)

    def _tells_enough(self, name: Found, used: Sequence[Word]) -> bool:
        """A rare word such as "Airbus" stands for the whole name; "space" does not."""
        whole = self._telling[self.keys.index(name.keys[0])]
        half = name.exact and len(used) > 1 and 2 * len(used) >= len(whole)
        return half or any(zipf(word.folded) < TELLING and not is_japanese(word.folded) for word in used)

    def _telling_words(self, name: str, barred: Collection[str]) -> tuple[Word, ...]:
        all_words = tuple(word for word in words(clean_name(name)) if word.content)
        telling = tuple(word for word in all_words if word.folded not in barred)
        return telling if telling or self._kind is NameKind.SESSION_KIND else all_words


def _beside(name: Found, generics: Sequence[Span]) -> list[Span]:
    """The words for any label of the kind that stand next to a name."""
    return [(s, e) for s, e in generics if 0 <= name.start - e <= NEAR or 0 <= s - name.end <= NEAR]
