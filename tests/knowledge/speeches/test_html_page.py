"""Web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.speech_formats import Speech, SpeechFormatContract

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document


def read(markup: str, encoding: str = "utf-8") -> Document:
    document, problems = read_document(markup.encode(encoding), "page.html", "page")
    assert problems == ()
    assert document is not None
    return document


class TestHtml(SpeechFormatContract):
    source = "speeches/talk.html"

    def build(self, speech: Speech) -> bytes:
        parts = "".join(
            f"<h2>{part.heading}</h2>" + "".join(f"<p>{words}</p>" for words in part.paragraphs)
            for part in speech.parts
        )
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{speech.title} | Example</title></head><body>"
            f"<nav><ul><li>Home</li></ul></nav><main><h1>{speech.title}</h1><p>{speech.byline}</p>"
            f"<p>{speech.date_line}</p>{parts}</main><footer>© Example</footer></body></html>"
        ).encode()


def test_blocks_stand_apart_and_marks_vanish() -> None:
    document = read(
        "<p>One <b>bold</b><br>second&nbsp;line</p><div>Bare <i>text</i><p>inside</p>after<!-- no --></div>"
        "<ul><li>a<ul><li>b</li></ul></li></ul><table><tr><th>Hour<th>Room</tr><tr><td>14 h<td> </tr></table>"
        "<pre>kept\n  lines</pre>"
    )
    assert document.text == (
        "One bold\nsecond line\n\nBare text\n\ninside\n\nafter\n\na\n\nb\n\nHour | Room\n\n14 h\n\nkept\nlines"
    )


def test_scripts_menus_and_hidden_parts_are_no_text() -> None:
    document = read(
        "<script>var a = '<p>no</p>'</script><style>p {}</style><header role=banner>no</header><div role=navigation>no"
        "</div><aside>no</aside><p hidden>no</p><template>no</template><p>Yes.</p><form>no</form>"
    )
    assert document.text == "Yes."


def test_what_is_hidden_by_its_style_or_a_menu_by_its_name_is_no_text() -> None:
    links = "<a href=1>Home</a><a href=2>Talks</a>"
    markup = f"""<body class="navbar"><div id="topMenu">{links}</div><p style="color:red;Display: none">Gone.</p>
    <div class="menu"><p>Soup, or <a href=3>fish</a>.</p></div><p>Kept.</p></body>"""
    assert read(markup).text == "Soup, or fish.\n\nKept."
    assert read(f'<body class="navbar"><p>{links}</p></body>').text == "HomeTalks"


def test_what_stands_around_the_page_by_its_name_is_no_text() -> None:
    words = "These are the words of the talk, and there are enough of them. " * 3
    markup = f"""<div id="header"><a>Home</a><a>About</a></div><div class="left-sidebar">News: nothing.</div>
    <div class="content"><h1>The talk</h1><p>{words}</p><div class="share_buttons">Share</div></div>
    <div class="related-posts"><h3 class="related">Related</h3><a class="share">Other</a></div>
    <div id="cookie-banner">We use cookies.</div>
    <div class="social dinner">The dinner is at eight.</div><div class="site-footer">Nobody reads this.</div>"""
    document = read(markup)
    assert document.text == f"The talk\n\n{words.strip()}\n\nThe dinner is at eight."
    assert document.title == "The talk"


def test_what_is_named_like_a_part_around_but_is_the_page_is_kept() -> None:
    assert read("<div class=sidebar><p>All the words are here.</p></div><p>Few.</p>").text.startswith("All the words")
    assert read("<div class=header><h1><a href=1>The talk</a></h1></div><p>Words.</p>").title == "The talk"


def test_main_stands_for_the_page_only_when_it_holds_enough() -> None:
    assert read("<p>Around</p><main><p>The page's own words are here.</p></main>").text.startswith("The page")
    assert "everything else" in read(f"<main>Ad</main><p>{'Here is everything else. ' * 9}</p>").text
    assert read("<div>Menu</div><article><p>The one article of it.</p></article>").text == "The one article of it."


def test_the_page_title_serves_without_the_name_of_the_site() -> None:
    assert read("<title>Getting there | The Conference</title><p>By train, please.</p>").title == "Getting there"
    assert read("<title>T</title><h2>Part</h2><p>Words.</p><h1>Top</h1><p>Words.</p>").title == "Top"


def test_the_head_names_speaker_and_date() -> None:
    document, _ = read_document(
        b"<meta name=author content='Ada Example'><meta property='article:published_time' content=2026-01-16>"
        b"<p>Some words here.</p>",
        "talk.html",
        "speech",
    )
    assert document
    assert (document.speaker, document.date) == ("Ada Example", "2026-01-16")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("shift_jis", "cp932"), ("utf-8", "cp1252"), ("x-nonsense", "utf-8"), ("", "utf-16")],
)
def test_the_declared_encoding_is_believed_when_it_can_be(declared: str, encoding: str) -> None:
    words = "講演は午後です。" if encoding == "cp932" else "L’été où « tout » commença. Déjà passé, à côté."
    document = read(f"<html><head><meta charset={declared}></head><body><p>{words}</p></body></html>", encoding)
    assert document.text == words


def test_bytes_that_are_no_page_are_told() -> None:
    document, (problem,) = read_document(bytes(range(256)) * 20, "page.html", "page")
    assert document is None
    assert "not text" in problem.what


def test_a_page_without_words_is_told() -> None:
    document, (problem,) = read_document(b"<html><script>app()</script></html>", "page.html", "page")
    assert document is None
    assert problem.what == "holds no text."


def test_a_page_from_a_url_without_an_ending_is_a_page() -> None:
    document, _ = read_document(b"<!doctype html><p>Words.", "https://example.org/venue/", "page")
    assert document
    assert (document.text, document.title) == ("Words.", "venue")


def test_xhtml_and_bare_text_are_read_without_a_warning() -> None:
    assert read('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Words.</p></html>').text == "Words."
    assert read("https://example.org/a.html").text == "https://example.org/a.html"


def test_deep_nesting_does_not_matter() -> None:
    document = read("<div>" * 5000 + "deep words" + "</div>" * 5000)
    assert document.text == "deep words"
