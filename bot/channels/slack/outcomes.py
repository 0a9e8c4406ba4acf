"""What went wrong with a call to Slack, as an Outcome: pure.

Slack has no key that makes sending idempotent, so the question is always whether the message may be there:

- no connection was made, or Slack said 429: it is not; try again.
- the answer was lost or late, or Slack failed inside: it may be. Slack documents ``internal_error`` and
  ``fatal_error`` as "some aspect of the operation may have succeeded", and a gateway's 5xx says no more. All of
  these are ``uncertain`` and can be settled by reading the conversation back.
- what may be repeated without harm (edits, deletions, the Home tab) is never uncertain: it is tried again.

Error names: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ports import Outcome

PAUSE = 30.0  # seconds, where Slack does not say how long to wait; slack_sdk assumes the same

UNREACHABLE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "account_inactive",
    "user_disabled",
    "user_not_found",
    "users_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_non_threadable_channel",
}
TOKEN_REFUSED = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "org_login_required",
    "team_access_not_granted",
    "not_allowed_token_type",
}
BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded"}
INSIDE = {"internal_error", "fatal_error", "service_unavailable"}
NOT_TAKEN = {"request_timeout", "team_added_to_org"}
TROUBLE = (SlackApiError, aiohttp.ClientError, OSError)
"""What a call to Slack may raise; ``TimeoutError`` is an OSError."""


def outcome_of(error: BaseException, *, repeatable: bool = False) -> Outcome:
    """Return what became of a call that raised one of ``TROUBLE``.

    ``repeatable`` calls leave the same state however often they are made.
    """
    if isinstance(error, SlackApiError):
        return _answered(error, repeatable=repeatable)
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Outcome("retry", error=told, whole=True)
    return _lost(told, repeatable=repeatable)


def works(error: BaseException) -> bool:
    """Tell from what a call raised whether Slack answered for itself, were it with a refusal."""
    return outcome_of(error).state != "uncertain" and isinstance(error, SlackApiError)


def error_name(error: BaseException) -> str:
    """Return Slack's name for what is wrong, empty when the answer was none of Slack's."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def needed_scope(error: BaseException) -> str:
    """Return the scope that a ``missing_scope`` error asks for."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("needed") or "") if isinstance(data, dict) else ""


def _answered(error: SlackApiError, *, repeatable: bool) -> Outcome:
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    name = error_name(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or name in BUSY:
        return Outcome("retry", error=name or "HTTP 429", after=_wait(response))
    if name in UNREACHABLE:
        return Outcome("unreachable", error=name)
    if name in NOT_TAKEN:
        return Outcome("retry", error=name, after=PAUSE)
    if name in INSIDE or status >= HTTPStatus.INTERNAL_SERVER_ERROR or (not name and status == HTTPStatus.OK):
        return _lost(name or f"HTTP {status}", repeatable=repeatable)
    scope = needed_scope(error)
    return Outcome("failed", error=f"{name or f'HTTP {status}'}{f': {scope}' if scope else ''}{_details(response)}")


def _lost(told: str, *, repeatable: bool) -> Outcome:
    return Outcome("retry", error=told) if repeatable else Outcome("uncertain", error=told)


def _wait(response: Any) -> float:  # noqa: ANN401 slack_sdk's response, or aiohttp's when the body was not JSON
    try:
        return max(float(response.headers.get("Retry-After", PAUSE)), 0.0)
    except ValueError:
        return PAUSE


def _details(response: Any) -> str:  # noqa: ANN401 as above
    """Slack's own words about a refused block, such as where it stands."""
    data = getattr(response, "data", None)
    messages = data.get("response_metadata", {}).get("messages", []) if isinstance(data, dict) else []
    return f" ({'; '.join(map(str, messages))[:300]})" if messages else ""
