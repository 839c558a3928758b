"""Telling guests what came of their tasks: once, together, not at night, not after check-out."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jack.db import conversations, guests, reservations, sql
from jack.db.database import Database
from jack.events import MessageAdded, OutboxFilled, TaskChanged
from jack.model.clock import HOUR, SECOND, from_datetime
from jack.model.messages import Delivery, OutboxKind, Sender
from jack.model.phrases import Phrase, disclosure, say
from jack.model.reservations import ReservationStatus
from jack.model.staff import Staff
from jack.model.tasks import Item, NoticeState, Priority
from jack.services.notices import CHECKED_OUT, HEARD, IN_PERSON, OPTED_OUT, STALE, Notices
from tests.conftest import FakeClock
from tests.house import ANA, House, configuration
from tests.services.errands import BATCH_S, Errands


@pytest.fixture
async def errands(house: House) -> Errands:
    """Ana has said hello, and Jack has answered."""
    await house.talk("Hello")
    return Errands(house)


@pytest.fixture
def maria(house: House) -> Staff:
    return house.staff()


def done(what: str, language: str = "en") -> str:
    return say(Phrase.TASK_DONE, language, what=what)


# -- requests --------------------------------------------------------------------------------------


async def test_a_guest_is_told_once_that_it_is_done(
    house: House, errands: Errands, maria: Staff
) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)
    house.heard.clear()

    counts = [await errands.later(), await errands.later(), await errands.later(3600)]

    assert counts == [1, 0, 0]
    [message] = errands.told()
    assert message.text == done("towels")
    assert (message.sender, message.delivery, message.language) == (
        Sender.AI,
        Delivery.QUEUED,
        "en",
    )
    [send] = [send for send in house.sends() if send.message_id == message.id]
    assert (send.kind, send.address) == (OutboxKind.NOTICE, ANA)
    [notice] = errands.news(towels)
    assert (notice.state, notice.message_id) == (NoticeState.SENT, message.id)
    assert errands.history(towels) == ["created", "complete", "told"]
    assert house.heard == [
        MessageAdded(1, message.id, "ai", "whatsapp", ANA),
        OutboxFilled(),
        TaskChanged(towels, "completed"),
    ]


async def test_what_is_done_within_the_window_is_told_together(
    errands: Errands, maria: Staff
) -> None:
    towels, crib = errands.ask("towels"), errands.ask("crib")
    await errands.tasks.complete(towels, maria)
    errands.house.clock.forward(BATCH_S - 10)
    await errands.tasks.complete(crib, maria)

    early = await errands.notices.run()
    on_time = await errands.later(10)
    afterwards = await errands.later(3600)

    assert (early, on_time, afterwards) == (0, 1, 0)
    assert [message.text for message in errands.told()] == [done("towels, crib")]
    assert errands.news(towels)[0].message_id == errands.news(crib)[0].message_id


async def test_good_and_bad_news_stand_in_one_message(errands: Errands, maria: Staff) -> None:
    towels, crib, ice = errands.ask("towels"), errands.ask("crib"), errands.ask("ice")
    await errands.tasks.not_possible(crib, maria, ' Hélas, "plus un" lit. ')
    await errands.tasks.complete(towels, maria)
    await errands.tasks.wait(ice, maria)

    await errands.later()

    [message] = errands.told()
    assert message.text.splitlines() == [
        done("towels"),
        say(Phrase.TASK_NOT_POSSIBLE, "en", what="crib")
        + " "
        + say(Phrase.STAFF_WORDS, "en", words='Hélas, "plus un" lit.'),
        say(Phrase.TASK_WAITING, "en", what="ice"),
    ]


async def test_r9_news_comes_in_the_guests_language(
    house: House, errands: Errands, maria: Staff
) -> None:
    guest_id = house.conversation().guest_id

    def in_language(item: Item, language: str) -> str:
        return {("towels", "es"): "toallas"}[(item.name, language)]

    spoken = Errands(house, in_language)
    house.db.write_now(conversations.set_language, 1, "es")
    await spoken.tasks.complete(spoken.ask("towels"), maria)
    await spoken.tasks.complete(spoken.ask("Yogamatte"), maria)
    await spoken.tasks.complete(spoken.ask(intent="request.concierge.taxi"), maria)
    await spoken.later()
    house.db.write_now(sql.run, "UPDATE conversation SET language = NULL")
    house.db.write_now(guests.set_language, guest_id, "ja", house.clock())
    await spoken.tasks.complete(spoken.ask(intent="request.room.key"), maria)
    await spoken.later()
    house.db.write_now(sql.run, "UPDATE guest SET language = NULL")
    await spoken.tasks.complete(spoken.ask(title="Umbrella"), maria)
    await spoken.later()

    assert [(m.text, m.language) for m in errands.told()] == [
        (done("toallas, Yogamatte, taxi o traslado", "es"), "es"),
        (done("ルームキー", "ja"), "ja"),
        (done("Umbrella"), "en"),
    ]


async def test_r6_news_holds_neither_room_nor_note(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels", room="305", note="Complained before, be quick")

    await errands.tasks.complete(towels, maria)
    await errands.later()

    assert errands.told()[0].text == done("towels")


async def test_a_task_of_nobody_tells_nobody(errands: Errands, maria: Staff) -> None:
    lamp = errands.ask(title="Lamp in the lobby", by_guest=False)

    await errands.tasks.complete(lamp, maria)

    assert (errands.news(lamp), await errands.notices.next_due()) == ([], None)


@pytest.mark.parametrize("intent", ["emergency.fire", "complaint.safety.elevator"])
async def test_a_machine_does_not_close_an_emergency(
    errands: Errands, maria: Staff, intent: str
) -> None:
    fire = errands.ask(title="EMERGENCY", intent=intent)

    await errands.tasks.complete(fire, maria)

    assert await errands.later() == 0
    assert errands.last_words(fire) == IN_PERSON


async def test_a_wake_up_call_is_not_announced_but_a_missing_one_is(
    errands: Errands, maria: Staff
) -> None:
    made, missed = (errands.ask(intent="request.wake_up.call") for _ in range(2))

    await errands.tasks.complete(made, maria)
    await errands.tasks.not_possible(missed, maria, "The line is broken.")
    await errands.later()

    assert errands.last_words(made) == HEARD
    assert [m.text.splitlines() for m in errands.told()] == [[errands.news(missed)[0].text]]


# -- taken back ------------------------------------------------------------------------------------


async def test_reopening_in_time_withdraws_the_news(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)
    await errands.tasks.reopen(towels, maria)

    told_of_reopened = await errands.later()
    await errands.tasks.complete(towels, maria)
    told_of_done = await errands.later()

    assert (told_of_reopened, told_of_done) == (0, 1)
    assert [n.state for n in errands.news(towels)] == [NoticeState.WITHDRAWN, NoticeState.SENT]


async def test_who_waits_no_longer_is_not_told_to_wait(errands: Errands, maria: Staff) -> None:
    crib = errands.ask("crib")
    await errands.tasks.wait(crib, maria)
    await errands.tasks.claim(crib, maria)
    await errands.tasks.start(crib, maria)

    assert await errands.later() == 0
    await errands.tasks.complete(crib, maria)
    await errands.later()

    assert [m.text for m in errands.told()] == [done("crib")]


# -- the night -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "evening", "morning"),
    [
        ("America/New_York", "2027-03-13 23:30", "2027-03-14 08:00"),
        ("America/New_York", "2027-11-06 23:30", "2027-11-07 08:00"),
        ("Europe/Lisbon", "2027-03-27 21:59", "2027-03-28 08:00"),
        ("Europe/Lisbon", "2027-10-30 22:00", "2027-10-31 08:00"),
    ],
)
async def test_at_night_news_waits_for_the_morning_also_when_the_clocks_change(
    db: Database, zone: str, evening: str, morning: str
) -> None:
    begin, end = (
        from_datetime(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)))
        for wall in (evening, morning)
    )
    house = House(db, FakeClock(begin), configuration(timezone=zone))
    await house.talk("Hello")
    errands, maria = Errands(house), house.staff()
    towels, crib = errands.ask("towels"), errands.ask("crib")

    await errands.tasks.complete(towels, maria)
    at_night = await errands.later(3600)
    await errands.tasks.complete(crib, maria)
    due_at = await errands.notices.next_due()
    house.clock.at = end - SECOND
    just_before = await errands.notices.run()
    in_the_morning = await errands.later(1)

    assert due_at == end
    assert (at_night, just_before, in_the_morning) == (0, 0, 1)
    assert [m.text for m in errands.told()] == [done("towels, crib")]


@pytest.fixture
async def night(db: Database) -> Errands:
    """In Lisbon, where it is 23:00, Jack has answered Ana."""
    eleven = datetime(2027, 1, 14, 23, tzinfo=ZoneInfo("Europe/Lisbon"))
    house = House(db, FakeClock(from_datetime(eleven)), configuration(timezone="Europe/Lisbon"))
    await house.talk("Hello")
    house.clock.at = from_datetime(eleven)
    return Errands(house)


async def test_urgent_news_is_told_at_night_and_leaves_the_rest_for_the_morning(
    night: Errands,
) -> None:
    maria = night.house.staff()
    towels, heating = night.ask("towels"), night.ask("heater", priority=Priority.URGENT)
    await night.tasks.complete(towels, maria)
    await night.tasks.complete(heating, maria)

    await night.later()
    at_night = [m.text for m in night.told()]
    await night.later(9 * 3600)

    assert at_night == [done("heater")]
    assert [m.text for m in night.told()] == [done("heater"), done("towels")]


@pytest.mark.parametrize(("hours_after_eight", "count"), [(1.9, 1), (2, 0)])
async def test_r12_what_the_night_held_back_is_as_old_as_the_morning(
    night: Errands, hours_after_eight: float, count: int
) -> None:
    towels = night.ask("towels")
    await night.tasks.complete(towels, night.house.staff())

    assert await night.later((9 + hours_after_eight) * 3600) == count


async def test_released_at_night_the_rest_is_told_in_the_morning(night: Errands) -> None:
    house, maria = night.house, night.house.staff()
    house.clock.at -= round(1.5 * HOUR)
    towels = night.ask("towels")
    await house.conversations.claim(1, maria)
    await night.tasks.complete(towels, maria)
    house.clock.at += HOUR
    await house.conversations.release(1, maria)

    at_night = await night.notices.run()
    house.clock.at += round(9.5 * HOUR)
    in_the_morning = await night.notices.run()

    assert (at_night, in_the_morning) == (0, 1)


# -- silence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "departure", "is_told"),
    [
        (ReservationStatus.CHECKED_IN, date(2027, 1, 16), True),
        (ReservationStatus.CONFIRMED, date(2027, 1, 16), True),
        (ReservationStatus.CHECKED_OUT, date(2027, 1, 16), False),
        (ReservationStatus.CANCELLED, date(2027, 1, 16), False),
        (ReservationStatus.NO_SHOW, date(2027, 1, 16), False),
        (ReservationStatus.CHECKED_IN, date(2027, 1, 14), False),
    ],
)
async def test_after_check_out_nothing_is_told(
    errands: Errands, maria: Staff, status: ReservationStatus, departure: date, is_told: bool
) -> None:
    towels = _of_stay(errands, status, departure)
    await errands.tasks.complete(towels, maria)

    count = await errands.later()

    assert count == is_told
    if not is_told:
        assert errands.news(towels)[0].state is NoticeState.SUPPRESSED
        assert (errands.history(towels)[-1], errands.last_words(towels)) == (
            "not_told",
            CHECKED_OUT,
        )
        assert errands.house.heard[-1] == TaskChanged(towels, "completed")


@pytest.mark.parametrize(("hour", "is_told"), [(10, True), (11, False)])
async def test_on_the_day_of_departure_the_stay_ends_with_the_check_out_time(
    errands: Errands, maria: Staff, hour: int, is_told: bool
) -> None:
    towels = _of_stay(errands, ReservationStatus.CHECKED_IN, date(2027, 1, 15))
    utc = ZoneInfo("UTC")
    errands.house.clock.at = from_datetime(datetime(2027, 1, 15, hour, 0, tzinfo=utc))
    await errands.tasks.complete(towels, maria)

    assert await errands.later() == is_told


def _of_stay(errands: Errands, status: ReservationStatus, departure: date) -> int:
    """Towels of a stay that checks out by 11:00; the task's id."""
    house = errands.house
    stay_id = house.db.write_now(
        reservations.add,
        guest_id=house.conversation().guest_id,
        provider="mock",
        external_id="R1",
        confirmation="C1",
        status=status,
        arrival=date(2027, 1, 13),
        departure=departure,
        room="305",
        room_type=None,
        adults=1,
        children=0,
        at=house.clock(),
    )
    task_id = errands.ask("towels")
    house.db.write_now(sql.run, "UPDATE task SET reservation_id = ? WHERE id = ?", stay_id, task_id)
    return task_id


async def test_r8_who_opted_out_is_not_told(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)
    await errands.house.write("STOP")
    said = len(errands.told())

    assert await errands.later() == 0
    assert len(errands.told()) == said
    assert errands.last_words(towels) == OPTED_OUT


async def test_r3_while_staff_answer_news_rests_and_comes_when_they_hand_back(
    errands: Errands, maria: Staff
) -> None:
    towels = errands.ask("towels")
    await errands.house.conversations.claim(1, maria)
    await errands.tasks.complete(towels, maria)

    while_owned = await errands.later(3600)
    await errands.house.conversations.release(1, maria)
    handed_back = await errands.notices.run()

    assert (while_owned, handed_back) == (0, 1)
    assert errands.told()[-1].text == done("towels")


async def test_r3_news_that_rested_too_long_is_never_told(errands: Errands, maria: Staff) -> None:
    towels = errands.ask("towels")
    await errands.house.conversations.claim(1, maria)
    await errands.tasks.complete(towels, maria)
    made_at = errands.house.clock()

    next_due = await errands.notices.next_due()
    await errands.later(7200 + BATCH_S)
    await errands.house.conversations.release(1, maria)

    assert next_due == made_at + 2 * HOUR + BATCH_S * SECOND
    assert await errands.later() == 0
    assert errands.last_words(towels) == STALE


async def test_r3_news_in_the_outbox_is_withdrawn_when_staff_take_over(
    errands: Errands, maria: Staff
) -> None:
    await errands.tasks.complete(errands.ask("towels"), maria)
    await errands.later()

    await errands.house.conversations.claim(1, maria)

    assert errands.told()[0].delivery is Delivery.DRAFT


@pytest.mark.parametrize(("age_s", "count"), [(7199, 1), (7200, 0)])
async def test_r12_what_an_outage_made_old_is_not_told(
    errands: Errands, maria: Staff, age_s: float, count: int
) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)

    assert await errands.later(age_s) == count
    assert (errands.last_words(towels) == STALE) is (count == 0)


async def test_r12_the_message_expires_two_hours_after_the_news(
    errands: Errands, maria: Staff
) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)
    made_at = errands.house.clock()

    await errands.later(3600)

    assert errands.house.sends(Delivery.QUEUED)[-1].expires_at == made_at + 2 * HOUR


# -- crashes ---------------------------------------------------------------------------------------


async def test_a_failed_write_leaves_nothing_and_the_next_one_tells_once(
    house: House, errands: Errands, maria: Staff
) -> None:
    towels = errands.ask("towels")
    await errands.tasks.complete(towels, maria)

    def fails(item: Item, language: str) -> str:
        raise RuntimeError("the dictionary is gone")

    broken = Errands(house, fails)
    with pytest.raises(RuntimeError):
        await broken.later()
    after_failure = (errands.told(), errands.news(towels)[0].state)
    restarted = Notices(house.db, house.bus, house.config, house.clock)
    counts = [await restarted.run(), await restarted.run(), await errands.notices.run()]

    assert after_failure == ([], NoticeState.PENDING)
    assert counts == [1, 0, 0]
    assert [m.text for m in errands.told()] == [done("towels")]


async def test_many_conversations_are_told_each_on_their_own(house: House, maria: Staff) -> None:
    errands = Errands(house)
    for number in range(60):
        await house.write(f"Hello {number}", address=f"3519000000{number:02}")
        task_id = errands.ask("towels")
        house.db.write_now(
            sql.run, "UPDATE task SET conversation_id = ? WHERE id = ?", number + 1, task_id
        )
        await errands.tasks.complete(task_id, maria)

    assert await errands.later() == 60
    assert await errands.notices.next_due() is None


async def test_r7_news_may_be_the_first_that_jack_says(house: House, maria: Staff) -> None:
    await house.write("Hello")
    errands = Errands(house)
    await errands.tasks.complete(errands.ask("towels"), maria)
    await errands.later()

    [message] = house.by_jack()

    assert message.text == f"{disclosure('en', 'Harbour Inn')}\n\n{done('towels')}"
    assert house.conversation().disclosed_at == house.clock()


# -- approvals -------------------------------------------------------------------------------------


async def test_a_decision_reaches_the_guest_in_the_same_write(
    house: House, errands: Errands, maria: Staff
) -> None:
    leave = errands.ask_leave()

    await errands.tasks.approve(leave, maria)

    [message] = errands.told()
    assert message.text == say(Phrase.APPROVAL_APPROVED, "en", what="late check-out")
    assert (message.sender, message.delivery) == (Sender.AI, Delivery.QUEUED)
    [notice] = errands.news(leave)
    assert (notice.state, notice.message_id) == (NoticeState.SENT, message.id)
    assert errands.history(leave) == ["created", "approve", "told"]
    assert await errands.later() == 0


async def test_a_no_quotes_the_reason_as_staff_wrote_it(errands: Errands, maria: Staff) -> None:
    errands.house.db.write_now(conversations.set_language, 1, "de")
    reason = "We are full {tonight},\nsorry 🙁"

    await errands.tasks.decline(errands.ask_leave(), maria, reason)

    assert errands.told()[0].text == (
        say(Phrase.APPROVAL_DECLINED, "de", what="später Check-out")
        + " "
        + say(Phrase.STAFF_WORDS, "de", words=reason)
    )


async def test_an_offer_is_made_and_then_confirmed(errands: Errands, maria: Staff) -> None:
    leave = errands.ask_leave()

    await errands.tasks.counter(leave, maria, "Until 13:00 for 20 €")
    await errands.tasks.approve(leave, maria)

    offer, yes = (message.text for message in errands.told())
    assert offer == say(
        Phrase.APPROVAL_COUNTERED, "en", what="late check-out", words="Until 13:00 for 20 €"
    )
    assert yes == (
        say(Phrase.APPROVAL_APPROVED, "en", what="late check-out")
        + " "
        + say(Phrase.STAFF_WORDS, "en", words="Until 13:00 for 20 €")
    )


async def test_a_decision_goes_out_where_staff_answer_and_at_night(night: Errands) -> None:
    house, maria = night.house, night.house.staff()
    await house.conversations.claim(1, maria)

    await night.tasks.approve(night.ask_leave(), maria)
    house.clock.forward(60)
    texts = []
    while taken := await house.queues.claim_sends(limit=5):
        texts += [send.text for send in taken]
        for send in taken:
            await house.queues.sent(send, f"wamid.{send.id}")
        house.clock.forward(60)

    assert texts[-1] == say(Phrase.APPROVAL_APPROVED, "en", what="late check-out")


async def test_r11_a_decision_that_cannot_be_sent_turns_red(errands: Errands, maria: Staff) -> None:
    await errands.tasks.approve(errands.ask_leave(), maria)

    errands.house.clock.forward(24 * 3600)
    await errands.house.queues.claim_sends(limit=5)

    assert errands.told()[0].delivery is Delivery.FAILED


async def test_r8_who_opted_out_after_asking_is_not_told_and_staff_see_it(
    errands: Errands, maria: Staff
) -> None:
    leave = errands.ask_leave()
    await errands.house.write("STOP")
    said = len(errands.told())

    await errands.tasks.approve(leave, maria)

    assert len(errands.told()) == said
    assert errands.last_words(leave) == OPTED_OUT


@pytest.mark.parametrize(("channel", "is_told"), [("whatsapp", True), ("sms", False)])
async def test_r8_a_question_asked_after_opting_out_is_answered_except_by_sms(
    errands: Errands, maria: Staff, channel: str, is_told: bool
) -> None:
    house = errands.house
    house.db.write_now(sql.run, "UPDATE conversation SET channel = ?", channel)
    house.db.write_now(
        guests.record_consent,
        house.conversation().guest_id,
        channel,
        "messages",
        is_given=False,
        source="keyword",
        at=house.clock(),
    )
    house.clock.forward(60)

    await errands.tasks.approve(errands.ask_leave(), maria)

    assert len(errands.told()) == is_told


async def test_an_approval_of_no_conversation_is_only_decided(
    errands: Errands, maria: Staff
) -> None:
    leave = errands.ask_leave(by_guest=False)

    await errands.tasks.approve(leave, maria)

    assert (errands.told(), errands.history(leave)) == ([], ["created", "approve"])
