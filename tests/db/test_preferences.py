"""What guests like is kept once, made surer by signs, and never weakened by them."""

from __future__ import annotations

import pytest

from jack.db import guests, preferences
from jack.db.database import Database
from jack.model.preferences import (
    HALF_LIFE,
    Preference,
    PreferenceName,
    PreferenceProposal,
    PreferenceSource,
)
from tests.db.samples import NOW

ROOM = PreferenceName.ROOM


@pytest.fixture
def guest(db: Database) -> int:
    return db.write_now(guests.add, "Ana", "Silva", NOW)


def learn(
    db: Database, guest: int, value: str = "quiet room", *, stated: bool = False, at: int = NOW
) -> int | None:
    proposal = PreferenceProposal(ROOM, value, stated)
    return db.write_now(preferences.learn, guest, proposal, at, message_id=7)


def only(db: Database, guest: int) -> Preference:
    (found,) = db.read_now(preferences.of, guest)
    return found


def test_a_first_sign_is_kept_with_where_it_came_from(db: Database, guest: int) -> None:
    learn(db, guest)

    found = only(db, guest)
    assert (found.name, found.value, found.source) == ("room", "quiet room", "learned")
    assert (found.confidence, found.message_id, found.seen_at) == (0.5, 7, NOW)


def test_another_sign_makes_it_surer_from_what_is_left_of_it(db: Database, guest: int) -> None:
    learn(db, guest)
    learn(db, guest, "Quiet  Room", at=NOW + HALF_LIFE)

    found = only(db, guest)
    assert found.confidence == pytest.approx(1 - 0.75 * 0.5)
    assert (found.seen_at, found.created_at) == (NOW + HALF_LIFE, NOW)


def test_the_guests_own_word_makes_it_sure(db: Database, guest: int) -> None:
    learn(db, guest)
    learn(db, guest, stated=True)

    assert (only(db, guest).source, only(db, guest).confidence) == ("stated", 1.0)


@pytest.mark.parametrize(
    "source", [PreferenceSource.STATED, PreferenceSource.PMS, PreferenceSource.STAFF]
)
def test_signs_never_weaken_what_somebody_said(
    db: Database, guest: int, source: PreferenceSource
) -> None:
    db.write_now(preferences.put, guest, ROOM, "quiet room", source, NOW)

    learn(db, guest, at=NOW + 1)

    found = only(db, guest)
    assert (found.source, found.confidence, found.seen_at) == (source, 1.0, NOW + 1)


def test_nobody_is_taught_more_than_a_guest_can_like(db: Database, guest: int) -> None:
    for number in range(preferences.MAX_OF_GUEST):
        learn(db, guest, f"thing {number}")

    assert learn(db, guest, "one more") is None
    assert learn(db, guest, "thing 3") is not None
    assert len(db.read_now(preferences.of, guest)) == preferences.MAX_OF_GUEST


def test_one_that_is_put_again_is_replaced_and_one_removed_is_gone(
    db: Database, guest: int
) -> None:
    first = db.write_now(preferences.put, guest, ROOM, "Quiet", PreferenceSource.PMS, NOW)
    again = db.write_now(preferences.put, guest, ROOM, "quiet", PreferenceSource.STAFF, NOW)

    assert first == again
    assert only(db, guest).source == "staff"
    assert not db.write_now(preferences.remove, guest + 1, first)
    assert db.write_now(preferences.remove, guest, first)
    assert db.read_now(preferences.get, guest, first) is None
