"""Slack payload -> Incoming: pure.

Passed on: direct messages, mentions, replies in threads of channels (the dispatcher knows whether the bot took
part), edits and deletions of those, slash commands, buttons, and the two ways of opening the app. Everything
else is nothing to us: bots, our own messages, other subtypes, people coming and going.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.channels.slack.payloads import Container, Event, Message, Payload
from bot.channels.slack.scopes import ANNOUNCE
from bot.messages import Address, Incoming

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal

HOME = "home"
"""Stands in ``Address.thread`` for a person's Home tab; ``Address.chat`` is then the user's id."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
)

HELP = "help"
TYPED = {"", "file_share", "thread_broadcast"}
LONGEST = 40_000  # Slack's own limit for the text of a message
REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An event's id, who we are, and when it came."""

    id: str
    bot: str
    at: datetime


def receive(payload: object, bot: str, at: datetime) -> Incoming | None:
    """Return what a person did, or None; ``bot`` is our own user id, ``at`` the instant of receipt.

    A slash command, and a button of the Home tab, have no chat of their own that we could always write to:
    their address is the user's id, which stands for the direct message.
    """
    try:
        read = Payload.model_validate(payload)
    except ValidationError:
        return None  # a kind of event whose fields have other shapes: none of those we know
    if read.command:
        return _command(read, at)
    if read.type == "block_actions":
        return _action(read, at)
    if read.type == "event_callback" and read.event:
        return _event(_Seen(read.event_id, bot, at), read.event)
    return None


def _command(payload: Payload, at: datetime) -> Incoming | None:
    if not (payload.user_id and payload.trigger_id):
        return None
    text = _plain(payload.text).lstrip("/ ")
    if payload.command == ANNOUNCE:
        text = f"{ANNOUNCE[1:]} {text}".strip()
    # The command alone is how people ask what it can do.
    return Incoming(payload.trigger_id, "slack", payload.user_id, _chat(payload.user_id), text or HELP, at, "command")


def _action(payload: Payload, at: datetime) -> Incoming | None:
    user = payload.user.id if payload.user else ""
    pressed = next((action for action in payload.actions if action.type == "button"), None)
    if not (user and payload.trigger_id and pressed and pressed.value):
        return None
    place, message = payload.container or Container(), payload.message or Message()
    chat = place.channel_id or (payload.channel.id if payload.channel else "")
    ts = place.message_ts or message.ts
    where = _place(chat, ts, place.thread_ts or message.thread_ts) if chat else _chat(user)
    return Incoming(payload.trigger_id, "slack", user, where, _unescape(pressed.value), at, "action", ts)


def _event(seen: _Seen, event: Event) -> Incoming | None:
    match event.type:
        case "message":
            return _message(seen, event)
        case "app_mention" if not event.edited:  # an edit comes as message_changed too
            return _typed(seen, event, event.channel)
        case "app_home_opened":
            return _opened(seen, event)
        case "assistant_thread_started" if event.assistant_thread:  # of the older assistant_view
            thread = event.assistant_thread
            where = _chat(thread.channel_id, thread.thread_ts)
            return Incoming(seen.id, "slack", thread.user_id, where, "", seen.at, "start") if thread.user_id else None
        case _:
            return None


def _opened(seen: _Seen, event: Event) -> Incoming | None:
    if event.tab == "messages":
        # It is told each time the tab is opened; a first contact happens once.
        return Incoming(f"opened:{event.channel}", "slack", event.user, _chat(event.channel), "", seen.at, "start")
    if event.tab in {"", "home"}:
        return Incoming(seen.id, "slack", event.user, _chat(event.user, HOME), "", seen.at, "home")
    return None


def opened_again(pressed: Incoming) -> Incoming:
    """What it would be if the person who pressed a button of the Home tab had opened the tab once more."""
    where = _chat(pressed.user, HOME)
    return replace(pressed, id=f"{pressed.id}:{HOME}", address=where, text="", kind="home", message="")


def _message(seen: _Seen, event: Event) -> Incoming | None:
    if event.subtype == "message_changed":
        return _changed(seen, event)
    if event.subtype == "message_deleted":
        return _deleted(seen, event)
    if event.subtype not in TYPED:
        return None
    if _is_public(event.channel) and (_mentions(event, seen.bot) or not event.thread_ts):
        return None  # a mention is told as app_mention as well
    return _typed(seen, event, event.channel)


def _changed(seen: _Seen, event: Event) -> Incoming | None:
    new, old = event.message, event.previous_message or Message()
    if new is None or new.text == old.text:
        return None  # a preview was added, a reply counted
    if new.subtype == "tombstone":
        return _deleted(seen, event)
    if not _concerns_us(new, event.channel, seen.bot):
        return None
    asked_now = _is_public(event.channel) and _mentions(new, seen.bot) and not _mentions(old, seen.bot)
    return _typed(seen, new, event.channel, "text" if asked_now else "edited")


def _deleted(seen: _Seen, event: Event) -> Incoming | None:
    old = event.previous_message
    if old is None or not _concerns_us(old, event.channel, seen.bot):
        return None
    return _typed(seen, old, event.channel, "deleted")


def _typed(
    seen: _Seen, message: Message, channel: str, kind: Literal["text", "edited", "deleted"] = "text"
) -> Incoming | None:
    if message.bot_id or message.user in {"", seen.bot, "USLACKBOT"}:
        return None
    return Incoming(
        seen.id,
        "slack",
        message.user,
        _place(channel, message.ts, message.thread_ts),
        _plain(_without_mention(message.text, seen.bot)),
        seen.at,
        kind,
        message.ts,
        addressed=not _is_public(channel) or _mentions(message, seen.bot),
    )


def _concerns_us(message: Message, channel: str, bot: str) -> bool:
    return not _is_public(channel) or _mentions(message, bot) or message.thread_ts not in {"", message.ts}


def _place(channel: str, ts: str, thread: str) -> Address:
    """Where an answer goes: in channels always into a thread, privately only when one was begun."""
    if _is_public(channel):
        return Address("slack", channel, thread or ts, public=True)
    return _chat(channel, thread if thread != ts else "")


def _chat(chat: str, thread: str = "") -> Address:
    return Address("slack", chat, thread)


def _is_public(channel: str) -> bool:
    return not channel.startswith("D")


def _mentions(message: Message, bot: str) -> bool:
    return re.search(rf"<@{re.escape(bot)}[|>]", message.text) is not None


def _without_mention(text: str, bot: str) -> str:
    mention = rf"<@{re.escape(bot)}(?:\|[^<>]*)?>"
    return re.sub(mention, " ", re.sub(rf"^\s*{mention}[\s,:;]*", "", text))


def _plain(text: str) -> str:
    """Return what the person typed: links and names as words, escapes undone."""
    return _unescape(REFERENCE.sub(_referred, text[:LONGEST])).strip()


def _referred(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target[0] in "@#!":
        sign = "#" if target[0] == "#" else "@"
        return sign + label.lstrip("@#") if label else sign + target[1:].partition("^")[0]
    return target if not label else label if label in target else f"{label} ({target})"


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
