"""What the app asks of a workspace, and what for: the manifest and the check both follow from it."""

from __future__ import annotations

OF_GROUPS = "usergroups:read"  # needed only where a user group is named
SCOPES = {
    "app_mentions:read": "hear mentions in channels",
    "channels:history": "follow a thread that it was mentioned in, and read back what it posted",
    "channels:read": "see the organizers' channel",
    "chat:write": "answer",
    "commands": "take /rendezvous",
    "files:write": "hand over calendar files",
    "groups:history": "the same in private channels",
    "groups:read": "see a private channel of the organizers",
    "im:history": "hear direct messages",
    "im:write": "write to somebody first",
    "mpim:history": "hear groups of people",
    OF_GROUPS: "know who is in a user group of organizers",
    "users:read": "know a person's name, language and time zone",
    "users:read.email": "link a person to the attendee with the same e-mail",
}
NEEDED = frozenset({"app_mentions:read", "chat:write", "commands", "im:history", "im:write", "users:read"})
"""Without these it does not work at all; without the others something of it does not."""

AGENT_SCOPES = {"assistant:write": "offer suggested prompts in the agent view"}
COMMAND, ANNOUNCE = "/rendezvous", "/announce"
