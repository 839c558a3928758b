"""Who writes from an address, and what they agreed to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import conversations, guests, sql
from jack.db.database import Database
from jack.model.guests import Guest
from jack.model.messages import Inbound, Whereabouts
from tests.db import samples
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


def test_a_number_that_whatsapp_writes_otherwise_finds_its_guest(db: Database) -> None:
    known = db.write_now(guests.add, "Luz", "Vega", NOW, phone="+525512345678")

    assert db.read_now(guests.at, "whatsapp", "5215512345678") == known
    assert db.read_now(guests.at, "whatsapp", "5215512345670") is None


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


def whatsapp(
    user_id: str | None = None, address: str = ANA, *, moves_to: Whereabouts | None = None
) -> Inbound:
    """A message from this person; one without a phone number writes from the user id."""
    phone = f"+{address}" if address.isdigit() else None
    return replace(inbound(address=address), user_id=user_id, phone=phone, moves_to=moves_to)


def identities(db: Database, guest_id: int) -> list[tuple[str, str, str | None]]:
    return [
        (each.user_id, each.address, each.phone)
        for each in db.read_now(guests.identities, guest_id)
    ]


def test_a_guest_whose_number_is_no_longer_told_is_still_the_same(db: Database) -> None:
    first = identify(db, whatsapp("US.1"))

    assert identify(db, whatsapp("US.1", "US.1")) == first
    assert identities(db, first) == [("US.1", "US.1", f"+{ANA}")]


def test_a_guest_known_by_the_number_alone_gets_the_user_id_when_it_is_told(db: Database) -> None:
    first = identify(db, whatsapp())

    assert identify(db, whatsapp("US.1")) == first
    assert identify(db, whatsapp("US.1", "US.1")) == first
    assert identify(db, whatsapp(None, "US.1")) == first


def test_r6_whoever_gets_a_number_that_was_somebody_elses_is_somebody_else(db: Database) -> None:
    first = identify(db, whatsapp("US.1"))
    about = db.write_now(samples.conversation)
    waiting = db.write_now(samples.queued, "Your room is 305.")

    heir = identify(db, whatsapp("US.2"))

    assert heir != first
    assert identities(db, first) == [("US.1", "US.1", None)]
    assert identities(db, heir) == [("US.2", ANA, f"+{ANA}")]
    moved = db.read_now(conversations.get, about.id)
    assert moved is not None
    assert moved.address == "US.1"
    sent_to = "SELECT address FROM outbox WHERE id = ?"
    assert db.read_now(sql.value, sent_to, waiting) == "US.1"


@pytest.mark.parametrize(
    ("known", "told", "then", "kept"),
    [
        (
            whatsapp(),
            whatsapp(moves_to=Whereabouts(None, BEN, f"+{BEN}")),
            whatsapp(None, BEN),
            (BEN, BEN, f"+{BEN}"),
        ),
        (
            whatsapp("US.1"),
            whatsapp("US.1", moves_to=Whereabouts("US.2", BEN, f"+{BEN}")),
            whatsapp("US.2", BEN),
            ("US.2", BEN, f"+{BEN}"),
        ),
        (
            whatsapp("US.1", "US.1"),
            whatsapp("US.1", "US.1", moves_to=Whereabouts("US.2", "US.2")),
            whatsapp("US.2", "US.2"),
            ("US.2", "US.2", None),
        ),
        (
            whatsapp("US.1"),
            whatsapp(None, moves_to=Whereabouts("US.2", "US.2")),
            whatsapp("US.2", "US.2"),
            ("US.2", "US.2", None),
        ),
    ],
    ids=["number", "number and id", "id without number", "found by the number"],
)
def test_who_changes_number_or_user_id_stays_who_they_are(
    db: Database, known: Inbound, told: Inbound, then: Inbound, kept: tuple[str, str, str | None]
) -> None:
    first = identify(db, known)
    identify(db, told)

    written_to = db.write_now(guests.carry_over, told, NOW)

    assert written_to == kept[1]
    assert identify(db, then) == first
    assert identities(db, first) == [kept]


def test_r6_a_number_that_was_given_up_is_nobodys_proof_any_more(db: Database) -> None:
    first = identify(db, whatsapp())
    told = whatsapp(moves_to=Whereabouts(None, BEN, f"+{BEN}"))
    db.write_now(guests.carry_over, told, NOW)

    heir = identify(db, whatsapp())

    assert heir != first
    assert get(db, first).phone == f"+{BEN}"


def test_a_move_to_somebody_known_already_makes_no_two_people_one(db: Database) -> None:
    first, second = identify(db, whatsapp("US.1")), identify(db, whatsapp("US.2", BEN))
    told = whatsapp("US.1", moves_to=Whereabouts("US.2", BEN, f"+{BEN}"))

    db.write_now(guests.carry_over, told, NOW)

    assert identify(db, whatsapp("US.2", BEN)) == second
    assert identify(db, whatsapp("US.1", "US.1")) == first


def test_a_move_of_nobody_is_no_move(db: Database) -> None:
    told = whatsapp("US.1", moves_to=Whereabouts("US.2", "US.2"))

    assert db.write_now(guests.carry_over, told, NOW) == ANA
    assert db.write_now(guests.carry_over, whatsapp(), NOW) == ANA


def test_a_proven_mail_address_finds_its_guest_whatever_its_case(db: Database) -> None:
    known = db.write_now(guests.add, "Ana", "Silva", NOW, email="ana@example.com")
    mail = replace(
        inbound(address="Ana@Example.com"), channel="email", phone=None, email="Ana@Example.com"
    )

    assert identify(db, mail, is_proven=False) != known
    other = replace(mail, address="ANA@example.com", email="ANA@example.com")
    assert identify(db, other) == known


def test_a_phone_of_one_and_a_mail_address_of_another_prove_neither(db: Database) -> None:
    one = db.write_now(guests.add, "Ana", "Silva", NOW, phone=f"+{ANA}")
    other = db.write_now(guests.add, "Rui", "Silva", NOW, email="rui@example.com")

    assert identify(db, replace(inbound(), email="rui@example.com")) not in (one, other)


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
