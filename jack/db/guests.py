"""Guests and their addresses."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.guests import Guest, GuestId
from jack.model.messages import Inbound

_COLUMNS = "id, first_name, last_name, phone, email, language, is_vip, created_at"


def get(guest_id: GuestId) -> Guest | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM guest WHERE id = ?", guest_id)
    return _guest(found) if found else None


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
    return sql.insert(
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


def identify(inbound: Inbound, at: Micros, *, is_proven: bool) -> GuestId:
    """The guest who writes from this address; a new guest when nobody is known there.

    A proven phone number that belongs to exactly one guest is that guest; a number shared by
    several proves none of them. A number nobody proved is kept with the address only: whoever
    really has it must not become this guest (R6).
    """
    known = sql.value(
        "SELECT guest_id FROM guest_identity WHERE channel = ? AND address = ?",
        inbound.channel,
        inbound.address,
    )
    if known is not None:
        return int(known)
    guest_id = by_phone(inbound.phone) if is_proven else None
    if guest_id is None:
        first, _, last = inbound.name.strip().partition(" ")
        guest_id = add(first, last, at, phone=inbound.phone if is_proven else None)
    sql.insert(
        "guest_identity",
        guest_id=guest_id,
        channel=inbound.channel,
        address=inbound.address,
        phone=inbound.phone,
        name=inbound.name,
        is_proven=int(is_proven),
        created_at=at,
    )
    return guest_id


def is_proven(channel: str, address: str) -> bool:
    return bool(
        sql.value(
            "SELECT is_proven FROM guest_identity WHERE channel = ? AND address = ?",
            channel,
            address,
        )
    )


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
        " ORDER BY id DESC LIMIT 1",
        guest_id,
        channel,
        purpose,
    )
    return None if found is None else bool(found)


def count() -> int:
    return int(sql.value("SELECT count(*) FROM guest"))


def by_phone(phone: str | None) -> GuestId | None:
    """The one guest with this number; None when several share it."""
    if not phone:
        return None
    found = sql.rows("SELECT id FROM guest WHERE phone = ? LIMIT 2", phone)
    return int(found[0][0]) if len(found) == 1 else None


def _guest(row: sql.Row) -> Guest:
    return Guest(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]), row[7])
