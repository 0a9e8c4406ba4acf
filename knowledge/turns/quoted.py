"""Voices that no label marks: quotations set off from a text, and those whom a chair gives the floor. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.turns.mentions import PERSON, known_in, named_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.turns.naming import Known

_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_MARK = re.compile(r"[ \t]{0,3}>[ \t>]*")
_SAID = re.compile(
    r"\b(?:wrote|said|says|writes|put it|told us|noted|observed|stated|argued|asked|explained|remarked|warned|declared|"
    r"recalled|replied|in the words of|according to|quote|quoting|quotes|écrit|écrivait|dit|disait|rappelait"
    r"|rappelé|déclaré|"
    r"souligné|expliqué|selon|citer|cite|citation)\b|書い|述べ|言っ|言葉|語っ|記し|話し|発言|引用|によると|によれば",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^[ \t>]*(?:—|–|―|--|-)[ \t]*(?P<who>\S[^\n]{1,80}?)[ \t]*\n?\Z", re.MULTILINE)
_GIVES = re.compile(
    r"\b(?:giv(?:e|ing) (?:now )?the floor(?: now)? to|hand(?:ing)? (?:it |you |the floor |things )?over to"
    r"|pass(?:ing)? the (?:floor|micro"
    r"phone|mic) to|turn(?:ing)? (?:it |the floor |things |you )?(?:back )?over to|invit(?:e|ing)\b.{0,80}\bto (?:take "
    r"the (?:floor|stage)|the (?:stage|podium|lectern)|deliver)|the floor (?:is (?:now )?(?:given to|yours)"
    r"|goes to)|floor is yours|"
    r"over to you|la parole est (?:maintenant )?à|(?:donne|passe|laisse|cède|donner|passer|laisser|céder)"
    r" (?:maintenant |tout de suite |donc )?la parole à|vous avez la parole|j['’]invite\b.{0,80}\bà (?:prendre"
    r"|monter|nous rejoindre))"
    r"|発言を許します|(?:ご講演|ご挨拶|ご発言|ご発表|お話|スピーチ|講演|挨拶|発表|登壇)(?:を|して)?(?:いただきます|頂きます|いただきたい|お願い)|(?:さん|氏|様|先生|大臣|長官|教授|理事長)[、,]?(?:どうぞ)?よろしくお願い(?:いた|致)?します"
    r"|(?:さん|氏|様|先生|大臣|長官|教授|理事長)(?:に|より|から)?[、,]?お願い(?:いた|致)?します|ご登壇ください",
    re.IGNORECASE | re.DOTALL,
)
_WELCOMES = re.compile(
    r"\b(?:please (?:join me in |help me |give a (?:warm )?(?:welcome|hand|round of applause) (?:to"
    r"|for))?\s*(?:welcom(?:e|ing))?"
    r"|(?:to|let me|i) (?:now )?(?:introduce|welcome|present)|(?:next|first|keynote|last|second|final"
    r"|our) (?:keynote )?(?:speaker|guest)(?: today| tonight)?"
    r" is|veuillez accueillir|(?:d['’]|de (?:vous )?)(?:accueillir|présenter|introduire)|je vous (?:présente"
    r"|demande d['’](?:accueillir|applaudir)))\b"
    r"|(?:を)?ご紹介(?:いた|致)?します|お迎え(?:し|いた)",
    re.IGNORECASE,
)
_TAIL = 350  # characters of a paragraph in which the floor is given
_NEAR = 60  # characters behind a cue in which the name stands
_BEFORE = 300
JAPANESE_BEFORE = re.compile(
    r"[\u3005\u30a1-\u30ff\u4e00-\u9fff \u3000・]{1,20}(?:氏|様|さん|先生|教授|博士|君|議員|大臣|首相|長官|理事長)"
)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch ``[start, end)`` set off as somebody else's words; ``who`` is empty where nobody is named.

    ``block`` is the range of all that is set off, the signature below the words included.
    """

    who: str
    start: int
    end: int
    block: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Handing:
    """The paragraph ``[start, end)`` in which a chair gives the floor to ``who``; ``firmly`` when plainly so."""

    who: str
    start: int
    end: int
    firmly: bool


def quotations(text: str, begin: int, known: Sequence[Known]) -> Iterator[Quotation]:
    """The quotations that stand in blocks led by ``>``, each with whom the lines around it name."""
    for block in _BLOCK.finditer(text, begin):
        mark = _MARK.match(text, block.start())
        start = mark.end() if mark else block.start()
        signed = _SIGNED.search(text, start, block.end())
        end = start + len(text[start : signed.start() if signed else block.end()].rstrip("> \t\n"))
        if end > start:
            yield Quotation(_quoted(text, block.start(), signed, known), start, end, block.span())


def handings(text: str, begin: int, end: int, known: Sequence[Known]) -> Iterator[Handing]:
    """The paragraphs whose last words give the floor to somebody, or welcome somebody known."""
    for paragraph in _PARAGRAPH.finditer(text, begin, end):
        tail = max(paragraph.start(), paragraph.end() - _TAIL)
        for cue, firmly in ((_GIVES, True), (_WELCOMES, False)):
            found = cue.search(text, tail, paragraph.end())
            who = _receiver(text, paragraph.start(), found, paragraph.end(), known, firmly=firmly) if found else ""
            if who:
                yield Handing(who, paragraph.start(), paragraph.end(), firmly)
                break


def _receiver(text: str, start: int, cue: re.Match[str], end: int, known: Sequence[Known], *, firmly: bool) -> str:
    """Who is given the floor: somebody known whom the paragraph names, or whoever the words say it is given to."""
    people = known_in(text[cue.start() : end], known) or known_in(text[start:end], known)
    if people or not firmly:
        return people[0] if people else ""
    return named_in(text[cue.end() : end].partition("\n\n")[0][:_NEAR], ()) or named_in(
        "".join(JAPANESE_BEFORE.findall(text[start : cue.end()])[-1:]), ()
    )


def _quoted(text: str, start: int, signed: re.Match[str] | None, known: Sequence[Known]) -> str:
    if signed:
        return named_in(signed["who"], known) or _whole(signed["who"])
    before = text[max(0, start - _BEFORE) : start].rstrip()
    sentence = re.split(r"(?<=[.!?。])\s+|\n[ \t]*\n", before)[-1]
    return named_in(sentence, known) if _SAID.search(sentence) else ""


def _whole(signed: str) -> str:
    """A name of one word, which only stands for somebody because it signs."""
    found = PERSON.match(signed)
    return found[0] if found else ""
