"""What Slack sends, as far as we read it: events, slash commands and pressed buttons.

Foreign JSON: everything may be missing or null, unknown keys are ignored.
Source: https://docs.slack.dev/apis/events-api and https://docs.slack.dev/interactivity
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

Word = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Part(BaseModel):
    """What all of them share."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Edited(Part):
    """Who changed a message."""

    user: Word = ""


class Message(Part):
    """A message, by itself or inside an event that tells of its change."""

    subtype: Word = ""
    user: Word = ""
    bot_id: Word = ""
    text: Word = ""
    ts: Word = ""
    thread_ts: Word = ""
    edited: Edited | None = None


class AssistantThread(Part):
    """The conversation that a person opened in the assistant pane."""

    user_id: Word = ""
    channel_id: Word = ""
    thread_ts: Word = ""


class Event(Message):
    """The inner event of the Events API."""

    type: Word = ""
    channel: Word = ""
    channel_type: Word = ""
    tab: Word = ""
    deleted_ts: Word = ""
    message: Message | None = None
    previous_message: Message | None = None
    assistant_thread: AssistantThread | None = None


class Named(Part):
    """A user or a channel by its id."""

    id: Word = ""


class Container(Part):
    """Where a pressed button sits."""

    type: Word = ""
    channel_id: Word = ""
    message_ts: Word = ""
    thread_ts: Word = ""


class Pressed(Part):
    """A button and its value."""

    type: Word = ""
    value: Word = ""


class Chosen(Part):
    """An option of a select."""

    value: Word = ""


class Input(Part):
    """What stands in one element of a modal."""

    value: Word = ""
    selected_option: Chosen | None = None
    selected_options: list[Chosen] = []


class State(Part):
    """What stands in a modal: by block, then by element."""

    values: dict[str, dict[str, Input]] = {}


class View(Part):
    """A modal that was submitted."""

    id: Word = ""
    callback_id: Word = ""
    private_metadata: Word = ""
    state: State | None = None


class Payload(Part):
    """An events request, a slash command or an interaction: ``type`` tells which, a command has none."""

    type: Word = ""
    event_id: Word = ""
    event: Event | None = None
    command: Word = ""
    text: Word = ""
    user_id: Word = ""
    channel_id: Word = ""
    trigger_id: Word = ""
    user: Named | None = None
    channel: Named | None = None
    container: Container | None = None
    message: Message | None = None
    actions: list[Pressed] = []
    view: View | None = None
