"""``ask`` and ``search``: one question, or a file of them with one start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.options import (
    Language,
    as_json,
    instant,
    now_option,
    person_option,
    print_problems,
    print_row,
    print_text,
    progress_bar,
    with_config,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config

batch_option = click.option(
    "--batch", "batch_file", metavar="FILE", help="JSON Lines, answered in order with one start-up; - is stdin."
)


@click.command()
@click.argument("question", required=False)
@batch_option
@click.option("--lang", "language", default="", type=Language(), metavar="xx", help="Answer in this language.")
@click.option("--why", is_flag=True, help="Print what was understood and why, too.")
@person_option
@now_option
@as_json
@with_config
def ask(
    config: Config,
    *,
    question: str | None,
    batch_file: str | None,
    language: str,
    email: str,
    now: datetime | None,
    json_lines: bool,
    why: bool,
) -> None:
    """Answer one QUESTION, or a file of questions."""
    if (question is None) == (batch_file is None):
        raise click.UsageError("write one QUESTION, or --batch FILE")
    from bot.cli import batches
    from bot.wiring.asking import Interview

    rows = batches.read(batch_file, batches.Question) if batch_file else [batches.Question(question=question or "")]
    interview = Interview.open(config, progress_bar("indexing"))
    print_problems(problem for problem in interview.problems if problem.severity == "error")
    for row in rows:
        answer = interview.ask(
            row.question,
            now=row.now or instant(now, config),
            email=row.email or email,
            language=row.language or language,
            history=row.history,
        )
        if batch_file or json_lines:
            print_row({"id": row.id, **answer})
        else:
            click.echo(answer["text"])
        if why:
            print_text("\n".join(interview.why()))


@click.command()
@click.argument("query", required=False)
@batch_option
@click.option("--top", default=8, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@as_json
@with_config
def search(config: Config, *, query: str | None, batch_file: str | None, top: int, json_lines: bool) -> None:
    """Print the passages nearest to QUERY: what answers are built from."""
    if (query is None) == (batch_file is None):
        raise click.UsageError("write one QUERY, or --batch FILE")
    from bot.cli import batches
    from bot.wiring.asking import find_passages
    from bot.wiring.event import open_event

    typed = (query or "").encode("utf-8", "replace").decode()  # a terminal may pass bytes that are no text
    rows = batches.read(batch_file, batches.Query) if batch_file else [batches.Query(query=typed)]
    event = open_event(config, progress_bar("indexing"))
    print_problems(problem for problem in event.problems if problem.severity == "error")
    for row in rows:
        found = find_passages(event.search, row.query, top)
        if batch_file or json_lines:
            print_row({"id": row.id, **found})
        else:
            for hit in found["hits"]:
                print_text(f"{hit['score']:.3f}  {hit['source']}  {hit['passage']}\n{hit['text']}\n")
