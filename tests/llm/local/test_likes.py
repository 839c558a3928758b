"""Without a model: what guests plainly say of themselves is kept, and nothing else."""

from __future__ import annotations

import pytest

from jack.knowledge.chunking import sentences
from jack.llm.local.likes import likes, only_likes
from jack.llm.local.provider import Local
from jack.model.answers import Draft
from jack.model.phrases import Phrase, say
from jack.model.preferences import PreferenceName, PreferenceProposal
from jack.model.promises import commits
from jack.model.tasks import Department
from tests.llm.local.test_provider import local, question  # noqa: F401 a fixture

DIET, ALLERGY, ROOM = PreferenceName.DIET, PreferenceName.ALLERGY, PreferenceName.ROOM


def told(text: str) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in likes(sentences(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm vegetarian", (DIET, "vegetarian")),
        ("I am a strict vegan.", (DIET, "vegan")),
        ("I’m allergic to feathers", (ALLERGY, "feathers")),
        ("I'm severely allergic to nuts, so please be careful", (ALLERGY, "nuts")),
        ("I have a peanut allergy", (ALLERGY, "peanut")),
        ("I always prefer a quiet room", (ROOM, "quiet room")),
        ("Soy vegetariana", (DIET, "vegetarian")),
        ("Soy alérgico a los mariscos", (ALLERGY, "mariscos")),
        ("Je suis végétarienne.", (DIET, "vegetarian")),
        ("Je suis allergique aux plumes", (ALLERGY, "plumes")),
        ("Ich bin Vegetarierin", (DIET, "vegetarian")),
        ("Ich bin allergisch gegen Federn", (ALLERGY, "Federn")),
        ("Sono vegetariano", (DIET, "vegetarian")),
        ("Sono allergica alle noci", (ALLERGY, "noci")),
        ("Sou vegano", (DIET, "vegan")),
        ("Sou alérgica a amendoim", (ALLERGY, "amendoim")),
        ("Я вегетарианка", (DIET, "vegetarian")),
        ("У меня аллергия на орехи", (ALLERGY, "орехи")),
        ("أنا نباتي", (DIET, "vegetarian")),
        ("لدي حساسية من المكسرات", (ALLERGY, "المكسرات")),
        ("我是素食者", (DIET, "vegetarian")),
        ("我对花生过敏", (ALLERGY, "花生")),
        ("私はベジタリアンです", (DIET, "vegetarian")),
        ("羽毛アレルギーがあります", (ALLERGY, "羽毛")),
        ("मैं शाकाहारी हूँ", (DIET, "vegetarian")),
        ("मुझे मूंगफली से एलर्जी है", (ALLERGY, "मूंगफली")),
    ],
)
def test_plain_statements_are_understood(text: str, expected: tuple[str, str]) -> None:
    assert told(text) == [expected]
    assert only_likes(sentences(text)) == ("," not in text)


@pytest.mark.parametrize(
    "text",
    [
        "Do you have vegetarian food?",
        "I'm not vegetarian",
        "I am not allergic to anything",
        "My wife is vegetarian",
        "Is it vegan?",
        "I'm looking for a vegan restaurant",
        "If I'm vegetarian, what can I eat",
        "Can I get a quiet room?",
        "I'm allergic to what my colleagues call the long story of this hotel",
        "I'm in the vegetables aisle",
        "I'm allergic to nuts and my throat is swelling",
        "Ich bin allergisch gegen Nüsse und brauche Hilfe",
        "Ich bin kein Vegetarier",
        "Two towels please",
        "",
    ],
)
def test_questions_denials_and_other_people_are_none(text: str) -> None:
    assert told(text) == []
    assert not only_likes(sentences(text))


def test_several_things_are_each_kept_once() -> None:
    text = "I'm vegan. I'm allergic to nuts. I'm vegan!"

    assert told(text) == [(DIET, "vegan"), (ALLERGY, "nuts")]


async def answered(local: Local, text: str) -> Draft:  # noqa: F811
    return await local.answer(question(text))


async def test_a_statement_is_noted_and_the_guest_hears_so(local: Local) -> None:  # noqa: F811
    draft = await answered(local, "I'm vegetarian.")

    assert draft.text == say(Phrase.PREFERENCE_NOTED, "en")
    assert not commits(draft.text)
    assert draft.preferences == (PreferenceProposal(DIET, "vegetarian"),)
    assert (draft.tasks, draft.escalation) == ((), None)


async def test_r5_an_allergy_goes_to_people_who_can_heed_it(local: Local) -> None:  # noqa: F811
    draft = await answered(local, "Hello! I'm allergic to feathers.")

    assert draft.text == say(Phrase.PREFERENCE_NOTED, "en")
    (task,) = draft.tasks
    assert (task.department, task.title) == (Department.FRONT_DESK, "Allergy: feathers")


@pytest.mark.parametrize(
    "text",
    [
        "I'm allergic to nuts, please prepare something without",
        "Je suis allergique aux noix, merci de prévenir la cuisine",
        "我对花生过敏，请告诉厨房",
        "لدي حساسية من المكسرات، أرجو إعلام المطبخ",
        "I'm vegetarian so what can I eat",
    ],
)
async def test_a_statement_with_a_wish_is_a_wish(local: Local, text: str) -> None:  # noqa: F811
    assert likes(sentences(text))
    assert not only_likes(sentences(text))


async def test_r10_an_allergy_that_is_an_emergency_is_one(local: Local) -> None:  # noqa: F811
    draft = await answered(local, "I'm allergic to nuts. I cannot breathe!")

    assert draft.escalation is not None
    assert draft.text != say(Phrase.PREFERENCE_NOTED, "en")


async def test_what_else_a_message_wants_is_done_all_the_same(local: Local) -> None:  # noqa: F811
    draft = await answered(local, "I'm vegetarian. Two towels to room 204 please")

    assert [task.department for task in draft.tasks] == [Department.HOUSEKEEPING]
    assert draft.preferences == (PreferenceProposal(DIET, "vegetarian"),)
