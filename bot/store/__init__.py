"""What is remembered, in a database. No SQLAlchemy name leaves this package.

``bot.store.engine`` opens it, ``bot.store.records`` holds the values that go in and come out (no SQLAlchemy
in that module, so the planner may import it)::

    store = Store.open("sqlite:///var/rendezvous.db")    # StoreError (bot.errors) with one sentence
    with store.begin() as unit:                          # a write transaction: all or nothing
        if unit.incoming.seen("slack", incoming.id, now):
            return
        person = unit.people.remember("slack", "U1", now=now, name="Ann", chat="D1")
        unit.outbox.put(Outgoing(key, Lane.ANSWER, reply, incoming.address, person.id), now)
    sender.wake()                                        # after the commit, from any thread
    with store.read() as unit:                           # a consistent view
        unit.ledger.counts(announcement_id)
    store.close()

Subjects of a unit; ``now``, ``since``, ``before`` are aware datetimes, ids are strings::

    people         remember(platform, user, *, now, name, email, language, time_zone, chat) -> Person
                   find(platform, user) -> Person | None            get(person) -> Recipient | None
                   by_email(email) -> Recipient | None
                   chat(platform, user) -> str
                   everyone(platform=None, language=None, without=()) -> [Recipient]
                   preferences(person) -> Preferences               link(person, email) -> Recipient
                   set_language/set_time_zone/set_lead_minutes/set_quiet_hours(person, value)
                   set_muted(person, *, muted)                      opened(platform, user, chat)
                   unreachable(platform, user, why, now)            reachable(platform, user)
                   forget(person, now)      export(person) -> dict  purge(inactive_since, now) -> int
    incoming       seen(platform, id, now) -> bool                  purge(before) -> int
    conversations  context(platform, chat, thread, person, *, since=None) -> str | None
                   keep(platform, chat, thread, person, data, *, now)
                   expect(platform, chat, person, action, now)      expected(platform, chat, person, since) -> str
                   unexpect(platform, chat, person)
                   join(platform, chat, thread, now)                takes_part(platform, chat, thread) -> bool
                   purge(before) -> int
    outbox         put(Outgoing, now) -> delivery id | None         put_all([Outgoing], now) -> int
                   revise(delivery, reply) -> bool                  reword(announcement, {old: new}) -> int
                   cancel(delivery, now) -> bool
                   cancel_announcement(id, now) -> int
                   withdraw(prefix) -> int   release(key)           known(keys) -> {keys}
                   put_since(people, prefix, since) -> {person: keys}
                   find(delivery)   by_key(key)   by_message(platform, chat, message) -> Delivery | None
                   sent_for(announcement) -> [Delivery]
                   purge(before) -> int
    ledger         counts(announcement) -> Counts                   receipts(announcement) -> [Receipt]
                   is_open(announcement) -> bool                    changes(prefix) -> Counts
                   totals() -> {(platform, lane, state): int}       cohorts(since) -> [Cohort]
    asked          note(AskedQuestion)   find(key) -> AskedQuestion | None   since(since) -> [AskedQuestion]
    feedback       give(Feedback)                                   since(since) -> [Feedback]
    inbox          ask(text, language, reason, address, person, *, now) -> question id
                   join(question, text, address, person, now)       find(question) -> InboxQuestion | None
                   listed(states) -> [InboxQuestion]                published() -> [InboxQuestion]
                   answer(question, text, by, now) -> [Asker]       waiting(question) -> [Asker]
                   told(asker, now)         escalate(question, reason)
                   assign(question, organizer)   close(question)   reopen(question)
                   publish(question, instead="")
    wishes         wish(Wish, now)   drop(person, kind, target) -> bool   of(person)   all() -> [Wish]
                   retarget(kind, target, new)
    agenda         star(person, session, now) -> bool   unstar(person, session) -> bool
                   of(person) -> [session id]           starrers(session) -> [person id]
                   stars() -> [(person, session)]   retarget(session, new)
                   tell(Attendance)   untell(meeting, email) -> bool   told(meetings) -> [Attendance]
    links          invite(email, now, expires) -> code  redeem(code, person, now) -> Redemption
                   revoke(email) -> int                 (the caller then calls people.link)
    announcements  draft(texts, audience, author, now, *, default_language, picture, scheduled, useful_until) -> id
                   rewrite(id, *, texts, audience, picture, default_language) -> bool
                   schedule(id, at, useful_until)
                   confirm(id, organizer, now) -> int               advance(id, before, after, now) -> bool
                   show_at(id, board)   charge(id, errand)   charged()   correct(id, texts)
                   find(id)   listed(states)   due(now)   sent_since(since) -> [Announcement]
    audit          note(AuditEntry)                     entries(*, subject=None, limit=1000) -> [AuditEntry]
    meta           get(key) -> str | None   set(key, value)   settle(key, value) -> the first value set
    claims         the sender's: claim, sent, failed, uncertain, retry, unreachable, moved, recover, ...
    leases         the sender's: take, release, living

``unit.purge(before, now)`` applies the retention rule to all of them.
"""
