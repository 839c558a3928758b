"""Who writes from an address, and what they agreed to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import guests, sql
from jack.db.database import Database
from jack.model.guests import Guest
from jack.model.messages import Inbound
from tests.db.samples import ANA, BEN, NOW, inbound


def identify(db: Database, message: Inbound, *, is_proven: bool = True) -> int:
    return db.write_now(guests.identify, message, NOW, is_proven=is_proven)


def get(db: Database, guest_id: int) -> Guest:
    found = db.read_now(guests.get, guest_id)
    assert found is not None
    return found


# -- identity ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ana Silva", "Ana", "Silva"),
        ("Ana de Sousa Silva", "Ana", "de Sousa Silva"),
        ("王芳", "王芳", ""),
        ("  ", "", ""),
    ],
)
def test_a_stranger_becomes_a_guest_by_the_name_shown(
    db: Database, name: str, first: str, last: str
) -> None:
    guest = get(db, identify(db, inbound(name=name)))

    assert (guest.first_name, guest.last_name, guest.phone) == (first, last, f"+{ANA}")
    assert guest.name == f"{first} {last}".strip()


def test_the_same_address_is_the_same_guest_whatever_name_it_shows(db: Database) -> None:
    first = identify(db, inbound())

    assert identify(db, inbound(name="Anita")) == first
    assert db.read_now(guests.count) == 1


def test_the_same_address_on_another_channel_is_another_identity(db: Database) -> None:
    identify(db, inbound())
    identify(db, replace(inbound(), channel="sms"))

    assert db.read_now(sql.value, "SELECT count(*) FROM guest_identity") == 2


def test_a_proven_phone_number_finds_the_guest_the_hotel_knows(db: Database) -> None:
    known = db.write_now(guests.add, "Ana", "Silva", NOW, phone=f"+{ANA}", is_vip=True)

    assert identify(db, inbound()) == known
    assert get(db, known).is_vip


def test_r6_an_unproven_phone_number_finds_nobody(db: Database) -> None:
    known = db.write_now(guests.add, "Ana", "Silva", NOW, phone=f"+{ANA}")

    assert identify(db, inbound(), is_proven=False) != known


def test_r6_whoever_claims_a_number_does_not_become_the_one_who_has_it(db: Database) -> None:
    liar = identify(db, replace(inbound(), channel="webchat", address="v-1"), is_proven=False)

    owner = identify(db, inbound())

    assert owner != liar
    assert get(db, liar).phone is None


def test_a_phone_shared_by_several_guests_proves_none_of_them(db: Database) -> None:
    family = [
        db.write_now(guests.add, name, "Silva", NOW, phone=f"+{ANA}") for name in ("Ana", "Rui")
    ]

    assert identify(db, inbound()) not in family


def test_a_guest_without_a_phone_number_is_known_by_the_user_id(db: Database) -> None:
    message = replace(inbound(address="US.13491208655302741918"), phone=None)

    first = identify(db, message)

    assert identify(db, message) == first
    assert get(db, first).phone is None


def test_r6_an_address_is_proven_only_when_its_channel_proved_it(db: Database) -> None:
    identify(db, inbound(address=ANA), is_proven=True)
    identify(db, inbound(address=BEN), is_proven=False)

    assert db.read_now(guests.is_proven, "whatsapp", ANA)
    assert not db.read_now(guests.is_proven, "whatsapp", BEN)
    assert not db.read_now(guests.is_proven, "whatsapp", "nobody")


def test_a_guest_keeps_a_language(db: Database) -> None:
    guest_id = identify(db, inbound())

    db.write_now(guests.set_language, guest_id, "pt", NOW)

    assert get(db, guest_id).language == "pt"
    assert db.read_now(guests.get, guest_id + 1) is None


# -- consent -------------------------------------------------------------------------------


def test_r8_the_newest_word_about_consent_counts(db: Database) -> None:
    guest_id = identify(db, inbound())
    assert db.read_now(guests.has_consent, guest_id, "whatsapp", "messages") is None

    for is_given in (True, False, True, False):
        db.write_now(
            guests.record_consent,
            guest_id,
            "whatsapp",
            "messages",
            is_given=is_given,
            source="keyword",
            at=NOW,
        )
        assert db.read_now(guests.has_consent, guest_id, "whatsapp", "messages") is is_given


def test_r8_consent_is_kept_per_guest_channel_and_purpose(db: Database) -> None:
    guest_id, other = identify(db, inbound(address=ANA)), identify(db, inbound(address=BEN))

    db.write_now(
        guests.record_consent,
        guest_id, "whatsapp", "messages", is_given=False, source="keyword", at=NOW,
    )  # fmt: skip

    assert db.read_now(guests.has_consent, guest_id, "sms", "messages") is None
    assert db.read_now(guests.has_consent, guest_id, "whatsapp", "marketing") is None
    assert db.read_now(guests.has_consent, other, "whatsapp", "messages") is None
