"""Two guests made one and made two again: nothing is lost, nothing is mixed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jack.db import guest_records, guests, preferences, sql, stays
from jack.errors import Conflict, Invalid, NotFound
from jack.model.guests import Evidence
from jack.model.preferences import PreferenceName, PreferenceProposal, PreferenceSource
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Staff
from jack.model.tasks import Department, TaskProposal
from jack.services.merges import Merges
from tests.house import ANA, BEN, House, draft
from tests.services.errands import Errands

NORA = PmsGuest("G1", "Nora", "Whitcombe", phone="+447700900142", email="nora@example.com")
STAY = PmsReservation(
    external_id="R1",
    confirmation="AUR-4K7Q2",
    status=ReservationStatus.CHECKED_IN,
    arrival=date(2027, 1, 14),
    departure=date(2027, 1, 18),
    guest=NORA,
    room="204",
)
KEPT, OTHER = 1, 2
NOT_OF_GUESTS = {
    "audit",
    "automation_change",
    "guest_merge",
    "schema_migration",
    "sqlite_sequence",
    "counter",
}


@pytest.fixture
def maria(house: House) -> Staff:
    return house.staff()


@pytest.fixture
def merging(house: House) -> Merges:
    return Merges(house.db, house.bus, house.clock)


def everything(house: House) -> list[tuple[object, ...]]:
    """A sorted export of every row there is, without `updated_at`, audit and the merge itself."""

    def read() -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []
        for (table,) in sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if table in NOT_OF_GUESTS or "_words" in table:
                continue
            columns = [row[1] for row in sql.rows(f"PRAGMA table_info('{table}')")]
            kept = ", ".join(name for name in columns if name != "updated_at")
            found += [(table, *row) for row in sql.rows(f"SELECT {kept} FROM {table}")]
        return sorted(found, key=repr)

    return house.db.read_now(read)


async def lived(house: House) -> None:
    """Guest 1 of the PMS with a stay, guest 2 by WhatsApp; each with everything a guest can have."""
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    house.model.says = [draft("Hello")]
    await house.talk("Two towels please")
    await house.write("Hi", address=f"44{'7700900142'}", name="Nora W", vendor_id="first")
    await house.turn()
    maria = house.db.read_now(sql.value, "SELECT id FROM staff")

    def write() -> None:
        at = house.clock()
        for guest_id, liked in ((KEPT, "tea"), (OTHER, "coffee")):
            guest_records.add_note(guest_id, f"likes {liked}", at, staff_id=maria)
            guest_records.set_tags(guest_id, ["regular", liked])
            for value in ("both like it", liked):
                preferences.put(guest_id, PreferenceName.DRINK, value, PreferenceSource.STAFF, at)
            guests.record_consent(
                guest_id, "whatsapp", "messages", is_given=True, source="keyword", at=at
            )
        sure = PreferenceProposal(PreferenceName.ALLERGY, "nuts")
        preferences.learn(OTHER, sure, at, message_id=1)
        preferences.learn(KEPT, replace(sure, is_stated=False), at, message_id=None)
        guests.update(OTHER, {"is_vip": True, "language": "pt", "loyalty": "Gold"}, at)

    house.db.write_now(write)


async def test_undoing_a_merge_restores_every_row_of_both_guests(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    before = everything(house)

    done = await merging.merge(KEPT, OTHER, maria)
    merged = everything(house)
    house.clock.forward(3600)
    await merging.undo(done.id, maria)

    assert merged != before
    assert everything(house) == before


async def test_both_guests_are_one_as_long_as_they_are_merged(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)

    await merging.merge(KEPT, OTHER, maria)

    kept, other = (house.db.read_now(guests.get, each) for each in (KEPT, OTHER))
    assert kept is not None
    assert kept == other
    assert (kept.name, kept.is_vip, kept.language, kept.loyalty) == (
        "Nora Whitcombe", True, "pt", "Gold",
    )  # fmt: skip
    assert house.rows("SELECT DISTINCT guest_id FROM conversation") == [(KEPT,)]
    likes = {each.value: each.source for each in house.db.read_now(preferences.of, KEPT)}
    assert likes == {
        "both like it": "staff", "tea": "staff", "coffee": "staff", "nuts": "stated",
    }  # fmt: skip
    assert house.db.read_now(guest_records.tags, KEPT) == ("coffee", "regular", "tea")
    assert house.db.read_now(guests.count) == 1


async def test_a_preview_says_what_would_move_and_changes_nothing(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    before = everything(house)

    preview = await merging.preview(KEPT, OTHER, maria)

    assert preview.moves == {
        "identities": 1,
        "conversations": 1,
        "preferences": 1,
        "notes": 1,
        "tags": 1,
        "consents": 1,
    }
    assert preview.fills == ("language", "loyalty", "is_vip")
    assert preview.warnings == ("different_names", "different_phones")
    assert everything(house) == before


async def moment(house: House, text: str, **given: Any) -> None:
    house.clock.forward(60)
    await house.write(text, vendor_id=text, **given)
    await house.turn()


OF_KEPT = {"address": "447700900142", "name": "Nora Whitcombe"}


async def test_messages_that_came_in_between_stay_with_the_identity_they_came_from(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    done = await merging.merge(KEPT, OTHER, maria)

    await moment(house, "from the one", **OF_KEPT)
    await moment(house, "from the other")
    await moment(house, "from the one again", **OF_KEPT)
    mixed = house.rows(WHOSE)
    await merging.undo(done.id, maria)

    assert {guest for _, guest, _ in mixed} == {KEPT}
    assert house.rows(WHOSE) == [
        ("from the one", KEPT, "447700900142"),
        ("from the one again", KEPT, "447700900142"),
        ("from the other", OTHER, ANA),
    ]
    answers = house.rows(
        "SELECT DISTINCT m.address, c.guest_id FROM message m"
        " JOIN conversation c ON c.id = m.conversation_id WHERE m.sender = 'ai' ORDER BY 1"
    )
    assert answers == [(ANA, OTHER), ("447700900142", KEPT)]
    for table in ("inbox", "outbox"):
        strayed = (
            f"SELECT count(*) FROM {table} t JOIN message m ON m.id = t.message_id"
            " WHERE t.conversation_id <> m.conversation_id"
        )
        assert house.rows(strayed) == [(0,)]
    assert house.rows(
        "SELECT count(*) FROM conversation c JOIN message m ON m.conversation_id = c.id"
        " WHERE m.sender = 'guest' AND m.address <> c.address"
    ) == [(0,)]


WHOSE = (
    "SELECT m.text, c.guest_id, m.address FROM message m JOIN conversation c"
    " ON c.id = m.conversation_id WHERE m.text LIKE 'from%' AND m.sender = 'guest' ORDER BY m.text"
)


async def test_r6_an_address_met_in_between_goes_with_the_number_it_proved(
    house: House, merging: Merges, maria: Staff
) -> None:
    first, second = house.stay(phone=f"+{BEN}"), house.stay(phone=f"+{ANA}")
    house.db.write_now(guests.update, first, {"phone": None}, house.clock())
    done = await merging.merge(first, second, maria)

    await house.write("Hello")
    assert house.conversation().guest_id == first
    await merging.undo(done.id, maria)

    assert house.rows("SELECT guest_id FROM guest_identity") == [(second,)]
    assert house.conversation().guest_id == second


async def test_r6_after_undoing_nobody_is_told_of_the_others_stay(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    house.clock.forward(60)
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    done = await merging.merge(KEPT, OTHER, maria)

    await moment(house, "what is my room")
    during = house.model.asked[-1]
    await merging.undo(done.id, maria)
    await moment(house, "and what is it now")
    after = house.model.asked[-1]
    await moment(house, "and mine?", **OF_KEPT)

    assert during.stay is not None
    assert after.stay is None
    assert house.model.asked[-1].stay is not None
    assert "likes" not in str(after.preferences)
    assert "drink: tea" not in after.preferences


async def test_what_the_pms_told_of_the_other_in_between_is_not_kept(
    house: House, merging: Merges, maria: Staff
) -> None:
    house.model.says = [draft("Hello")]
    await house.talk("Hello")
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    before = house.rows("SELECT first_name, last_name, phone, email FROM guest WHERE id = 1")
    done = await merging.merge(1, 2, maria)

    house.db.write_now(stays.update_guest, "mock", NORA, house.clock())
    during = house.db.read_now(guests.get, 1)
    await merging.undo(done.id, maria)

    assert during is not None
    assert (during.name, during.phone) == ("Nora Whitcombe", NORA.phone)
    after = house.rows("SELECT first_name, last_name, phone, email FROM guest WHERE id = 1")
    assert after == before


async def test_a_link_of_the_pms_goes_with_the_number_it_came_by(
    house: House, merging: Merges, maria: Staff
) -> None:
    house.model.says = [draft("Hello")]
    one = house.db.write_now(guests.add, "Nora", "", house.clock())
    other = house.db.write_now(guests.add, "Nora", "", house.clock(), phone=NORA.phone)
    done = await merging.merge(one, other, maria)
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())

    await merging.undo(done.id, maria)

    assert house.rows("SELECT guest_id FROM guest_pms") == [(other,)]
    assert house.rows("SELECT guest_id FROM reservation") == [(other,)]
    assert house.rows("SELECT first_name, last_name, phone FROM guest WHERE id = ?", one) == [
        ("Nora", "", None)
    ]


async def test_two_people_of_the_pms_merged_do_not_overwrite_each_other(
    house: House, merging: Merges, maria: Staff
) -> None:
    second = PmsGuest("G2", "N.", "Whitcombe-Hale", phone="+447700900199")
    doubled = replace(STAY, external_id="R2", confirmation="X2", guest=second)
    for each in (STAY, doubled):
        house.db.write_now(stays.upsert, "mock", each, house.clock())
    done = await merging.merge(1, 2, maria)

    later = replace(doubled, room="305")
    told = house.db.write_now(stays.upsert, "mock", later, house.clock())
    new = replace(doubled, external_id="R3", confirmation="X3", room="401")
    house.db.write_now(stays.upsert, "mock", new, house.clock())
    assert not house.db.write_now(stays.update_guest, "mock", second, house.clock())
    merged = house.db.read_now(guests.get, 1)
    await merging.undo(done.id, maria)

    assert told.fields == ("room",)
    assert merged is not None
    assert (merged.name, merged.phone) == ("Nora Whitcombe", NORA.phone)
    assert house.rows("SELECT guest_id, room FROM reservation ORDER BY id") == [
        (1, "204"),
        (2, "305"),
        (2, "401"),
    ]


async def test_a_message_without_a_conversation_of_its_own_guest_gets_one_like_it_was_in(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    house.db.write_now(
        sql.run, "UPDATE conversation SET state = 'closed' WHERE guest_id = ?", OTHER
    )
    done = await merging.merge(KEPT, OTHER, maria)

    await house.write("from the other", vendor_id="strayed")
    (joined,) = house.rows("SELECT conversation_id FROM message WHERE text = 'from the other'")
    await house.conversations.claim(joined[0], maria)
    await merging.undo(done.id, maria)

    assert house.rows(
        "SELECT c.guest_id, c.owner_id, c.address, c.state, c.last_guest_message_at"
        " FROM message m JOIN conversation c ON c.id = m.conversation_id"
        " WHERE m.text = 'from the other'"
    ) == [(OTHER, maria.id, ANA, "active", house.clock())]
    kept = house.rows("SELECT guest_id, address FROM conversation WHERE id = ?", joined[0])
    assert kept == [(KEPT, "447700900142")]


async def test_a_guest_without_a_name_gets_the_others_and_gives_it_back(
    house: House, merging: Merges, maria: Staff
) -> None:
    nameless = house.db.write_now(guests.add, "", "", house.clock())
    named = house.db.write_now(guests.add, "Ben", "Meyer", house.clock())
    before = everything(house)

    done = await merging.merge(nameless, named, maria)
    merged = house.db.read_now(guests.get, nameless)
    await merging.undo(done.id, maria)

    assert merged is not None
    assert merged.name == "Ben Meyer"
    assert everything(house) == before


async def test_stays_tasks_and_learned_things_of_in_between_find_their_guest(
    house: House, merging: Merges, maria: Staff
) -> None:
    house.model.says = [draft("Hello")]
    await house.talk("Hello")
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    one, other = 1, 2
    done = await merging.merge(one, other, maria)

    house.db.write_now(
        stays.upsert, "mock", replace(STAY, external_id="R2", confirmation="X2"), house.clock()
    )
    towels = TaskProposal(Department.HOUSEKEEPING, "Towels")
    vegan = PreferenceProposal(PreferenceName.DIET, "vegan")
    house.model.says = [draft("Passed on.", tasks=(towels,), preferences=(vegan,))]
    await moment(house, "Towels please, and I'm vegan")
    await merging.undo(done.id, maria)

    assert house.rows("SELECT guest_id FROM reservation ORDER BY id") == [(other,), (other,)]
    assert house.rows("SELECT guest_id FROM task") == [(one,)]
    assert house.rows("SELECT guest_id, value FROM preference") == [(one, "vegan")]


async def test_r8_a_stop_that_came_in_between_holds_for_whoever_may_have_meant_it(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    done = await merging.merge(KEPT, OTHER, maria)

    await house.write("STOP", vendor_id="stop")
    await merging.undo(done.id, maria)

    for guest_id in (KEPT, OTHER):
        agreed = house.db.read_now(guests.has_consent, guest_id, "whatsapp", "messages")
        assert agreed is False


async def test_a_yes_on_a_channel_that_only_one_of_them_has_is_theirs(
    house: House, merging: Merges, maria: Staff
) -> None:
    await house.write("Hello")
    other = house.db.write_now(guests.add, "Nora", "Whitcombe", house.clock())
    done = await merging.merge(other, 1, maria)

    await house.write("START", vendor_id="start")
    await merging.undo(done.id, maria)

    assert house.rows("SELECT guest_id, is_given FROM consent") == [(1, 1)]


async def test_what_staff_changed_in_between_is_not_taken_back(
    house: House, merging: Merges, maria: Staff
) -> None:
    await lived(house)
    done = await merging.merge(KEPT, OTHER, maria)
    house.db.write_now(guests.update, KEPT, {"language": "fr"}, house.clock())

    await merging.undo(done.id, maria)

    kept = house.db.read_now(guests.get, KEPT)
    assert kept is not None
    assert (kept.language, kept.loyalty, kept.is_vip) == ("fr", None, False)


async def test_merges_are_undone_in_turn_and_once(
    house: House, merging: Merges, maria: Staff
) -> None:
    ids = [house.db.write_now(guests.add, name, "X", house.clock()) for name in "abc"]
    first = await merging.merge(ids[0], ids[1], maria)
    second = await merging.merge(ids[2], ids[1], maria)
    assert second.merged_id == ids[0]
    assert house.db.read_now(guests.survivor, ids[1]) == ids[2]

    with pytest.raises(Conflict, match=f"merge {second.id} first"):
        await merging.undo(first.id, maria)
    await merging.undo(second.id, maria)
    undone = await merging.undo(first.id, maria)

    assert undone.undone_at == house.clock()
    with pytest.raises(Conflict, match="already"):
        await merging.undo(first.id, maria)
    with pytest.raises(NotFound):
        await merging.undo(99, maria)
    assert [each.id for each in await merging.of(ids[0])] == [second.id, first.id]
    assert house.db.read_now(guests.count) == 3


async def test_nobody_is_merged_with_themselves_or_with_nobody(
    house: House, merging: Merges, maria: Staff
) -> None:
    one = house.db.write_now(guests.add, "A", "X", house.clock())

    with pytest.raises(Invalid, match="one already"):
        await merging.merge(one, one, maria)
    with pytest.raises(NotFound):
        await merging.preview(one, 99, maria)


async def test_a_task_for_somebody_who_was_merged_is_for_who_they_are_now(
    house: House, merging: Merges, maria: Staff
) -> None:
    one, other = (house.db.write_now(guests.add, name, "X", house.clock()) for name in "ab")
    await merging.merge(one, other, maria)
    errands = Errands(house).tasks

    towels = TaskProposal(Department.HOUSEKEEPING, "Towels")
    task = await errands.create(towels, maria, guest_id=other)

    assert task.guest_id == one
    assert [each.id for each in await errands.listed(guest_id=other)] == [task.id]


# -- suggestions -----------------------------------------------------------------------------------


async def suggested(merging: Merges, guest_id: int, maria: Staff) -> dict[int, list[str]]:
    return {each.guest.id: list(each.evidence) for each in await merging.suggested(guest_id, maria)}


def same_phone(house: House) -> None:
    for name in ("Nora", "N."):
        house.db.write_now(guests.add, name, "Whitcombe", house.clock(), phone="+447700900142")


def same_email(house: House) -> None:
    for name in ("Nora", "N."):
        house.db.write_now(guests.add, name, "Whitcombe", house.clock(), email="n@example.com")


def same_name_and_stay(house: House) -> None:
    doubled = replace(
        STAY,
        external_id="R2",
        confirmation="X2",
        arrival=date(2027, 1, 17),
        departure=date(2027, 1, 20),
        guest=PmsGuest("G2", "Whitcombe", "NORA"),
    )
    for each in (STAY, doubled):
        house.db.write_now(stays.upsert, "mock", each, house.clock())


@pytest.mark.parametrize(
    ("happen", "evidence"),
    [
        (same_phone, Evidence.SAME_PHONE),
        (same_email, Evidence.SAME_EMAIL),
        (same_name_and_stay, Evidence.SAME_NAME_AND_STAY),
    ],
)
async def test_a_merge_is_suggested_with_what_speaks_for_it_until_staff_say_no(
    house: House,
    merging: Merges,
    maria: Staff,
    happen: Callable[[House], None],
    evidence: Evidence,
) -> None:
    happen(house)

    assert await suggested(merging, 1, maria) == {2: [evidence]}
    assert await suggested(merging, 2, maria) == {1: [evidence]}
    await merging.set_distinct(2, 1, maria)
    await merging.set_distinct(1, 2, maria)
    assert await suggested(merging, 1, maria) == {}
    assert "said_to_be_two" in (await merging.preview(1, 2, maria)).warnings

    await merging.unset_distinct(1, 2, maria)
    assert await suggested(merging, 1, maria) == {2: [evidence]}
    with pytest.raises(NotFound):
        await merging.unset_distinct(1, 2, maria)


async def test_a_visitor_who_proved_a_booking_may_be_who_booked_it(
    house: House, merging: Merges, maria: Staff
) -> None:
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    house.model.says = [draft("It is so.", "inquiry.stay.details")]
    for text in ("What is my room?", "Whitcombe AUR-4K7Q2"):
        await house.write(text, channel="webchat", vendor_id=text)
        await house.turn()

    assert await suggested(merging, 1, maria) == {2: ["verified_chat"]}
    assert await suggested(merging, 2, maria) == {1: ["verified_chat"]}


async def test_a_namesake_who_stays_at_another_time_is_somebody_else(
    house: House, merging: Merges, maria: Staff
) -> None:
    later = replace(
        STAY,
        external_id="R2",
        arrival=date(2027, 1, 18),
        departure=date(2027, 1, 20),
        guest=PmsGuest("G2", "Nora", "Whitcombe"),
    )
    for each in (STAY, later):
        house.db.write_now(stays.upsert, "mock", each, house.clock())

    assert await suggested(merging, 1, maria) == {}


async def test_who_travels_together_is_never_suggested_to_be_one(
    house: House, merging: Merges, maria: Staff
) -> None:
    companion = replace(NORA, external_id="G2", first_name="Max")
    together = replace(STAY, companions=(companion,))
    house.db.write_now(stays.upsert, "mock", together, house.clock())

    assert house.rows("SELECT count(DISTINCT phone), count(*) FROM guest") == [(1, 2)]
    assert await suggested(merging, 1, maria) == {}
    preview = await merging.preview(1, 2, maria)
    assert preview.warnings == ("different_names", "same_booking", "two_of_the_pms")


async def test_an_address_that_two_have_had_suggests_that_they_are_one(
    house: House, merging: Merges, maria: Staff
) -> None:
    await house.write("Hello")
    await house.write("Hello again", user_id="US.1", address="US.1", phone=None)
    await house.write("Now with my number", user_id="US.1")

    assert "same_address" in (await suggested(merging, 1, maria))[2]
