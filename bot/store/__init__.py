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
                   by_email(email) -> Recipient | None              among(people) -> [Recipient]
                   everyone(platform=None, language=None) -> [Recipient]
                   preferences(person) -> Preferences               link(person, email) -> Recipient
                   set_language/set_time_zone/set_lead_minutes/set_quiet_hours/set_daily_cap(person, value)
                   set_muted(person, *, muted)                      opened(platform, user, chat)
                   unreachable(platform, user, why, now)            reachable(platform, user)
                   forget(person, now)      export(person) -> dict  purge(inactive_since, now) -> int
    incoming       seen(platform, id, now) -> bool                  purge(before) -> int
    conversations  context(platform, chat, thread, person, *, since=None) -> str | None
                   keep(platform, chat, thread, person, data, *, now)
                   join(platform, chat, thread, now)                takes_part(platform, chat, thread) -> bool
                   purge(before) -> int
    outbox         put(Outgoing, now) -> delivery id | None         put_all([Outgoing], now) -> int
                   revise(delivery, reply) -> bool                  cancel(delivery, now) -> bool
                   cancel_announcement(id, now) -> int              cancel_keys(prefix, now) -> int
                   find(delivery)   by_key(key)   by_message(platform, chat, message) -> Delivery | None
                   sent_for(announcement) -> [Delivery]             reminded(person, since) -> int
                   purge(before) -> int
    ledger         counts(announcement) -> Counts                   receipts(announcement) -> [Receipt]
                   totals() -> {(platform, lane, state): int}
    claims         the sender's: claim, sent, failed, uncertain, retry, unreachable, moved, recover, ...
    leases         the sender's: take, release, living
"""
