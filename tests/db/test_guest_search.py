"""Finding guests among few and among many: the same people, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jack.db import guest_search, guests, merges, reservations, sql
from jack.db.database import Database
from jack.db.guest_search import LARGE, LARGE_ALONE
from jack.model.guests import Wanted
from tests.db import samples
from tests.db.samples import ANA, NOW, inbound

TODAY = date(2027, 1, 15)


def find(db: Database, wanted: Wanted, **page: int) -> list[int]:
    return [guest.id for guest in db.read_now(guest_search.find, wanted, TODAY, **page)]


def crowd(db: Database, count: int) -> None:
    """So many Marias Silva, with numbers and addresses that begin alike."""

    def add() -> None:
        for number in range(count):
            guests.add(
                "Maria",
                "Silva",
                NOW,
                phone=f"+351{number:09}",
                email=f"maria{number}@example.com",
            )

    db.write_now(add)


@pytest.fixture
def rita(db: Database) -> int:
    """The first guest of all."""
    return db.write_now(
        guests.add, "Rita", "Silva", NOW, phone="+351912345678", email="maria@example.com"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(words=("silva",)),
        Wanted(phone_start="+351"),
        Wanted(email_start="maria"),
        Wanted(),
    ],
    ids=["name", "phone", "email", "anybody"],
)
def test_what_fits_very_many_gives_the_newest_page_by_page(
    db: Database, rita: int, wanted: Wanted
) -> None:
    crowd(db, LARGE_ALONE + 20)
    newest = rita + LARGE_ALONE + 20

    assert find(db, wanted, limit=2) == [newest, newest - 1]
    assert find(db, wanted, limit=2, before=newest - 1) == [newest - 2, newest - 3]
    assert find(db, wanted, limit=5, before=3) == [2, rita]


def test_what_narrows_a_crowd_finds_the_one(db: Database, rita: int) -> None:
    crowd(db, LARGE_ALONE + 20)

    assert find(db, Wanted(words=("rita", "sil"))) == [rita]
    assert find(db, Wanted(words=("sil",), phone="+351912345678")) == [rita]
    assert find(db, Wanted(words=("silva",), email="maria@example.com")) == [rita]
    assert find(db, Wanted(words=("maria",), phone="+351912345678")) == []


def test_a_crowd_that_only_two_things_narrow_is_walked(db: Database, rita: int) -> None:
    crowd(db, LARGE)

    assert find(db, Wanted(words=("maria",), phone_start="+351"), limit=1) == [rita + LARGE]
    assert find(db, Wanted(words=("silva",), phone_start="+3519"), before=9, limit=9) == [rita]


def test_a_guest_is_found_by_a_number_or_address_they_write_from(db: Database) -> None:
    from_phone = db.write_now(guests.identify, inbound(name="Ana"), NOW, is_proven=False)
    mail = replace(inbound(address="ben@example.com"), channel="email", phone=None)
    from_mail = db.write_now(guests.identify, mail, NOW, is_proven=False)

    assert find(db, Wanted(phone=f"+{ANA}")) == [from_phone]
    assert find(db, Wanted(phone_start=f"+{ANA[:6]}")) == [from_phone]
    assert find(db, Wanted(email="ben@example.com")) == [from_mail]


def test_a_room_is_who_lives_there_today(db: Database, rita: int) -> None:
    def book(first: int, last: int) -> None:
        days = date(2027, 1, first), date(2027, 1, last)
        db.write_now(samples.stay, rita, *days, room="204")

    book(1, 14)
    book(16, 20)
    assert find(db, Wanted(room="204")) == []

    book(14, 16)
    assert find(db, Wanted(room="204")) == [rita]


def test_a_name_is_found_however_it_is_spelled(db: Database) -> None:
    jose = db.write_now(guests.add, "José", "Müller-O'Neill", NOW)

    for words in (("jose",), ("muller", "oneill"), ("jos", "mul")):
        assert find(db, Wanted(words=words)) == [jose]


def test_whoever_was_merged_twice_is_found_as_who_they_are_now(db: Database) -> None:
    ids = [db.write_now(guests.add, name, "Lopes", NOW) for name in ("Ana", "Bia", "Cai")]

    def join(kept: int, merged: int) -> None:
        one, other = guests.get(kept), guests.get(merged)
        assert one is not None
        assert other is not None
        merges.merge(one, other, NOW, evidence=(), staff_id=None)

    db.write_now(join, ids[1], ids[0])
    db.write_now(join, ids[2], ids[1])

    assert find(db, Wanted(words=("ana",))) == [ids[2]]
    assert find(db, Wanted()) == [ids[2]]


def test_stays_of_a_name_that_very_many_have_are_the_latest_first(db: Database, rita: int) -> None:
    def book(guest_id: int, day: int) -> int:
        days = date(2027, 1, day), date(2027, 1, day + 1)
        return db.write_now(samples.stay, guest_id, *days)

    crowd(db, 10)
    first, second, third = book(rita + 1, 1), book(rita + 2, 3), book(rita, 2)
    db.write_now(sql.insert, "companion", reservation_id=third, guest_id=rita + 3)
    found = []
    for size in (0, reservations.LARGE):
        crowd(db, size)
        stays = db.read_now(reservations.listed, words=("mari",))
        found.append([stay.id for stay in stays])

    assert found == [[second, third, first]] * 2
    assert db.read_now(reservations.listed, words=("mari", "rit"))[0].id == third
