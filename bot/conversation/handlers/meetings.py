"""A linked attendee's own meetings. Shown to them alone: in a public place it is only said where the answer went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions import Action
from bot.conversation.handlers import content, sessions
from bot.conversation.scene import Scene, Told, refusal
from bot.i18n import formats
from bot.messages import Citation, Item, Listing, SessionCard, Text
from bot.nlu.text import clean_name, unexplained, words
from bot.nlu.types import Attribute, Goal, Kind, Order, Role
from knowledge import queries
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.nlu.types import Slot
    from knowledge.model import Attendee, Meeting

MOST = 8
OF_ALL = (
    Attribute.COUNT,
    Attribute.EXISTS,
    Attribute.LENGTH,
)  # what is asked of all meetings, by somebody who has none
SURELY_PARTNERS = (Kind.PERSON, Kind.ORGANIZATION)
Meetings = tuple["Meeting", ...]


def answer(scene: Scene) -> Told:
    """Answer a question about the asker's own meetings."""
    at_large = not scene.asked.email and (scene.query.attribute in OF_ALL or content.is_unexplained(scene))
    explained = content.from_pages(scene) if _asks_how(scene) or at_large else None
    return explained or _privately(scene, _told)


def excused(scene: Scene) -> Told:
    """The meeting that somebody will be late for or cannot come to, with the command that offers to tell so."""
    if scene.query.restricts and not scene.query.people:  # of a session nobody needs to be told
        return sessions.answer(replace(scene, query=replace(scene.query, goal=Goal.SESSIONS)))
    explained = content.from_pages(scene) if scene.frame.polar or not scene.asked.email else None
    return explained or _privately(scene, _excused)


def of_others(scene: Scene) -> Told:
    """Somebody else's meetings, which are nobody else's business."""
    return refusal(Text(scene.say("refuse.others_meetings")))


def with_somebody(scene: Scene) -> Told | None:
    """The asker's meetings with somebody who is named, though meetings are not: "company 13 when"."""
    mine = queries.meetings_of(scene.event.knowledge.meetings, scene.asked.email.strip().lower())
    said = _words_named(scene)
    met = [meeting for meeting in mine if len(said) > 1 and said <= _names_of(scene, meeting)]
    if not met or scene.asked.public:
        return None
    return _all(scene, tuple(met))


def _privately(scene: Scene, tell: Callable[[Scene, Meetings], Told]) -> Told:
    """What is told of one's own meetings: to linked attendees alone, in a direct message."""
    knowledge = scene.event.knowledge
    if not scene.asked.email or knowledge.attendee(scene.asked.email) is None:
        return refusal(Text(scene.say("refuse.unlinked")))
    told = tell(scene, queries.meetings_of(knowledge.meetings, scene.asked.email.strip().lower()))
    if not scene.asked.public:
        return told
    return Told((Text(scene.say("refuse.in_private")),), "other", personal=told, command=told.command)


def _excused(scene: Scene, mine: Meetings) -> Told:
    now = scene.view.now.timestamp()
    left = tuple(m for m in _within(_with(scene, mine) or mine, scene) if m.end.timestamp() > now and not m.cancelled)
    if not left:
        return Told((Text(scene.say("meetings.none_then" if scene.query.window else "meetings.none_more")),))
    told = _one(scene, left[0])
    command = Action("late", (meeting_key(left[0].id),))
    return replace(told, blocks=(Text(scene.say("refuse.in_chat")), *told.blocks), kind="other", command=command)


def _asks_how(scene: Scene) -> bool:
    """Whether it is asked how meetings work, and not what one's own are: "how do I cancel a meeting"."""
    return scene.query.attribute in (Attribute.DETAIL, Attribute.CANCELLED) or bool(_unmet(scene))


def _unmet(scene: Scene) -> str:
    """What is named beside meetings and is nobody who takes part."""
    partners = _partners(scene)
    return " ".join(slot.text for slot in scene.frame.of(Kind.TOPIC, role=Role.PLAIN) if slot not in partners)


def where_to_go(scene: Scene) -> Told:
    """The meeting to go to for those who have one, else what is on."""
    if scene.asked.email and scene.event.knowledge.meetings:
        told = _privately(replace(scene, query=replace(scene.query, order=Order.NEXT, goal=Goal.GO)), _told)
        if told.citations or told.personal:
            return told
    query = replace(scene.query, goal=Goal.SESSIONS, attribute=Attribute.LIST, order=Order.NOW, window=None)
    return sessions.answer(replace(scene, query=query))


def _told(scene: Scene, mine: Meetings) -> Told:
    if not mine:
        return Told((Text(scene.say("meetings.none")),))
    with_whom = () if _unmet(scene) else _with(scene, mine)
    if not with_whom:
        said = " ".join(slot.text for slot in (*scene.frame.of(*SURELY_PARTNERS), *_partners(scene)))
        name = said or _unmet(scene) or _stranger(scene, mine)
        return Told((Text(scene.say("meetings.none_with", name=name)),))
    on = tuple(meeting for meeting in with_whom if not meeting.cancelled)
    if scene.query.goal is Goal.AM_FREE:
        return _free(scene, on)
    return _of_time(scene, on, mine) or _of_window(scene, with_whom) or _all(scene, with_whom)


def _of_time(scene: Scene, on: Meetings, mine: Meetings) -> Told | None:
    """The next meeting, the one running, the first or the last, where one of these is asked for."""
    now, pick = scene.view.now.timestamp(), scene.query.order
    if scene.query.anchor:
        ends = [meeting.end.timestamp() for meeting in mine if meeting.id in scene.query.anchor]
        return _next(scene, tuple(m for m in on if ends and m.start.timestamp() >= max(ends)))
    if scene.query.goal is Goal.GO or _asks_for_table(scene):
        return _next(scene, tuple(m for m in on if m.end.timestamp() > now))
    if pick in (Order.NEXT, Order.AFTER):
        return _next(scene, tuple(m for m in on if m.start.timestamp() > now))
    if pick is Order.LATER:
        coming = tuple(m for m in on if m.start.timestamp() > now)
        return _all(scene, coming) if coming else _next(scene, coming)
    if pick is Order.NOW:
        return _then(scene, tuple(m for m in on if m.start.timestamp() <= now < m.end.timestamp()), "meetings.now")
    return None


def _of_window(scene: Scene, with_whom: Meetings) -> Told | None:
    inside = _within(with_whom, scene)
    on = [meeting for meeting in inside if not meeting.cancelled]
    place = {Order.FIRST: 0, Order.LAST: len(on) - 1, Order.NTH: scene.query.place}.get(scene.query.order)
    if place is not None and 0 <= place < len(on):
        return _one(scene, on[place])
    return _then(scene, inside, "meetings.at") if scene.query.window is not None else None


def _asks_for_table(scene: Scene) -> bool:
    """Whether the table of the meeting running or coming next is asked for: "which table"."""
    where = scene.query.attribute is Attribute.WHERE
    return where and scene.query.window is None and scene.query.order is Order.ALL and not _named(scene)


def _within(mine: Meetings, scene: Scene) -> Meetings:
    window = scene.query.window
    if window is None:
        return mine
    first, last = window.start.timestamp(), window.end.timestamp()
    return tuple(
        m for m in mine if (m.start.timestamp() < last or m.start.timestamp() == first) and m.end.timestamp() > first
    )


def _with(scene: Scene, mine: Meetings) -> Meetings:
    """Those with somebody named in the question; all when nobody is, none when somebody unknown is."""
    names = [_names_of(scene, meeting) for meeting in mine]
    shared = set.intersection(*names) if len(names) > 1 else set()
    said = _named(scene)
    matched = [len(said & (each - shared)) for each in names]
    if max(matched):
        return tuple(m for m, count in zip(mine, matched, strict=True) if count == max(matched))
    return () if said or _stranger(scene, mine) else mine


def _named(scene: Scene) -> set[str]:
    """The words by which the other side of a meeting is named."""
    return _words_named(scene) - scene.event.names.common


def _words_named(scene: Scene) -> set[str]:
    spans = [slot.span for slot in (*scene.frame.of(*SURELY_PARTNERS), *_partners(scene))]
    return {w.folded for w in scene.frame.utterance.words if any(s.touches(w.start, w.end) for s in spans)}


def _partners(scene: Scene) -> list[Slot]:
    """What sounds like a topic and is the name of an attendee or of a company that takes part."""
    known = {
        word.folded
        for attendee in scene.event.knowledge.attendees
        for word in words(clean_name(f"{attendee.name} {attendee.organization}"))
    }
    return [
        slot
        for slot in scene.frame.of(Kind.TOPIC, Kind.TITLE)
        if known & {word.folded for word in words(clean_name(slot.text))}
    ]


def _stranger(scene: Scene, mine: Meetings) -> str:
    """The words by which an attendee was named whom the asker does not meet: "company 13"; empty when none was."""
    met = {attendee.email for meeting in mine if (attendee := _attendee(scene, meeting))}
    said = unexplained(scene.frame.utterance, [(m.start, m.end) for m in scene.frame.times])
    for attendee in scene.event.knowledge.attendees:
        own = {word.folded for word in words(clean_name(f"{attendee.name} {attendee.organization}"))}
        named = [word for word in said if word.folded in own]
        if attendee.email not in met and len({word.folded for word in named}) > 1:
            return scene.frame.utterance.text[named[0].start : named[-1].end]
    return ""


def _names_of(scene: Scene, meeting: Meeting) -> set[str]:
    name, organization = _other(scene, meeting)
    return {word.folded for word in words(clean_name(f"{name} {organization} {meeting.title}"))}


def _free(scene: Scene, on: Meetings) -> Told:
    if scene.query.window is None or scene.query.order is Order.NOW:
        now = scene.view.now.timestamp()
        busy = tuple(m for m in on if m.start.timestamp() <= now < m.end.timestamp())
    else:
        busy = _within(on, scene)
    if busy:
        return _list(scene, scene.say("meetings.busy"), busy)
    free = Text(scene.say("meetings.free"))
    since = (scene.query.window.end if scene.query.window else scene.view.now).timestamp()
    coming = tuple(m for m in on if m.start.timestamp() >= since)
    told = _next(scene, coming) if coming else Told(())
    return replace(told, blocks=(free, *told.blocks))


def _next(scene: Scene, coming: Meetings) -> Told:
    if not coming:
        return Told((Text(scene.say("meetings.none_more")),))
    key = "meetings.now" if coming[0].start.timestamp() <= scene.view.now.timestamp() else "meetings.next"
    told = _one(scene, coming[0])
    return replace(told, blocks=(Text(scene.say(key)), *told.blocks))


def _then(scene: Scene, found: Meetings, key: str) -> Told:
    if not found:
        return Told((Text(scene.say("meetings.none_then")),))
    if len(found) == 1:
        told = _one(scene, found[0])
        return replace(told, blocks=(Text(scene.say(key)), *told.blocks))
    days = {m.start.astimezone(scene.view.zone).date() for m in found}
    if len(days) == 1:
        return _list(scene, scene.say("meetings.list_day", count=len(found), day=scene.view.day(found[0].start)), found)
    return _all(scene, found)


def _all(scene: Scene, found: Meetings) -> Told:
    if len(found) == 1:
        return _one(scene, found[0])
    return _list(scene, scene.say("meetings.list", count=len([m for m in found if not m.cancelled])), found)


def _one(scene: Scene, meeting: Meeting) -> Told:
    shown = SessionCard(
        meeting.id,
        _title(scene, meeting),
        _when(scene, meeting),
        _table(scene, meeting),
        note=scene.say("standing.tentative") if meeting.standing == "tentative" else "",
        cancelled=meeting.cancelled,
    )
    told = "standing.meeting_postponed" if meeting.standing == "postponed" else "meetings.is_cancelled"
    lead = (Text(scene.say(told)),) if meeting.cancelled else ()
    return Told((*lead, shown), citations=(_cited(scene, meeting),))


def _list(scene: Scene, heading: str, found: Meetings) -> Told:
    page = found[:MOST]
    items = tuple(
        Item(
            scene.say("schedule.item", when=_when(scene, m, near=False), title=_title(scene, m)),
            _beside(scene, m),
        )
        for m in page
    )
    return Told((Listing(heading, items),), citations=tuple(_cited(scene, m) for m in page))


def _beside(scene: Scene, meeting: Meeting) -> str:
    """Its table, and how it stands where that is not simply so."""
    mark = scene.say(f"standing.{meeting.standing}") if meeting.standing else ""
    return " · ".join(part for part in (mark, "" if meeting.cancelled else _table(scene, meeting)) if part)


def _when(scene: Scene, meeting: Meeting, *, near: bool = True) -> str:
    view = scene.view
    other = view.other if near else None
    same_day = meeting.start.astimezone(view.zone).date() == view.now.date()
    return formats.span(
        meeting.start,
        meeting.end,
        view.language,
        view.zone,
        other,
        now=view.now if near else None,
        with_day=near or not same_day,
    )


def _title(scene: Scene, meeting: Meeting) -> str:
    name, organization = _other(scene, meeting)
    who = scene.say("meetings.with", name=name, organization=organization) if organization else name
    return scene.say("meetings.with_title", title=meeting.title, name=who) if meeting.title else who


def _other(scene: Scene, meeting: Meeting) -> tuple[str, str]:
    attendee = _attendee(scene, meeting)
    email = meeting.other_side(scene.asked.email.strip().lower())
    return (attendee.name, attendee.organization) if attendee else (email, "")


def _attendee(scene: Scene, meeting: Meeting) -> Attendee | None:
    """The other side, where the list of attendees has it."""
    return scene.event.knowledge.attendee(meeting.other_side(scene.asked.email.strip().lower()))


def _table(scene: Scene, meeting: Meeting) -> str:
    if not meeting.table:
        return ""
    spelled = meeting.table if not meeting.table.isalnum() or not any(c.isdigit() for c in meeting.table) else ""
    return spelled or scene.say("meetings.table", table=meeting.table)


def _cited(scene: Scene, meeting: Meeting) -> Citation:
    return Citation(_title(scene, meeting), f"meeting:{meeting.id}")
