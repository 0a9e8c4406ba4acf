from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.program import prose


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  A\n title ", "A title"),
        ("Q&amp;A", "Q&A"),
        ("Users&amp;#39; night", "Users' night"),
        ("The <blink> tag & AT&T", "The <blink> tag & AT&T"),
        ("a &lt; b", "a < b"),
        (None, ""),
        (42, "42"),
    ],
)
def test_titles(written: object, shown: str) -> None:
    assert prose.line(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>One\n line.</p>\n<p>Two<br/>lines.</p>", "One line.\n\nTwo\nlines."),
        ("<ul>\n<li>a</li>\n<li>b <b>bold</b></li>\n</ul><div>c</div>", "- a\n- b bold\n\nc"),
        (
            '<a href="https://x.org/">site</a>, <a href="https://x.org">https://x.org</a>, <a href="#top">up</a>',
            "site (https://x.org/), https://x.org, up",
        ),
        ("a &nbsp;b&eacute;", "a bé"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<script>alert(1)</script><style>p {}</style><!-- no --><p>Yes</p>", "Yes"),
        ("&lt;p&gt;Escaped &lt;i&gt;whole&lt;/i&gt;&lt;/p&gt;", "Escaped whole"),
        ("std::vector<int> and <unknown>", "std::vector<int> and <unknown>"),
        ("<p>vector<int></p>", "vector<int>"),
        ("plain\r\ntext\r\n\r\n\r\n\r\nmore", "plain\ntext\n\nmore"),
        ("nul\0byte", "nulbyte"),
        (None, ""),
    ],
)
def test_html(written: object, shown: str) -> None:
    assert prose.plain(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold**, *it*, ~~gone~~, `code`", "bold, it, gone, code"),
        ("1. one\n2. two", "- one\n- two"),
        ("> quoted", "quoted"),
        ("a\nb", "a\nb"),
        ("2 * 3 * 4 = 24 and snake_case_name", "2 * 3 * 4 = 24 and snake_case_name"),
        ("[text](javascript:alert(1))", "[text](javascript:alert(1))"),
        ("a<b and `<p>`", "a<b and <p>"),
        ("text with <b>HTML</b> in it", "text with HTML in it"),
        ("<p>HTML with *stars*</p>", "HTML with *stars*"),
        ("    indented text is no code", "indented text is no code"),
    ],
)
def test_markdown(written: object, shown: str) -> None:
    assert prose.markdown(written) == shown


def test_what_a_session_is_about_is_told_once() -> None:
    assert prose.abstract("A b.", "A b. C.", "D") == "A b. C.\n\nD"
    assert prose.abstract({"fr": "Bonjour", "en": "Hello"}, language="en") == "Hello"
    assert prose.abstract({"fr": "", "en": "Hello"}, language="ja") == "Hello"
    assert prose.abstract(None, "") == ""


def test_texts_by_language() -> None:
    assert prose.multilingual({"EN": "A", "fr": None, "ja": ""}) == ("A", {"en": "A"})
    assert prose.multilingual({"en": "A", "fr": "B"}, "fr") == ("B", {"en": "A", "fr": "B"})
    assert prose.multilingual("A") == ("A", {})
    assert prose.multilingual({}) == ("", {})


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for shown in (prose.plain(text), prose.markdown(text)):
        assert shown == shown.strip()
        assert "\n\n\n" not in shown
    assert "\n" not in prose.line(text)


@given(st.text(alphabet="abc déf,.!\n", max_size=60))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert prose.markdown(text).split() == prose.plain(text).split() == text.split()
