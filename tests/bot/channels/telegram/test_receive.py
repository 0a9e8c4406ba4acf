from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.telegram_server import TelegramServer
from telegram import Update, User

from bot.channels.telegram.receive import receive

if TYPE_CHECKING:
    from bot.messages import Incoming

NOW = datetime(2026, 1, 16, 14, 0, tzinfo=UTC)
ME = User(42, "Rendezvous", is_bot=True, username="rendezvous_bot")
GROUP, FORUM, CHANNEL = -1_000_000_000_111, -1_000_000_000_222, -1_000_000_000_333
ADA, BOB = 7, 8
PHOTO = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
VOICE = {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}}
STICKER = {
    "sticker": {
        "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False, "is_video": False,
        "type": "regular", "emoji": "👍",
    }
}  # fmt: skip
FORWARDED = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}}


@pytest.fixture
def crowd() -> TelegramServer:
    """People only: nothing is served."""
    server = TelegramServer()
    server.privacy = False
    server.person(ADA, "Ada", last_name="Lovelace", language_code="fr-CA")
    server.group(GROUP)
    server.group(FORUM, forum=True)
    return server


def heard(crowd: TelegramServer) -> Incoming | None:
    """What the last update is to us."""
    update = Update.de_json(list(crowd.updates.pending.values())[-1], None)
    return receive(update, ME, NOW)


def bot_says(crowd: TelegramServer, chat: int, text: str = "Hello") -> int:
    return crowd.world.put(chat, 0, text=text, topic=5 if chat == FORUM else None).id


def test_a_private_message_tells_who_said_what_when_and_where(crowd: TelegramServer) -> None:
    said = crowd.say(ADA, "  quand est la keynote ?")
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("text", "quand est la keynote ?")
    assert (incoming.user, incoming.name, incoming.language) == ("7", "Ada Lovelace", "fr-CA")
    assert (incoming.address.chat, incoming.address.thread, incoming.address.public) == ("7", "", False)
    assert incoming.message == str(said.id)
    assert incoming.id == str(max(crowd.updates.pending))
    assert incoming.at == datetime.fromtimestamp(int(said.date), UTC)


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("/now", "command", "now"),
        ("/Remind me of the keynote", "command", "remind me of the keynote"),
        ("/remind\n20 minutes", "command", "remind 20 minutes"),
        ("/now@Rendezvous_Bot tomorrow", "command", "now tomorrow"),
        ("@rendezvous_bot /now", "command", "now"),
        ("/start", "start", ""),
        ("/start Ab_9-x", "start", "Ab_9-x"),
        ("/", "text", "/"),
        ("/予定", "text", "/予定"),
        ("what is /now?", "text", "what is /now?"),
        ("@rendezvous_bot when? 🚀", "text", "when? 🚀"),
        ("🚀 @rendezvous_bot when?", "text", "🚀  when?"),
        ("<b>&amp; @everyone", "text", "<b>&amp; @everyone"),
    ],
)
def test_what_is_typed_in_private(crowd: TelegramServer, text: str, kind: str, meant: str) -> None:
    crowd.say(ADA, text)
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == (kind, meant)


def test_a_command_for_another_bot_is_none_of_ours(crowd: TelegramServer) -> None:
    crowd.say(ADA, "/now@other_bot", GROUP)
    assert heard(crowd) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("when is the keynote?", None),
        ("@rendezvous_bot when is the keynote?", "when is the keynote?"),
        ("when is the keynote, @Rendezvous_BOT?", "when is the keynote, ?"),
        ("@rendezvous_bot2 hello", None),
        ("ask @other_bot", None),
    ],
)
def test_in_a_group_only_what_is_meant_for_us(crowd: TelegramServer, text: str, meant: str | None) -> None:
    said = crowd.say(ADA, text, GROUP)
    incoming = heard(crowd)
    assert (incoming and incoming.text) == meant
    if incoming:
        assert incoming.address.public
        assert (incoming.address.chat, incoming.address.thread) == (str(GROUP), str(said.id))


def test_a_command_in_a_group(crowd: TelegramServer) -> None:
    crowd.say(ADA, "/now", GROUP)
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("command", "now")
    crowd.say(ADA, "/start@rendezvous_bot code", GROUP)
    started = heard(crowd)
    assert started is not None
    assert (started.kind, started.text) == ("command", "start code")


def test_a_mention_without_username(crowd: TelegramServer) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 10, "user": ME.to_dict()}
    crowd.write(ADA, GROUP, text="Rendezvous when?", entities=(entity,))
    incoming = heard(crowd)
    assert incoming is not None
    assert incoming.text == "when?"


def test_a_reply_to_us_is_for_us_and_to_others_is_not(crowd: TelegramServer) -> None:
    ours = bot_says(crowd, GROUP)
    crowd.say(ADA, "and where?", GROUP, reply_to=ours)
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.text, incoming.reply_to) == ("and where?", str(ours))
    theirs = crowd.say(BOB, "hello all", GROUP)
    crowd.say(ADA, "hello you", GROUP, reply_to=theirs.id)
    assert heard(crowd) is None


def test_a_bare_mention_points_at_the_question_it_replies_to(crowd: TelegramServer) -> None:
    question = crowd.say(BOB, "when is the keynote?", GROUP)
    crowd.say(ADA, "@rendezvous_bot", GROUP, reply_to=question.id)
    incoming = heard(crowd)
    assert incoming is not None
    assert incoming.text == "when is the keynote?"
    crowd.say(ADA, "@rendezvous_bot", GROUP)
    alone = heard(crowd)
    assert alone is not None
    assert alone.text == ""


def test_a_topic_is_kept(crowd: TelegramServer) -> None:
    said = crowd.say(ADA, "/now", FORUM, topic=5)
    incoming = heard(crowd)
    assert incoming is not None
    assert incoming.address.thread == f"5/{said.id}"
    crowd.press(ADA, bot_says(crowd, FORUM), "more:8", chat=FORUM)
    pressed = heard(crowd)
    assert pressed is not None
    assert pressed.address.thread == f"5/{pressed.message}"


def test_every_message_of_a_topic_seems_to_reply_to_the_one_that_opened_it(crowd: TelegramServer) -> None:
    opened = {"forum_topic_created": {"name": "Program", "icon_color": 0}}
    first = crowd.world.put(FORUM, 0, topic=5, other=opened).id
    crowd.say(ADA, "hello all", FORUM, topic=5, reply_to=first)
    assert heard(crowd) is None
    crowd.say(ADA, "@rendezvous_bot", FORUM, topic=5, reply_to=first)
    assert heard(crowd).text == ""


@pytest.mark.parametrize("text", ["/forget", "/start code", "when is the keynote?"])
def test_forwarded_words_are_no_commands(crowd: TelegramServer, text: str) -> None:
    crowd.write(ADA, text=text, other=FORWARDED)
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("text", text)
    crowd.write(ADA, GROUP, text=f"@rendezvous_bot {text}", other=FORWARDED)
    assert heard(crowd) is None


def test_pictures_voices_and_stickers_in_private(crowd: TelegramServer) -> None:
    for other, text, meant in (
        (PHOTO, "what is this room?", "what is this room?"),
        (VOICE, "", ""),
        (STICKER, "", "👍"),
    ):
        crowd.write(ADA, text=text, other=other)
        incoming = heard(crowd)
        assert incoming is not None
        assert (incoming.kind, incoming.text) == ("text", meant)


def test_pictures_voices_and_stickers_in_a_group(crowd: TelegramServer) -> None:
    ours = bot_says(crowd, GROUP)
    crowd.write(ADA, GROUP, text="@rendezvous_bot which room?", other=PHOTO)
    assert heard(crowd).text == "which room?"
    crowd.write(ADA, GROUP, reply_to=ours, other=STICKER)
    assert heard(crowd) is None


def test_an_album_speaks_once(crowd: TelegramServer) -> None:
    crowd.write(ADA, text="which room?", other={**PHOTO, "media_group_id": "1"})
    assert heard(crowd).text == "which room?"
    crowd.write(ADA, other={**PHOTO, "media_group_id": "1"})
    assert heard(crowd) is None


def test_an_edited_question(crowd: TelegramServer) -> None:
    said = crowd.say(ADA, "when is the keynot?")
    crowd.edit(said, "when is the keynote?")
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.message) == ("edited", "when is the keynote?", str(said.id))
    assert incoming.at > datetime.fromtimestamp(int(said.date), UTC)
    crowd.edit(said, "/now")
    assert heard(crowd).text == "/now"
    crowd.edit(crowd.say(ADA, "hello all", GROUP), "hello everyone")
    assert heard(crowd) is None
    crowd.edit(crowd.write(ADA, other=STICKER), "")
    assert heard(crowd) is not None


def test_a_button_brings_its_action_and_its_message(crowd: TelegramServer) -> None:
    number = bot_says(crowd, GROUP)
    crowd.press(ADA, number, "remind:s1:10", chat=GROUP)
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.message) == ("action", "remind:s1:10", str(number))
    assert (incoming.at, incoming.user) == (NOW, "7")
    assert (incoming.address.thread, incoming.address.public) == (str(number), True)


def test_a_button_of_a_message_too_old_to_be_shown(crowd: TelegramServer) -> None:
    crowd.press(ADA, 999, "remind:s1:10")
    incoming = heard(crowd)
    assert incoming is not None
    assert (incoming.text, incoming.message, incoming.address.chat) == ("remind:s1:10", "999", "7")


def test_a_button_without_message_or_data_is_none_of_ours(crowd: TelegramServer) -> None:
    crowd.press(ADA, bot_says(crowd, ADA), "x")
    told = list(crowd.updates.pending.values())[-1]
    for missing in ("message", "data"):
        query = {name: value for name, value in told["callback_query"].items() if name != missing}
        assert receive(Update.de_json({**told, "callback_query": query}, None), ME, NOW) is None


def test_reachability_and_groups(crowd: TelegramServer) -> None:
    kinds = []
    for act in (
        lambda: crowd.block(ADA),
        lambda: crowd.unblock(ADA),
        lambda: crowd.join(GROUP, ADA),
        lambda: crowd.leave(GROUP, ADA),
    ):
        act()
        incoming = heard(crowd)
        assert incoming is not None
        kinds.append((incoming.kind, incoming.address.chat, incoming.address.public, incoming.user))
    group = str(GROUP)
    assert kinds == [
        ("blocked", "7", False, "7"), ("unblocked", "7", False, "7"),
        ("joined", group, True, "7"), ("left", group, True, "7"),
    ]  # fmt: skip


def test_a_promotion_changes_nothing_and_channels_are_passed_over(crowd: TelegramServer) -> None:
    crowd.join(GROUP, ADA)
    told = list(crowd.updates.pending.values())[-1]
    member = told["my_chat_member"]
    restricted = {
        **member["new_chat_member"], "status": "restricted", "is_member": True, "until_date": 0,
        **dict.fromkeys((
            "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
            "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
            "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
            "can_edit_tag", "can_react_to_messages",
        ), False),
    }  # fmt: skip
    same = {**member, "old_chat_member": member["new_chat_member"], "new_chat_member": restricted}
    assert receive(Update.de_json({**told, "my_chat_member": same}, None), ME, NOW) is None
    channel = {**member, "chat": {"id": CHANNEL, "type": "channel", "title": "News"}}
    assert receive(Update.de_json({**told, "my_chat_member": channel}, None), ME, NOW) is None


def test_nobody_else_is_heard(crowd: TelegramServer) -> None:
    crowd.say(ADA, "@rendezvous_bot hello", GROUP)
    told = list(crowd.updates.pending.values())[-1]
    message = told["message"]
    bot = {**message, "from": {**message["from"], "is_bot": True}}
    automatic = {**message, "is_automatic_forward": True}
    nobody = {name: value for name, value in message.items() if name != "from"}
    service = {**nobody, "from": message["from"], "new_chat_title": "Hall"}
    service.pop("text")
    for other in (bot, automatic, nobody, service):
        assert receive(Update.de_json({**told, "message": other}, None), ME, NOW) is None
    post = {"update_id": 1, "channel_post": {**nobody, "chat": {"id": CHANNEL, "type": "channel", "title": "News"}}}
    assert receive(Update.de_json(post, None), ME, NOW) is None
    in_channel = {**message, "chat": {"id": CHANNEL, "type": "channel", "title": "News"}}
    assert receive(Update.de_json({**told, "message": in_channel}, None), ME, NOW) is None
