"""Questions as attendees ask them, in three languages, to a program made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from suites import conference
from suites.conference import Talk, cited, shown

FOLDER = Path(__file__).parent
ASSISTANT = conference.assistant(search=conference.Silent(), composer=conference.compose)
LANGUAGES = ("en", "fr", "ja")


# What is known to be answered amiss: seen in every run, and no reason to fail, nor to fail once it is mended.
AMISS = pytest.mark.xfail(reason="answered amiss; the kind is not mended yet", strict=False)


def cases(language: str) -> list[Any]:
    found = yaml.safe_load((FOLDER / f"questions_{language}.yaml").read_text("utf-8"))
    return [
        pytest.param(
            case,
            language,
            id=" / ".join((*case.get("after", ()), case["q"])) or "nothing",
            marks=[AMISS] if case.get("amiss") else [],
        )
        for case in found
    ]


@pytest.mark.parametrize(("case", "language"), [case for spoken in LANGUAGES for case in cases(spoken)])
def test_questions_are_answered(case: dict[str, Any], language: str) -> None:
    asker: dict[str, Any] = {"preferred": language, "email": case.get("as", ""), "time_zone": case.get("zone", "")}
    asker |= {"public": case.get("public", False)}
    talk = Talk(ASSISTANT, conference.at(case.get("now", "05 10:40")), more=asker)
    for question in case.get("after", ()):
        talk.ask(question)
    reply = talk.ask(case["q"]).reply
    kind = case.get("kind", "schedule")
    assert reply.kind == kind
    assert reply.answered == case.get("answered", kind not in ("refusal", "clarify"))
    if "cites" in case:
        assert sorted(cited(reply)) == sorted(case["cites"])
    for words in case.get("says", ()):
        assert words in shown(reply)
    for words in case.get("lacks", ()):
        assert words not in shown(reply)
    assert reply.language == language
