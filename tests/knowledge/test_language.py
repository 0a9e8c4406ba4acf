"""Which language a text is in, down to a single word typed on a phone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import fold
from knowledge.language import DEFAULT, detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORT = {
    "en": """
        where is room B | where's my next meeting | program | next | now | help | hello | thanks | cancel | yes | lunch
        coffee break | room B | table number | wifi password | what time | when keynote | who speaks | who is Kazeki
        and tomorrow | tomorrow morning | my meetings | next session | airport shuttle | speakers | panel | networking
        what about friday afternoon | remind me of the keynote | budget of CALLISTO | I'm late | can't come
        pls the schedule | When is the keynote by Kazeki? | Where is 会議室A? | who is 風木さん | Good Morning
        WHERE IS ROOM B
        """,
    "fr": """
        ou est la salle B | c est quand le keynote | keynote quand | programme vendredi | merci | aide | bonjour
        oui | salle B | mot de passe wifi | dejeuner | pause cafe | et demain | et apres | qui parle | mes rdv
        qui est Kazeki | a quelle heure | ma prochaine reunion | rappelle moi le keynote | toilettes | vestiaire
        navette aeroport | intervenants | orateurs | budget de CALLISTO | CALLISTO c est quoi | c koi callisto
        et vendredi apres midi | demain matin | annuler | prochaine session | numero de table | maintenant | ensuite
        CNES et JAXA | je suis en retard | je ne peux pas venir | Où est la salle Étoile ? | OU EST LA SALLE B
        Merci Beaucoup
        """,
    "ja": """
        CALLISTOは誰が | 昼食時間 | 基調講演はいつ？ | 次の会議 | 会場はどこですか | 明日の午後
        B2B Meetingの会場はどこ | ﾃｰﾌﾞﾙ番号 | 「The Future of Space」は何時から？ | 今日の program
        1962年に何がありましたか | 遅れます | 風木 | 第2会場
        """,
    "": """
        CALLISTO? | Kazeki | KAZEKI Jun | Martin | Jonas Nick | Jean Dupont | Emmanuel Macron | Mark Brown | JAXA
        table 12 | 12:30 | B2B | ok | Paris | 👍 | ? | https://example.org/le-programme-de-la-conference
        anne.dupont@example.org | <@U0123456> | salle@example.org
        """,
}


def table() -> Iterator[tuple[str, str]]:
    for language, texts in SHORT.items():
        yield from ((text.strip(), language) for text in re.split(r"[|\n]", texts) if text.strip())


@pytest.mark.parametrize(("text", "language"), list(table()))
def test_short_texts(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(list(table())) > 100


@pytest.mark.parametrize("text", ["", " ", "\n", "!?", "123"])
def test_without_words_there_is_no_language(text: str) -> None:
    assert detect(text) == ""


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("会议室在哪里", ("en", "ja", "zh"), "zh"),
        ("会議室はどこ", ("en", "ja", "zh"), "ja"),
        ("会議室はどこ", ("en", "fr"), ""),
        ("회의실이 어디예요", ("en", "ja", "ko"), "ko"),
        ("wo ist der Saal", ("en", "de"), "de"),
        ("dove è la sala", ("en", "it", "es"), "it"),
        ("where is it", ("ja",), ""),
        ("where is it", ("en",), "en"),
        ("Zürich", ("en",), ""),
        ("where is it", ("en", "xx"), "en"),
    ],
)
def test_among_which_languages(text: str, among: tuple[str, ...], language: str) -> None:
    assert detect(text, among) == language


LONG = {
    "en": "The two agencies have worked together for decades, and they share what they learn from every mission. ",
    "fr": "Les deux agences travaillent ensemble depuis des décennies et partagent ce que leur apprend chaque vol. ",
    "de": "Die beiden Behörden arbeiten seit Jahrzehnten zusammen und teilen, was sie aus jeder Mission lernen. ",
    "es": "Las dos agencias trabajan juntas desde hace décadas y comparten lo que aprenden de cada misión. ",
    "it": "Le due agenzie lavorano insieme da decenni e condividono ciò che imparano da ogni missione. ",
    "": "Obě agentury spolupracují desítky let a sdílejí vše, co se naučily při každé společné misi v kosmu. ",
}


@pytest.mark.parametrize(("language", "text"), LONG.items())
def test_long_texts_in_more_languages(language: str, text: str) -> None:
    assert detect(text * 8, ("en", "fr", "ja", "zh", "ko", "de", "es", "it", "pt", "nl")) == language


@given(st.text())
def test_any_text_has_one_of_the_languages_or_none(text: str) -> None:
    assert detect(text) in ("", *DEFAULT)


@given(
    st.sampled_from([text for text, language in table() if language]), st.sampled_from([" ", "!", "?", " ...", "\n"])
)
def test_signs_around_a_text_change_nothing(text: str, sign: str) -> None:
    assert detect(f"{sign}{text}{sign}") == detect(text)


@pytest.mark.parametrize(
    ("path", "language"),
    [("xquad-en/xquad.en.json", "en"), ("crpa-faq-fr/squad.json", "fr"), ("jaquad-dev/jaquad_dev_0000.json", "ja")],
)
def test_real_questions_typed_carelessly(real_data: Path, path: str, language: str) -> None:
    """Without accents, signs and capitals: 99 of 100."""
    told = json.loads((real_data / path).read_text(encoding="utf-8"))
    articles = told["data"] if isinstance(told, dict) else told
    questions = [qa["question"] for article in articles for part in article["paragraphs"] for qa in part["qas"]]
    right = sum(detect(re.sub(r"[^\w\s]", " ", fold(question))) == language for question in questions)
    assert right >= 0.99 * len(questions)
