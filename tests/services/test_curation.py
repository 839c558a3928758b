"""Knowledge in people's hands: versions, imports, gaps that close, proposals that are decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jack.db import sql
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.gaps import ProposalState
from jack.model.knowledge import Audience, Category
from jack.model.staff import Role, Staff
from jack.services.curation import Curation, Written
from tests.house import BEN, House, draft

PARKING = Written("Is there parking?", "Yes, in our garage, 18 euros a night.", language="en")
UNKNOWN = draft(
    "I do not know; I have asked a colleague.",
    "inquiry.amenity.parking",
    answered=True,
    confidence=0.9,
)
"""An answer without a source: policy calls a person, and the question is a gap."""


@pytest.fixture
def curation(house: House) -> Curation:
    return Curation(house.db, house.knowledge, house.clock, 200)


@pytest.fixture
def boss(house: House) -> Staff:
    return house.staff("Bea Boss", Role.MANAGER)


async def ask(house: House, text: str, **given: object) -> None:
    """A question that finds no answer."""
    house.model.says = [UNKNOWN]
    await house.write(text, **given)
    await house.turn()


# -- entries ---------------------------------------------------------------------------------------


async def test_an_entry_is_written_found_changed_and_taken_out(
    house: House, curation: Curation, boss: Staff
) -> None:
    entry = await curation.create(boss, PARKING)
    assert [p.entry_id for p in await house.knowledge.search("parking")] == [entry.id]

    changed = await curation.edit(boss, entry.id, replace(PARKING, body="No."), version=1)
    assert (changed.id, changed.version, changed.body) == (entry.id, 2, "No.")

    await curation.remove(boss, entry.id)
    assert await house.knowledge.search("parking") == []
    assert [(v.version, v.body) for v in await curation.versions(boss, entry.id)] == [
        (2, "No."), (1, PARKING.body),
    ]  # fmt: skip
    with pytest.raises(NotFound, match="was removed"):
        await curation.edit(boss, entry.id, PARKING, version=2)


async def test_who_saves_over_a_newer_version_is_told(curation: Curation, boss: Staff) -> None:
    entry = await curation.create(boss, PARKING)
    await curation.edit(boss, entry.id, replace(PARKING, body="No."), version=1)

    with pytest.raises(Conflict, match="version 2 now"):
        await curation.edit(boss, entry.id, replace(PARKING, body="Maybe."), version=1)


async def test_saving_without_a_change_makes_no_version(curation: Curation, boss: Staff) -> None:
    entry = await curation.create(boss, PARKING)

    assert (await curation.edit(boss, entry.id, PARKING, version=1)).version == 1


async def test_the_same_words_twice_are_no_second_entry(curation: Curation, boss: Staff) -> None:
    entry = await curation.create(boss, PARKING)

    with pytest.raises(Conflict) as error:
        await curation.create(boss, PARKING)

    assert error.value.details == {"entryId": str(entry.id)}


async def test_all_of_an_entry_is_kept(curation: Curation, boss: Staff) -> None:
    written = replace(
        PARKING,
        category=Category.POLICY,
        audience=Audience.INTERNAL,
        valid_from=date(2027, 1, 1),
        valid_until=date(2027, 2, 1),
    )

    entry = await curation.create(boss, written)

    kept = Written(
        entry.title, entry.body, entry.category, entry.language, entry.audience,
        entry.valid_from, entry.valid_until,
    )  # fmt: skip
    assert kept == written


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "  "},
        {"body": "\x00\n "},
        {"title": "x" * 5000},
        {"valid_from": date(2027, 2, 1), "valid_until": date(2027, 1, 1)},
    ],
)
async def test_what_is_no_entry_is_refused(
    curation: Curation, boss: Staff, changes: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        await curation.create(boss, replace(PARKING, **changes))  # type: ignore[arg-type]


async def test_a_preview_shows_the_pieces_and_stores_nothing(
    house: House, curation: Curation, boss: Staff
) -> None:
    long = replace(PARKING, title=" Is  there\tparking? ", body="A sentence of some words. " * 200)

    shown = await curation.preview(boss, replace(long, language=None))

    assert shown.title == "Is there parking?"
    assert len(shown.chunks) > 3
    assert (shown.language, shown.duplicate_of) == ("en", None)
    assert await house.knowledge.count() == 0
    entry = await curation.create(boss, PARKING)
    assert (await curation.preview(boss, PARKING)).duplicate_of == entry.id


# -- importing -------------------------------------------------------------------------------------

FAQ = b"## faq\n\n### Is there parking?\n\nYes.\n\n### Is there a sauna?\n\nNo.\n"


async def import_faq(
    curation: Curation, by: Staff, data: bytes = FAQ, *, dry_run: bool = False, prune: bool = False
) -> tuple[int, int, int, int]:
    done = await curation.import_file(
        by, "faq.md", data, category=None, dry_run=dry_run, prune=prune
    )
    report = done.report
    return len(report.added), len(report.changed), report.unchanged, len(report.removed)


async def test_an_import_is_shown_before_it_is_done(
    house: House, curation: Curation, boss: Staff
) -> None:
    shown = await curation.import_file(
        boss, "faq.md", FAQ, category=None, dry_run=True, prune=False
    )
    assert [entry.title for entry in shown.drafts] == ["Is there parking?", "Is there a sauna?"]
    assert (shown.total, await house.knowledge.count()) == (2, 0)

    assert await import_faq(curation, boss) == (2, 0, 0, 0)
    assert await import_faq(curation, boss) == (0, 0, 2, 0)
    changed = FAQ.replace(b"No.", b"Yes, since May.")
    assert await import_faq(curation, boss, changed) == (0, 1, 1, 0)
    assert await import_faq(curation, boss, FAQ.partition(b"### Is there a s")[0], prune=True) == (
        0, 0, 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "..", ".env", "a\nb.md", "folder/.hidden"])
async def test_r15_a_name_leads_nowhere(curation: Curation, boss: Staff, name: str) -> None:
    with pytest.raises(Invalid):
        await curation.import_file(boss, name, FAQ, category=None, dry_run=True, prune=False)


async def test_a_path_is_cut_to_its_name(curation: Curation, boss: Staff) -> None:
    done = await curation.import_file(
        boss, "..\\..\\etc/faq.md", FAQ, category=None, dry_run=True, prune=False
    )

    assert {entry.source for entry in done.drafts} == {"faq.md"}


async def test_what_cannot_be_read_is_told(curation: Curation, boss: Staff) -> None:
    done = await curation.import_file(
        boss, "tool.exe", b"MZ", category=None, dry_run=False, prune=False
    )

    assert done.total == 0
    assert "Unknown kind of file" in done.report.problems[0].message
    with pytest.raises(Invalid, match="no category"):
        await curation.import_file(
            boss, "faq.md", FAQ, category="nonsense", dry_run=True, prune=False
        )


# -- gaps ------------------------------------------------------------------------------------------


async def test_a_question_without_an_answer_is_a_gap(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Is there parking?")

    (group,) = await curation.gaps(boss)

    assert (group.question, group.gaps[0].conversation_id) == ("Is there parking?", 1)


async def test_an_answered_question_is_none(house: House, curation: Curation, boss: Staff) -> None:
    await house.talk("Hello")

    assert await curation.gaps(boss) == []


async def test_one_entry_closes_a_group(house: House, curation: Curation, boss: Staff) -> None:
    await ask(house, "Is there parking?")
    await ask(house, "Parking nearby?", channel="webchat")
    (group,) = await curation.gaps(boss)

    entry = await curation.answer_gaps(boss, [gap.id for gap in group.gaps], PARKING)

    assert await curation.gaps(boss) == []
    states = house.rows("SELECT DISTINCT state, entry_id, settled_by FROM knowledge_gap")
    assert states == [("answered", entry.id, boss.id)]


async def test_r6_the_title_of_an_answer_speaks_of_no_guest(
    house: House, curation: Curation, boss: Staff
) -> None:
    house.stay(room="305")
    await ask(house, "Good evening, this is Ana Silva. Is there parking? I am in room 305.")

    (group,) = await curation.gaps(boss)

    assert group.title == "Is there parking?"


async def test_what_the_hotel_need_not_know_is_dismissed_once(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Who won the match?")
    (group,) = await curation.gaps(boss)
    ids = [gap.id for gap in group.gaps]

    assert await curation.dismiss_gaps(boss, ids) == 1
    assert await curation.dismiss_gaps(boss, ids) == 0
    assert await curation.gaps(boss) == []


async def test_r14_a_gap_goes_with_the_guests_words(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Is there parking?")
    await house.conversations.reply(1, house.staff(), "Yes, in our garage around the corner.")

    house.db.write_now(sql.run, "DELETE FROM guest")

    assert await curation.gaps(boss) == []
    assert house.rows("SELECT 1 FROM knowledge_gap UNION SELECT 1 FROM knowledge_proposal") == []


# -- proposals -------------------------------------------------------------------------------------


async def pending(curation: Curation, by: Staff) -> list[str]:
    found = await curation.proposals(by, ProposalState.PENDING, before=None, limit=10)
    return [proposal.answer for proposal in found]


async def test_what_staff_answered_becomes_knowledge_by_a_persons_word(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Is there parking?")
    await house.conversations.reply(1, house.staff(), "Yes, Ana, in our garage for 18 euros.")
    (proposal,) = await curation.proposals(boss, ProposalState.PENDING, before=None, limit=5)
    assert (proposal.question, proposal.staff_name) == ("Is there parking?", "Maria Costa")
    assert (proposal.title, proposal.body) == (
        "Is there parking?",
        "Yes, in our garage for 18 euros.",
    )

    entry = await curation.approve(boss, proposal.id, PARKING)

    assert entry.body == PARKING.body
    assert await curation.gaps(boss) == []
    (done,) = await curation.proposals(boss, ProposalState.APPROVED, before=None, limit=5)
    assert done.entry_id == entry.id
    for call in (
        curation.approve(boss, proposal.id, replace(PARKING, body="Other")),
        curation.reject(boss, proposal.id),
    ):
        with pytest.raises(Conflict, match="approved already"):
            await call


async def test_an_approved_proposal_is_the_next_version_of_an_entry_there_is(
    house: House, curation: Curation, boss: Staff
) -> None:
    known = await curation.create(boss, Written("Cars", "We have a charger.", language="en"))
    await ask(house, "Is there parking?")
    await house.conversations.reply(1, house.staff(), "Yes, in our garage for 18 euros a night.")
    (proposal,) = await curation.proposals(boss, ProposalState.PENDING, before=None, limit=5)
    wider = Written("Cars", "We have a charger.\n\nThe garage is 18 euros.", language="en")

    with pytest.raises(Conflict, match="version 1 now"):
        await curation.approve(boss, proposal.id, wider, into=(known.id, 2))
    assert await pending(curation, boss) == [proposal.answer]
    entry = await curation.approve(boss, proposal.id, wider, into=(known.id, 1))

    assert (entry.id, entry.version, entry.body) == (known.id, 2, wider.body)
    assert len(await curation.versions(boss, known.id)) == 2
    assert await curation.gaps(boss) == []
    (done,) = await curation.proposals(boss, ProposalState.APPROVED, before=None, limit=5)
    assert done.entry_id == known.id


async def test_r6_a_proposal_holds_nothing_of_its_guest(
    house: House, curation: Curation, boss: Staff
) -> None:
    house.stay(room="305")
    await ask(house, "Hello, Ana Silva here, room 305. Is there parking?")
    reply = (
        "Dear Ana,\nthe garage costs 18 euros a night. I put your car from C1 on the list."
        " Room 305 has a place, and Ben Silva can park beside you.\nRegards,\nMaria"
    )
    await house.conversations.reply(1, house.staff(), reply)

    (proposal,) = await curation.proposals(boss, ProposalState.PENDING, before=None, limit=5)

    assert (proposal.title, proposal.body) == (
        "Is there parking?",
        "The garage costs 18 euros a night.",
    )
    assert proposal.left_out == (
        "I put your car from C1 on the list.",
        "Room 305 has a place, and Ben Silva can park beside you.",
    )


async def test_an_approved_proposal_settles_all_that_ask_the_same(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Is there parking?")
    await house.conversations.reply(1, house.staff(), "Yes, in our garage for 18 euros a night.")
    await ask(house, "Parking available?", address=BEN)
    await ask(house, "Do you repair harps?", address="447700900142")
    (proposal,) = await curation.proposals(boss, ProposalState.PENDING, before=None, limit=5)

    await curation.approve(boss, proposal.id, PARKING)

    assert [group.question for group in await curation.gaps(boss)] == ["Do you repair harps?"]


async def test_a_rejected_proposal_leaves_the_gap(
    house: House, curation: Curation, boss: Staff
) -> None:
    await ask(house, "Is there parking?")
    await house.conversations.reply(1, house.staff(), "Only for you, dear friend of the house.")
    (proposal,) = await curation.proposals(boss, ProposalState.PENDING, before=None, limit=5)

    await curation.reject(boss, proposal.id)

    assert len(await curation.gaps(boss)) == 1
    assert await pending(curation, boss) == []


async def test_of_several_replies_the_longest_is_proposed(
    house: House, curation: Curation, boss: Staff
) -> None:
    maria = house.staff()
    await ask(house, "Is there parking?")
    for reply in (
        "One moment.",
        "May I ask for which nights you need it?",
        "Yes, in our garage.",
        "Yes, in our garage around the corner, 18 euros a night.",
        "See you then, and a good journey!",
    ):
        await house.conversations.reply(1, maria, reply)

    assert await pending(curation, boss) == [
        "Yes, in our garage around the corner, 18 euros a night."
    ]


async def test_a_reply_to_no_gap_proposes_nothing(
    house: House, curation: Curation, boss: Staff
) -> None:
    await house.talk("Hello")
    await house.conversations.reply(1, house.staff(), "Good morning, and welcome to our house!")

    assert await pending(curation, boss) == []


async def test_what_is_not_there_is_not_found(curation: Curation, boss: Staff) -> None:
    for call in (
        curation.versions(boss, 9),
        curation.edit(boss, 9, PARKING, version=1),
        curation.remove(boss, 9),
        curation.approve(boss, 9, PARKING),
        curation.reject(boss, 9),
    ):
        with pytest.raises(NotFound):
            await call


async def test_who_may_only_read_changes_nothing(house: House, curation: Curation) -> None:
    desk = house.staff()

    assert (await curation.preview(desk, PARKING)).title == PARKING.title
    for call in (
        curation.create(desk, PARKING),
        curation.edit(desk, 1, PARKING, version=1),
        curation.remove(desk, 1),
        curation.import_file(desk, "faq.md", FAQ, category=None, dry_run=True, prune=False),
        curation.gaps(desk),
        curation.answer_gaps(desk, [1], PARKING),
        curation.dismiss_gaps(desk, [1]),
        curation.proposals(desk, ProposalState.PENDING, before=None, limit=1),
        curation.approve(desk, 1, PARKING),
        curation.reject(desk, 1),
    ):
        with pytest.raises(Forbidden):
            await call
