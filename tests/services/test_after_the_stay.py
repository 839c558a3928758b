"""From the thank-you to the review request, by the rules and texts that come with Jack."""

from __future__ import annotations

from datetime import date

import pytest

from jack.automations.shipped import SHIPPED
from jack.config import Config
from jack.db import automations as store
from jack.db import guests, messages, outbox, ratings
from jack.db.database import Database
from jack.model.automations import RunReason, RunState
from jack.model.consent import ConsentSource, Purpose
from jack.model.messages import Delivery
from jack.model.reservations import ReservationStatus
from jack.services import consent
from tests.conftest import FakeClock
from tests.house import House
from tests.services.rules import NOW, Rules, rules_config

GUEST = "+351912345678"
REVIEW = "https://hotel.example/review"


def hotel(db: Database, clock: FakeClock, *, review: str = REVIEW) -> Rules:
    """Its guest leaves on the fourth at noon; both rules are on."""
    plain = rules_config().model_dump()
    plain["hotel"]["links"] = {"review": review} if review else {}
    rules = Rules(House(db, clock, Config.model_validate(plain)), has_texts=False)
    by_key = {each.key: each for each in SHIPPED}

    def enable() -> None:
        for key in ("thank_you_24h", "review_7d"):
            shipped = by_key[key]
            rule_id = store.add_rule(key, shipped.name, shipped.definition, clock(), actor="test")
            store.set_enabled(rule_id, clock(), is_on=True)
            store.note("rules", rule_id, clock())

    db.write_now(enable)
    return rules


async def leave(rules: Rules) -> None:
    rules.stay("R1", date(2027, 3, 1), date(2027, 3, 4), status=ReservationStatus.CHECKED_IN)
    await rules.until(2027, 3, 4, 12, 0)
    rules.amend("R1", status=ReservationStatus.CHECKED_OUT)
    await rules.until(2027, 3, 5, 18, 0)


async def answer(rules: Rules, text: str) -> None:
    """The thank-you has gone out, and the guest writes back by SMS."""
    rules.house.db.write_now(_arrive)
    rules.house.clock.forward(3600)
    await rules.house.write(text, channel="sms")
    await rules.house.turn()


def _arrive() -> None:
    for item in outbox.listed(states=("queued",), before=None, limit=10):
        messages.set_delivery(item.message_id, Delivery.SENT)
        outbox.sent(item.id, f"SM{item.id}", item.created_at)


def agree(rules: Rules) -> None:
    def work() -> None:
        consent.record(
            1,
            "sms",
            Purpose.MARKETING,
            is_given=True,
            source=ConsentSource.STAFF,
            at=rules.house.clock(),
        )

    rules.house.db.write_now(work)


def texts(rules: Rules) -> list[str]:
    return [text for channel, _, text in rules.sent() if channel == "sms"]


def review_of(rules: Rules) -> tuple[RunState, RunReason | None]:
    return rules.ended()[-1]


async def test_who_liked_it_and_agreed_is_asked_for_a_review(
    db: Database, clock: FakeClock
) -> None:
    rules = hotel(db, clock)
    await leave(rules)
    assert "reply with a number from 1 (poor) to 5 (excellent)" in texts(rules)[0]

    await answer(rules, "5 ⭐ thank you")
    agree(rules)
    await rules.until(2027, 3, 12, 12, 0)

    rating = db.read_now(ratings.get, 1)
    assert rating is not None
    assert (rating.score, rating.reservation_id, rating.channel) == (5, 1, "sms")
    assert REVIEW in texts(rules)[-1]
    assert "STOP" in texts(rules)[-1]
    assert review_of(rules) == (RunState.DONE, None)


@pytest.mark.parametrize(
    ("said", "agrees", "reason"),
    [
        ("5", False, RunReason.NO_CONSENT),
        ("2, the room was noisy", True, RunReason.CONDITION),
        ("Where is my invoice?", True, RunReason.CONDITION),
    ],
)
async def test_r8_nobody_else_is(
    db: Database, clock: FakeClock, said: str, agrees: bool, reason: RunReason
) -> None:
    rules = hotel(db, clock)
    await leave(rules)
    await answer(rules, said)
    if agrees:
        agree(rules)

    await rules.until(2027, 3, 15, 12, 0)

    assert review_of(rules) == (RunState.SUPPRESSED, reason)
    assert not any(REVIEW in text for text in texts(rules))


async def test_without_a_page_for_reviews_nothing_broken_is_sent(
    db: Database, clock: FakeClock
) -> None:
    rules = hotel(db, clock, review="")
    await leave(rules)
    await answer(rules, "5/5")
    agree(rules)

    await rules.until(2027, 3, 15, 12, 0)

    assert review_of(rules) == (RunState.SUPPRESSED, RunReason.MISSING_VALUES)
    assert len([text for text in texts(rules) if "review" in text]) == 0


async def test_the_question_is_asked_in_the_guests_language(db: Database, clock: FakeClock) -> None:
    rules = hotel(db, clock)
    rules.stay("R1", date(2027, 3, 1), date(2027, 3, 4), status=ReservationStatus.CHECKED_IN)
    db.write_now(guests.set_language, 1, "de", rules.at(*NOW))
    await rules.until(2027, 3, 4, 12, 0)
    rules.amend("R1", status=ReservationStatus.CHECKED_OUT)

    await rules.until(2027, 3, 5, 18, 0)

    assert texts(rules)[0].endswith("Harbour Inn")
    assert "Zahl von 1 (schlecht) bis 5" in texts(rules)[0]
