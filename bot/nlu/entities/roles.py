"""Speakers by what they are: "the president", "the director general of the space agency"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.nlu.entities.people import PARTICLES
from bot.nlu.entities.vocabulary import Vocabulary
from bot.nlu.frequency import of_little_weight
from bot.nlu.lexicon import Noun, nouns
from bot.nlu.text import clean_name, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.nlu.entities.people import Person
    from bot.nlu.text import Word


class Roles:
    """Finds those of some people whose role was said."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = tuple(person for person in people if person.role)
        self._generic = PARTICLES | of_little_weight() | nouns(Noun.EVENT, Noun.SPEAKER)
        self._roles = [self._telling(person.role) for person in self._people]
        beside = [self._telling(person.organization) for person in self._people]
        self._of_roles = Vocabulary(enumerate(self._roles))
        self._of_both = Vocabulary(
            (place, (*role, *organization))
            for place, (role, organization) in enumerate(zip(self._roles, beside, strict=True))
        )

    def holding(self, said: Sequence[Word], *, partly: bool) -> tuple[str, ...]:
        """The names of those whose role and organization have all words said, and whose role was said whole.

        With ``partly`` one word of the role is enough, as in "who is the director" of a director general.
        """
        telling = [word for word in said if word.folded not in self._generic]
        if not telling or not self._people:
            return ()
        fitting = set.intersection(*(set(_like(self._of_both, word)) for word in telling))
        heard = [_like(self._of_roles, word) for word in telling]
        counts = {place: sum(place in roles for roles in heard) for place in fitting}
        return tuple(
            person.name
            for place, person in enumerate(self._people)
            if counts.get(place, 0) >= (1 if partly else max(1, len(self._roles[place])))
        )

    def _telling(self, text: str) -> tuple[Word, ...]:
        return tuple(w for w in words(clean_name(text)) if w.content and w.folded not in self._generic)


def _like(vocabulary: Vocabulary, word: Word) -> Mapping[int, float]:
    """Who has a word, or the same in another language: the president and la présidente."""
    return vocabulary.look_up(word) or vocabulary.akin(word)
