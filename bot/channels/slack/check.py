"""What is wrong with an app's tokens, scopes and channel, asked of Slack before the day. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.slack.outcomes import TROUBLE, error_name, outcome_of
from bot.channels.slack.scopes import NEEDED, OF_GROUPS, SCOPES
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.channels.slack.access import Access

APPS = "https://api.slack.com/apps"


async def check(
    access: Access, channel: str = "", organizers: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[Problem]:
    """Return every problem found; ``channel``, ``organizers`` and ``groups`` are ids, as in the configuration."""
    found = list(_secrets(access))
    if any(problem.severity == "error" for problem in found):
        return found
    async with access.session() as session:
        client = access.client(session)
        try:
            identity = await client.auth_test()
        except TROUBLE as error:
            return [*found, _unanswered("SLACK_BOT_TOKEN", error)]
        found += _scopes(identity, grouped=bool(groups))
        found += await _connections(client, access) if access.mode == "socket" else []
        found += await _channel(client, channel, str(identity.get("user", ""))) if channel else []
        for user in organizers:
            found += await _organizer(client, user)
        for group in groups:
            found += await _group(client, group)
    return found


def _secrets(access: Access) -> Iterator[Problem]:
    wanted = [("SLACK_BOT_TOKEN", access.bot_token, "xoxb-", "OAuth & Permissions")]
    if access.mode == "socket":
        wanted.append(("SLACK_APP_TOKEN", access.app_token, "xapp-", "Basic Information, App-Level Tokens"))
    for name, token, prefix, page in wanted:
        if not token:
            yield Problem(name, "is not set.", f"Copy it from {APPS}, {page}.")
        elif not token.startswith(prefix):
            kind = {"xoxb-": "the bot token", "xapp-": "the app token", "xoxp-": "a user's token"}.get(token[:5])
            what = f"holds {kind}." if kind else f"does not begin with {prefix}."
            yield Problem(name, what, f"The right one begins with {prefix} and stands at {APPS}, {page}.")
    if access.mode == "http" and not access.signing_secret:
        yield Problem("SLACK_SIGNING_SECRET", "is not set.", f"Copy it from {APPS}, Basic Information.")


def _unanswered(where: str, error: Exception) -> Problem:
    name = error_name(error)
    if name:
        return Problem(where, f"is not accepted by Slack ({name}).", "Install the app again and copy the new token.")
    return Problem("slack.api_url", f"Slack cannot be reached: {outcome_of(error).error}.", "Check the network.")


def _scopes(identity: AsyncSlackResponse, *, grouped: bool) -> Iterator[Problem]:
    granted = identity.headers.get("x-oauth-scopes")
    if granted is None:
        return
    held = {scope.strip() for scope in granted.split(",")} | (set() if grouped else {OF_GROUPS})
    needed = NEEDED | ({OF_GROUPS} if grouped else set())
    for scope in sorted(SCOPES.keys() - held):
        yield Problem(
            "SLACK_BOT_TOKEN",
            f"lacks the scope {scope}, needed to {SCOPES[scope]}.",
            f"Add it at {APPS}, OAuth & Permissions, and install the app again.",
            "error" if scope in needed else "warning",
        )


async def _connections(client: AsyncWebClient, access: Access) -> list[Problem]:
    try:
        await client.apps_connections_open(app_token=access.app_token)
    except TROUBLE as error:
        if error_name(error) == "missing_scope":
            mend = f"Make a new one at {APPS}, Basic Information, App-Level Tokens."
            return [Problem("SLACK_APP_TOKEN", "lacks the scope connections:write.", mend)]
        return [_unanswered("SLACK_APP_TOKEN", error)]
    return []


async def _channel(client: AsyncWebClient, channel: str, bot: str) -> list[Problem]:
    invite = f"Write /invite @{bot} in that channel."
    try:
        info = await client.conversations_info(channel=channel)
    except TROUBLE as error:
        name = error_name(error) or outcome_of(error).error
        what = f"the bot cannot see the organizers' channel {channel} ({name})."
        return [Problem("organizers.channels.slack", what, f"Check the id. {invite}")]
    told = info.get("channel") or {}
    if told.get("is_archived"):
        what = f"the organizers' channel {channel} is archived."
        return [Problem("organizers.channels.slack", what, "Name another one.")]
    if not (told.get("is_member") or told.get("is_im")):
        what = f"the bot is no member of the organizers' channel {channel}."
        return [Problem("organizers.channels.slack", what, invite)]
    return []


async def _organizer(client: AsyncWebClient, user: str) -> list[Problem]:
    try:
        info = await client.users_info(user=user)
    except TROUBLE as error:
        name = error_name(error) or outcome_of(error).error
        mend = "Copy the member id from the person's profile, under the three dots."
        return [Problem("organizers.slack", f"there is no user {user} ({name}).", mend, "warning")]
    if (info.get("user") or {}).get("deleted"):
        return [Problem("organizers.slack", f"the account {user} is deactivated.", "Take it out.", "warning")]
    return []


async def _group(client: AsyncWebClient, group: str) -> list[Problem]:
    try:
        told = await client.usergroups_users_list(usergroup=group)
    except TROUBLE as error:
        name = error_name(error) or outcome_of(error).error
        if name == "missing_scope":  # told of above
            return []
        mend = "Copy its id from the group's page in Slack, under the three dots."
        return [Problem("organizers.slack", f"there is no user group {group} ({name}).", mend)]
    if not told.get("users"):
        return [Problem("organizers.slack", f"nobody is in the user group {group}.", "Add its members.", "warning")]
    return []
