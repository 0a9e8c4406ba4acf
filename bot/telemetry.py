"""Structured logs on standard error, without secrets, and counters for the operator."""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Thread
    from wsgiref.simple_server import WSGIServer

    from prometheus_client import Counter, Histogram

HIDDEN = "***"
PLAIN = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class Redaction(logging.Filter):
    """Replaces every secret in a record by ``***``, in its arguments and its traceback too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact; every record passes."""
        record.msg, record.args = self._redacted(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self._redacted(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None  # the JSON formatter would make its text from this once more
        return True

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def configure(level: str, *, json_lines: bool, secrets: Iterable[str] = ()) -> None:
    """Send all logs to standard error, at ``level`` and above, as text or as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level.upper())  # some libraries set their own loggers to debug
    handler.addFilter(Redaction(secrets))
    handler.setFormatter(_json() if json_lines else logging.Formatter(PLAIN))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "alembic", "slack_bolt", "slack_sdk", "telegram", "faiss"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    # It warns of each tick that is left out because the one before still runs, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(PLAIN, timestamp=True)


@cache
def counter(name: str, about: str, *labels: str) -> Counter:
    """Return the counter of this name, made at its first use."""
    from prometheus_client import Counter

    return Counter(f"rendezvous_{name}", about, labels)


@cache
def histogram(name: str, about: str, *labels: str) -> Histogram:
    """Return the histogram of this name (seconds), made at its first use."""
    from prometheus_client import Histogram

    return Histogram(f"rendezvous_{name}", about, labels)


def serve_metrics(port: int) -> tuple[WSGIServer, Thread]:
    """Offer the counters over HTTP on localhost, for a collector to read; returns what stops it."""
    from prometheus_client import start_http_server

    return start_http_server(port, addr="127.0.0.1")
