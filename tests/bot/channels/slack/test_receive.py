"""Payloads as Slack documents them -> Incoming."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.receive import HOME, receive
from bot.messages import Address, Incoming

BOT = "U0BOT"
AT = datetime(2026, 1, 16, 13, 20, tzinfo=UTC)
TS = "1768569600.000100"
ROOT = "1768569000.000050"


def heard(payload: object) -> Incoming | None:
    return receive(payload, BOT, AT)


def event(**fields: Any) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": fields}


def typed(text: str = "hello", channel: str = "D1", **fields: Any) -> dict[str, Any]:
    told = {"type": "message", "channel": channel, "user": "U7", "text": text, "ts": TS}
    return event(**(told | {"channel_type": "im" if channel.startswith("D") else "channel"} | fields))


def mention(text: str, **fields: Any) -> dict[str, Any]:
    return event(**({"type": "app_mention", "channel": "C1", "user": "U7", "text": text, "ts": TS} | fields))


def changed(new: dict[str, Any], old: dict[str, Any], channel: str = "D1") -> dict[str, Any]:
    shared = {"user": "U7", "ts": TS}
    return event(
        type="message",
        subtype="message_changed",
        channel=channel,
        ts="1768569700.000200",
        message=shared | new,
        previous_message=shared | old,
    )


def deleted(old: dict[str, Any], channel: str = "D1") -> dict[str, Any]:
    return event(
        type="message",
        subtype="message_deleted",
        channel=channel,
        ts="1768569700.000200",
        deleted_ts=TS,
        previous_message={"user": "U7", "ts": TS, "text": "hello"} | old,
    )


def test_a_direct_message_is_answered_plainly() -> None:
    assert heard(typed("When is the keynote?")) == Incoming(
        "Ev1", "slack", "U7", Address("slack", "D1"), "When is the keynote?", AT, "text", TS
    )


def test_a_direct_message_in_a_thread_is_answered_there() -> None:
    incoming = heard(typed(thread_ts=ROOT))
    assert incoming
    assert incoming.address == Address("slack", "D1", ROOT)


def test_a_mention_is_answered_in_its_thread_with_the_mention_taken_off() -> None:
    incoming = heard(mention(f"<@{BOT}> who speaks now?"))
    assert incoming
    assert incoming.text == "who speaks now?"
    assert incoming.address == Address("slack", "C1", TS, public=True)
    inside = heard(mention(f"and <@{BOT}|rendezvous>, where?", thread_ts=ROOT))
    assert inside
    assert inside.address.thread == ROOT


def test_a_reply_in_a_channels_thread_is_passed_on_without_a_mention() -> None:
    incoming = heard(typed("and where?", "C1", thread_ts=ROOT))
    assert incoming
    assert incoming.address == Address("slack", "C1", ROOT, public=True)
    assert not incoming.addressed


def test_a_mention_and_a_direct_message_are_meant_for_us() -> None:
    for payload in (typed(), mention(f"<@{BOT}> hello"), changed({"text": "new"}, {"text": "old"})):
        incoming = heard(payload)
        assert incoming
        assert incoming.addressed
    edited = heard(changed({"text": "new", "thread_ts": ROOT}, {"text": "old"}, "C1"))
    assert edited
    assert not edited.addressed


@pytest.mark.parametrize(
    "payload",
    [
        typed("just talking", "C1"),
        typed(f"<@{BOT}> told as app_mention too", "C1"),
        typed(f"<@{BOT}> told as app_mention too", "C1", thread_ts=ROOT),
        typed("from a bot", bot_id="B9"),
        typed("from ourselves", user=BOT),
        typed("from nobody", user=None),
        typed("from Slack", user="USLACKBOT"),
        typed("has joined", "C1", subtype="channel_join"),
        mention(f"<@{BOT}> from a bot", bot_id="B9"),
        mention(f"<@{BOT}> edited", edited={"user": "U7", "ts": TS}),
        event(type="team_join", user={"id": "U8"}),
        event(type="reaction_added", user="U7"),
        event(type="app_home_opened", user="U7", channel="D1", tab="about"),
        event(type="assistant_thread_started", assistant_thread={}),
        {"type": "event_callback", "event_id": "Ev1"},
        {"type": "view_submission", "user": {"id": "U7"}},
        {},
        [],
        None,
        "text",
    ],
)
def test_what_is_nothing_to_us(payload: object) -> None:
    assert heard(payload) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_message_with_a_file_is_a_message(subtype: str) -> None:
    incoming = heard(typed("look", subtype=subtype, thread_ts=ROOT))
    assert incoming
    assert incoming.text == "look"


class TestWords:
    """What the person typed, whatever Slack made of it."""

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ("R&amp;D &lt;b&gt; &amp;lt;", "R&D <b> &lt;"),
            ("see <https://example.org/?a=1&amp;b=2>", "see https://example.org/?a=1&b=2"),
            ("see <http://example.org|example.org>", "see example.org"),
            ("see <https://example.org/map|the map>", "see the map (https://example.org/map)"),
            ("<mailto:seven@example.org|seven@example.org>", "seven@example.org"),
            ("<@U9|Kazeki> and <@U9>", "@Kazeki and @U9"),
            ("<#C1|general> <#C2>", "#general #C2"),
            ("<!here> <!channel|@channel> <!subteam^S1|@desk>", "@here @channel @desk"),
            ("<!date^1392734382^{date}|18 February>", "@18 February"),
            (f"  <@{BOT}>:  where?  ", "where?"),
            (f"<@{BOT}>", ""),
        ],
    )
    def test_in_plain_words(self, sent: str, words: str) -> None:
        incoming = heard(typed(sent))
        assert incoming
        assert incoming.text == words

    def test_within_bounds(self) -> None:
        incoming = heard(typed("x" * 100_000))
        assert incoming
        assert len(incoming.text) == 40_000

    @given(st.text())
    def test_any_text_is_taken(self, text: str) -> None:
        assert heard(typed(text)) is not None


class TestChanges:
    """Edits and deletions of a question."""

    def test_an_edited_question(self) -> None:
        incoming = heard(changed({"text": "when is it?"}, {"text": "when it?"}))
        assert incoming
        assert (incoming.kind, incoming.text, incoming.message) == ("edited", "when is it?", TS)
        assert incoming.address == Address("slack", "D1")

    def test_a_preview_is_no_edit(self) -> None:
        assert heard(changed({"text": "same", "attachments": [{}]}, {"text": "same"})) is None

    def test_an_edited_mention_is_edited_and_a_mention_added_is_a_question(self) -> None:
        asked = f"<@{BOT}> when is it?"
        edited = heard(changed({"text": asked}, {"text": f"<@{BOT}> when it?"}, "C1"))
        added = heard(changed({"text": asked}, {"text": "when is it?"}, "C1"))
        assert edited
        assert added
        assert (edited.kind, added.kind) == ("edited", "text")
        assert edited.address == added.address == Address("slack", "C1", TS, public=True)

    def test_an_edit_in_a_channel_that_is_nothing_to_us(self) -> None:
        assert heard(changed({"text": "new"}, {"text": "old"}, "C1")) is None
        assert heard(changed({"text": "new", "bot_id": "B1"}, {"text": "old"})) is None
        assert heard(event(type="message", subtype="message_changed", channel="D1")) is None

    def test_a_deleted_question(self) -> None:
        incoming = heard(deleted({}))
        assert incoming
        assert (incoming.kind, incoming.message, incoming.user) == ("deleted", TS, "U7")

    def test_a_deleted_question_that_had_answers_leaves_a_tombstone(self) -> None:
        incoming = heard(changed({"text": "This message was deleted.", "subtype": "tombstone"}, {"text": "when?"}))
        assert incoming
        assert (incoming.kind, incoming.message) == ("deleted", TS)

    def test_a_deletion_that_is_nothing_to_us(self) -> None:
        assert heard(deleted({"bot_id": "B1"})) is None
        assert heard(deleted({}, "C1")) is None
        assert heard(event(type="message", subtype="message_deleted", channel="D1", deleted_ts=TS)) is None

    def test_a_deleted_reply_of_a_thread(self) -> None:
        incoming = heard(deleted({"thread_ts": ROOT}, "C1"))
        assert incoming
        assert incoming.address.thread == ROOT


def pressed(**fields: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U7", "name": "seven"},
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": TS, "channel_id": "D1", "is_ephemeral": False},
        "channel": {"id": "D1", "name": "directmessage"},
        "message": {"ts": TS, "text": "Keynote", "bot_id": "B1", "user": BOT},
        "actions": [{"type": "button", "action_id": "choice-0", "value": "remind:s&amp;1"}],
    } | fields


class TestButtons:
    """A pressed button carries its action."""

    def test_of_a_direct_message(self) -> None:
        assert heard(pressed()) == Incoming(
            "1.2.3", "slack", "U7", Address("slack", "D1"), "remind:s&1", AT, "action", TS
        )

    def test_of_a_channel_is_answered_in_the_thread(self) -> None:
        place = {"type": "message", "message_ts": TS, "channel_id": "C1"}
        on_top = heard(pressed(container=place))
        inside = heard(pressed(container=place | {"thread_ts": ROOT}))
        assert on_top
        assert inside
        assert on_top.address == Address("slack", "C1", TS, public=True)
        assert inside.address == Address("slack", "C1", ROOT, public=True)

    def test_of_a_root_of_a_private_thread_is_answered_plainly(self) -> None:
        incoming = heard(pressed(message={"ts": TS, "thread_ts": TS}))
        assert incoming
        assert incoming.address == Address("slack", "D1")

    def test_of_the_home_tab_is_answered_in_the_direct_message(self) -> None:
        incoming = heard(pressed(container={"type": "view", "view_id": "V1"}, channel=None, message=None))
        assert incoming
        assert (incoming.address, incoming.message) == (Address("slack", "U7"), "")

    def test_without_an_action_is_nothing(self) -> None:
        assert heard(pressed(actions=[{"type": "button", "action_id": "link"}])) is None
        assert heard(pressed(actions=[{"type": "static_select", "value": "x"}])) is None
        assert heard(pressed(actions=[])) is None
        assert heard(pressed(user=None)) is None


class TestOpening:
    """The app's tabs and the assistant pane."""

    def test_the_home_tab(self) -> None:
        incoming = heard(event(type="app_home_opened", user="U7", channel="D1", tab="home"))
        assert incoming
        assert (incoming.kind, incoming.address) == ("home", Address("slack", "U7", HOME))

    def test_the_messages_tab_is_a_first_contact_once(self) -> None:
        opened = event(type="app_home_opened", user="U7", channel="D1", tab="messages")
        first, second = heard(opened), heard(opened | {"event_id": "Ev2"})
        assert first
        assert second
        assert (first.kind, first.address) == ("start", Address("slack", "D1"))
        assert first.id == second.id

    def test_an_assistant_thread(self) -> None:
        thread = {"user_id": "U7", "channel_id": "D1", "thread_ts": ROOT, "context": {}}
        incoming = heard(event(type="assistant_thread_started", assistant_thread=thread))
        assert incoming
        assert (incoming.kind, incoming.user, incoming.address) == ("start", "U7", Address("slack", "D1", ROOT))


class TestCommands:
    """Slash commands."""

    @pytest.mark.parametrize(
        ("text", "words"), [("now", "now"), ("/now", "now"), (" remind me ", "remind me"), ("", "help")]
    )
    def test_word_and_rest(self, text: str, words: str) -> None:
        payload = {"command": "/rendezvous", "text": text, "user_id": "U7", "channel_id": "C1", "trigger_id": "1.2.3"}
        assert heard(payload) == Incoming("1.2.3", "slack", "U7", Address("slack", "U7"), words, AT, "command")

    def test_without_a_person_is_nothing(self) -> None:
        assert heard({"command": "/rendezvous", "text": "now", "trigger_id": "1.2.3"}) is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=20,
)
keys = st.sampled_from(["type", "event", "user", "text", "ts", "channel", "message", "actions", "command", "container"])


@given(st.dictionaries(keys, json | st.dictionaries(keys, json, max_size=4), max_size=6))
def test_no_payload_is_a_fault(payload: dict[str, Any]) -> None:
    heard(payload)
    heard(payload | {"type": "event_callback"})
    heard(payload | {"type": "block_actions"})
