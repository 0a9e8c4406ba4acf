"""Commands as people type them, with a slash or without, in their own language."""

from __future__ import annotations

from bot.actions import Action
from bot.i18n.catalogue import languages, say, words

ALONE = frozenset({"now", "next", "program", "agenda", "meetings", "privacy", "forget", "help", "mute", "unmute"})
"""Verbs that are commands only when nothing else is said; after a slash they may carry words."""

QUESTIONS = frozenset({"now", "next", "program", "meetings", "help"})
"""Verbs that are short for a question."""


def parse(text: str, *, slash: bool) -> Action | None:
    """Return the command that a text is, or None when it is an ordinary question.

    Without a slash only a single word, or a verb whose arguments no question would have, is a command.
    """
    word, _, rest = text.strip().lstrip("/").partition(" ")
    verb = _verb(_bare(word))
    rest = rest.strip()
    if not verb:
        return None
    if not slash and rest and verb in ALONE:
        return None
    if not slash and verb not in ALONE and not _told(verb, rest):
        return None
    return Action(verb, (rest,) if rest else ())


def goes_back(text: str) -> bool:
    """Tell whether somebody who was asked for words wants to give none: "cancel", "/cancel", "retour"."""
    word = _bare(text)
    return any(word in words(language, "commands.back") for language in languages())


def question(verb: str, rest: str, language: str) -> str:
    """Return the question that a command such as ``/now room B`` is short for."""
    return f"{say(language, f'commands.questions.{verb}')} {rest}".strip()


def _told(verb: str, rest: str) -> bool:
    """Whether an unslashed verb with this rest is a command: "language fr", "quiet 22:00-07:00"."""
    if verb == "language":
        return not rest or rest.lower() in {name for code in languages() for name in (code, *_names(code))}
    if verb == "quiet":
        return not rest or any(sign.isdigit() for sign in rest) or rest.lower() in words("en", "commands.off")
    return verb in {"announce", "zone", "report", "inbox"}


def _bare(word: str) -> str:
    return word.strip().lstrip("/").lower().strip(".!?。！？")


def _names(code: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in words(code, "commands.names"))


def language_named(text: str) -> str:
    """Return the code of a language named in any of the languages, or an empty string."""
    wanted = text.strip().lower()
    return next((code for code in languages() if wanted == code or wanted in _names(code)), "")


def _verb(word: str) -> str:
    for language in languages():
        for verb in words("en", "commands.verbs"):
            if word == verb or word in words(language, f"commands.words.{verb}"):
                return verb
    return ""
