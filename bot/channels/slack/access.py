"""What it takes to reach a workspace."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Literal

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.transport import proxy_for

CONNECT = 5.0  # seconds until a connection that is not made is given up: then nothing was sent


@dataclass(frozen=True, slots=True)
class Access:
    """Tokens, address and way of one workspace.

    ``api_url`` is the base that method names are added to. ``app_token`` serves mode ``socket``,
    ``signing_secret``, ``host``, ``port`` and ``path`` serve mode ``http``. ``timeout`` is how many seconds a call may
    take, ``ping_interval`` how many pass between two looks at the socket, ``patience`` after how many a message
    that cannot be read back is taken not to have arrived.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    host: str = "127.0.0.1"
    port: int = 3000
    path: str = "/slack/events"
    timeout: float = 10.0
    ping_interval: float = 5.0
    patience: float = 15.0

    def session(self) -> aiohttp.ClientSession:
        """Return the one session that all calls share."""
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout, sock_connect=CONNECT))

    def client(self, session: aiohttp.ClientSession) -> AsyncWebClient:
        """Return a client that tries once: slack_sdk's own retries post a message twice when a reply is lost."""
        client = AsyncWebClient(
            self.bot_token,
            self.api_url,
            session=session,
            retry_handlers=[],
            logger=sdk_log(),
            timeout=int(self.timeout),
        )
        client.proxy = proxy_for(self.api_url)
        return client


def sdk_log() -> logging.Logger:
    """Return the libraries' log: what they warn of is told by us, and their debug lines hold people's messages."""
    logger = logging.getLogger("slack_sdk.rendezvous")
    logger.setLevel(logging.ERROR)
    return logger
