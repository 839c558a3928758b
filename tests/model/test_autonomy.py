"""Whether Jack may answer: the longest topic counts, and the strictest of several."""

from __future__ import annotations

import pytest

from jack.model.autonomy import Autonomy, Rules, sensitive


@pytest.mark.parametrize(
    ("set_to", "intents", "expected"),
    [
        ({}, ["inquiry.dining"], "auto"),
        ({"inquiry": "draft"}, ["inquiry.dining"], "draft"),
        ({"inquiry": "draft", "inquiry.dining": "auto"}, ["inquiry.dining"], "auto"),
        ({"inquiry": "draft"}, ["request.dining.breakfast"], "auto"),
        ({"request": "draft", "complaint": "off"}, ["request.service", "complaint.noise"], "off"),
        ({"billing": "off"}, ["complaint.billing"], "off"),
        ({"billing": "off", "complaint": "auto"}, ["complaint.billing"], "off"),
        ({"billing": "off", "complaint.billing": "draft"}, ["complaint.billing"], "draft"),
    ],
)
def test_the_longest_topic_counts_and_the_strictest_wins(
    set_to: dict[str, str], intents: list[str], expected: str
) -> None:
    assert Rules(set_to).autonomy_of(intents, "")[0] == Autonomy(expected)


def test_a_threshold_is_the_hotels_or_the_topics() -> None:
    rules = Rules(thresholds={"inquiry": 0.9})

    assert rules.threshold("inquiry.dining") == 0.9
    assert rules.threshold("complaint.noise") == 0.8


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I want a refund for last night", "refunds"),
        ("Give me my money back!", "refunds"),
        ("Quiero un reembolso", "refunds"),
        ("Je veux être remboursé", "refunds"),
        ("Ich möchte eine Rückerstattung", "refunds"),
        ("Voglio il rimborso", "refunds"),
        ("Quero o reembolso", "refunds"),
        ("أريد استرداد المبلغ", "refunds"),
        ("我要退款", "refunds"),
        ("返金してください", "refunds"),
        ("मुझे पैसे वापस चाहिए", "refunds"),
        ("Верните мне деньги, хочу возврат денег", "refunds"),
        ("You will hear from my lawyer", "legal"),
        ("I am calling a solicitor", "legal"),
        ("I want to make a formal complaint about your receptionist", "legal"),
        ("we are going to sue", "legal"),
        ("quiero la hoja de reclamaciones", "legal"),
        ("Ich zeige Sie an", "legal"),
        ("أريد تقديم شكوى رسمية", "legal"),
        ("Ich rufe meinen Anwalt an", "legal"),
        ("Mi abogado le escribirá", "legal"),
        ("Je vais porter plainte", "legal"),
        ("我会找律师", "legal"),
        ("弁護士に相談します", "legal"),
        ("How much ibuprofen can I give my son?", "medical"),
        ("What medicine should I take for this?", "medical"),
        ("Welches Medikament hilft dagegen?", "medical"),
        ("Какое лекарство мне принять?", "medical"),
    ],
)
def test_what_no_intent_tells_is_told_by_the_words(text: str, topic: str) -> None:
    assert sensitive(text) == [topic]


@pytest.mark.parametrize(
    "text",
    [
        "Where is the nearest pharmacy?",
        "Is the rate refundable?",
        "What time is breakfast?",
        "Can I pay my bill by card?",
        "What issues are there with the pool?",
        "Is there a doctor nearby?",
        "Puis-je avoir un avocado toast ?",
        "Kann ich mit Karte bezahlen?",
        "Can you return my call?",
        "Which room has the convention of attorneys?",
        "Can my lawyer send a fax to the hotel for me?",
        "The lawyers' dinner is at eight, is it not?",
    ],
)
def test_ordinary_questions_are_not_sensitive(text: str) -> None:
    assert sensitive(text) == []
