"""What a file of pretalx's API holds, whatever it was asked for: each object in its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.program.located import Mapping, listed

if TYPE_CHECKING:
    from knowledge.program.draft import Draft

NAMED = ("rooms", "speakers", "tracks", "submission_types")
LISTS = ("results", "submissions", "talks", "slots", "schedules", "schedule", "breaks", *NAMED)
EXPAND = "Ask the API with ?expand=slots.room,speakers,track,submission_type&state=confirmed (page_size=100)."


@dataclass
class Tables:
    """Submissions by code, slots in their order; rooms, speakers, tracks and types, to which others refer, by id."""

    submissions: dict[str, Mapping] = field(default_factory=dict)
    slots: list[Mapping] = field(default_factory=list)
    named: dict[str, dict[str, Mapping]] = field(default_factory=lambda: {table: {} for table in NAMED})

    def known(self, table: str, written: object) -> object:
        """The object that an id or code stands for, or what was written where it is none."""
        return written if isinstance(written, dict | list) else self.named[table].get(str(written), written)

    def collect(self, draft: Draft, value: object, table: str = "rooms") -> None:
        """Sort a value with all that is in it; ``table`` takes what has nothing but a name."""
        entries = _latest(value)
        for entry in entries:
            if not isinstance(entry, Mapping):
                continue
            if entry.get("next") and entry is entries[-1]:  # else the next one stands here, too
                told = f"is one page of several: {entry.get('count')} entries in all."
                draft.doubt(entry.line, told, "Ask for all of them with ?page_size=, or give every page as a source.")
            if not self._put(draft, entry, table):
                for key in LISTS:
                    self.collect(draft, entry.get(key), key if key in NAMED else table)

    def _put(self, draft: Draft, entry: Mapping, table: str) -> bool:
        """Put an object into its table; False when it is only a wrapper."""
        if "title" in entry and ("code" in entry or "slot" in entry or "submission_type" in entry):
            self.submissions[str(entry.get("code") or entry.get("id") or len(self.submissions))] = entry
        elif "start" in entry and ("room" in entry or "submission" in entry):
            if is_public(entry):
                self.slots.append(entry)
            self.collect(draft, entry.get("submission"))
        elif "biography" in entry or "avatar" in entry or "avatar_url" in entry:
            self.named["speakers"][str(entry.get("code"))] = entry
        elif "name" in entry and "slug" not in entry and not any(key in entry for key in LISTS):
            self.named[table][str(entry.get("code") or entry.get("id"))] = entry
        else:
            return False
        return True


def is_public(slot: Mapping) -> bool:
    """Whether a slot is in the schedule that pretalx shows."""
    return slot.get("is_visible") is not False


def _latest(value: object) -> list[object]:
    """The entries of a list, of schedules only the one released last."""
    entries = value if isinstance(value, list) else [value]
    objects = [entry for entry in entries if isinstance(entry, Mapping)]
    versions = [entry for entry in objects if "version" in entry and listed(entry.get("slots"))]
    if len(versions) > 1 and len(versions) == len(entries):
        return [max(versions, key=lambda version: str(version.get("published") or ""))]
    return entries
