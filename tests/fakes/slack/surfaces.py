"""The Web API's methods for what is no message: the Home tab, modals, files, suggested prompts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakes.slack.blocks import modal_faults
from fakes.slack.methods import check_blocks, visible
from fakes.slack.refusal import ApiError
from fakes.slack.workspace import BOT

if TYPE_CHECKING:
    from fakes.slack.methods import Arguments
    from fakes.slack.workspace import Workspace

TRIGGER_LIVES = 3.0  # seconds
LARGEST_VIEW = 250_000  # characters of JSON


def publish(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    user, view = str(arguments.get("user_id")), arguments.get("view") or {}
    if user not in workspace.users:
        raise ApiError("user_not_found")
    if view.get("type") != "home":
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] view type must be home"]})
    check_blocks(view.get("blocks"), "home")
    workspace.homes[user] = view
    return {"view": view | {"id": workspace.new_id("V")}}


def upload_url(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    if not arguments.get("filename") or int(arguments.get("length") or 0) <= 0:
        raise ApiError("invalid_arguments")
    file = workspace.new_id("F")
    workspace.files[file] = {"id": file, "name": arguments["filename"], "length": int(arguments["length"])}
    return {"upload_url": f"{arguments['root']}/upload/v1/{file}", "file_id": file}


def complete_upload(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    files = [workspace.files.get(str(file.get("id"))) for file in arguments.get("files") or []]
    if not files or any(file is None or "content" not in file for file in files):
        raise ApiError("file_not_found")
    if arguments.get("channel_id"):
        channel = visible(workspace, arguments["channel_id"])
        if BOT not in channel.members:
            raise ApiError("not_in_channel")
        comment = str(arguments.get("initial_comment") or "")
        workspace.post(channel.id, BOT, comment, str(arguments.get("thread_ts") or ""), files=files)
    return {"files": [{"id": file["id"], "title": file["name"]} for file in files if file]}


def set_prompts(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    channel, prompts = visible(workspace, arguments.get("channel_id")), arguments.get("prompts") or []
    if not 1 <= len(prompts) <= 4 or any(not {"title", "message"} <= prompt.keys() for prompt in prompts):
        raise ApiError("invalid_arguments")
    workspace.prompts[channel.id] = prompts
    return {}


def open_modal(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    trigger, view = workspace.triggers.get(str(arguments.get("trigger_id"))), arguments.get("view") or {}
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if workspace.now() - trigger.at > TRIGGER_LIVES:
        raise ApiError("expired_trigger_id")
    kept = keep_modal(workspace, workspace.new_id("V"), view | {"user": trigger.user})
    trigger.used = True
    return {"view": kept}


def update_modal(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    name = str(arguments.get("view_id"))
    if name not in workspace.modals:
        raise ApiError("not_found")
    return {"view": keep_modal(workspace, name, arguments.get("view") or {})}


def keep_modal(workspace: Workspace, name: str, view: dict[str, Any]) -> dict[str, Any]:
    told = [*modal_faults(view), *(["view_too_large"] if len(json.dumps(view)) > LARGEST_VIEW else [])]
    if told:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {line}" for line in told]})
    check_blocks(view.get("blocks"), "modal")
    workspace.modals[name] = view | {"id": name}
    return workspace.modals[name]


def nothing(_: Workspace, __: Arguments) -> dict[str, Any]:
    return {}
