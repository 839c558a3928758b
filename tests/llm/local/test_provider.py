from collections.abc import Sequence

import pytest

from jack.knowledge.chunking import sentences
from jack.llm.base import Provider
from jack.llm.local.provider import Local
from jack.model.answers import Draft, HotelProfile, Question, Sentiment, StayFacts
from jack.model.conversations import Channel
from jack.model.knowledge import Category, Passage
from jack.model.messages import Kind, Message, Sender, Source
from jack.model.phrases import Phrase, say
from jack.model.promises import commits
from jack.model.tasks import Department, Item, Priority, TaskKind
from tests.llm.local.vectors import embed

THRESHOLD = 0.5
HOTEL = HotelProfile("Harbour Inn", "Europe/London", "en", country="GB")
POOL = "The pool is on the roof. It is heated. It opens at 8:00."
STAY = StayFacts("Ada", "77", "double", "2026-05-01", "2026-05-03", 2, "checked_in", "2026-05-01")


@pytest.fixture
def local() -> Local:
    return Local(embed, sentences, THRESHOLD)


def passage(
    title: str,
    body: str,
    *,
    score: float = 0.9,
    entry_id: int = 1,
    language: str = "en",
    asked: str = "",
) -> Passage:
    return Passage(entry_id, 3, title, body, body, Category.FAQ, language, 0.88, 0.2, score, asked)


def question(
    text: str,
    *,
    language: str = "en",
    passages: Sequence[Passage] = (),
    history: Sequence[Message] = (),
    stay: StayFacts | None = None,
    max_chars: int = 4000,
) -> Question:
    return Question(
        text,
        language,
        Channel.WEBCHAT,
        HOTEL,
        passages,
        history,
        stay=stay,
        max_chars=max_chars,
    )


def said(sender: Sender, text: str) -> Message:
    return Message(
        1, 1, sender, None, "webchat", "a", Kind.TEXT, text, "en", None, None, (), None, None, 0
    )


async def reasons(local: Local, text: str, language: str = "en") -> tuple[str, ...]:
    draft = await local.answer(question(text, language=language))
    return draft.escalation.reasons if draft.escalation else ()


def test_it_is_a_provider(local: Local) -> None:
    provider: Provider = local

    assert provider.name == "local"


async def test_a_request_becomes_a_task_with_items_and_room(local: Local) -> None:
    draft = await local.answer(question("I need two towels in 204"))

    (task,) = draft.tasks
    assert task.items == (Item("towels", 2),)
    assert (task.title, task.room, task.department) == (
        "2 × towels",
        "204",
        Department.HOUSEKEEPING,
    )
    assert (task.kind, task.priority) == (TaskKind.REQUEST, Priority.STANDARD)
    assert "2 × towels" in draft.text
    assert "204" in draft.text
    assert not draft.answered
    assert draft.escalation is None


async def test_a_request_without_a_room_still_makes_a_task_and_asks_for_the_room(
    local: Local,
) -> None:
    draft = await local.answer(question("Necesito dos toallas", language="es"))

    (task,) = draft.tasks
    assert task.room is None
    assert "room not given" in task.note
    assert "2 × toallas" in draft.text
    assert say(Phrase.ASK_ROOM, "es") in draft.text


async def test_the_room_of_the_stay_is_used_when_the_text_names_none(local: Local) -> None:
    draft = await local.answer(question("two towels please", stay=STAY))

    assert draft.tasks[0].room == "77"
    assert say(Phrase.ASK_ROOM, "en") not in draft.text


async def test_several_wishes_are_several_tasks_and_one_reply(local: Local) -> None:
    draft = await local.answer(
        question("We need 2 towels and a crib please, and the AC is not cooling in room 12")
    )

    towels, repair = draft.tasks
    assert towels.items == (Item("towels", 2), Item("crib"))
    assert {task.room for task in draft.tasks} == {"12"}
    assert (repair.department, repair.priority) == (Department.MAINTENANCE, Priority.HIGH)
    assert say(Phrase.COMPLAINT_PASSED, "en") in draft.text
    assert draft.sentiment is Sentiment.NEUTRAL


async def test_what_changes_a_stay_is_asked_as_an_approval(local: Local) -> None:
    draft = await local.answer(question("Can we check out at 2pm tomorrow?", stay=STAY))

    (task,) = draft.tasks
    assert (task.kind, task.title) == (TaskKind.APPROVAL, "Late check-out")
    assert "check out at 2pm" in draft.text


async def test_a_wake_up_call_carries_its_time(local: Local) -> None:
    draft = await local.answer(question("wake me up at 6:30 please, room 12"))

    assert [task.title for task in draft.tasks] == ["Wake-up call 06:30"]


async def test_a_question_is_answered_with_the_entrys_sentences_and_its_source(
    local: Local,
) -> None:
    draft = await local.answer(
        question("Is there a pool?", passages=[passage("Swimming pool", POOL)])
    )

    assert draft.answered
    assert draft.text == POOL
    assert draft.sources == (Source("entry", "1", 3, "Swimming pool", 0.9),)
    assert draft.confidence >= 0.7
    assert draft.escalation is None


async def test_an_answer_in_another_language_is_framed_in_the_guests(local: Local) -> None:
    draft = await local.answer(
        question("¿Hay piscina?", language="es", passages=[passage("Swimming pool", POOL)])
    )

    assert draft.text.startswith(say(Phrase.FOUND_OTHER_LANGUAGE, "es"))
    assert draft.text.endswith(POOL)
    assert draft.language == "es"


async def test_of_a_long_entry_only_the_sentences_that_fit_are_quoted(local: Local) -> None:
    body = (
        "The garage is under the house. Parking costs 14 pounds per night. "
        "Our founder painted the pictures in the lobby. The bar has live music on Fridays. "
        "Breakfast is served in the garden in summer."
    )

    draft = await local.answer(
        question("How much is parking?", passages=[passage("Around the house", body)])
    )

    assert "14 pounds" in draft.text
    assert "founder" not in draft.text
    assert len(sentences(draft.text)) <= 3


BREAKFAST, POOLS = "What time is breakfast", "And is there a pool"


async def test_two_questions_in_one_message_are_both_answered(local: Local) -> None:
    draft = await local.answer(
        question(
            f"{BREAKFAST}? {POOLS}?",
            passages=[
                passage("Swimming pool", POOL, score=0.9, entry_id=1, asked=POOLS),
                passage("Breakfast hours", "From 7 to 10.", score=0.7, entry_id=2, asked=BREAKFAST),
                passage("Dogs", "Dogs are welcome.", score=0.3, entry_id=3, asked=POOLS),
            ],
        )
    )

    assert {source.id for source in draft.sources} == {"1", "2"}
    assert "heated" in draft.text
    assert "From 7 to 10" in draft.text
    assert draft.escalation is None


@pytest.mark.parametrize("language", ["en", "de", "ja"])
async def test_r4_of_two_questions_the_one_without_an_answer_is_named_and_handed_over(
    local: Local, language: str
) -> None:
    draft = await local.answer(
        question(
            f"{BREAKFAST}? {POOLS}?",
            language=language,
            passages=[
                passage("Swimming pool", POOL, score=0.9, asked=POOLS),
                passage("Bar", "From 7 to 10.", score=0.2, entry_id=2, asked=BREAKFAST),
            ],
        )
    )

    assert "heated" in draft.text
    assert say(Phrase.NOT_FOUND_ABOUT, language, what=f"“{BREAKFAST}”") in draft.text
    assert draft.answered
    assert draft.escalation is not None
    assert draft.escalation.reasons == ("no_answer",)


async def test_r9_of_two_entries_on_one_thing_the_one_in_the_guests_language_is_told(
    local: Local,
) -> None:
    both = [
        passage("Swimming pool", "The pool opens at 8:00.", score=0.95),
        passage("Piscina", "La piscina abre a las 8:00.", score=0.7, entry_id=2, language="es"),
    ]

    draft = await local.answer(question("¿Hay piscina?", language="es", passages=both))

    assert "La piscina abre" in draft.text
    assert "opens" not in draft.text


async def test_what_costs_what_is_a_question_where_an_entry_tells_it(local: Local) -> None:
    known = passage("Towels", "Towels can be rented for 2 euros.")

    draft = await local.answer(question("Are towels included?", passages=[known]))

    assert draft.answered
    assert draft.tasks == ()


async def test_a_price_of_the_house_is_not_a_matter_of_the_guests_own_bill(local: Local) -> None:
    known = passage("Pets", "A dog costs 10 euros a night.")

    draft = await local.answer(
        question("¿Cuánto cuesta llevar a mi perro?", language="es", passages=[known])
    )

    assert "10 euros" in draft.text
    assert [intent.name for intent in draft.intents] == ["inquiry.general"]


async def test_a_request_put_as_a_question_is_passed_on_and_told_what_is_known(
    local: Local,
) -> None:
    known = passage("Towels", "Towels can be rented for 2 euros.")

    draft = await local.answer(question("Can I get a towel, room 12?", passages=[known]))

    assert [task.room for task in draft.tasks] == ["12"]
    assert "2 euros" in draft.text


@pytest.mark.parametrize(
    "text", ["Do you have a helipad?", "¿Hay una pista de esquí?", "屋上にヘリポートはありますか"]
)
async def test_r4_nothing_that_fits_is_said_so_and_handed_over(local: Local, text: str) -> None:
    draft = await local.answer(question(text, passages=[passage("Pool", POOL, score=0.3)]))

    assert not draft.answered
    assert draft.sources == ()
    assert POOL not in draft.text
    assert draft.escalation is not None
    assert draft.escalation.reasons == ("no_answer",)
    assert draft.confidence < 0.7


async def test_a_question_about_a_thing_is_answered_and_makes_no_task(local: Local) -> None:
    known = passage("Pillows", "All our pillows are hypoallergenic.")

    draft = await local.answer(question("Do you have hypoallergenic pillows?", passages=[known]))

    assert draft.answered
    assert draft.tasks == ()


async def test_a_request_and_a_question_are_both_served(local: Local) -> None:
    draft = await local.answer(
        question(
            "Please send two pillows to room 9. Also, is the pool heated?",
            passages=[passage("Swimming pool", POOL)],
        )
    )

    assert [task.title for task in draft.tasks] == ["2 × pillows"]
    assert draft.answered
    assert POOL in draft.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("let me talk to a human", "human_request"),
        ("Ich möchte mit einem Menschen sprechen", "human_request"),
        ("I want to cancel my booking", "always_human"),
        ("You charged my card twice!", "always_human"),
        ("Please upgrade us to a suite", "always_human"),
    ],
)
async def test_what_needs_a_person_is_escalated(local: Local, text: str, reason: str) -> None:
    assert reason in await reasons(local, text)


async def test_a_serious_complaint_has_a_task_and_a_person_with_high_priority(
    local: Local,
) -> None:
    draft = await local.answer(question("Your receptionist was extremely rude to my wife"))

    assert [task.priority for task in draft.tasks] == [Priority.HIGH]
    assert draft.escalation is not None
    assert draft.escalation.priority is Priority.HIGH


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("hello", Phrase.GREETING),
        ("Thanks a lot!", Phrase.THANKS),
        ("bye bye", Phrase.FAREWELL),
        ("are you a robot?", Phrase.ARE_YOU_HUMAN),
        ("What's the capital of Peru?", Phrase.OFF_TOPIC),
    ],
)
async def test_small_talk_gets_its_phrase_and_calls_nobody(
    local: Local, text: str, phrase: Phrase
) -> None:
    draft = await local.answer(question(text))

    assert draft.text == say(phrase, "en")
    assert draft.escalation is None
    assert draft.tasks == ()
    assert not draft.answered


async def test_an_answer_keeps_within_the_channels_length(local: Local) -> None:
    draft = await local.answer(
        question("Is there a pool?", passages=[passage("Pool", POOL)], max_chars=45)
    )

    assert draft.text == "The pool is on the roof. It is heated."


@pytest.mark.parametrize(
    "text",
    [
        "I need two towels in 204",
        "the AC is broken",
        "Can we stay one more night?",
        "call me a taxi",
        "let me talk to a human",
        "Do you have a helipad?",
    ],
)
async def test_r5_no_reply_promises_anything(local: Local, text: str) -> None:
    draft: Draft = await local.answer(question(text))

    assert not commits(draft.text)


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", " ", "🙂", "?" * 5000, "1" * 5000])
async def test_odd_texts_get_a_reply_all_the_same(local: Local, text: str) -> None:
    assert (await local.answer(question(text))).text


async def test_a_text_is_classified_on_its_own(local: Local) -> None:
    found = await local.classify("The room is filthy, get me the manager", "en")

    assert found.intents[0].name == "complaint.cleanliness"
    assert found.asks_for_human
    assert found.emergency is None
    assert found.sentiment is Sentiment.NEGATIVE


async def test_it_says_that_it_works(local: Local) -> None:
    assert "without a key" in await local.check()


@pytest.mark.parametrize(
    "text",
    [
        "My friend had a heart attack last year, is the food low in salt?",
        "What would happen if there was a fire?",
        "Is there a fireplace in the lounge?",
    ],
)
async def test_words_of_danger_that_mean_none_call_nobody_for_danger(
    local: Local, text: str
) -> None:
    draft = await local.answer(question(text))

    assert not any(intent.name.startswith("emergency.") for intent in draft.intents)
    assert draft.escalation is None or draft.escalation.reasons == ("no_answer",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The steak was killer, compliments to the chef", "en"),
        ("The pizza is fire", "en"),
        ("Ce cocktail est une bombe", "fr"),
        ("Десерт просто бомба", "ru"),
    ],
)
async def test_r10_praise_in_words_of_danger_is_thanked_for(
    local: Local, text: str, language: str
) -> None:
    draft = await local.answer(question(text, language=language))

    assert draft.text == say(Phrase.FEEDBACK_THANKS, language)
    assert draft.escalation is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I broke my leg - is there an elevator", "en"),
        ("I have a cold, can I get hot tea", "en"),
        ("أشعر بالبرد، أريد بطانية", "ar"),
        ("my kids are dying to try the water slide", "en"),
        ("Me muero de hambre, ¿hasta qué hora sirven cenas?", "es"),
    ],
)
async def test_r10_what_explains_an_ordinary_question_is_no_danger(
    local: Local, text: str, language: str
) -> None:
    assert "emergency" not in await reasons(local, text, language)


@pytest.mark.parametrize("text", ["A killer is in the bar", "The burger is on fire"])
async def test_r10_danger_in_a_restaurant_still_calls_a_person(local: Local, text: str) -> None:
    assert "emergency" in await reasons(local, text)


@pytest.mark.parametrize(("text", "language"), [("Tem academia?", "pt"), ("Sauna?", "en")])
async def test_r4_a_few_words_that_name_a_thing_are_a_question(
    local: Local, text: str, language: str
) -> None:
    draft = await local.answer(question(text, language=language))

    assert say(Phrase.NOT_FOUND, language) in draft.text
    assert draft.escalation is not None
    assert draft.escalation.reasons == ("no_answer",)


@pytest.mark.parametrize(
    "text",
    [
        "tap leaks in 204",
        "204: basin drips",
        "the fan in 204 is dead",
        "La ducha de la 204 pierde agua",
        "In 204 tropft der Hahn",
        "Le lavabo de la 204 est bouché",
        "В 204 течёт душ",
        "204号室の水道が壊れました",
    ],
)
async def test_a_terse_report_of_a_fault_is_a_task(local: Local, text: str) -> None:
    draft = await local.answer(question(text))

    (task,) = draft.tasks
    assert (task.department, task.room) == (Department.MAINTENANCE, "204")
    assert draft.escalation is None


@pytest.mark.parametrize(
    "text",
    [
        "The water is not hot any more, thanks for fixing it",
        "No more noise from the fan, thank you for repairing it",
        "Das Wasser wird wieder warm, danke fürs Reparieren",
        "Ya no pierde agua, gracias por arreglarlo",
        "L'eau n'est plus froide, merci d'avoir réparé",
    ],
)
async def test_what_was_mended_is_thanked_for_and_no_task(local: Local, text: str) -> None:
    draft = await local.answer(question(text))

    assert draft.tasks == ()
    assert draft.escalation is None
    assert draft.intents[0].name == "feedback.praise"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for fixing it, but now the light is broken",
        "Thank you for repairing the lamp. The safe is jammed now.",
    ],
)
async def test_thanks_hide_no_other_fault(local: Local, text: str) -> None:
    (task,) = (await local.answer(question(text))).tasks

    assert task.department == Department.MAINTENANCE


async def test_a_question_without_its_mark_is_answered_beside_the_wish(local: Local) -> None:
    lock = passage("Lockers and locks", "Lockers are free; bring your own lock.", score=0.95)

    draft = await local.answer(question("do i need to bring a lock for my locker", passages=[lock]))

    assert "bring your own lock" in draft.text


async def test_a_massage_goes_to_the_spa_only_where_an_entry_tells_of_one(local: Local) -> None:
    massages = passage("Massages", "The spa gives massages from 9:00.", score=0.9)

    there = await local.answer(question("I would like a massage", passages=[massages]))
    unknown = await local.answer(question("I would like a massage"))

    assert [task.department for task in there.tasks] == [Department.SPA]
    assert [task.department for task in unknown.tasks] == [Department.FRONT_DESK]
    assert "spa" not in unknown.text


@pytest.mark.parametrize("text", ["Do you offer massages?", "Proposez-vous des massages"])
async def test_r4_whether_there_are_massages_is_a_question(local: Local, text: str) -> None:
    draft = await local.answer(question(text))

    assert draft.tasks == ()
    assert draft.escalation is not None
    assert "no_answer" in draft.escalation.reasons
