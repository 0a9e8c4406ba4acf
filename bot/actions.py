"""Buttons and commands as one thing: a verb and its arguments.

The encoded form is what a button carries: ``verb:argument:argument`` in at most 64 bytes, the limit
of Telegram's callback_data. It comes back from outside, so it is decoded as untrusted text.
"""

from __future__ import annotations

from dataclasses import dataclass

LIMIT = 64


@dataclass(frozen=True, slots=True)
class Action:
    """What a button asks for."""

    verb: str
    arguments: tuple[str, ...] = ()


def encode(verb: str, *arguments: str) -> str:
    """Return the text that a button carries.

    Raises ValueError when it is longer than 64 bytes or an argument holds a colon: both are faults
    of the program, never of a person.
    """
    if any(":" in part for part in (verb, *arguments)):
        raise ValueError(f"a colon inside an action: {verb} {arguments}")
    encoded = ":".join((verb, *arguments))
    if len(encoded.encode()) > LIMIT:
        raise ValueError(f"an action of more than {LIMIT} bytes: {encoded}")
    return encoded


def decode(text: str) -> Action:
    """Return the action in a button's text; whether its verb exists is the dispatcher's business."""
    verb, *arguments = text[:LIMIT].split(":")
    return Action(verb, tuple(arguments))
