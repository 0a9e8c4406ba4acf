"""``speeches``: speeches and pages as they were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.options import as_json, print_problems, print_row, print_text, with_config

if TYPE_CHECKING:
    from bot.config import Config
    from knowledge.model import Document


@click.command()
@as_json
@with_config
def speeches(config: Config, *, json_lines: bool) -> None:
    """Print the speeches and pages as understood: title, who speaks, date, session."""
    from bot.wiring.event import load_event
    from index.chunker import document_chunks

    knowledge, problems = load_event(config)
    print_problems(problems)
    for document in knowledge.documents:
        passages = len(document_chunks(document))
        if json_lines:
            print_row(speech_row(document, passages))
        else:
            print_text(_lines(document, passages))


def speech_row(document: Document, passages: int) -> dict[str, object]:
    """One row, exactly as the contract writes it."""
    return {
        "source": document.source,
        "kind": document.kind,
        "title": document.title,
        "speakers": list(document.speakers),
        "language": document.language or None,
        "date": document.date or None,
        "session": document.session,
        "passages": passages,
    }


def _lines(document: Document, passages: int) -> str:
    """The document in a few lines, with how title and speaker are known and who else is heard."""
    own = (
        f"by {', '.join(document.speakers)} ({document.speaker_from})" if document.speaker else "by nobody who is named"
    )
    heard = dict.fromkeys(turn.speaker or "the floor" for turn in document.turns if turn.speaker or turn.floor)
    others = [name for name in heard if name not in document.speakers]
    about = [
        document.kind,
        document.language,
        document.date,
        document.session and f"session {document.session}",
        f"{passages} passages",
    ]
    told = [
        document.source,
        f"  {document.title} ({document.title_from})",
        *([f"  {own}"] if document.kind == "speech" else []),
        *([f"  heard as well: {', '.join(others)}"] if others else []),
        f"  {', '.join(str(part) for part in about if part)}",
    ]
    return "\n".join(told)
