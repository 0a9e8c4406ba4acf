"""The event as it is known at this moment, replaced whole when its files change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.dispatcher import Scene
from bot.conversation.request import Asked
from bot.i18n.catalogue import languages, words
from bot.wiring.event import make_assistant, open_event, reindex_event

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config
    from bot.wiring.event import OpenEvent, Progress
    from knowledge.model import Knowledge


class Scenery:
    """Called, it gives the scene of this moment. Replacing it is one assignment, so no question sees a half."""

    def __init__(self, config: Config, event: OpenEvent) -> None:
        self._config, self._search = config, event.search
        self._scene = Scene(event.knowledge, make_assistant(config, event), event.search.encode)

    @classmethod
    def open(cls, config: Config, progress: Progress | None = None) -> Scenery:
        """Load the event and its index."""
        return cls(config, open_event(config, progress))

    def warm(self, now: datetime) -> None:
        """Ask one question in each language, so that no attendee waits for what is loaded when first needed."""
        for language in languages():
            for question in words(language, "welcome.examples"):
                self._scene.assistant.answer(Asked(question, now, language=language))

    def replace(self, knowledge: Knowledge) -> None:
        """Show another event from now on, once its index is ready. Raises the index's errors; then nothing changes."""
        event = reindex_event(self._config, knowledge, self._search)
        self._scene = Scene(knowledge, make_assistant(self._config, event), event.search.encode)

    def __call__(self) -> Scene:
        """The scene of this moment."""
        return self._scene
