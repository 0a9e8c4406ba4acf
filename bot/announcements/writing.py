"""An announcement's words: what an organizer typed as texts by language, and a text as what a person gets. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC
from typing import TYPE_CHECKING

from bot.announcements.emphasis import ADDRESS, LABELLED, broken, emphasized
from bot.announcements.faults import AnnouncementError
from bot.i18n.catalogue import languages
from bot.messages import Attachment, Link, Picture, Reply, Text
from knowledge.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.messages import Block
    from bot.store.records import Announcement

LONGEST = 3500  # characters of one text: it fits one message on every platform
LONGEST_CAPTION = 900  # with a picture, whose caption holds less
LINKS = 500  # characters more that its links may take, each shown once more in a line of its own
LINKS_CAPTION = 100
PARTS = 40  # paragraphs between headings, headings and links: Slack shows 50 blocks of a message, and cuts off the rest
MARKER = re.compile(r"^[ \t]*\[?([a-z]{2})\]?[ \t]*[:：][ \t]*", re.MULTILINE)
HEADING = re.compile(r"#{1,3}[ \t]+(?P<hash>.+)|(?P<stars>\*{1,2})(?P<bold>[^*]+)(?P=stars)")
PICTURE = re.compile(r"https://[^\s/<>\"@]+\.[^\s/<>\"@]+/[^\s<>\"]{1,1900}")


def read(typed: str, fallback: str, *, picture: str = "") -> dict[str, str]:
    """Return the texts by language, the default one first.

    A text whose first line begins with ``en:`` (or another language spoken) holds several, each begun by such a line.
    Without a mark it is in the language it is written in, or in ``fallback`` where that cannot be told. Raises
    AnnouncementError for what cannot be sent with such a ``picture``.
    """
    typed = typed.strip()
    texts = _marked(typed) if _begins_marked(typed) else {detect(typed) or fallback: typed}
    for language, text in texts.items():
        check(text, picture, language if len(texts) > 1 else "")
    return texts


def _begins_marked(typed: str) -> bool:
    first = MARKER.match(typed)
    return first is not None and first[1] in languages()


def _marked(typed: str) -> dict[str, str]:
    marks = [mark for mark in MARKER.finditer(typed) if mark[1] in languages()]
    ends = [*(mark.start() for mark in marks[1:]), len(typed)]
    texts: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        if mark[1] in texts:
            raise AnnouncementError("twice", tongue=mark[1])
        texts[mark[1]] = typed[mark.end() : end].strip()
    return texts


def check(text: str, picture: str = "", language: str = "") -> None:
    """Raise AnnouncementError for a text that cannot be sent with such a picture."""
    captioned = bool(picture) and not link_of(picture)
    longest, links = (LONGEST_CAPTION, LINKS_CAPTION) if captioned else (LONGEST, LINKS)
    if not any(sign.isalnum() for sign in text):
        raise AnnouncementError("empty_in", tongue=language) if language else AnnouncementError("empty")
    if (length := _units(text)) > longest:
        raise AnnouncementError("long", length=length, limit=longest)
    if fault := broken(text):
        raise AnnouncementError(fault[0], part=fault[1])
    if (length := _taken(text)) > longest + links:
        raise AnnouncementError("links", length=length, limit=longest + links)
    if (count := sum(1 for _ in blocks_of(text))) > PARTS:
        raise AnnouncementError("parts", count=count, limit=PARTS)


def _units(text: str) -> int:
    """Characters as Telegram counts them, in UTF-16: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _taken(text: str) -> int:
    """What a text takes in a message, where a sign parts mentions and host names so that they lead nowhere."""
    shown = "\n\n".join(block.label if isinstance(block, Link) else block.text for block in blocks_of(text))
    return _units(shown) + shown.count("@") + shown.count(".")


def text_for(announcement: Announcement, language: str) -> tuple[str, str]:
    """Return the language and the text that somebody of this language gets."""
    texts = announcement.texts
    wanted = language.replace("_", "-").split("-")[0].lower()
    chosen = next((code for code in (wanted, announcement.default_language) if code in texts), next(iter(texts)))
    return chosen, texts[chosen]


def compose(announcement: Announcement, language: str) -> Reply:
    """What a person of this language gets."""
    chosen, text = text_for(announcement, language)
    blocks = (*blocks_of(text), *_picture(announcement.picture, text))
    return Reply(tuple(blocks), language=chosen)


def blocks_of(text: str) -> Iterator[Text | Link]:
    """A text as blocks: ``# line`` is a heading; links, written ``[label](https://...)`` or bare, can be tapped.

    ``**words**`` or ``*words*`` are bold, ``_words_`` italic.
    """
    lines: list[str] = []
    for line in text.splitlines():
        found = HEADING.fullmatch(line.strip())
        if found:
            yield from _paragraph(lines)
            yield Text((found["hash"] or found["bold"]).strip(), "heading")
            lines = []
        else:
            lines.append(line)
    yield from _paragraph(lines)


def _paragraph(lines: list[str]) -> Iterator[Text | Link]:
    text = "\n".join(lines).strip()
    links = {url: label for label, url in LABELLED.findall(text)}
    text = LABELLED.sub(lambda found: found[1], text)
    links |= {url: url for url in ADDRESS.findall(text) if url not in links}
    # An address alone in its line says nothing that its link does not say.
    text = "\n".join(line for line in text.splitlines() if line.strip() not in links).strip()
    if text:
        plain, marks = emphasized(text)
        yield Text(plain, marks=marks)
    yield from (Link(label, url) for url, label in links.items())


def pack_picture(name: str, media_type: str, content: str) -> str:
    """A picture as the store keeps it; ``content`` is base64 text."""
    return json.dumps({"name": name, "media_type": media_type, "content": content})


def pack_link(url: str) -> str:
    """A picture at an address as the store keeps it. Raises AnnouncementError for what is no https address."""
    if not PICTURE.fullmatch(url):
        raise AnnouncementError("picture_link", url=url[:80])
    return json.dumps({"url": url})


def link_of(picture: str) -> str:
    """The address of a kept picture, empty where it is a file or none."""
    return str(json.loads(picture).get("url", "")) if picture else ""


def _picture(kept: str, text: str) -> Iterator[Block]:
    if url := link_of(kept):
        yield Picture(url, " ".join(text.split())[:80])
    elif kept:
        yield Attachment(**json.loads(kept))


def print_of(draft: Announcement) -> str:
    """Eight signs that change with whatever a preview shows of a draft: its words, people, picture and times."""
    times = (moment.astimezone(UTC).isoformat() if moment else "" for moment in (draft.scheduled, draft.useful_until))
    shown = (*draft.texts.items(), draft.default_language, draft.audience, draft.picture, *times)
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:8]


def excerpt(announcement: Announcement, language: str, length: int = 80) -> str:
    """The beginning of the text in one line."""
    line = " ".join(emphasized(LABELLED.sub(r"\1", text_for(announcement, language)[1]))[0].replace("# ", "").split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
