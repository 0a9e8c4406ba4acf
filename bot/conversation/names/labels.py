"""Tracks, organizations, kinds and languages of sessions: labels that several sessions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.names.found import Found, NameKind
from bot.conversation.names.vocabulary import Vocabulary
from bot.conversation.understanding.frequency import EVERYDAY, zipf
from bot.conversation.understanding.text import clean_name, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.conversation.understanding.text import Utterance, Word

NEAR = 2
TELLING = 3.6  # Zipf scale


class Labels:
    """Finds labels of one kind. ``barred`` are folded words that tell labels of this kind from nothing.

    ``names`` maps each spelling to the key that it stands for.
    """

    def __init__(self, kind: NameKind, names: Mapping[str, str], barred: Collection[str]) -> None:
        self._kind = kind
        self._keys = list(names.values())
        self._telling = [_telling(name, barred, strict=kind is not NameKind.SESSION_KIND) for name in names]
        self._vocabulary = Vocabulary(enumerate(self._telling))

    def find(self, utterance: Utterance, generics: Sequence[tuple[int, int]]) -> list[Found]:
        """Labels named in full, or in part beside a word for any of them ("the cloud track")."""
        found: list[Found] = []
        for run in self._runs(utterance.words):
            while run:
                name, rest = self._best(utterance, run, generics)
                if name is None:
                    break
                found.append(name)
                run = rest
        return found

    def _runs(self, said: Iterable[Word]) -> list[list[tuple[Word, Mapping[int, float]]]]:
        runs: list[list[tuple[Word, Mapping[int, float]]]] = [[]]
        for word in said:
            owners = self._vocabulary.look_up(word) if word.content else {}
            if owners:
                runs[-1].append((word, owners))
            elif word.content and runs[-1] and len(word.folded) > NEAR + 1:
                runs.append([])
        return [run for run in runs if run]

    def _best(
        self, utterance: Utterance, run: list[tuple[Word, Mapping[int, float]]], generics: Sequence[tuple[int, int]]
    ) -> tuple[Found | None, list[tuple[Word, Mapping[int, float]]]]:
        said = {owner: sum(owners.get(owner, 0.0) for _, owners in run) for owner in {o for _, w in run for o in w}}
        top = max(said.values())
        best = sorted(
            (owner for owner, score in said.items() if score >= top - 1e-6), key=lambda o: len(self._telling[o])
        )
        used = [(word, owners) for word, owners in run if best[0] in owners]
        whole = len({w.folded for w, _ in used}) >= len(self._telling[best[0]])
        best = [owner for owner in best if len(self._telling[owner]) == len(self._telling[best[0]])] if whole else best
        spans = tuple((word.start, word.end) for word, _ in used)
        likeness = top / len(used)
        keys = tuple(dict.fromkeys(self._keys[owner] for owner in best))
        name = Found(self._kind, keys, spans, likeness, partial=not whole, exact=likeness == 1.0)
        if not self._is_credible(utterance, name, [word for word, _ in used], generics):
            return None, []
        return name, [pair for pair in run if pair not in used]

    def _is_credible(
        self, utterance: Utterance, name: Found, used: Sequence[Word], generics: Sequence[tuple[int, int]]
    ) -> bool:
        beside = any(0 <= name.start - e <= NEAR or 0 <= s - name.end <= NEAR for s, e in generics)
        if beside:
            return True
        if name.partial:
            return self._kind is NameKind.ORGANIZATION and self._tells_enough(name, used)
        if self._kind is NameKind.LANGUAGE:
            return False  # "the first Japanese satellite" speaks of no language
        if len(used) > 1:
            return True
        word = used[0]
        capital = word.start > 0 and utterance.text[word.start].isupper()
        return capital or is_japanese(word.folded) or zipf(word.folded) < EVERYDAY or not name.partial

    def _tells_enough(self, name: Found, used: Sequence[Word]) -> bool:
        """A rare word such as "Airbus" stands for the whole name; "space" does not."""
        whole = next(t for key, t in zip(self._keys, self._telling, strict=True) if key == name.keys[0])
        half = 2 * len(used) >= len(whole) and len(used) > 1
        return half or any(zipf(word.folded) < TELLING and not is_japanese(word.folded) for word in used)


def _telling(name: str, barred: Collection[str], *, strict: bool) -> tuple[Word, ...]:
    all_words = tuple(word for word in words(clean_name(name)) if word.content)
    telling = tuple(word for word in all_words if word.folded not in barred)
    return telling if telling or not strict else all_words
