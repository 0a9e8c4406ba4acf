"""Modals: opened while the trigger lives, and answered while Slack waits."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse

from bot.channels.slack.outcomes import TROUBLE, error_name, outcome_of
from bot.channels.slack.views import submitted, view_of
from bot.i18n.catalogue import nearest, say

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.channels.slack.profiles import Profiles
    from bot.forms import Faults, Filled
    from bot.messages import Incoming
    from bot.ports import Clock, Forms

log = logging.getLogger(__name__)

ANSWER_WITHIN = 2.5  # seconds of the three that Slack waits
OPENED_ALREADY = "exchanged_trigger_id"


class Modals:
    """Opens forms as modals and takes what is submitted. Without ``forms`` there are none."""

    def __init__(self, client: AsyncWebClient, profiles: Profiles, clock: Clock, forms: Forms | None) -> None:
        self._client, self._profiles, self._clock, self._forms = client, profiles, clock, forms

    def wanted(self, incoming: Incoming) -> bool:
        """Whether a modal could be opened for this."""
        return self._forms is not None and self._forms.wanted(incoming)

    async def open(self, incoming: Incoming) -> bool:
        """Open the form; False where the person gets an ordinary answer in its place."""
        if self._forms is None:
            return False
        try:
            form = await asyncio.to_thread(self._forms.open, self._known(incoming))
            if form is None:
                return False
            await self._client.views_open(trigger_id=incoming.id, view=view_of(form, incoming))
        except TROUBLE as error:
            if error_name(error) == OPENED_ALREADY:
                return True
            log.warning("A modal could not be opened: %s", outcome_of(error, repeatable=True).error)
            return False
        except Exception:  # whatever is wrong with the form, the conversation goes on without it
            log.exception("A form could not be made")
            return False
        return True

    async def take(self, payload: object) -> BoltResponse:
        """Take what was submitted; answer nothing, which closes the modal, or what is wrong, block by block."""
        read = submitted(payload, self._clock.now())
        if read is None or self._forms is None:
            return BoltResponse(status=HTTPStatus.OK)
        incoming, filled = read
        faults = await self._taken(self._known(incoming), filled)
        if not faults:
            return BoltResponse(status=HTTPStatus.OK)
        return BoltResponse(status=HTTPStatus.OK, body={"response_action": "errors", "errors": dict(faults)})

    async def _taken(self, incoming: Incoming, filled: Filled) -> Faults:
        """A submission that takes too long, or stumbles, may be repeated: it is taken once."""
        assert self._forms is not None  # noqa: S101 the caller looked
        language, first = nearest(incoming.language), next(iter(filled.answers), "")
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await asyncio.to_thread(self._forms.take, incoming, filled)
        except TimeoutError:
            return {first: say(language, "slack.slow_form")} if first else {}
        except Exception:  # the person keeps what they wrote
            log.exception("A form could not be taken")
            return {first: say(language, "dispatch.broken")} if first else {}

    def _known(self, incoming: Incoming) -> Incoming:
        """With what the profile tells, where that is known without asking Slack: a trigger does not wait."""
        profile = self._profiles.known(incoming.user)
        return replace(incoming, name=profile.name, language=profile.language, time_zone=profile.time_zone)
