"""Which methods there are, the scopes they need, and how often they may be called.

Source: https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakes.slack import methods, surfaces

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.slack.methods import Arguments
    from fakes.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """A method's code, the scopes that allow it (any one of them), and its tier, 0 for a limit of its own."""

    run: Callable[[Workspace, Arguments], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    tier: int = 3


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS = {
    "auth.test": Method(methods.auth_test, tier=4),
    "chat.postMessage": Method(methods.post_message, ("chat:write",), 0),
    "chat.postEphemeral": Method(methods.post_ephemeral, ("chat:write",), 4),
    "chat.update": Method(methods.update, ("chat:write",)),
    "chat.delete": Method(methods.delete, ("chat:write",)),
    "conversations.open": Method(methods.conversations_open, ("im:write",)),
    "conversations.info": Method(methods.conversations_info, READ),
    "conversations.history": Method(methods.history, HISTORY),
    "conversations.replies": Method(methods.replies, HISTORY),
    "conversations.members": Method(methods.members, READ, 4),
    "users.info": Method(methods.users_info, ("users:read",), 4),
    "users.list": Method(methods.users_list, ("users:read",), 2),
    "usergroups.users.list": Method(methods.group_members, ("usergroups:read",), 2),
    "team.info": Method(methods.team_info, ("team:read",)),
    "views.publish": Method(surfaces.publish, (), 4),
    "views.open": Method(surfaces.open_modal, (), 4),
    "views.update": Method(surfaces.update_modal, (), 4),
    "files.getUploadURLExternal": Method(surfaces.upload_url, ("files:write",), 4),
    "files.completeUploadExternal": Method(surfaces.complete_upload, ("files:write",), 4),
    "assistant.threads.setSuggestedPrompts": Method(surfaces.set_prompts, ("assistant:write",)),
    "assistant.threads.setStatus": Method(surfaces.nothing, ("assistant:write",)),
    "assistant.threads.setTitle": Method(surfaces.nothing, ("assistant:write",)),
}
OF_EVENTS = {"app_mentions:read", "commands", "users:read.email"}
EVERY_SCOPE = sorted(OF_EVENTS | {scope for method in METHODS.values() for scope in method.scopes})
