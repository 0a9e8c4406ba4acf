"""Greetings, thanks, and what the assistant says of itself."""

from __future__ import annotations

from bot.conversation.scene import Scene, Told
from bot.i18n import formats
from bot.i18n.catalogue import words
from bot.messages import Item, Listing, Text
from bot.nlu.types import Goal

KEYS = {
    Goal.HELLO: "hello",
    Goal.THANKS: "thanks",
    Goal.PRAISE: "thanks",
    Goal.YES: "noted",
    Goal.NO: "noted",
    Goal.CANCEL: "noted",
    Goal.BYE: "bye",
    Goal.WHO_ARE_YOU: "who_are_you",
    Goal.HOW_ARE_YOU: "how_are_you",
    Goal.SORRY: "sorry",
    Goal.RUDE: "rude",
}


def answer(scene: Scene) -> Told:
    """Answer small talk."""
    key = f"smalltalk.{KEYS[scene.query.goal]}"
    return Told((Text(scene.say(key, event=scene.event_name)),), "other")


def clock(scene: Scene) -> Told:
    """Tell what time it is where the event is, and where the asker is."""
    moment = formats.span(scene.view.now, None, scene.view.language, scene.view.zone, scene.view.other, with_day=False)
    zone = formats.zone(scene.view.now, scene.view.language)
    return Told((Text(scene.say("smalltalk.clock", time=moment, zone=zone)),), "other")


def help_(scene: Scene) -> Told:
    """Tell what can be asked, by example."""
    examples = tuple(Item(example) for example in words(scene.view.language, "help.examples"))
    return Told((Listing(scene.say("help.text", event=scene.event_name), examples),), "other")
