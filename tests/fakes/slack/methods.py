"""The Web API's methods for messages, conversations and people: what they do, how they refuse.

Source: https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakes.slack.blocks import faults
from fakes.slack.refusal import ApiError
from fakes.slack.workspace import APP, BOT, BOT_ID, TEAM, Conversation

if TYPE_CHECKING:
    from fakes.slack.workspace import Message, User, Workspace

Arguments = dict[str, Any]
TEXT, BLOCKS = 40_000, 13_200
SCOPES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def require(arguments: Arguments, *scopes: str) -> None:
    """Refuse a call whose token has none of these scopes."""
    provided = arguments["scopes"]
    if scopes and not provided & set(scopes):
        raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(provided)))


def auth_test(workspace: Workspace, _: Arguments) -> dict[str, Any]:
    return {
        "url": "https://event.slack.com/",
        "team": "Event",
        "user": workspace.users[BOT].name,
        "team_id": TEAM,
        "user_id": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "is_enterprise_install": False,
    }


def post_message(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = writable(workspace, arguments)
    check_content(arguments)
    thread = str(arguments.get("thread_ts") or "")
    if thread and thread not in channel.messages:
        raise ApiError("thread_not_found")
    message = put(workspace, channel, arguments, thread)
    return {"channel": channel.id, "ts": message.ts, "message": message.shown(metadata=True)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = writable(workspace, arguments)
    check_content(arguments)
    if arguments.get("user") not in channel.members:
        raise ApiError("user_not_in_channel")
    message = put(workspace, channel, arguments, str(arguments.get("thread_ts") or ""))
    message.only_for = str(arguments["user"])
    return {"message_ts": message.ts}


def put(workspace: Workspace, channel: Conversation, arguments: Arguments, thread: str) -> Message:
    metadata = arguments.get("metadata") or {}
    if metadata and not {"event_type", "event_payload"} <= metadata.keys():
        raise ApiError("invalid_metadata_format")
    options = {
        key: arguments[key] for key in ("unfurl_links", "unfurl_media", "link_names", "parse") if key in arguments
    }
    text, blocks = str(arguments.get("text") or ""), arguments.get("blocks") or []
    return workspace.post(channel.id, BOT, text, thread, blocks=blocks, metadata=metadata, options=options)


def update(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    message = own_message(workspace, arguments, "cant_update_message")
    check_content(arguments)
    message.history.append(message.text)
    message.text = str(arguments.get("text") or message.text)
    message.blocks = arguments.get("blocks", message.blocks)
    message.metadata = arguments.get("metadata") or message.metadata
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.shown()}


def delete(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    message = own_message(workspace, arguments, "cant_delete_message")
    message.deleted = True
    return {"channel": message.channel, "ts": message.ts}


def own_message(workspace: Workspace, arguments: Arguments, refusal: str) -> Message:
    channel = visible(workspace, arguments.get("channel"))
    message = channel.messages.get(str(arguments.get("ts")))
    if message is None or message.deleted or message.only_for:
        raise ApiError("message_not_found")
    if not message.by_bot:
        raise ApiError(refusal)
    return message


def check_content(arguments: Arguments) -> None:
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > TEXT:
        raise ApiError("msg_too_long")
    check_blocks(blocks, "message")
    if len(json.dumps(blocks, ensure_ascii=False)) > BLOCKS:
        raise ApiError("msg_blocks_too_long")


def check_blocks(blocks: object, surface: str) -> None:
    found = faults(blocks, surface)
    if found:
        told = [f"[ERROR] {fault}" for fault in found]
        raise ApiError("invalid_blocks", errors=found, response_metadata={"messages": told})


def visible(workspace: Workspace, channel: object) -> Conversation:
    found = workspace.conversations.get(str(channel))
    if found is None or (found.kind != "channel" and BOT not in found.members):
        raise ApiError("channel_not_found")
    return found


def writable(workspace: Workspace, arguments: Arguments) -> Conversation:
    wanted = str(arguments.get("channel") or "")
    user = workspace.users.get(wanted)
    channel = open_direct(workspace, user) if user else visible(workspace, wanted)
    if channel.kind == "im":
        open_direct(workspace, next(workspace.users[member] for member in channel.members if member != BOT))
    if BOT not in channel.members:
        raise ApiError("not_in_channel")
    if channel.archived:
        raise ApiError("is_archived")
    return channel


def open_direct(workspace: Workspace, user: User) -> Conversation:
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled")
    return workspace.direct(user.id)


def conversations_open(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    user = workspace.users.get(str(arguments.get("users") or ""))
    if user is None:
        raise ApiError("user_not_found")
    known = bool(user.dm)
    channel = open_direct(workspace, user)
    return {"channel": {"id": channel.id}, "no_op": known, "already_open": known}


def conversations_info(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = visible(workspace, arguments.get("channel"))
    require(arguments, f"{SCOPES[channel.kind]}:read")
    kinds = {f"is_{kind}": channel.kind == kind for kind in ("channel", "group", "im", "mpim")}
    told = {
        "id": channel.id,
        "name": channel.name,
        "is_archived": channel.archived,
        "is_member": BOT in channel.members,
    }
    return {"channel": told | kinds}


def history(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = visible(workspace, arguments.get("channel"))
    require(arguments, f"{SCOPES[channel.kind]}:history")
    if BOT not in channel.members:
        raise ApiError("not_in_channel")
    top = [m for m in channel.messages.values() if not (m.thread_ts or m.deleted or m.only_for)]
    return page(top[::-1], arguments)


def replies(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = visible(workspace, arguments.get("channel"))
    require(arguments, f"{SCOPES[channel.kind]}:history")
    root = channel.messages.get(str(arguments.get("ts")))
    if root is None:
        raise ApiError("thread_not_found")
    thread = [root, *(channel.messages[ts] for ts in root.replies)]
    return page([m for m in thread if not (m.deleted or m.only_for)], arguments)


def page(messages: list[Message], arguments: Arguments) -> dict[str, Any]:
    first, limit = int(arguments.get("cursor") or 0), min(int(arguments.get("limit") or 100), 999)
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    messages = [message for message in messages if oldest < float(message.ts) < latest]
    metadata = str(arguments.get("include_all_metadata", "")).lower() in {"1", "true"}
    shown = [message.shown(metadata=metadata) for message in messages[first : first + limit]]
    more = str(first + limit) if first + limit < len(messages) else ""
    return {"messages": shown, "has_more": bool(more), "response_metadata": {"next_cursor": more}}


def members(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel = visible(workspace, arguments.get("channel"))
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def users_info(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    user = workspace.users.get(str(arguments.get("user")))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": told_user(user, arguments)}


def users_list(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    first, limit = int(arguments.get("cursor") or 0), min(int(arguments.get("limit") or 200), 1000)
    everyone = list(workspace.users.values())
    more = str(first + limit) if first + limit < len(everyone) else ""
    told = [told_user(user, arguments) for user in everyone[first : first + limit]]
    return {"members": told, "response_metadata": {"next_cursor": more}}


def told_user(user: User, arguments: Arguments) -> dict[str, Any]:
    profile = {"real_name": user.name, "display_name": user.name}
    if "users:read.email" in arguments["scopes"]:
        profile["email"] = user.email
    locale = {"locale": user.locale} if str(arguments.get("include_locale", "")).lower() in {"1", "true"} else {}
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_email_confirmed": bool(user.email),
        "tz": user.tz,
        "profile": profile,
    } | locale


def team_info(_: Workspace, __: Arguments) -> dict[str, Any]:
    return {"team": {"id": TEAM, "name": "Event", "domain": "event"}}


def group_members(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    group = workspace.groups.get(str(arguments.get("usergroup")))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": sorted(group)}
