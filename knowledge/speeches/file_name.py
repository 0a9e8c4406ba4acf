"""What the name of a file tells of the document in it. Pure."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from knowledge import states
from knowledge.folding import plain

# Words that name a kind of file, not this one.
_GENERIC = """
    speech speeches talk talks keynote text transcript transcripts transcription document doc documents file
    files untitled new copy final draft version ver v rev scan scanned img image page pages slides slide deck
    presentation remarks statement address notes note audio video recording rec zoom meeting output export
    download attachment ocr cleaned clean raw merged part en fr ja jp eng fra jpn english french japanese pdf
    docx txt md srt vtt subtitles captions discours allocution intervention texte conference colloque
    diapositives transcription copie finale provisoire スピーチ 講演 原稿 議事録 資料 文書 コピー 最終 発表 基調講演
"""
GENERIC = frozenset(_GENERIC.split())
_DATE = re.compile(r"\A(?:19|20)\d\d-\d\d-\d\d(?=.)|\A(?:19|20)\d{6}(?=\D)")
_FEWEST = 2  # words that tell something


def name_of(source: str) -> str:
    """The file's name without folder and ending."""
    path = unquote(urlsplit(source).path) if "://" in source else source
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[0]


def title_of(name: str) -> str:
    """A file's name in words, without the date that it may begin with."""
    return " ".join(re.sub(r"[_-]+", " ", _DATE.sub(" ", name)).split())


def telling(name: str) -> list[str]:
    """The words of a file's name that tell of this document."""
    return [
        word
        for word in plain(title_of(name)).split()
        if word not in GENERIC and not re.fullmatch(r"[a-z]?\d+[a-z]?", word)
    ]


def tells_more(name: str, line: str) -> bool:
    """Whether a file's name is a better title than a line that was only taken for one.

    It is where it has several telling words or names a state, and the line does not say the same.
    """
    words = telling(name)
    said = set(plain(line).split())
    if not words or said.issuperset(words):
        return False
    return len(words) >= _FEWEST or bool(states.named(title_of(name)))
