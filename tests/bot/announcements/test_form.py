"""The form behind "announce": what it offers, what its answers mean, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.desk import NOON, PARIS, session, texts

from bot import announcements
from bot.actions import decode
from bot.announcements.audience import parse
from bot.announcements.filling import FormError, fill
from bot.announcements.form import audience_of, fits, make
from bot.announcements.writing import link_of
from bot.forms import Filled
from bot.messages import Choices, Picture
from knowledge.model import Attendee, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk

    from bot.messages import Reply


def submit(here: Desk, answers: dict[str, str], *, about: str = "en:", user: str = "U_OLGA") -> Reply:
    told = {name: tuple(value.split("|")) if value else () for name, value in answers.items()}
    with here.turn(user, pressed="m1") as turn:
        return fill(turn, Filled("announce-form", {"text-en": (), **told}, about), here.office)


def faults(here: Desk, answers: dict[str, str], *, about: str = "en:") -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        submit(here, answers, about=about)
    assert here.read(lambda unit: unit.announcements.listed(["draft", "scheduled"])) == []
    return dict(caught.value.faults)


def number_of(preview: Reply) -> str:
    row = next(block for block in preview.blocks if isinstance(block, Choices))
    return decode(row.choices[0].action).arguments[0]


def test_a_form_becomes_the_same_preview_as_the_guided_chat(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7", language="fr")
    answers = {
        "text-en": "Room B",
        "text-fr": "Salle B",
        "languages": "fr",
        "at": "14:30",
        "until": "15:00",
        "picture": "https://example.org/map.png",
    }
    preview = submit(here, answers)
    told = texts(preview)
    assert all(part in told for part in ("Room B", "Salle B", "To: language:fr", "1 person", "14:30", "15:00"))
    assert Picture("https://example.org/map.png", "Room B") in preview.blocks
    here.press(preview, "Send now")
    here.clock.advance(timedelta(hours=2, minutes=31))
    here.announcer.tick()
    (sent,) = [d for d in here.deliver() if d.announcement]
    assert texts(sent.reply) == "Salle B"
    assert Picture("https://example.org/map.png", "Salle B") in sent.reply.blocks


def test_a_form_shows_its_draft_and_changes_it(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7", language="fr")
    number = number_of(submit(here, {"text-en": "Room B", "at": "14:30", "list": "telegram:7"}))
    draft = here.read(lambda unit: unit.announcements.find(number))
    shown = {field.name: field.value for field in make(draft, here.knowledge, "en", NOON).fields}
    assert shown["text-en"] == ("Room B",)
    assert shown["written"] == ("telegram:7",)
    assert shown["at"] == ("2026-01-16 14:30+01:00",)
    submit(here, {"text-en": "Room C", "written": "all", "at": "2026-01-16 14:40+01:00"}, about=f"en:{number}")
    changed = here.read(lambda unit: unit.announcements.find(number))
    assert (changed.texts, changed.audience) == ({"en": "Room C"}, "all")
    assert changed.scheduled == NOON.replace(hour=14, minute=40)


def test_a_change_takes_back_what_was_scheduled(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = number_of(submit(here, {"text-en": "Room B", "at": "14:30"}))
    here.act("announce-send", number, pressed="m1")
    submit(here, {"text-en": "Room C", "at": "14:30"}, about=f"en:{number}")
    assert here.read(lambda unit: unit.announcements.find(number)).state == "draft"


def test_what_was_sent_is_no_draft_any_more(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce("Room B")
    assert "sent or given up" in faults(here, {"text-en": "Room C"}, about=f"en:{number}")["text-en"]


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"text-en": ""}, "text-en", "no words"),
        ({"text-en": "…"}, "text-en", "no words"),
        ({"text-en": "x", "text-fr": "!"}, "text-fr", "no words"),
        ({"text-en": "word " * 800}, "text-en", "Shorten it"),
        ({"text-en": "x", "picture": "ftp://example.org/a.png"}, "picture", "no address of a picture"),
        ({"text-en": "x", "picture": "https://user@example.org/a.png"}, "picture", "no address of a picture"),
        ({"text-en": "x", "at": "11:00"}, "at", "is over"),
        ({"text-en": "x", "at": "2026-10-25 02:30"}, "at", "twice"),
        ({"text-en": "x", "at": "2026-03-29 02:30"}, "at", "skip"),
        ({"text-en": "x", "at": "whenever"}, "at", "cannot read"),
        ({"text-en": "x", "until": "11:00"}, "until", "is over"),
        ({"text-en": "x", "at": "15:00", "until": "14:00"}, "until", "useless"),
        ({"text-en": "x", "groups": "nobody"}, "groups", "Groups: press, vip"),
        ({"text-en": "x", "languages": "en", "groups": "nobody"}, "groups", "Groups: press, vip"),
        ({"text-en": "x", "sessions": "zzz"}, "sessions", "Nearest"),
        ({"text-en": "x", "list": "ann"}, "list", "do not know"),
        ({"text-en": "x", "except": "ann"}, "except", "do not know"),
        ({"text-en": "x", "written": "group:nobody"}, "written", "Groups: press, vip"),
        ({"text-en": "x", "written": "all", "groups": "Press"}, "written", "not both"),
        ({"text-en": "x", "languages": "de"}, "languages", "no one is in this audience"),
        ({"text-en": "x", "written": "language:de"}, "written", "no one is in this audience"),
    ],
)
def test_each_fault_is_told_at_its_field(
    desk: Callable[..., Desk], answers: dict[str, str], field: str, told: str
) -> None:
    found = faults(desk(), answers)
    assert told in found[field]
    assert len(found) == 1


def test_several_faults_are_told_at_once(desk: Callable[..., Desk]) -> None:
    assert set(faults(desk(), {"text-en": "", "at": "11:00", "list": "ann"})) == {"text-en", "at", "list"}


def test_choices_that_multiply_too_far(desk: Callable[..., Desk]) -> None:
    here = desk()
    many = "|".join(str(number) for number in range(101))
    assert "too many" in faults(here, {"text-en": "x", "sessions": many, "languages": "en|fr|ja"})["sessions"]


@pytest.mark.parametrize(
    ("answers", "audience"),
    [
        ({}, "all"),
        ({"sessions": "k|p"}, "session:k, session:p"),
        (
            {"sessions": "k|p", "languages": "fr|ja"},
            "session:k + language:fr, session:k + language:ja, session:p + language:fr, session:p + language:ja",
        ),
        ({"platform": "slack", "account": "unlinked"}, "platform:slack + unlinked"),
        ({"meetings": "all"}, "meetings"),
        ({"meetings": "14:00-15:30"}, "meetings:14:00-15:30"),
        ({"list": "a@example.org\nb@example.org"}, "a@example.org, b@example.org"),
        ({"groups": "Press", "list": "telegram:4"}, "group:Press, telegram:4"),
        ({"except": "group:press; a@example.org"}, "all - group:press - a@example.org"),
        ({"muted": "too"}, "all, muted"),
        ({"groups": "Press, radio"}, 'group:"Press, radio"'),
        ({"groups": 'The "best" - ever'}, 'group:“The "best" - ever”'),
    ],
)
def test_choices_are_the_audience_in_writing(answers: dict[str, str], audience: str) -> None:
    assert audience_of({name: tuple(value.split("|")) for name, value in answers.items()}) == audience
    parse(audience)


def test_the_form_offers_what_there_is(desk: Callable[..., Desk]) -> None:
    here = desk()
    long = session("x" * 80, "An id longer than an option takes")
    more = replace(
        here.knowledge,
        program=Program((*here.knowledge.program.sessions, long, session("off", "Off", cancelled=True))),
        attendees=(*here.knowledge.attendees, Attendee("d@example.org", "D", groups=("g" * 80,))),
    )
    fields = {field.name: field for field in make(None, more, "ja", NOON).fields}
    assert next(iter(fields)) == "text-ja"
    assert [name for name, field in fields.items() if field.required] == ["text-ja"]
    assert [option.value for option in fields["sessions"].options] == ["k", "p"]
    assert [option.value for option in fields["groups"].options] == ["Press", "VIP"]
    bare = {field.name for field in make(None, type(more)(more.event), "en", NOON).fields}
    assert bare.isdisjoint({"sessions", "groups", "meetings"})
    assert str(PARIS.key) in fields["at"].hint


def test_of_many_sessions_those_to_come_are_offered(desk: Callable[..., Desk]) -> None:
    here = desk()
    days = [session(f"s{n}", "Talk") for n in range(400)]
    moved = tuple(replace(each, start=NOON + timedelta(hours=n - 200)) for n, each in enumerate(days))
    (field,) = (
        f
        for f in make(None, replace(here.knowledge, program=Program(moved)), "en", NOON).fields
        if f.name == "sessions"
    )
    assert [option.value for option in field.options] == [f"s{n}" for n in range(199, 400)]


def test_a_text_longer_than_a_field_takes_is_not_cut(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = number_of(here.act("announce", "word " * 650))
    assert not fits(here.read(lambda unit: unit.announcements.find(number)))
    assert fits(None)


def test_a_picture_is_named_by_its_address_and_taken_away_again(desk: Callable[..., Desk]) -> None:
    here = desk()
    preview = here.act("announce", "Room B")
    here.press(preview, "Picture")
    shown = here.expected("https://example.org/map.png")
    assert any(isinstance(block, Picture) for block in shown.blocks)
    here.press(shown, "Picture")
    assert "no address" in texts(here.expected("map.png"))
    here.press(shown, "Picture")
    assert not any(isinstance(block, Picture) for block in here.expected("-").blocks)
    kept = here.read(lambda unit: unit.announcements.find(number_of(preview)).picture)
    assert link_of(kept) == ""


def test_where_forms_can_be_opened_there_is_a_button(desk: Callable[..., Desk]) -> None:
    here = desk()
    assert "Form" not in labels(here.act("announce", "Room B"))
    here.office = replace(here.office, forms=frozenset({"slack"}))
    here.verbs = announcements.verbs(here.office)
    preview = here.act("announce", "Room B")
    assert labels(here.act("announce")) == ["Form"]
    assert "Form" in labels(preview)
    assert "next message" in texts(here.press(preview, "Form"))  # what stands in where it cannot be opened
    assert "next message" in texts(here.act("announce-form", pressed="m1"))
    assert "sent or given up" in texts(here.act("announce-form", "forged", pressed="m1"))


def labels(reply: Reply) -> list[str]:
    return [choice.label for block in reply.blocks if isinstance(block, Choices) for choice in block.choices]
