"""Whether staff said the same as Jack would have, and what follows for a topic."""

from __future__ import annotations

import pytest

from jack.model.autonomy import Autonomy
from jack.model.shadows import Outcome, agreement, agrees, family


@pytest.mark.parametrize(
    ("one", "other", "likeness", "same"),
    [
        ("Breakfast is from 7:00 to 10:30.", "From 7 am till 10.30, enjoy!", 0.2, True),
        ("Breakfast is from 7:00 to 10:30.", "From 7:00 to 11:00.", 0.9, False),
        ("The garage costs 18 euros.", "It is €20 a night.", 0.9, False),
        ("Dogs are welcome.", "Yes, bring your dog.", 0.6, True),
        ("Dogs are welcome.", "I will ask my colleague.", 0.1, False),
        ("From 7:00, 19 euros.", "From 7:00.", 0.3, True),
    ],
)
def test_facts_decide_before_likeness(one: str, other: str, likeness: float, same: bool) -> None:
    assert agrees(one, other, likeness) is same
    assert agrees(other, one, likeness) is same


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("inquiry.amenity.pool", "inquiry"),
        ("inquiry.stay.room", "inquiry.stay"),
        ("request.service.towels", "request.service"),
        ("other.greeting", None),
    ],
)
def test_an_intent_belongs_to_the_narrowest_topic(intent: str, topic: str | None) -> None:
    assert family(intent) == topic


USED, CORRECTED = (Outcome.USED, True), (Outcome.CORRECTED, False)


@pytest.mark.parametrize(
    ("topic", "level", "outcomes", "proposed"),
    [
        ("inquiry", Autonomy.DRAFT, [USED] * 20, True),
        ("inquiry", Autonomy.OFF, [USED] * 19 + [CORRECTED], True),
        ("inquiry", Autonomy.DRAFT, [USED] * 19, False),
        ("inquiry", Autonomy.DRAFT, [USED] * 18 + [CORRECTED] * 2, False),
        ("inquiry", Autonomy.AUTO, [USED] * 40, False),
        ("booking", Autonomy.DRAFT, [USED] * 40, False),
    ],
)
def test_auto_is_proposed_on_enough_agreement_only(
    topic: str, level: Autonomy, outcomes: list[tuple[Outcome, bool]], proposed: bool
) -> None:
    found = agreement(topic, level, outcomes, cases=20, share=0.95)

    assert found.is_proposed is proposed
    assert found.cases == len(outcomes)
