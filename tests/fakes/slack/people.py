"""What people do in the workspace, told to the app as Slack tells it, and what they see there."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fakes.slack.reading import Page, read
from fakes.slack.wire import Envelope
from fakes.slack.workspace import APP, BOT, TEAM, Conversation, Message, Trigger, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fakes.slack.wire import Kind

PLURALS = {"channel": "channels", "group": "groups"}
LOOK_AGAIN = 0.02  # seconds; not all that a test waits for is heard of here
PATIENCE = 10.0  # seconds of real time after which a test that waits in vain fails


MENTION = re.compile(r"(<@[A-Z0-9]+>)")
ADDRESS = re.compile(r"(https?://[^\s<>]+)")


def typed(text: str) -> str:
    """What Slack makes of typed text: signs escaped, addresses linked; mentions like ``<@U1>`` are kept."""
    parts = MENTION.split(text)
    return "".join(part if at % 2 else ADDRESS.sub(r"<\1>", _escaped(part)) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class People:
    """Acts for people. Every act returns once the payload was handed to the app or is held for it.

    ``events`` are those that the app has subscribed to, None for all.
    """

    def __init__(self, workspace: Workspace, events: Iterable[str] | None = None) -> None:
        self.workspace = workspace
        self.events = None if events is None else set(events)
        self.delivered: list[Envelope] = []
        self._changed = asyncio.Event()

    async def deliver(self, envelope: Envelope) -> None:
        """Send a payload to the app."""
        raise NotImplementedError

    def notify(self) -> None:
        """Wake those who wait for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until a condition holds, which may be of the ledger too. Raises TimeoutError after ten seconds."""
        async with asyncio.timeout(PATIENCE):
            while not happened():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), LOOK_AGAIN)

    def messages(self, channel: str, *, thread: str = "", by_bot: bool = False) -> list[Message]:
        """What stands in a conversation now, oldest first; of one thread, or all; of everybody, or the bot."""
        found = self.workspace.conversations[channel].messages.values()
        return [
            message
            for message in found
            if not message.deleted and (not thread or message.thread_ts == thread) and (not by_bot or message.by_bot)
        ]

    def pages(self, channel: str, *, thread: str = "") -> list[Page]:
        """The bot's messages of a conversation as a reader sees them."""
        return [read(message) for message in self.messages(channel, thread=thread, by_bot=True)]

    def dm(self, user: str) -> str:
        """The id of the direct message between a user and the bot."""
        return self.workspace.direct(user).id

    async def say(self, user: str, text: str, channel: str = "", *, thread: str = "", subtype: str = "") -> Message:
        """Let a user write, to the bot directly when no channel is named."""
        where = self.workspace.conversations[channel] if channel else self.workspace.direct(user)
        message = self.workspace.post(where.id, user, typed(text), thread)
        told = message.shown() | {"channel": where.id} | ({"subtype": subtype} if subtype else {})
        await self.tell(told | {"channel_type": where.kind, "event_ts": message.ts}, where)
        if f"<@{BOT}>" in text and where.kind != "im":
            await self.tell(told | {"type": "app_mention", "event_ts": message.ts}, where)
        return message

    async def mention(self, user: str, text: str, channel: str, *, thread: str = "") -> Message:
        """Let a user mention the bot in a channel."""
        return await self.say(user, f"<@{BOT}> {text}", channel, thread=thread)

    async def edit(self, ts: str, text: str) -> None:
        """Let the author change a message."""
        message = self.workspace.message(ts)
        before = message.shown()
        message.history.append(message.text)
        message.text = typed(text)
        await self._changed_message(message, {"message": message.shown(), "previous_message": before})

    async def unfurl(self, ts: str) -> None:
        """Let Slack add a preview to a message, which it tells as a change."""
        message = self.workspace.message(ts)
        shown = message.shown()
        attached = shown | {"attachments": [{"title": "A page", "original_url": "https://example.org"}]}
        await self._changed_message(message, {"message": attached, "previous_message": shown})

    async def remove(self, ts: str) -> None:
        """Let the author delete a message."""
        message = self.workspace.message(ts)
        message.deleted = True
        told = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": message.shown()}
        await self._changed_message(message, told)

    async def press(self, user: str, ts: str, button: str) -> Envelope:
        """Let a user press a button of a message, named by its value, its label or its ``action_id``."""
        message = self.workspace.message(ts)
        where = self.workspace.conversations[message.channel]
        container = {"type": "message", "message_ts": ts, "channel_id": where.id, "is_ephemeral": False}
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        name = "directmessage" if where.kind == "im" else where.name
        told = {"container": container | thread, "channel": {"id": where.id, "name": name}, "message": message.shown()}
        return await self._interact(user, told, pressed(message.blocks, button))

    async def press_home(self, user: str, button: str) -> Envelope:
        """Let a user press a button of their Home tab."""
        view = self.workspace.homes[user]
        container = {"type": "view", "view_id": "V0HOME"}
        return await self._interact(user, {"container": container, "view": view}, pressed(view["blocks"], button))

    async def command(self, user: str, text: str, channel: str = "", *, command: str = "/rendezvous") -> Envelope:
        """Let a user give a slash command, in the direct message with the bot when no channel is named."""
        where = self.workspace.conversations[channel] if channel else self.workspace.direct(user)
        payload = {
            "token": "legacy",
            "team_id": TEAM,
            "channel_id": where.id,
            "channel_name": "directmessage" if where.kind == "im" else where.name,
            "user_id": user,
            "user_name": self.workspace.users[user].name,
            "command": command,
            "text": typed(text),
            "api_app_id": APP,
            "trigger_id": self.trigger(user),
        }
        return await self.hand("slash_commands", payload)

    async def open_app(self, user: str, tab: str = "home") -> Envelope:
        """Let a user open a tab of the app."""
        where = self.workspace.direct(user)
        told = {"type": "app_home_opened", "user": user, "channel": where.id, "tab": tab}
        return await self.tell(told | {"event_ts": self.workspace.new_ts()}, where)

    async def open_assistant(self, user: str) -> str:
        """Let a user begin a thread in the assistant pane; returns the thread."""
        where = self.workspace.direct(user)
        root = self.workspace.post(where.id, BOT, "New assistant thread")
        thread = {"user_id": user, "channel_id": where.id, "thread_ts": root.ts, "context": {}}
        await self.tell({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": root.ts}, where)
        return root.ts

    async def tell(self, event: dict[str, Any], where: Conversation | None = None) -> Envelope:
        """Send an event to the app, unless it happens where the app is no member."""
        payload = {
            "token": "legacy",
            "team_id": TEAM,
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": self.workspace.new_id("Ev"),
            "event_time": int(float(event.get("event_ts") or 0)),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }
        if (where and BOT not in where.members) or not self._is_subscribed(event):
            return Envelope("events_api", payload)
        return await self.hand("events_api", payload)

    async def hand(self, kind: Kind, payload: dict[str, Any]) -> Envelope:
        """Send any payload to the app."""
        envelope = Envelope(kind, payload)
        self.delivered.append(envelope)
        await self.deliver(envelope)
        return envelope

    async def again(self, envelope: Envelope | None = None) -> Envelope:
        """Deliver a payload once more (the last one when none is named), as Slack does when it missed the ack."""
        missed = envelope or self.delivered[-1]
        repeated = Envelope(missed.kind, missed.payload, attempts=missed.attempts)
        self.delivered.append(repeated)
        await self.deliver(repeated)
        return repeated

    def trigger(self, user: str) -> str:
        """A trigger id, good for opening one modal for a user."""
        trigger = f"{self.workspace.new_id('')}.{self.workspace.new_id('')}"
        self.workspace.triggers[trigger] = Trigger(user, self.workspace.now())
        return trigger

    def modal(self, user: str) -> dict[str, Any]:
        """The modal that a user has before them; empty when there is none."""
        return next((view for view in reversed(self.workspace.modals.values()) if view["user"] == user), {})

    async def submit(self, user: str, answers: Mapping[str, str | list[str]], **forged: Any) -> dict[str, Any]:
        """Let a user fill in and submit their modal; returns what the app answered, within Slack's three seconds.

        ``answers`` are by block id: what is typed, or the values of chosen options. What is not named stays as the
        modal shows it. ``forged`` takes the place of keys of the view.
        """
        view = forged.pop("view", None) or self.modal(user)
        told = {key: value for key, value in view.items() if key != "user"}
        told |= {"state": {"values": values_of(view, answers)}, "hash": "1.a", "app_id": APP} | forged
        shared = {"team": {"id": TEAM, "domain": "event"}, "api_app_id": APP, "trigger_id": self.trigger(user)}
        who = {"id": user, "username": self.workspace.users[user].name, "team_id": TEAM}
        envelope = await self.hand("interactive", {"type": "view_submission", "user": who, "view": told} | shared)
        async with asyncio.timeout(3):
            await envelope.acked.wait()
        if envelope.answer.get("response_action"):
            return envelope.answer
        self.workspace.modals.pop(view["id"], None)
        return {}

    def _is_subscribed(self, event: dict[str, Any]) -> bool:
        kind = str(event.get("channel_type", ""))
        name = f"message.{PLURALS.get(kind, kind)}" if event["type"] == "message" else event["type"]
        return self.events is None or name in self.events

    async def _changed_message(self, message: Message, told: dict[str, Any]) -> None:
        where = self.workspace.conversations[message.channel]
        shared = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": where.id}
        stamp = {"ts": self.workspace.new_ts(), "channel_type": where.kind}
        await self.tell(shared | stamp | {"event_ts": stamp["ts"]} | told, where)

    async def _interact(self, user: str, told: dict[str, Any], button: dict[str, Any]) -> Envelope:
        shared = {
            "type": "block_actions",
            "user": {"id": user, "username": self.workspace.users[user].name, "team_id": TEAM},
            "api_app_id": APP,
            "team": {"id": TEAM, "domain": "event"},
            "trigger_id": self.trigger(user),
            "actions": [button | {"action_ts": self.workspace.new_ts(), "block_id": "b"}],
        }
        return await self.hand("interactive", shared | told)


def pressed(blocks: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """Return the button of a message that has this value, label or ``action_id``."""
    elements = [element for block in blocks for element in (*block.get("elements", []), block.get("accessory", {}))]
    buttons = [element for element in elements if element.get("type") == "button"]
    for key in ("value", "label", "action_id"):
        for button in buttons:
            if (button["text"]["text"] if key == "label" else button.get(key)) == wanted:
                return button
    raise LookupError(f"no button {wanted!r} among {[button['text']['text'] for button in buttons]}")


def values_of(view: dict[str, Any], answers: Mapping[str, str | list[str]]) -> dict[str, Any]:
    """The state of a modal's inputs: as it was shown, but for what was answered."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    unknown = answers.keys() - {block["block_id"] for block in inputs}
    if unknown:
        raise LookupError(f"no inputs {unknown} among {[block['block_id'] for block in inputs]}")
    return {block["block_id"]: _value(block["element"], answers.get(block["block_id"])) for block in inputs}


def _value(element: dict[str, Any], answer: str | list[str] | None) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        shown = {"type": kind, "value": element.get("initial_value") if answer is None else answer or None}
    else:
        options = [*element.get("options", []), *(o for g in element.get("option_groups", []) for o in g["options"])]
        before = element.get("initial_options") or ([element["initial_option"]] if "initial_option" in element else [])
        wanted = [answer] if isinstance(answer, str) else answer
        chosen = before if wanted is None else [next(o for o in options if o["value"] == value) for value in wanted]
        many = kind == "multi_static_select"
        picked = {"selected_options": chosen} if many else {"selected_option": next(iter(chosen), None)}
        shown = {"type": kind} | picked
    return {element["action_id"]: shown}
