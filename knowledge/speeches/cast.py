"""Who may speak in a document, by the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Speaker


@dataclass(frozen=True, slots=True)
class Cast:
    """``people`` are those of the program, whose names begin turns; ``speaker`` whose session a text is of.

    ``speaker`` counts where the text itself names nobody; several are joined by commas.
    """

    people: tuple[Speaker, ...] = ()
    speaker: str = ""


NOBODY = Cast()
