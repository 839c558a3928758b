import json

import numpy as np
import pytest
from numpy.typing import NDArray

from jack.knowledge.chunking import sentences
from jack.llm.local.build import digest_of_examples
from jack.llm.local.intents import EXAMPLES, load, read
from jack.model.clauses import clauses
from jack.model.intents import INTENTS, coarse
from tests.llm.local.vectors import embed

LINES = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]


def test_the_weights_were_built_from_these_examples() -> None:
    assert load().digest == digest_of_examples()


def test_every_example_names_an_intent_of_the_table_and_every_intent_has_examples() -> None:
    assert {line["intent"] for line in LINES} == set(INTENTS) == set(load().names)


def test_no_example_stands_twice() -> None:
    texts = [line["text"].casefold() for line in LINES]

    assert len(texts) == len(set(texts))


async def test_the_weights_fit_the_embedder() -> None:
    sample = LINES[::60]

    groups = [
        coarse((await read(line["text"], embed, sentences)).intents[0].name) for line in sample
    ]

    right = sum(group == coarse(line["intent"]) for group, line in zip(groups, sample, strict=True))
    assert right >= 0.95 * len(sample)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Could housekeeping drop off an additional towel", "request.service.towels"),
        ("Is it OK if my dog comes along?", "inquiry.policy"),
        ("¿Hay piscina?", "inquiry.amenity"),
        ("What time is checkout?", "inquiry.policy.checkout"),
        ("The shower drain does not drain at all", "complaint.maintenance.plumbing"),
        ("Please drop my reservation, plans changed", "booking.cancel"),
        ("Can you explain quantum physics to me?", "other.off_topic"),
        ("is there a fire place?", "inquiry.amenity"),
        ("Do you have hypoallergenic pillows?", "inquiry.amenity"),
        ("タクシーを1台お願いできますか", "request.concierge.taxi"),
    ],
)
async def test_sentences_that_are_no_examples_are_understood(text: str, name: str) -> None:
    assert all(line["text"] != text for line in LINES)

    reading = await read(text, embed, sentences)

    assert reading.intents[0].name == name
    assert reading.intents[0].confidence > 0.6


async def test_one_message_may_carry_several_wishes() -> None:
    text = "We need 2 towels and a crib please, and the AC is not cooling"

    reading = await read(text, embed, sentences)

    assert {intent.name for intent in reading.intents} == {
        "request.service.towels",
        "request.service.crib",
        "complaint.maintenance",
    }
    confidences = [intent.confidence for intent in reading.intents]
    assert confidences == sorted(confidences, reverse=True)


async def test_a_greeting_does_not_hide_the_wish_behind_it() -> None:
    reading = await read("Hello! Good evening. Could we have another pillow?", embed, sentences)

    assert reading.intents[0].name == "request.service.pillows"


async def test_a_short_message_is_embedded_once() -> None:
    asked: list[str] = []

    async def counting(text: str) -> NDArray[np.float32]:
        asked.append(text)
        return await embed(text)

    await read("two towels please", counting, sentences)

    assert asked == ["two towels please"]


def test_single_words_stay_with_the_piece_before_them() -> None:
    assert clauses("Soap, shampoo and towels, also please fix the lamp", sentences) == [
        "Soap shampoo towels",
        "please fix the lamp",
    ]
