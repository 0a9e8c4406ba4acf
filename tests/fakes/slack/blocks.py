"""The rules of Block Kit, as Slack enforces them.

Source: https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = {"message": 50, "home": 100, "modal": 100}
TEXTS = {"mrkdwn", "plain_text"}
KNOWN = {
    "section": {"type", "block_id", "text", "fields", "accessory", "expand"},
    "header": {"type", "block_id", "text", "level"},
    "context": {"type", "block_id", "elements"},
    "actions": {"type", "block_id", "elements"},
    "divider": {"type", "block_id"},
    "image": {"type", "block_id", "image_url", "alt_text", "title", "slack_file"},
    "rich_text": {"type", "block_id", "elements"},
    "input": {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"},
}
SELECT = {"type", "action_id", "placeholder", "options", "option_groups", "focus_on_load"}
INPUTS = {
    "plain_text_input": {"type", "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length"},
    "static_select": {*SELECT, "initial_option"},
    "multi_static_select": {*SELECT, "initial_options", "max_selected_items"},
}
BUTTON = {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"}


def faults(blocks: object, surface: str = "message") -> list[str]:
    """Return what is wrong with blocks, in the words and with the JSON pointers that Slack uses."""
    if not isinstance(blocks, list):
        return ["must be an array [json-pointer:/blocks]"]
    found = []
    if len(blocks) > MOST[surface]:
        found.append(f"no more than {MOST[surface]} items allowed [json-pointer:/blocks]")
    ids: set[str] = set()
    for number, block in enumerate(blocks):
        found += _block(block, f"/blocks/{number}", ids)
    return found


def _block(block: Any, at: str, ids: set[str]) -> Iterator[str]:
    if not isinstance(block, dict) or block.get("type") not in KNOWN:
        yield _told(f"unsupported type: {block.get('type') if isinstance(block, dict) else block}", at)
        return
    yield from (_told(f"unknown key: {key}", at) for key in block.keys() - KNOWN[block["type"]])
    name = block.get("block_id")
    if name is not None:
        yield from _length(name, f"{at}/block_id", 255)
        if name in ids:
            yield _told("block_id already exists", f"{at}/block_id")
        ids.add(name)
    checks = {"section": _section, "header": _header, "context": _context, "actions": _actions}
    checks |= {"image": _image, "input": _input, "rich_text": _rich_text}
    if block["type"] in checks:
        yield from checks[block["type"]](block, at)


def _section(block: dict[str, Any], at: str) -> Iterator[str]:
    fields = block.get("fields")
    if "text" not in block and not fields:
        yield _told("missing required field: text", at)
    if "text" in block:
        yield from _text(block["text"], f"{at}/text", 3000)
    if fields is not None and not 1 <= len(fields) <= 10:
        yield _told("must have 1 to 10 items", f"{at}/fields")
    for number, field in enumerate(fields or []):
        yield from _text(field, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{at}/accessory", set())


def _header(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from _text(block.get("text"), f"{at}/text", 150, {"plain_text"})


def _context(block: dict[str, Any], at: str) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        yield _told("must have 1 to 10 items", f"{at}/elements")
        return
    for number, element in enumerate(elements):
        if element.get("type") != "image":
            yield from _text(element, f"{at}/elements/{number}", 3000)


def _actions(block: dict[str, Any], at: str) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        yield _told("no more than 25 items allowed" if elements else "must have 1 to 25 items", f"{at}/elements")
        return
    names: set[str] = set()
    for number, element in enumerate(elements):
        yield from _element(element, f"{at}/elements/{number}", names)


def _image(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from _length(block.get("image_url"), f"{at}/image_url", 3000)
    yield from _length(block.get("alt_text"), f"{at}/alt_text", 2000)
    if str(block.get("image_url")).endswith("/missing.png"):  # Slack fetches it before it takes the message
        yield _told("downloading image failed", f"{at}/image_url")


def _rich_text(block: dict[str, Any], at: str) -> Iterator[str]:
    runs = [run for section in block.get("elements") or [] for run in section.get("elements") or []]
    if not runs:
        yield _told("must have elements", f"{at}/elements")
    for run in runs:
        if run.get("type") not in {"text", "link"}:
            yield _told(f"unsupported type: {run.get('type')}", f"{at}/elements")
        elif not run.get("text" if run["type"] == "text" else "url"):
            yield _told("must be more than 0 characters", f"{at}/elements")
        if run.get("style", {}).keys() - {"bold", "italic", "strike", "code"}:
            yield _told("unknown style", f"{at}/elements")


def _input(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from _text(block.get("label"), f"{at}/label", 2000, {"plain_text"})
    if "hint" in block:
        yield from _text(block["hint"], f"{at}/hint", 2000, {"plain_text"})
    element = block.get("element") or {}
    if element.get("type") not in INPUTS:
        yield _told(f"unsupported type: {element.get('type')}", f"{at}/element/type")
        return
    yield from (_told(f"unknown key: {key}", f"{at}/element") for key in element.keys() - INPUTS[element["type"]])
    if "placeholder" in element:
        yield from _text(element["placeholder"], f"{at}/element/placeholder", 150, {"plain_text"})
    if "initial_value" in element:
        yield from _length(element["initial_value"], f"{at}/element/initial_value", 3000)
    if element["type"] != "plain_text_input":
        yield from _options(element, f"{at}/element")


def _options(element: dict[str, Any], at: str) -> Iterator[str]:
    groups = element.get("option_groups")
    if (groups is None) == ("options" not in element):
        yield _told("must have either options or option_groups", at)
        return
    if groups is not None and not 1 <= len(groups) <= 100:
        yield _told("must have 1 to 100 items", f"{at}/option_groups")
    lists = [element["options"]] if groups is None else [group.get("options") or [] for group in groups]
    for group in groups or []:
        yield from _text(group.get("label"), f"{at}/option_groups/label", 75, {"plain_text"})
    for options in lists:
        if not 1 <= len(options) <= 100:
            yield _told("must have 1 to 100 items", f"{at}/options")
        for option in options:
            yield from _text(option.get("text"), f"{at}/options/text", 75, {"plain_text"})
            yield from _length(option.get("value"), f"{at}/options/value", 150)
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    every = [option for options in lists for option in options]
    if any(option not in every for option in initial) or element.get("initial_options") == []:
        yield _told("initial options must be among the options", at)


def modal_faults(view: dict[str, Any]) -> Iterator[str]:
    """Return what is wrong with a modal besides its blocks."""
    if view.get("type") != "modal":
        yield "must be a modal [json-pointer:/view/type]"
    yield from _text(view.get("title"), "/view/title", 24, {"plain_text"})
    for name in ("submit", "close"):
        if name in view:
            yield from _text(view[name], f"/view/{name}", 24, {"plain_text"})
    for name, most in (("private_metadata", 3000), ("callback_id", 255)):
        if name in view:
            yield from _length(view[name], f"/view/{name}", most)
    if "submit" not in view and any(block.get("type") == "input" for block in view.get("blocks") or []):
        yield "a modal with inputs needs a submit [json-pointer:/view/submit]"


def _element(element: dict[str, Any], at: str, names: set[str]) -> Iterator[str]:
    if element.get("type") != "button":
        return
    yield from (_told(f"unknown key: {key}", at) for key in element.keys() - BUTTON)
    yield from _text(element.get("text"), f"{at}/text", 75, {"plain_text"})
    name = element.get("action_id")
    if name is not None:
        yield from _length(name, f"{at}/action_id", 255)
        if name in names:
            yield _told("action_id already exists", f"{at}/action_id")
        names.add(name)
    for key, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if key in element:
            yield from _length(element[key], f"{at}/{key}", most)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield _told("must be one of: primary, danger", f"{at}/style")


def _text(text: Any, at: str, most: int, kinds: set[str] = TEXTS) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield _told(f"must be one of: {', '.join(sorted(kinds))}", f"{at}/type")
        return
    if text["type"] == "plain_text" and "verbatim" in text:
        yield _told("unknown key: verbatim", at)
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield _told("unknown key: emoji", at)
    yield from _length(text.get("text"), f"{at}/text", most)


def _length(text: object, at: str, most: int) -> Iterator[str]:
    if not isinstance(text, str):
        yield _told("must be a string", at)
    elif not text.strip():
        yield _told("must be more than 0 characters", at)
    elif len(text) > most:
        yield _told(f"must be less than {most + 1} characters", at)


def _told(what: str, at: str) -> str:
    return f"{what} [json-pointer:{at}]"
