"""Guests and their addresses. Whoever was merged is found as the guest they were merged into."""

from __future__ import annotations

from collections.abc import Mapping

from jack.db import sql
from jack.model import names
from jack.model.clock import Micros
from jack.model.guests import Consent, Guest, GuestId, Identity, PmsLink
from jack.model.mails import UNPROVEN
from jack.model.messages import Inbound
from jack.model.phones import dialable

COLUMNS = (
    "id, first_name, last_name, phone, email, language, is_vip, created_at, updated_at, loyalty,"
    " in_recovery"
)
_IDENTITY = "id, guest_id, channel, address, phone, name, is_proven, user_id, created_at"
MAX_NAME_WORDS = 12


def get(guest_id: GuestId) -> Guest | None:
    found = sql.row(f"SELECT {COLUMNS} FROM guest WHERE id = ?", survivor(guest_id))
    return read(found) if found else None


def survivor(guest_id: GuestId) -> GuestId:
    """The guest that this one was merged into at last; itself for everybody else."""
    return int(
        sql.value(
            "WITH RECURSIVE chain (id, next) AS ("
            " SELECT id, merged_into FROM guest WHERE id = ?"
            " UNION ALL SELECT g.id, g.merged_into FROM guest g JOIN chain ON g.id = chain.next)"
            " SELECT id FROM chain WHERE next IS NULL",
            guest_id,
        )
        or guest_id
    )


def add(
    first_name: str,
    last_name: str,
    at: Micros,
    *,
    phone: str | None = None,
    email: str | None = None,
    language: str | None = None,
    is_vip: bool = False,
) -> GuestId:
    guest_id = sql.insert(
        "guest",
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        email=email,
        language=language,
        is_vip=int(is_vip),
        created_at=at,
        updated_at=at,
    )
    _index(guest_id, f"{first_name} {last_name}")
    return guest_id


def update(guest_id: GuestId, changes: Mapping[str, object], at: Micros) -> None:
    """Set these columns of trusted names."""
    columns = ", ".join(f"{name} = ?" for name in changes)
    sql.run(
        f"UPDATE guest SET {columns}, updated_at = ? WHERE id = ?",
        *(int(value) if isinstance(value, bool) else value for value in changes.values()),
        at,
        guest_id,
    )
    if {"first_name", "last_name"} & set(changes):
        sql.run("DELETE FROM guest_word WHERE guest_id = ?", guest_id)
        name = sql.value("SELECT first_name || ' ' || last_name FROM guest WHERE id = ?", guest_id)
        _index(guest_id, name)


def _index(guest_id: GuestId, name: str) -> None:
    for word in list(dict.fromkeys(names.words(name)))[:MAX_NAME_WORDS]:
        sql.insert("guest_word", guest_id=guest_id, word=word)


# -- who writes ------------------------------------------------------------------------------------


def identify(inbound: Inbound, at: Micros, *, is_proven: bool) -> GuestId:
    """The guest who writes; a new guest when nobody is known there.

    Known by the vendor's user id: an address may change hands. A proven phone number or e-mail
    address that belongs to exactly one guest is that guest; one shared by several proves none of
    them. A number nobody proved is kept with the address only: whoever really has it must not
    become this guest (R6).
    """
    known = _known(inbound)
    if known is not None:
        _keep_up(known, inbound)
        return known.guest_id
    _displace(inbound.channel, inbound.address)
    guest_id = _owner(inbound) if is_proven else None
    if guest_id is None:
        first, _, last = inbound.name.strip().partition(" ")
        phone, email = (inbound.phone, inbound.email) if is_proven else (None, None)
        guest_id = add(first, last, at, phone=phone, email=email, language=inbound.locale)
    sql.insert(
        "guest_identity",
        guest_id=guest_id,
        channel=inbound.channel,
        address=inbound.address,
        phone=inbound.phone,
        name=inbound.name,
        is_proven=int(is_proven),
        created_at=at,
        user_id=inbound.user_id or inbound.address,
    )
    return guest_id


def add_identity(guest_id: GuestId, inbound: Inbound, at: Micros) -> None:
    """A guest writes from another address too, which proves nothing of who they are (R6)."""
    sql.insert(
        "guest_identity",
        guest_id=guest_id,
        channel=inbound.channel,
        address=inbound.address,
        phone=None,
        name=inbound.name,
        is_proven=0,
        created_at=at,
        user_id=inbound.user_id or inbound.address,
    )


def heard(channel: str, address: str, at: Micros) -> None:
    """Somebody wrote from this address: a vendor's window for free text begins anew."""
    sql.run(
        "UPDATE guest_identity SET wrote_at = max(coalesce(wrote_at, 0), ?)"
        " WHERE channel = ? AND address = ?",
        at,
        channel,
        address,
    )


def silent(channel: str, address: str) -> None:
    """The vendor says that they have not written for too long, whatever we thought."""
    sql.run(
        "UPDATE guest_identity SET wrote_at = NULL WHERE channel = ? AND address = ?",
        channel,
        address,
    )


def wrote_at(channel: str, address: str) -> Micros | None:
    """When whoever has this address last wrote from there."""
    found: Micros | None = sql.value(
        "SELECT max(wrote_at) FROM guest_identity WHERE channel = ? AND address = ?",
        channel,
        address,
    )
    return found


def carry_over(inbound: Inbound, at: Micros) -> str:
    """The vendor says that this person writes as somebody else from now on; where to write to them.

    Nothing moves when the new user id is known already: then there are two guests, and the same
    address suggests to staff that they are one.
    """
    to, known = inbound.moves_to, _known(inbound)
    if to is None or known is None:
        return inbound.address
    user_id = to.user_id or (known.user_id if known.user_id != known.address else to.address)
    address = to.address or known.address
    is_taken = sql.value(
        "SELECT 1 FROM guest_identity WHERE channel = ? AND user_id = ? AND id <> ?",
        known.channel,
        user_id,
        known.id,
    )
    sql.run(
        "UPDATE guest_identity SET user_id = ?, address = ?, phone = ?,"
        " wrote_at = CASE WHEN address = ? THEN wrote_at END WHERE id = ?",
        known.user_id if is_taken else user_id,
        address,
        to.phone,
        address,
        known.id,
    )
    _readdress(known.guest_id, known.channel, known.address, address)
    _displace(known.channel, address, by=known.id)
    if known.phone and to.phone and known.is_proven:
        # The old number may be given to somebody else, who must not become this guest.
        sql.run(
            "UPDATE guest SET phone = ?, updated_at = ? WHERE id = ? AND phone = ?",
            to.phone,
            at,
            known.guest_id,
            known.phone,
        )
    return address


def _known(inbound: Inbound) -> Identity | None:
    """By the vendor's user id; else somebody whose user id the vendor had not told before, or does
    not tell now."""
    channel, address = inbound.channel, inbound.address
    by_user_id = f"SELECT {_IDENTITY} FROM guest_identity WHERE channel = ? AND user_id = ?"
    found = sql.row(by_user_id, channel, inbound.user_id or address)
    if found is None and inbound.user_id:
        found = sql.row(by_user_id, channel, address)
    if found is None and (not inbound.user_id or inbound.moves_to is not None):
        found = sql.row(
            f"SELECT {_IDENTITY} FROM guest_identity WHERE channel = ? AND address = ?"
            " ORDER BY id DESC LIMIT 1",
            channel,
            address,
        )
    return _identity(found) if found else None


def _keep_up(known: Identity, inbound: Inbound) -> None:
    """Where this person is written to now, and what the vendor calls them."""
    user_id = inbound.user_id or known.user_id
    now = (user_id, inbound.address, inbound.phone or known.phone, inbound.name or known.name)
    if now == (known.user_id, known.address, known.phone, known.name):
        return
    sql.run(
        "UPDATE guest_identity SET user_id = ?, address = ?, phone = ?, name = ? WHERE id = ?",
        *now,
        known.id,
    )
    if inbound.address != known.address:
        _readdress(known.guest_id, known.channel, known.address, inbound.address)
        _displace(known.channel, inbound.address, by=known.id)


def _displace(channel: str, address: str, *, by: int = 0) -> None:
    """Whoever had this address before is written to by user id: the number is another's now."""
    former = sql.rows(
        f"SELECT {_IDENTITY} FROM guest_identity WHERE channel = ? AND address = ? AND id <> ?"
        " AND user_id <> address",
        channel,
        address,
        by,
    )
    for identity in map(_identity, former):
        sql.run(
            "UPDATE guest_identity SET address = user_id, phone = NULL WHERE id = ?", identity.id
        )
        _readdress(identity.guest_id, channel, address, identity.user_id)


def _readdress(guest_id: GuestId, channel: str, old: str, new: str) -> None:
    """What still has to reach the guest goes to the new address."""
    mine = "(SELECT id FROM conversation WHERE guest_id = ?)"
    for table, which in (
        ("outbox", f"conversation_id IN {mine} AND state = 'queued'"),
        ("conversation", "guest_id = ?"),
    ):
        sql.run(
            f"UPDATE {table} SET address = ? WHERE channel = ? AND address = ? AND {which}",
            new,
            channel,
            old,
            guest_id,
        )


def _owner(inbound: Inbound) -> GuestId | None:
    """The one guest this proven number or e-mail address belongs to.

    Not who writes on this channel from another number already: theirs was given to somebody else.
    """
    found = {by_phone(inbound.phone), by_email(inbound.email)} - {None}
    guest_id = found.pop() if len(found) == 1 else None
    if guest_id is None:
        return None
    elsewhere = sql.value(
        "SELECT 1 FROM guest_identity WHERE guest_id = ? AND channel = ? AND address <> ?"
        " AND phone IS NOT ?",
        guest_id,
        inbound.channel,
        inbound.address,
        inbound.phone,
    )
    return None if elsewhere and inbound.channel != "webchat" else guest_id


def at(channel: str, address: str) -> GuestId | None:
    """The guest who writes from an address or user id of a vendor, or whose only number it is."""
    # An OR over both would look at every guest of the channel.
    found = sql.value(
        "SELECT guest_id FROM (SELECT id, guest_id FROM guest_identity"
        "  WHERE channel = ?1 AND address = ?2"
        " UNION ALL SELECT id, guest_id FROM guest_identity WHERE channel = ?1 AND user_id = ?2)"
        " ORDER BY id DESC LIMIT 1",
        channel,
        address,
    )
    if found is not None:
        return survivor(found)
    if not address.lstrip("+").isdigit():
        return None
    return by_phone(dialable(f"+{address.removeprefix('+')}"))


def is_proven(channel: str, address: str) -> bool:
    return bool(
        sql.value(
            "SELECT is_proven FROM guest_identity WHERE channel = ? AND address = ?"
            " ORDER BY id DESC LIMIT 1",
            channel,
            address,
        )
    )


def identities(guest_id: GuestId) -> list[Identity]:
    """In the order they were met."""
    return [
        _identity(row)
        for row in sql.rows(
            f"SELECT {_IDENTITY} FROM guest_identity WHERE guest_id = ? ORDER BY id", guest_id
        )
    ]


def pms_links(guest_id: GuestId) -> list[PmsLink]:
    return [
        PmsLink(*row)
        for row in sql.rows(
            "SELECT provider, external_id FROM guest_pms WHERE guest_id = ? ORDER BY id", guest_id
        )
    ]


def by_phone(phone: str | None) -> GuestId | None:
    """The one guest with this number; None when several share it."""
    return _only("phone", phone)


def by_email(email: str | None) -> GuestId | None:
    """The one guest with this address, whatever its case; None when several share it."""
    return _only("email", email.casefold() if email else None)


def with_email(address: str) -> list[GuestId]:
    """Everybody who is written to at a mail address, whether it was proven or only claimed."""
    found = sql.rows(
        "SELECT guest_id FROM guest_identity WHERE channel = 'email' AND address IN (?, ?)"
        " UNION SELECT id FROM guest WHERE email = ? AND merged_into IS NULL ORDER BY 1",
        address,
        f"{address}{UNPROVEN}",
        address,
    )
    return list(dict.fromkeys(survivor(row[0]) for row in found))


def known_to_pms(guest_id: GuestId, channel: str, address: str) -> GuestId | None:
    """The one guest whom the PMS knows by the number proven here, where the writer is none of the
    PMS's own; nobody else may have it, and staff must not have said that they are two."""
    found = sql.rows(
        "SELECT g.id, EXISTS (SELECT 1 FROM guest_pms p WHERE p.guest_id = g.id)"
        "  AND NOT EXISTS (SELECT 1 FROM guest_identity o WHERE o.guest_id = g.id"
        "   AND o.channel = i.channel)"
        "  AND NOT EXISTS (SELECT 1 FROM guest_distinct d"
        "   WHERE d.first_id = min(g.id, i.guest_id) AND d.second_id = max(g.id, i.guest_id))"
        " FROM guest_identity i JOIN guest g ON g.phone = i.phone AND g.id <> i.guest_id"
        " WHERE i.guest_id = ? AND i.channel = ? AND i.address = ? AND i.is_proven"
        " AND g.merged_into IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM guest_pms p WHERE p.guest_id = i.guest_id) LIMIT 2",
        guest_id,
        channel,
        address,
    )
    return int(found[0][0]) if len(found) == 1 and found[0][1] else None


def _only(column: str, value: str | None) -> GuestId | None:
    if not value:
        return None
    found = sql.rows(
        f"SELECT id FROM guest WHERE {column} = ? AND merged_into IS NULL LIMIT 2", value
    )
    return int(found[0][0]) if len(found) == 1 else None


# -- language and consent --------------------------------------------------------------------------


def set_language(guest_id: GuestId, language: str, at: Micros) -> None:
    sql.run("UPDATE guest SET language = ?, updated_at = ? WHERE id = ?", language, at, guest_id)


def record_consent(
    guest_id: GuestId, channel: str, purpose: str, *, is_given: bool, source: str, at: Micros
) -> None:
    """Remember a yes or no with where it came from (R8); the newest counts."""
    sql.insert(
        "consent",
        guest_id=guest_id,
        channel=channel,
        purpose=purpose,
        is_given=int(is_given),
        source=source,
        created_at=at,
    )


def has_consent(guest_id: GuestId, channel: str, purpose: str) -> bool | None:
    """None when the guest was never asked."""
    found = sql.value(
        "SELECT is_given FROM consent WHERE guest_id = ? AND channel = ? AND purpose = ?"
        " ORDER BY created_at DESC, id DESC LIMIT 1",
        guest_id,
        channel,
        purpose,
    )
    return None if found is None else bool(found)


def consents(guest_id: GuestId) -> list[Consent]:
    """Every yes and no, newest first."""
    return [
        Consent(row[0], row[1], row[2], bool(row[3]), row[4], row[5])
        for row in sql.rows(
            "SELECT id, channel, purpose, is_given, source, created_at FROM consent"
            " WHERE guest_id = ? ORDER BY created_at DESC, id DESC",
            guest_id,
        )
    ]


def count() -> int:
    return int(sql.value("SELECT count(*) FROM guest WHERE merged_into IS NULL"))


def read(row: sql.Row) -> Guest:
    """A row of `COLUMNS`."""
    return Guest(
        id=row[0],
        first_name=row[1],
        last_name=row[2],
        phone=row[3],
        email=row[4],
        language=row[5],
        is_vip=bool(row[6]),
        created_at=row[7],
        updated_at=row[8],
        loyalty=row[9],
        in_recovery=bool(row[10]),
    )


def _identity(row: sql.Row) -> Identity:
    return Identity(
        id=row[0],
        guest_id=row[1],
        channel=row[2],
        address=row[3],
        phone=row[4],
        name=row[5],
        is_proven=bool(row[6]),
        user_id=row[7],
        created_at=row[8],
    )
