"""Who gives a speech that its own title names, in the program or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from suites import conference
from suites.conference import Talk, cited, shown

from knowledge.model import Document, Section


def speech(title: str, speaker: str, session: str | None = None) -> Document:
    return Document(
        "speech", f"speeches/{title}.md", title, "Thank you.", (Section((title,), 0, 10),),
        language="en", speaker=speaker, session=session,
    )  # fmt: skip


SPEECHES = (
    speech("Norms for dredging", "Olga Reyes"),
    speech("The ethics of dredging", "Pavel Reyes"),
    speech("Zeppelins reconsidered", "Fatima Zahra", "climate"),
    speech("Harpoons at sea", "Wei Zhang"),
)


@pytest.mark.parametrize(
    ("question", "kind", "cites", "says"),
    [
        ("who is the speaker of the talk about norms for dredging", "content", [], "Olga Reyes"),
        ("who spoke about the ethics of dredging", "content", [], "Pavel Reyes"),
        ("who is the speaker of the talk about zeppelins", "schedule", ["climate"], "Fatima Zahra"),
        ("who is the speaker of the talk about harpoons at sea", "content", [], "Wei Zhang is the speaker of"),
        ("who is the speaker of the talk about dredging", "refusal", [], "dredging"),
        ("who is the speaker of the talk about dragons", "refusal", [], "dragons"),
    ],
)
def test_the_title_of_a_speech_tells_who_gives_it(question: str, kind: str, cites: list[str], says: str) -> None:
    knowledge = replace(conference.KNOWLEDGE, documents=(*conference.DOCUMENTS, *SPEECHES))
    talk = Talk(conference.assistant(knowledge, search=conference.Silent(), composer=conference.compose))
    reply = talk.ask(question).reply
    assert (reply.kind, [key for key in cited(reply) if key]) == (kind, cites)
    assert says in shown(reply)
