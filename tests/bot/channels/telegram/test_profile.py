from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.telegram.faults import Fault

from bot.i18n.catalogue import languages
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from fakes.telegram_server import TelegramServer
    from suites.telegram import Bot

ADA, GROUP = 7, -1_000_000_000_111
EVENT = "France-Japan Space Industry B2B Meeting 2026"


async def test_commands_are_registered_by_language_and_scope(make: Callable[..., Bot], server: TelegramServer) -> None:
    server.person(ADA)
    await make(event=EVENT, organizers=(str(ADA),)).start()
    await server.until(lambda: (f"chat:{ADA}", "ja") in server.methods.commands)
    commands = {key: [command["command"] for command in value] for key, value in server.methods.commands.items()}
    for code in ("", *languages()[1:]):
        assert commands["all_private_chats", code][0] == "now"
        assert "announce" not in commands["all_private_chats", code]
        assert commands["all_group_chats", code] == ["now", "next", "program", "help"]
        assert commands[f"chat:{ADA}", code][:3] == ["announce", "inbox", "report"]
    french = server.methods.commands["all_group_chats", "fr"]
    assert french[0]["description"] == "Ce qui se passe maintenant"


async def test_descriptions_name_the_event_and_fit(make: Callable[..., Bot], server: TelegramServer) -> None:
    await make(event="E" * 600).start()
    told = server.methods.descriptions
    await server.until(lambda: {("short_description", code) for code in ("", "fr", "ja")} <= told.keys())
    assert len(told["description", ""]) == 512
    assert len(told["short_description", "ja"]) == 120
    assert told["short_description", ""].startswith("Program, reminders and answers for EEE")


async def test_what_is_right_already_is_left_alone(make: Callable[..., Bot], server: TelegramServer) -> None:
    for times in (1, 2):
        await make(event=EVENT).start()
        await server.until(lambda times=times: server.calls.get("getmyshortdescription") == times * len(languages()))
        await server.settled()
    assert server.calls["setmycommands"] == 2 * len(languages())
    assert server.calls["setmydescription"] == server.calls["setmyshortdescription"] == len(languages())


async def test_a_profile_that_cannot_be_set_stops_nothing(
    make: Callable[..., Bot], server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add(Fault("too_many", "setMyCommands"))
    bot = make(event=EVENT)
    await bot.start()
    server.say(ADA, "hello")
    await server.settled()
    assert bot.heard
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def problems(bot: Bot) -> list[str]:
    return [str(problem) for problem in await bot.channel.check()]


async def test_all_is_well(make: Callable[..., Bot], server: TelegramServer) -> None:
    server.person(ADA)
    server.group(GROUP)
    assert await problems(make(organizers=(str(ADA),), organizers_chat=str(GROUP))) == []
    assert not server.messages(GROUP)


async def test_a_token_that_is_refused(make: Callable[..., Bot], server: TelegramServer) -> None:
    bot = make()
    server.revoke()
    assert await bot.channel.check() == [
        Problem("TELEGRAM_BOT_TOKEN", "Telegram refuses the token.", "Copy it again from @BotFather.")
    ]


async def test_a_platform_out_of_reach(make: Callable[..., Bot], server: TelegramServer) -> None:
    bot = make()
    server.go_away()
    assert (await problems(bot))[0].startswith("telegram.api_url: error: Telegram cannot be reached")


async def test_privacy_mode_switched_off(make: Callable[..., Bot], server: TelegramServer) -> None:
    server.world.bot["can_read_all_group_messages"] = True
    assert "privacy mode is off" in (await problems(make()))[0]


async def test_an_organizers_chat_that_cannot_be_written_to(make: Callable[..., Bot], server: TelegramServer) -> None:
    bot = make(organizers=("8",), organizers_chat="-5")
    told = await problems(bot)
    assert told[0].startswith("organizers.channels.telegram: error: the bot cannot write to -5: Chat not found")
    assert told[1].startswith("organizers.telegram: warning: the bot cannot write to 8")
    server.group(-5)
    server.migrate(-5, -1_000_000_000_005)
    assert "Write -1000000000005." in (await problems(bot))[0]


async def test_webhooks_that_do_not_fit(make: Callable[..., Bot], server: TelegramServer) -> None:
    from bot.channels.telegram.channel import Webhook

    url = "https://bot.example.org/secret-path"
    server.updates.webhook = {"url": url, "secret_token": "", "max_connections": 0}
    told = (await problems(make()))[0]
    assert "a webhook is set at bot.example.org" in told
    assert "secret-path" not in told
    server.updates.last_error = "SSL error"
    assert "SSL error" in (await problems(make(webhook=Webhook(url, "s"))))[0]
    server.faults.add(Fault("error", "getWebhookInfo"))
    assert "cannot be looked up" in (await problems(make()))[0]
