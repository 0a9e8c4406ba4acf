"""Form -> modal, and what was submitted -> Filled: pure.

A modal remembers in its ``private_metadata`` whom it was opened for and which message its button sat on.
Source: https://docs.slack.dev/reference/views/modal-views and https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bot.channels.slack.mrkdwn import clip, plain
from bot.channels.slack.payloads import Payload
from bot.forms import Filled
from bot.messages import Address, Incoming

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.channels.slack.payloads import Input
    from bot.forms import Field, Form, Option

SUBMISSION = "view_submission"
ELEMENT = "value"
TITLE, LABEL, HINT, EXAMPLE, OPTION = 24, 2000, 2000, 150, 75
TYPED = 3000  # characters that an input takes
GROUP = 100  # options in a group, and groups in a select


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a modal carries along: who opened it, what it is about, and where its button sits."""

    user: str
    about: str
    chat: str = ""
    thread: str = ""
    message: str = ""
    public: bool = False


MEMORY = TypeAdapter(_Memory)


def view_of(form: Form, incoming: Incoming) -> dict[str, Any]:
    """Return the modal of a form that a person asked for."""
    at = incoming.address
    place = {"chat": at.chat, "thread": at.thread, "message": incoming.message, "public": at.public}
    memory = {"user": incoming.user, "about": form.about, **(place if incoming.message else {})}
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": json.dumps(memory),
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit, TITLE),
        "close": _plain(form.close, TITLE),
        "blocks": [_block(field) for field in form.fields],
    }


def submitted(payload: object, at: datetime) -> tuple[Incoming, Filled] | None:
    """Return who submitted what; None for what is no submission of a modal that we opened for that person.

    The modal's id is that of the submission, which makes a repeated one known as such.
    """
    try:
        read = Payload.model_validate(payload)
        view, user = read.view, read.user.id if read.user else ""
        memory = MEMORY.validate_json(view.private_metadata if view else "")
    except ValidationError:
        return None
    if view is None or not view.id or memory.user != user:
        return None
    where = Address("slack", memory.chat or user, memory.thread, memory.message, public=memory.public)
    values = view.state.values if view.state else {}
    answers = {name: _answer(element) for name, inputs in values.items() for element in list(inputs.values())[:1]}
    incoming = Incoming(f"form:{view.id}", "slack", user, where, view.callback_id, at, "action", memory.message)
    return incoming, Filled(view.callback_id, answers, memory.about)


def _answer(element: Input) -> tuple[str, ...]:
    chosen = [element.selected_option, *element.selected_options]
    return tuple(value for value in (element.value, *(option.value for option in chosen if option)) if value)


def _block(field: Field) -> dict[str, Any]:
    block = {
        "type": "input",
        "block_id": field.name,
        "optional": not field.required,
        "label": _plain(field.label, LABEL),
        "element": _typed(field) if field.kind in {"line", "lines"} else _select(field),
    }
    return block | ({"hint": _plain(field.hint, HINT)} if field.hint else {})


def _typed(field: Field) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": ELEMENT, "multiline": field.kind == "lines"}
    if field.example:
        element["placeholder"] = _plain(field.example, EXAMPLE)
    shown = "".join(field.value)[:TYPED]
    return element | ({"initial_value": shown} if shown.strip() else {})


def _select(field: Field) -> dict[str, Any]:
    many = field.kind == "many"
    element: dict[str, Any] = {"type": "multi_static_select" if many else "static_select", "action_id": ELEMENT}
    if len(field.options) <= GROUP and not any(option.group for option in field.options):
        element["options"] = [_option(option) for option in field.options]
    else:
        element["option_groups"] = _groups(field.options)
    chosen = [_option(option) for option in field.options if option.value in field.value]
    if not chosen:
        return element
    return element | ({"initial_options": chosen} if many else {"initial_option": chosen[0]})


def _groups(options: Sequence[Option]) -> list[dict[str, Any]]:
    parts = [
        (name, members[first : first + GROUP])
        for name, each in groupby(options, key=lambda option: option.group)
        for members in [list(each)]
        for first in range(0, len(members), GROUP)
    ]
    return [{"label": _plain(name, OPTION), "options": [_option(o) for o in part]} for name, part in parts[:GROUP]]


def _option(option: Option) -> dict[str, Any]:
    return {"text": _plain(option.label, OPTION), "value": option.value}


def _plain(text: str, limit: int) -> dict[str, Any]:
    return plain(clip(" ".join(text.split()) or "…", limit - 1))
