"""Files that people have and that are not read: told by name, with what to take instead. Pure."""

from __future__ import annotations

import re

HEAD = 65_536  # bytes in which a file tells what it is
TABLE = "Write the sessions as a table (.xlsx or .csv) with the columns Date, Start, End, Title, Room, Speakers."
KINDS = (
    (
        rb'\A\s*\{.*"_type"\s*:\s*"HTTPAPIResult"|"_fossil"\s*:\s*"',
        "Indico's JSON",
        "Take the event's iCalendar export (.ics with contributions) and name that file or its address.",
    ),
    (
        rb"urn:ietf:params:xml:ns:icalendar-2\.0",
        "xCal, iCalendar written as XML",
        "Take the iCalendar export (.ics) of the same calendar.",
    ),
    (rb"\A%PDF-", "a PDF", TABLE),
    (rb"\APK.*(?:word/document\.xml|ppt/presentation\.xml)", "a document of Word or PowerPoint", TABLE),
    (rb"\APK.*Index/Document\.iwa", "a file of Numbers, Pages or Keynote", "Export it as Excel (.xlsx) or CSV."),
    (
        rb"(?i)\A\s*(?:<!doctype html|<html)",
        "a web page",
        "Name the export that it links to: iCalendar (.ics), schedule.xml or schedule.json.",
    ),
)


def named(data: bytes) -> tuple[str, str] | None:
    """What a file is that is not read, and what to do; None for any other."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    found = ((what, mend) for sign, what, mend in KINDS if re.search(sign, head, re.DOTALL))
    return next(found, None)
