"""Whom an announcement missed, and who got it since: it can be sent to the others again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.announcements.faults import AnnouncementError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.announcements.candidates import Candidate
    from bot.store.records import AnnouncementState
    from bot.store.unit import Unit

BEGUN: tuple[AnnouncementState, ...] = ("sending", "paused", "sent", "cancelled")


def missed(unit: Unit, announcement: str) -> Callable[[Candidate], bool]:
    """Return what tells whether somebody was missed and has not got it since.

    Raises AnnouncementError when there is no such announcement.
    """
    if unit.announcements.find(announcement) is None:
        raise AnnouncementError("unknown_announcement", announcement=announcement)
    receipts = {each: unit.ledger.receipts(each) for each in _family(unit, announcement)}
    failed = [receipt for receipt in receipts[announcement] if receipt.state == "failed"]
    people = {receipt.person for receipt in failed if receipt.person}
    names = {receipt.name for receipt in failed if not receipt.person} - {""}
    # Who has it, or may have it, or will have it, from this one or from another sent to those who were missed.
    told = {receipt.person for each in receipts.values() for receipt in each if receipt.state != "failed"} - {""}
    return lambda one: one.person not in told and (one.person in people or bool(names & {one.email, one.name}))


def _family(unit: Unit, announcement: str) -> set[str]:
    """An announcement with those sent to the ones it missed, those it was sent after, and so on."""
    audiences = {each.id: each.audience for each in unit.announcements.listed(BEGUN)}
    family, new = set[str](), {announcement}
    while new:
        family |= new
        after = {one for one, audience in audiences.items() if any(f"missed:{each}" in audience for each in family)}
        before = {one for one in audiences if any(f"missed:{one}" in audiences.get(each, "") for each in family)}
        new = (after | before) - family
    return family
