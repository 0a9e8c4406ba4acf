"""The secrets, which come from the environment only."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Secrets:
    """Tokens, from the environment only; never shown."""

    slack_bot: str = field(default="", repr=False)
    slack_app: str = field(default="", repr=False)
    slack_signing: str = field(default="", repr=False)
    telegram_bot: str = field(default="", repr=False)
    telegram_webhook: str = field(default="", repr=False)


def secrets(environ: Mapping[str, str] = os.environ) -> Secrets:
    """Read the secrets; what is not set is empty."""
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "TELEGRAM_BOT_TOKEN")
    return Secrets(*(environ.get(name, "").strip() for name in (*names, "TELEGRAM_WEBHOOK_SECRET")))
