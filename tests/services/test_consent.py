"""R8: stop means stop, on every channel, for every purpose, by every sender."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import guests
from jack.db.database import Database
from jack.errors import OptedOut
from jack.model.consent import ConsentReport, ConsentSource, OptOut, Purpose, allows
from jack.model.conversations import State
from jack.model.messages import Delivery, Kind, OutboxKind, Parsed, StatusReport
from jack.model.phrases import Phrase, say
from jack.model.tasks import Department, TaskProposal
from jack.services import consent
from jack.services.intake import OPTED_OUT
from tests.conftest import FakeClock
from tests.house import ANA, TOWELS_TEXT, House, answer, draft, inbound, with_sms

CONSENTS = "SELECT channel, purpose, is_given, source FROM consent ORDER BY id"


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    return House(db, clock, config=with_sms())


async def sms(house: House, text: str, **given: object) -> None:
    await house.write(text, channel="sms", **given)


async def went_out(house: House) -> list[str]:
    """The texts that the worker would be given now."""
    return [item.text for item in await house.queues.claim_sends(limit=10)]


# -- keywords ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "S T O P", "opt out", "CANCEL"])
async def test_r8_stop_by_sms_is_recorded_and_left_to_twilio_to_answer(
    house: House, word: str
) -> None:
    await sms(house, word)

    assert house.rows(CONSENTS) == [("sms", "messages", 0, "keyword")]
    assert house.sends() == []
    assert await house.claim() == [], "it is no question"


async def test_r8_the_time_of_a_refusal_is_kept(house: House) -> None:
    await sms(house, "STOP")

    assert house.rows("SELECT created_at FROM consent") == [(house.clock(),)]


async def test_r8_where_twilio_does_not_answer_jack_does(db: Database, clock: FakeClock) -> None:
    house = House(db, clock, config=with_sms(confirm_opt_out=True))

    await sms(house, "STOP")

    assert await went_out(house) == [say(Phrase.OPTED_OUT_SMS, "en")]


async def test_r8_a_keyword_that_twilio_does_not_know_is_confirmed_by_jack(house: House) -> None:
    await sms(house, "Baja")

    (send,) = house.sends()
    assert house.rows(CONSENTS) == [("sms", "messages", 0, "keyword")]
    assert send.kind is OutboxKind.CONSENT
    assert await went_out(house) == [send.text], "the last SMS is that it was understood"


@pytest.mark.parametrize(
    ("kind", "given"), [(OptOut.STOP, [0]), (OptOut.START, [1]), (OptOut.HELP, [])]
)
async def test_r8_what_twilio_understood_is_taken_as_twilio_says(
    house: House, kind: OptOut, given: list[int]
) -> None:
    """Advanced Opt-Out: the hotel's own keywords, in any language."""
    await sms(house, "¡Ya basta!", opt_out=kind)

    assert [row[2:] for row in house.rows(CONSENTS)] == [(each, "vendor") for each in given]
    assert house.sends() == []
    assert await house.claim() == []


async def test_r8_help_by_sms_is_twilios_to_answer_and_no_question(house: House) -> None:
    await sms(house, "HELP")

    assert house.rows(CONSENTS) == []
    assert (house.sends(), await house.claim()) == ([], [])


async def test_r8_help_is_answered_where_twilio_does_not(db: Database, clock: FakeClock) -> None:
    house = House(db, clock, config=with_sms(confirm_opt_out=True))

    await sms(house, "INFO")

    (text,) = await went_out(house)
    assert "Harbour Inn" in text
    assert "STOP" in text


async def test_yes_by_sms_answers_a_question_of_jacks(house: House) -> None:
    await sms(house, "Yes")

    assert house.rows(CONSENTS) == []
    assert len(await house.claim()) == 1


async def test_r8_yes_after_stop_takes_messages_up_again(house: House) -> None:
    await sms(house, "STOP")

    await sms(house, "YES")

    assert [row[2] for row in house.rows(CONSENTS)] == [0, 1]
    assert await house.claim() == []


# -- after STOP by SMS nothing goes out ------------------------------------------------------------


async def test_r8_after_stop_not_even_an_answer_goes_out_and_staff_are_called(
    house: House,
) -> None:
    house.model.says = [answer("From seven.")]
    await sms(house, "STOP")

    await sms(house, "When is breakfast?")
    await house.turn()

    assert await went_out(house) == []
    assert house.by_jack()[-1].delivery is Delivery.DRAFT
    assert house.conversation().state is State.ESCALATED
    assert [each.reasons for each in house.escalations()] == [(OPTED_OUT,)]


async def test_r8_staff_are_called_once_for_many_messages(house: House) -> None:
    await sms(house, "STOP")

    for text in ("Hello?", "Anybody?", "Two towels please"):
        await sms(house, text)

    assert len(house.escalations()) == 1


async def test_r8_a_request_after_stop_still_becomes_a_task(house: House) -> None:
    task = TaskProposal(
        department=Department.HOUSEKEEPING, title="2 × towels", intent="request.service.towels"
    )
    house.model.says = [draft(TOWELS_TEXT, "request.service.towels", tasks=(task,))]
    await sms(house, "STOP")

    await sms(house, "Two towels please")
    await house.turn()

    assert [task.title for task in house.tasks()] == ["2 × towels"]
    assert await went_out(house) == []


async def test_r8_what_waited_when_stop_came_is_not_sent(house: House) -> None:
    await sms(house, "When is breakfast?")
    await house.turn()

    await sms(house, "STOP")

    assert await went_out(house) == []
    assert house.by_jack()[0].delivery is Delivery.DRAFT


async def test_r8_r11_what_staff_write_after_stop_is_red_and_says_why(house: House) -> None:
    await sms(house, "STOP")
    await house.conversations.reply(1, house.staff(), "Your room is ready.")

    assert await went_out(house) == []
    (failed,) = [m for m in house.said() if m.text == "Your room is ready."]
    assert (failed.delivery, failed.failure) == (
        Delivery.FAILED,
        "The guest has stopped messages here.",
    )


async def test_r8_after_start_everything_goes_out_again(house: House) -> None:
    await sms(house, "STOP")
    await sms(house, "START")

    await sms(house, "When is breakfast?")
    await house.turn()

    assert len(await went_out(house)) == 1
    assert house.escalations() == []


async def test_r10_a_safety_text_goes_out_even_after_stop(house: House) -> None:
    await sms(house, "STOP")

    await sms(house, "Help, there is a fire in my room!")

    assert [send.kind for send in house.sends()] == [OutboxKind.SAFETY]
    assert len(await went_out(house)) == 1


async def test_r8_stop_by_sms_leaves_whatsapp_alone(house: House) -> None:
    await sms(house, "STOP")

    await house.write("When is breakfast?")
    await house.turn()

    assert len(await went_out(house)) == 1


async def test_r8_stop_is_of_one_guest(house: House) -> None:
    await sms(house, "STOP")

    await sms(house, "Hi there", address="+4915112345678")
    await house.turn()

    assert len(await went_out(house)) == 1


# -- in the guest's own words ----------------------------------------------------------------------


async def test_r8_please_stop_texting_me_is_understood_recorded_and_confirmed(
    house: House,
) -> None:
    await house.write("Please stop texting me")

    assert house.rows(CONSENTS) == [("whatsapp", "messages", 0, "words")]
    assert await went_out(house) == [say(Phrase.OPTED_OUT, "en")]
    assert await house.claim() == [], "the model is not asked"


async def test_r8_by_sms_the_confirmation_says_how_to_begin_again_and_is_the_last(
    house: House,
) -> None:
    await sms(house, "Please stop texting me")
    confirmed = await went_out(house)

    await sms(house, "When is breakfast?")
    await house.turn()

    assert confirmed == [say(Phrase.OPTED_OUT_SMS, "en")]
    assert await went_out(house) == []


async def test_r8_what_else_the_guest_said_is_answered(house: House) -> None:
    await house.write("Please stop messaging me. But tell me now when breakfast is served")

    assert house.rows(CONSENTS) == [("whatsapp", "messages", 0, "words")]
    assert len(await house.claim()) == 1


@pytest.mark.parametrize("text", ["Can you stop the AC noise", "Where is the bus stop?"])
async def test_what_only_sounds_like_it_is_a_question(house: House, text: str) -> None:
    await house.write(text)

    assert house.rows(CONSENTS) == []
    assert len(await house.claim()) == 1


async def test_r8_web_chat_starts_nothing_so_it_stops_nothing(house: House) -> None:
    await house.write("Please stop texting me", channel="webchat")

    assert house.rows(CONSENTS) == []
    assert len(await house.claim()) == 1


# -- purposes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "marketing", "may_serve", "may_advertise"),
    [
        (None, None, True, False),
        (None, True, True, True),
        (None, False, True, False),
        (True, True, True, True),
        (True, None, True, False),
        (False, None, False, False),
        (False, True, False, False),
    ],
)
def test_r8_service_goes_until_refused_and_marketing_needs_a_yes(
    messages: bool | None, marketing: bool | None, *, may_serve: bool, may_advertise: bool
) -> None:
    assert allows(messages, marketing, Purpose.MESSAGES) is may_serve
    assert allows(messages, marketing, Purpose.MARKETING) is may_advertise


async def test_r8_no_more_offers_leaves_the_news_of_the_stay(house: House) -> None:
    await house.write("Stop sending me offers")

    assert house.rows(CONSENTS) == [("whatsapp", "marketing", 0, "words")]
    assert await went_out(house) == [say(Phrase.OPTED_OUT_OFFERS, "en")]
    assert house.db.read_now(consent.may_start, 1, "whatsapp")
    assert not house.db.read_now(consent.may_start, 1, "whatsapp", Purpose.MARKETING)


async def test_r8_marketing_that_was_stopped_in_whatsapp_itself_is_recorded(house: House) -> None:
    await house.write("Hello")
    report = ConsentReport("whatsapp", ANA, Purpose.MARKETING, is_given=False)

    for told in (report, report, replace(report, is_given=True)):
        await house.intake.accept("whatsapp", Parsed([], consents=[told]), payload=b"{}")

    assert house.rows(CONSENTS) == [
        ("whatsapp", "marketing", 0, "vendor"),
        ("whatsapp", "marketing", 1, "vendor"),
    ]


async def test_r8_a_guest_who_never_wrote_is_known_by_number(house: House) -> None:
    guest_id = house.stay()
    report = ConsentReport("whatsapp", ANA, Purpose.MARKETING, is_given=False)

    await house.intake.accept("whatsapp", Parsed([], consents=[report]), payload=b"{}")

    assert house.rows("SELECT guest_id FROM consent") == [(guest_id,)]


async def test_r8_a_number_of_nobody_is_of_no_use(house: House) -> None:
    for address in ("4930111", "US.1349"):
        report = ConsentReport("whatsapp", address, Purpose.MARKETING, is_given=False)
        await house.intake.accept("whatsapp", Parsed([], consents=[report]), payload=b"{}")

    assert house.rows(CONSENTS) == []


# -- what the vendor refuses -----------------------------------------------------------------------


async def test_r8_a_send_refused_for_stop_records_it(house: House) -> None:
    await sms(house, "When is breakfast?")
    await house.turn()
    (item,) = await house.queues.claim_sends(limit=1)

    await house.queues.not_sent(item, OptedOut("Stopped.", reason="21610"), retry_at=None)

    assert house.rows(CONSENTS) == [("sms", "messages", 0, "vendor")]
    assert house.by_jack()[0].delivery is Delivery.FAILED


async def test_r8_a_status_that_says_stop_records_it(house: House) -> None:
    await sms(house, "When is breakfast?")
    await house.turn()
    (item,) = await house.queues.claim_sends(limit=1)
    await house.queues.sent(item, "SM1")
    report = StatusReport(
        "sms", Delivery.FAILED, "SM1", item.id, "21610", "Stopped.", is_opt_out=True
    )

    await house.intake.accept("sms", Parsed([], [report]), payload=b"x")

    assert house.rows(CONSENTS) == [("sms", "messages", 0, "vendor")]


# -- machines --------------------------------------------------------------------------------------


async def test_a_machine_by_sms_is_stored_and_never_answered(house: House) -> None:
    message = inbound("Your code is 1234", channel="sms", address="72975", phone=None)

    await house.intake.accept("sms", Parsed([replace(message, kind=Kind.SYSTEM)]), payload=b"x")

    assert [m.text for m in house.said()] == ["Your code is 1234"]
    assert await house.claim() == []


def test_the_newest_word_counts(house: House) -> None:
    def work() -> bool | None:
        guest_id = guests.add("Ana", "Silva", house.clock())
        for is_given in (False, False, True, True, False):
            consent.record(
                guest_id,
                "sms",
                Purpose.MESSAGES,
                is_given=is_given,
                source=ConsentSource.STAFF,
                at=house.clock(),
            )
        return guests.has_consent(guest_id, "sms", Purpose.MESSAGES)

    assert house.db.write_now(work) is False
    assert [row[2] for row in house.rows(CONSENTS)] == [0, 1, 0], "the same again is no news"
