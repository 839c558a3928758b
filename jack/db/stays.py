"""What a PMS tells, made rows: reservations and their people, each once however often it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jack.db import audit, guests, merges, sql
from jack.model import names
from jack.model.clock import Micros
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Upserted:
    """`fields` are the columns that changed; `was` is the status before, None for a new one."""

    reservation_id: int
    change: Change
    fields: tuple[str, ...] = ()
    was: ReservationStatus | None = None
    is_now: ReservationStatus = ReservationStatus.CONFIRMED
    conflicts: int = 0


OWNED_BY_PMS = ("first_name", "last_name", "phone", "email", "loyalty")
"""A guest's fields of which the PMS has the say; what it leaves empty stays as Jack has it."""

_STAY = (
    "guest_id, confirmation, status, arrival, departure, room, room_type, adults, children,"
    " balance_amount, balance_currency"
)


def upsert(provider: str, told: PmsReservation, at: Micros) -> Upserted:
    """Store a reservation as the PMS tells it at `at`, with everybody on it.

    An older telling never replaces a newer one: pages and webhooks come out of order.
    """
    known = sql.row(
        f"SELECT id, changed_at, {_STAY} FROM reservation WHERE provider = ? AND external_id = ?",
        provider,
        told.external_id,
    )
    if known is not None and _is_older(told.updated_at, known[1]):
        status = ReservationStatus(known[4])
        return Upserted(known[0], Change.UNCHANGED, was=status, is_now=status)
    guest_id, conflicts = _person(provider, told.guest, at, known_as=known[2] if known else None)
    values = _values(told, guest_id)
    if known is None:
        reservation_id = sql.insert(
            "reservation",
            provider=provider,
            external_id=told.external_id,
            **values,
            changed_at=told.updated_at,
            synced_at=at,
            created_at=at,
            updated_at=at,
        )
        merges.remember_stay(provider, told.guest.external_id, reservation_id)
        change, fields, was = Change.ADDED, tuple(values), None
    else:
        reservation_id, was = known[0], ReservationStatus(known[4])
        before = dict(zip(values, known[2:], strict=True))
        fields = tuple(name for name, value in values.items() if before[name] != value)
        change = Change.CHANGED if fields else Change.UNCHANGED
        _update(reservation_id, values if fields else {}, told.updated_at, at)
    more = [_person(provider, companion, at) for companion in told.companions]
    has_new_people = _set_companions(reservation_id, guest_id, [each for each, _ in more])
    if has_new_people and change is Change.UNCHANGED:
        change, fields = Change.CHANGED, ("companions",)
    conflicts += sum(count for _, count in more)
    return Upserted(reservation_id, change, fields, was, told.status, conflicts)


def update_guest(provider: str, told: PmsGuest, at: Micros) -> bool:
    """Bring a person up to date who is known by this PMS's id; False for anybody else."""
    guest_id = _by_pms_id(provider, told.external_id)
    if guest_id is None or merges.is_second_link(provider, told.external_id):
        return False
    _take_over(guest_id, told, at, is_new_link=False)
    return True


def missing(provider: str, first: date, last: date, *, not_since: Micros, limit: int) -> list[str]:
    """Live stays touching these days that the PMS has not told of since then, by external id."""
    found = sql.rows(
        "SELECT external_id FROM reservation WHERE provider = ? AND arrival <= ?"
        " AND departure >= ? AND status IN ('confirmed', 'checked_in') AND synced_at < ?"
        " ORDER BY id LIMIT ?",
        provider,
        last.isoformat(),
        first.isoformat(),
        not_since,
        limit,
    )
    return [row[0] for row in found]


def cancel(provider: str, external_id: str, at: Micros) -> int | None:
    """The PMS no longer knows it. The reservation's id; None when there was nothing to cancel."""
    found = sql.value(
        "SELECT id FROM reservation WHERE provider = ? AND external_id = ?"
        " AND status IN ('confirmed', 'checked_in')",
        provider,
        external_id,
    )
    if found is None:
        return None
    _update(found, {"status": ReservationStatus.CANCELLED}, None, at)
    audit.add("system", "reservation.gone", f"reservation:{found}", at, provider=provider)
    return int(found)


def _values(told: PmsReservation, guest_id: int) -> dict[str, object]:
    """In the order of `_STAY`."""
    return {
        "guest_id": guest_id,
        "confirmation": told.confirmation,
        "status": told.status.value,
        "arrival": told.arrival.isoformat(),
        "departure": told.departure.isoformat(),
        "room": told.room,
        "room_type": told.room_type,
        "adults": told.adults,
        "children": told.children,
        "balance_amount": told.balance.amount if told.balance else None,
        "balance_currency": told.balance.currency if told.balance else None,
    }


def _update(
    reservation_id: int, values: dict[str, object], changed_at: Micros | None, at: Micros
) -> None:
    columns = {**values, "synced_at": at} | ({"updated_at": at} if values else {})
    if changed_at is not None:
        columns["changed_at"] = changed_at
    names_ = ", ".join(f"{name} = ?" for name in columns)
    sql.run(f"UPDATE reservation SET {names_} WHERE id = ?", *columns.values(), reservation_id)


def _is_older(told: Micros | None, known: Micros | None) -> bool:
    return told is not None and known is not None and told < known


def _set_companions(reservation_id: int, guest_id: int, told: Sequence[int]) -> bool:
    """Whether anybody came or went."""
    wanted = set(told) - {guest_id}
    have = {
        row[0]
        for row in sql.rows(
            "SELECT guest_id FROM companion WHERE reservation_id = ?", reservation_id
        )
    }
    for gone in have - wanted:
        sql.run(
            "DELETE FROM companion WHERE reservation_id = ? AND guest_id = ?", reservation_id, gone
        )
    for new in sorted(wanted - have):
        sql.insert("companion", reservation_id=reservation_id, guest_id=new)
    return have != wanted


# -- people ----------------------------------------------------------------------------------------


def _person(
    provider: str, told: PmsGuest, at: Micros, *, known_as: int | None = None
) -> tuple[int, int]:
    """(the guest this person is, how many of our values the PMS replaced).

    Known by the PMS's id; a file that has none goes by the stay's guest of before. Else a guest
    nobody's PMS knows whose phone or e-mail is this and whose name may be the same, if there is
    exactly one; else a new guest.
    """
    guest_id = _by_pms_id(provider, told.external_id)
    if guest_id is not None and merges.is_second_link(provider, told.external_id):
        return guest_id, 0
    if guest_id is not None:
        return guest_id, _take_over(guest_id, told, at, is_new_link=False)
    full_name = f"{told.first_name} {told.last_name}"
    if not told.external_id and known_as is not None:
        guest = guests.get(known_as)
        if guest is not None and names.may_be_same(guest.name, full_name):
            return known_as, _take_over(known_as, told, at, is_new_link=False)
    guest_id = _alike(told, full_name)
    if guest_id is None:
        guest_id = guests.add(
            told.first_name,
            told.last_name,
            at,
            phone=told.phone,
            email=told.email,
            language=told.language,
            is_vip=told.is_vip,
        )
    _link(provider, told.external_id, guest_id)
    return guest_id, _take_over(guest_id, told, at, is_new_link=True)


def _by_pms_id(provider: str, external_id: str) -> int | None:
    if not external_id:
        return None
    found: int | None = sql.value(
        "SELECT guest_id FROM guest_pms WHERE provider = ? AND external_id = ?",
        provider,
        external_id,
    )
    return found


def _link(provider: str, external_id: str, guest_id: int) -> None:
    if external_id:
        sql.insert("guest_pms", guest_id=guest_id, provider=provider, external_id=external_id)


def _alike(told: PmsGuest, full_name: str) -> int | None:
    """The one guest that this person plainly is: shared phones and mailboxes are nobody's proof."""
    found: set[int] = set()
    for column, value in (("phone", told.phone), ("email", told.email)):
        if value is None:
            continue
        same = sql.rows(
            "SELECT g.id, g.first_name || ' ' || g.last_name,"
            " EXISTS (SELECT 1 FROM guest_pms p WHERE p.guest_id = g.id)"
            f" FROM guest g WHERE g.{column} = ? AND g.merged_into IS NULL LIMIT 3",
            value,
        )
        if len(same) == 1 and not same[0][2] and names.may_be_same(same[0][1], full_name):
            found.add(same[0][0])
    return found.pop() if len(found) == 1 else None


def _take_over(guest_id: int, told: PmsGuest, at: Micros, *, is_new_link: bool) -> int:
    """Per-field authority: what the PMS says of a person's identity replaces what Jack has.

    How many values of Jack's own were replaced; each is written down without its content.
    """
    row = sql.row(
        f"SELECT {', '.join(OWNED_BY_PMS)}, language, is_vip FROM guest WHERE id = ?", guest_id
    )
    assert row is not None, "the guest was just found"
    ours = dict(zip(OWNED_BY_PMS, row, strict=False))
    theirs = {name: getattr(told, name) for name in OWNED_BY_PMS}
    if not (told.first_name or told.last_name):
        theirs["first_name"] = theirs["last_name"] = None
    replaced = {n: v for n, v in theirs.items() if v is not None and v != ours[n]}
    changes: dict[str, object] = dict(replaced)
    if told.language and not row[-2]:
        changes["language"] = told.language
    if told.is_vip and not row[-1]:
        changes["is_vip"] = 1
    if changes:
        guests.update(guest_id, changes, at)
    _prefer(guest_id, told.preferences, at)
    lost = [name for name in replaced if ours[name]] if is_new_link else []
    if lost:
        audit.add("system", "pms.conflict", f"guest:{guest_id}", at, fields=lost, kept="pms")
    return len(lost)


def _prefer(guest_id: int, told: Sequence[str], at: Micros) -> None:
    for value in told:
        sql.run(
            "INSERT INTO preference (guest_id, name, value, source, confidence, seen_at,"
            " created_at) VALUES (?, 'note', ?, 'pms', 1.0, ?, ?)"
            " ON CONFLICT (guest_id, name, value) DO UPDATE SET seen_at = excluded.seen_at",
            guest_id,
            value,
            at,
            at,
        )
