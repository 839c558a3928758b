"""What a PMS tells becomes rows once, however often and in whatever order it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jack.db import guests, sql, stays
from jack.db.database import Database
from jack.db.stays import Change
from jack.model.reservations import Money, PmsGuest, PmsReservation, ReservationStatus

ANA = PmsGuest("G1", "Ana", "Silva", phone="+351912345678", email="ana@example.com", language="pt")
BEN = PmsGuest("G2", "Ben", "Okafor")


def stay(**changes: Any) -> PmsReservation:
    plain = PmsReservation(
        external_id="R1",
        confirmation="AUR-1",
        status=ReservationStatus.CONFIRMED,
        arrival=date(2027, 1, 20),
        departure=date(2027, 1, 22),
        guest=ANA,
        room="204",
        updated_at=1_000,
    )
    return replace(plain, **changes)


def told(db: Database, *reservations: PmsReservation, provider: str = "mews", at: int = 5) -> Any:
    return [db.write_now(stays.upsert, provider, each, at) for each in reservations]


def row(db: Database, columns: str, table: str = "reservation") -> Any:
    return db.read_now(sql.rows, f"SELECT {columns} FROM {table} ORDER BY id")


def test_a_stay_told_twice_is_one_stay(db: Database) -> None:
    first, again = told(db, stay(), stay())

    assert (first.change, again.change) == (Change.ADDED, Change.UNCHANGED)
    assert row(db, "confirmation, room, status") == [("AUR-1", "204", "confirmed")]
    assert row(db, "first_name, last_name, phone, language", "guest") == [
        ("Ana", "Silva", "+351912345678", "pt")
    ]


def test_an_amended_stay_says_what_changed_and_what_it_was(db: Database) -> None:
    told(db, stay())

    (changed,) = told(
        db, stay(room="305", status=ReservationStatus.CHECKED_IN, updated_at=2_000), at=9
    )

    assert changed.change is Change.CHANGED
    assert set(changed.fields) == {"room", "status"}
    assert (changed.was, changed.is_now) == ("confirmed", "checked_in")
    assert row(db, "room, synced_at, updated_at") == [("305", 9, 9)]


def test_an_older_telling_never_replaces_a_newer_one(db: Database) -> None:
    told(db, stay(room="305", updated_at=2_000))

    (late,) = told(db, stay(room="204", updated_at=1_000))

    assert late.change is Change.UNCHANGED
    assert row(db, "room") == [("305",)]


def test_what_did_not_change_is_known_to_be_so_as_of_now(db: Database) -> None:
    told(db, stay(), at=5)
    told(db, stay(), at=50)

    assert row(db, "synced_at, updated_at") == [(50, 5)]


def test_the_same_id_of_another_pms_is_another_stay(db: Database) -> None:
    told(db, stay())
    told(db, stay(), provider="cloudbeds")

    assert len(row(db, "id")) == 2


def test_money_is_kept_in_minor_units(db: Database) -> None:
    told(db, stay(balance=Money(-12_345, "EUR")))

    assert row(db, "balance_amount, balance_currency") == [(-12_345, "EUR")]


def test_companions_come_and_go(db: Database) -> None:
    told(db, stay(companions=(BEN,)))
    with_ben = row(db, "guest_id", "companion")
    (without,) = told(db, stay(updated_at=2_000))

    assert with_ben == [(2,)]
    assert without.fields == ("companions",)
    assert row(db, "guest_id", "companion") == []


# -- people ----------------------------------------------------------------------------------------


def test_who_comes_again_is_the_same_guest(db: Database) -> None:
    told(db, stay(), stay(external_id="R2", confirmation="AUR-2"))

    assert row(db, "guest_id") == [(1,), (1,)]


def test_the_pms_has_the_say_in_who_a_guest_is(db: Database) -> None:
    told(db, stay())

    told(db, stay(guest=replace(ANA, last_name="Costa", phone=None), updated_at=2_000))

    assert row(db, "last_name, phone", "guest") == [("Costa", "+351912345678")]


def test_a_language_and_a_vip_mark_that_staff_set_are_kept(db: Database) -> None:
    told(db, stay())
    db.write_now(sql.run, "UPDATE guest SET language = 'en', is_vip = 1")

    told(db, stay(updated_at=2_000))

    assert row(db, "language, is_vip", "guest") == [("en", 1)]


def test_a_guest_who_wrote_before_booking_is_recognised_by_number_and_name(db: Database) -> None:
    db.write_now(guests.add, "Ana", "", 1, phone="+351912345678")

    told(db, stay())

    assert row(db, "id, last_name", "guest") == [(1, "Silva")]


def test_a_shared_phone_makes_nobody_the_same(db: Database) -> None:
    db.write_now(guests.add, "Bruno", "Silva", 1, phone="+351912345678")

    told(db, stay())

    assert row(db, "first_name", "guest") == [("Bruno",), ("Ana",)]


def test_two_who_share_a_phone_and_might_be_this_one_stay_two(db: Database) -> None:
    db.write_now(guests.add, "Ana", "", 1, phone="+351912345678")
    db.write_now(guests.add, "Ana", "Silva", 1, phone="+351912345678")

    told(db, stay())

    assert len(row(db, "id", "guest")) == 3


def test_what_the_pms_replaced_is_written_down_without_its_content(db: Database) -> None:
    db.write_now(guests.add, "Ana", "", 1, phone="+351912345678", email="old@example.com")

    (added,) = told(db, stay())

    assert added.conflicts == 1
    ((action, data),) = row(db, "action, data", "audit")
    assert action == "pms.conflict"
    assert "email" in data
    assert "old@" not in data


def test_a_file_knows_people_by_the_stay_they_had(db: Database) -> None:
    nameless = replace(ANA, external_id="")
    told(db, stay(guest=nameless, updated_at=None), provider="file")
    told(db, stay(guest=replace(nameless, phone="+3519999"), updated_at=None), provider="file")

    assert row(db, "id, phone", "guest") == [(1, "+3519999")]


def test_a_stay_given_to_somebody_else_changes_its_guest_not_the_person(db: Database) -> None:
    told(db, stay())

    (changed,) = told(db, stay(guest=BEN, updated_at=2_000))

    assert changed.fields == ("guest_id",)
    assert row(db, "first_name", "guest") == [("Ana",), ("Ben",)]


def test_preferences_of_the_pms_are_kept_once(db: Database) -> None:
    likes = replace(ANA, preferences=("Feather-free pillows",))
    told(db, stay(guest=likes), stay(guest=likes, updated_at=2_000))

    assert row(db, "value, source", "preference") == [("Feather-free pillows", "pms")]


# -- gone ------------------------------------------------------------------------------------------


def test_a_stay_the_pms_no_longer_tells_of_is_found_missing_and_cancelled(db: Database) -> None:
    told(db, stay(), at=5)
    told(db, stay(external_id="R2"), at=50)
    days = (date(2027, 1, 19), date(2027, 1, 21))

    missing = db.read_now(stays.missing, "mews", *days, not_since=50, limit=10)
    cancelled = db.write_now(stays.cancel, "mews", "R1", 60)
    again = db.write_now(stays.cancel, "mews", "R1", 61)

    assert missing == ["R1"]
    assert (cancelled, again) == (1, None)
    assert row(db, "status") == [("cancelled",), ("confirmed",)]


@pytest.mark.parametrize("days", [(date(2027, 1, 23), date(2027, 1, 25)), (date(2027, 1, 1),) * 2])
def test_stays_of_other_days_are_not_missed(db: Database, days: tuple[date, date]) -> None:
    told(db, stay(), at=5)

    assert db.read_now(stays.missing, "mews", *days, not_since=50, limit=10) == []
