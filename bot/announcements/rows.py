"""What became of an announcement, person by person: the rows of reports."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from bot.store.records import Announcement, Reason, Receipt
    from bot.store.unit import Unit

COLUMNS = ("announcement", "person", "platform", "state", "at", "error")
WHY: Mapping[Reason, str] = {
    "cancelled": "taken back before it left",
    "forgotten": "the person asked to be forgotten",
}
FORMULA = re.compile(r"""((?:^|[;,\t\r\n"|])\s*)(?=[=+\-@＝＋－＠])""")
"""Where a formula would begin: in front, or behind a sign at which some spreadsheets split."""


def state_of(receipt: Receipt) -> str:
    """The state in the report's words: delivered, blocked, failed, uncertain or waiting."""
    if receipt.state == "failed":
        return "blocked" if receipt.reason in {"unreachable", "muted"} else "failed"
    return {"sent": "delivered", "uncertain": "uncertain"}.get(receipt.state, "waiting")


def announcement_row(unit: Unit, announcement: Announcement, zone: tzinfo | None) -> dict[str, object]:
    """The report's row of an announcement, as the contract writes it."""
    counts = unit.ledger.counts(announcement.id)
    names = ("delivered", "blocked", "failed", "uncertain", "waiting")
    texts = announcement.texts
    return {
        "id": announcement.id,
        "text": texts.get(announcement.default_language) or next(iter(texts.values())),
        "sent_at": announcement.sent.astimezone(zone).isoformat() if announcement.sent else None,
        "counts": {name: getattr(counts, name) for name in names},
    }


def delivery_rows(unit: Unit, announcement: str, zone: tzinfo | None) -> list[dict[str, object]]:
    """The report's rows of an announcement's people, in the order in which they were put."""
    return [
        {
            "announcement": announcement,
            "person": receipt.email or receipt.name or receipt.person,
            "platform": receipt.platform,
            "state": state_of(receipt),
            "at": receipt.at.astimezone(zone).isoformat(),
            "error": receipt.error or WHY.get(receipt.reason, ""),
        }
        for receipt in unit.ledger.receipts(announcement)
    ]


def csv_of(unit: Unit, announcement: str, zone: tzinfo | None) -> str:
    """The same as CSV. Names come from outside: none becomes a formula in a spreadsheet."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for row in delivery_rows(unit, announcement, zone):
        writer.writerow({name: cell(str(value)) for name, value in row.items()})
    return file.getvalue()


def cell(value: str) -> str:
    """The value as a spreadsheet shows it, with an apostrophe before what it would take for a formula.

    Quotation marks do not help: where a semicolon parts cells, a line is split at it whatever a comma's reader quoted.
    """
    return FORMULA.sub(r"\1'", value)
