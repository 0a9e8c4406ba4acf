"""A small event of our own, indexed with the built-in model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.model import Document, Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search

SPEECH = """Good morning, everyone.

The observatory at Port Arlen was founded in 1932 by the geologist Irma Vestergaard. It was then the only one north of
the lakes.

Today **forty-two** people work there. They run three instruments: the wide-field camera, the spectrograph, and a radio
dish that students built.

Why do we open the dome at noon? The warm air has to leave before the night, otherwise the pictures are blurred.

Thank you.
"""
PAGE_EN = """The cloakroom is next to the entrance. It is free and closes at seven in the evening.

The network for guests is called ARLEN-OPEN. The password is on the back of your badge.
"""
PAGE_FR = """Le vestiaire est à côté de l'entrée. Il est gratuit et ferme à dix-neuf heures.

Le réseau des invités s'appelle ARLEN-OPEN. Le mot de passe est au dos de votre badge.
"""


@pytest.fixture(scope="session")
def search(open_search: Callable[..., Search]) -> Search:
    section = (Section(("The observatory",), 0, len(SPEECH)),)
    return open_search(
        Document("speech", "speech.md", "A night at Arlen", SPEECH, section, "en", "Tove Lind", session="talk-1"),
        Document("page", "info.en.md", "Practical", PAGE_EN, (), "en"),
        Document("page", "info.fr.md", "Infos pratiques", PAGE_FR, (), "fr"),
    )
