from __future__ import annotations

import base64

from fakes.telegram.entities import parse_html, units
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import encode
from bot.channels.telegram.markup import JOINER, plain
from bot.channels.telegram.render import LIMIT, PAGES, Message, render
from bot.messages import (
    Attachment,
    Choice,
    Choices,
    Citation,
    Item,
    Link,
    Listing,
    Mark,
    Picture,
    QuoteBlock,
    Reply,
    SessionCard,
    Text,
)

CITED = Citation("Keynote", "keynote.md")
FILE = Attachment("agenda.ics", "text/calendar", base64.b64encode(b"BEGIN:VCALENDAR").decode())


def one(*blocks: object) -> Message:
    messages = render(Reply(tuple(blocks)))
    assert len(messages) == 1
    return messages[0]


def labels(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard.inline_keyboard] if message.keyboard else []


def test_a_session_card() -> None:
    card = SessionCard("s1", "Opening & welcome", "Fri 13:30", "Main hall", "KAZEKI Jun", "in 25 min")
    assert one(card).html == (
        "<b>Opening &amp; welcome</b>\n🕒 Fri 13:30\n📍 Main hall\n👤 KAZEKI Jun\n<i>in 25 min</i>"
    )


def test_a_cancelled_session_is_struck_out() -> None:
    assert one(SessionCard("s1", "Panel", "14:00", note="Cancelled", cancelled=True)).html.startswith("<s>Panel</s>")


def test_paragraphs_headings_and_notes() -> None:
    blocks = (Text("Practical", "heading"), Text("Doors open at 9."), Text("Paris time.", "note"))
    assert one(*blocks).html == "<b>Practical</b>\n\nDoors open at 9.\n\n<i>Paris time.</i>"


def test_a_quote_stands_in_a_block_with_its_source_under_it() -> None:
    quote = QuoteBlock("We met in 1996.\nWe meet again.", "Keynote, KAZEKI Jun", CITED)
    assert one(quote).html == "<blockquote>We met in 1996.\nWe meet again.</blockquote>\n<i>Keynote, KAZEKI Jun</i>"


def test_a_link_is_one_and_an_address_as_label_stays_one() -> None:
    assert one(Link("Map", "https://example.org/?a=1&b=2")).html == '<a href="https://example.org/?a=1&amp;b=2">Map</a>'
    url = "https://example.org/"
    assert one(Link(url, url)).html == f'<a href="{url}">{url}</a>'
    assert one(Link("", url)).html == f'<a href="{url}">{url}</a>'
    assert one(Link("Map", "javascript:alert(1)")).html == "Map"


def test_items_that_open_are_numbered_through_the_reply() -> None:
    first = Listing("Now", (Item("Opening", "13:30", encode("session", "a")), Item("Break")))
    second = Listing("Next", (Item("Panel", "", encode("session", "b")),), Choice("More", encode("more", "8")))
    message = one(first, second)
    assert message.html == "<b>Now</b>\n1. Opening — 13:30\n• Break\n\n<b>Next</b>\n2. Panel"
    assert labels(message) == [["1"], ["2"], ["More"]]
    assert message.keyboard.inline_keyboard[1][0].callback_data == "session:b"


def test_eight_numbers_stand_in_a_row() -> None:
    items = tuple(Item(f"Talk {n}", "", encode("session", str(n))) for n in range(10))
    assert [len(row) for row in labels(one(Listing("All", items)))] == [8, 2]


def test_choices_share_a_row_while_a_phone_shows_them() -> None:
    short = tuple(Choice(label, encode("x")) for label in ("Helpful", "Not helpful"))
    assert labels(one(Text("?"), Choices(short))) == [["Helpful", "Not helpful"]]
    long = tuple(Choice(label, encode("x")) for label in ("Remind me", "Ask the organizers about it", "More"))
    assert labels(one(Text("?"), Choices(long))) == [["Remind me"], ["Ask the organizers about it"], ["More"]]
    wide = tuple(Choice(label, encode("x")) for label in ("リマインドする", "主催者に質問する"))
    assert labels(one(Text("?"), Choices(wide))) == [["リマインドする"], ["主催者に質問する"]]


def test_buttons_have_their_style() -> None:
    choices = (Choice("Send now", "a", "primary"), Choice("Edit", "b"), Choice("Cancel", "c", "danger"))
    rows = one(Choices(choices, "Sure?")).keyboard.inline_keyboard
    assert [button.style for row in rows for button in row] == ["primary", None, "danger"]


def test_buttons_without_words_get_some() -> None:
    message = one(Choices((Choice("Yes", "a"),)))
    assert message.html.strip()
    assert labels(message) == [["Yes"]]


def test_at_most_a_hundred_buttons_with_labels_that_fit() -> None:
    message = one(Text("?"), Choices(tuple(Choice("label " * 30, "x") for _ in range(120))))
    assert sum(len(row) for row in labels(message)) == 100
    assert max(len(label) for row in labels(message) for label in row) <= 60
    assert labels(one(Text("?"), Choices((Choice("", "x"),)))) == [["…"]]


def test_a_file_takes_short_words_as_its_caption() -> None:
    message = one(Text("Your agenda"), FILE, Choices((Choice("More", "x"),)))
    assert (message.html, message.file, labels(message)) == ("Your agenda", FILE, [["More"]])


def test_a_file_follows_long_words() -> None:
    messages = render(Reply((Text("word " * 300), FILE, Choices((Choice("More", "x"),)))))
    assert [bool(message.file) for message in messages] == [False, True]
    assert labels(messages[0]) == [["More"]]


def test_several_files_are_several_messages() -> None:
    messages = render(Reply((Text("Both"), FILE, FILE)))
    assert [message.html for message in messages] == ["Both", "", ""]


def test_a_file_alone_can_have_buttons() -> None:
    assert labels(one(FILE, Choices((Choice("More", "x"),)))) == [["More"]]
    assert [labels(m) for m in render(Reply((FILE, FILE, Choices((Choice("More", "x"),)))))] == [[["More"]], []]


def test_nothing_to_say_is_no_message() -> None:
    assert render(Reply(())) == ()
    assert render(Reply((Text("  \n"), Listing("", ()), SessionCard("s", "", ""), Choices(())))) == ()


def test_long_words_are_split_between_blocks_and_the_buttons_come_last() -> None:
    blocks = (*(Text(f"Paragraph {n}. " + "word " * 400) for n in range(4)), Choices((Choice("More", "x"),)))
    messages = render(Reply(blocks))
    assert [message.html.count("Paragraph") for message in messages] == [2, 2]
    assert [labels(message) for message in messages] == [[], [["More"]]]


def test_a_block_is_kept_whole_when_it_fits() -> None:
    card = SessionCard("s", "Opening", "13:30", "Main hall")
    messages = render(Reply((Text("x" * (LIMIT - 10)), card)))
    assert messages[1].html.startswith("<b>Opening</b>")


def test_a_quote_longer_than_a_message_is_a_quote_in_each() -> None:
    messages = render(Reply((QuoteBlock("Sentence. " * 700, "Source", CITED),)))
    assert len(messages) == 2
    assert all(message.html.startswith("<blockquote>") for message in messages)


def test_what_no_chat_should_be_flooded_with_ends_in_an_ellipsis() -> None:
    messages = render(Reply((Text("word " * 20_000),)))
    assert len(messages) == PAGES
    assert messages[-1].html.endswith("…")
    assert all(units(parse_html(message.html)[0]) <= 4096 for message in messages)


texts = st.text(st.one_of(st.sampled_from("<>&\"'/@.:😀 \nab"), st.characters()), max_size=2000)
lines = st.text(st.one_of(st.sampled_from("<>&\"'/@.:😀 ab"), st.characters()), max_size=80)
blocks = st.one_of(
    st.builds(Text, texts, st.sampled_from(["plain", "heading", "note"])),
    st.builds(Link, lines, st.sampled_from(["https://example.org/?a=1&b=%22", 'https://e.org/"><b>', "no url"])),
    st.builds(SessionCard, lines, lines, lines, lines, lines, lines, st.booleans()),
    st.builds(Listing, lines, st.lists(st.builds(Item, lines, lines, st.just("open:1")), max_size=8).map(tuple)),
    st.builds(QuoteBlock, texts, lines, st.just(CITED)),
    st.builds(Choices, st.lists(st.builds(Choice, lines, st.just("x")), max_size=8).map(tuple), lines),
)


def test_marked_words_stand_out() -> None:
    words = "@B & <x> now:\x07 https://example.org/a, soon"
    marked = Text(words, marks=(Mark(0, 8, "bold"), Mark(9, 12, "italic"), Mark(15, 36, "bold")))
    text, entities = parse_html(one(marked).html)
    kinds = {(e["type"], text.encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])]) for e in entities}
    shown = {(kind, part.decode("utf-16-le").replace(JOINER, "")) for kind, part in kinds}
    assert shown == {("bold", "@B & <x>"), ("italic", "now"), ("code", "https://example.org/a")}
    assert squeezed(text) == squeezed(words)
    assert f"@{JOINER}B" in text


def test_marks_of_a_text_too_long_for_one_message_give_way_to_its_words() -> None:
    messages = render(Reply((Text("word " * 1000, marks=(Mark(0, 4, "bold"),)),)))
    assert len(messages) == 2
    assert "<b>" not in messages[0].html


def test_a_picture_is_what_the_message_shows_below_its_words() -> None:
    picture = Picture("https://example.org/map.png", "The map")
    assert (one(Text("Room B"), picture).html, one(Text("Room B"), picture).picture) == ("Room B", picture.url)
    assert one(picture).html == picture.url


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab@/.:* <&\x07é漢😀", max_size=30), st.data())
def test_marks_change_no_word(words: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(words)), min_size=4, max_size=4, unique=False)))
    marks = (Mark(edges[0], edges[1], "bold"), Mark(edges[2], edges[3], "italic"))
    shown = "".join(parse_html(message.html)[0] for message in render(Reply((Text(words, marks=marks),))))
    assert squeezed(shown) == squeezed(words)


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, max_size=8))
def test_telegram_takes_every_message_and_shows_every_word(said: list[object]) -> None:
    messages = render(Reply(tuple(said)))
    shown = ""
    for message in messages:
        text, entities = parse_html(message.html)
        assert 0 < units(text) <= 4096
        assert all(entity["length"] > 0 for entity in entities)
        assert plain(message.html).strip()
        shown += text
    if len(messages) < PAGES:
        for block in said:
            if isinstance(block, Text):
                assert squeezed(block.text) in squeezed(shown)


def squeezed(text: str) -> str:
    kept = (sign for sign in text if not (sign.isspace() or sign == JOINER or ord(sign) < 32 or 127 <= ord(sign) < 160))
    return "".join(kept)
