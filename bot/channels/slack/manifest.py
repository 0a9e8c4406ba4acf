"""The app's manifest, made from what the code hears and calls.

``python -m bot.channels.slack.manifest`` prints ``manifest.yaml``, for every plan; with the word ``agent`` after it
``manifest-agent.yaml``, with the agent view that Slack has on paid plans. Both are kept beside this module.
Source: https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bot.channels.slack.receive import EVENTS
from bot.channels.slack.scopes import AGENT_SCOPES, ANNOUNCE, COMMAND, SCOPES

FOLDER = Path(__file__).parent
PLAIN, AGENT = FOLDER / "manifest.yaml", FOLDER / "manifest-agent.yaml"
HEAD = (
    "# Made by python -m bot.channels.slack.manifest from what the code uses; paste it at https://api.slack.com/apps\n"
)
NAME = "Rendezvous"
DESCRIPTION = "Answers questions about the event, reminds people and carries announcements"
HINT = "now, next, program, agenda, meetings, help"


def manifest(*, agent: bool = False) -> dict[str, Any]:
    """Return the manifest; ``agent`` adds Slack's agent view."""
    scopes = list(SCOPES)
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [
            {"command": COMMAND, "description": "Ask about the event", "usage_hint": HINT, "should_escape": False},
            {"command": ANNOUNCE, "description": "For organizers: tell people something", "should_escape": False},
        ],
    }
    if agent:
        features["agent_view"] = {"agent_description": DESCRIPTION}
        scopes = sorted([*scopes, *AGENT_SCOPES])
    return {
        "display_information": {"name": NAME, "description": DESCRIPTION, "background_color": "#1d3557"},
        "features": features,
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def written(*, agent: bool = False) -> str:
    """Return the manifest as the text of its file."""
    import yaml

    return HEAD + yaml.safe_dump(manifest(agent=agent), sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    sys.stdout.write(written(agent="agent" in sys.argv[1:]))
