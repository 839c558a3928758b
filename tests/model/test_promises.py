"""R5: words that commit the hotel to something are recognised, in every guest language."""

from __future__ import annotations

import pytest

from jack.model.languages import Language
from jack.model.promise_words import Kind
from jack.model.promises import commits, uncovered
from jack.model.tasks import Department, TaskKind, TaskProposal
from tests.evaluation import promises as promises_set

PROMISES = {
    "en": [
        "Two towels are on their way.",
        "Your taxi's on its way!",
        "I've booked a table for eight.",
        "I have reserved the room.",
        "I'll extend your stay.",
        "I will send somebody up.",
        "We'll bring it right away.",
        "We will refund the night.",
        "Your late check-out has been arranged.",
        "ALL RIGHT, I'LL BOOK IT.",
    ],
    "es": ["Sus toallas están en camino.", "He reservado una mesa.", "Le enviaremos a alguien."],
    "pt": ["O seu táxi está a caminho.", "Reservei uma mesa."],
    "it": ["Gli asciugamani sono in arrivo.", "Abbiamo prenotato un taxi.", "Porteremo tutto."],
    "fr": ["Votre taxi est en route.", "Oui, j'ai réservé une table."],
    "de": ["Die Handtücher sind unterwegs.", "Gern habe ich gebucht.", "Wir bringen Ihnen Kissen."],
    "ru": ["Полотенца уже в пути.", "Мы забронировали столик.", "Мы принесём полотенца."],
    "hi": ["आपका तौलिया रास्ते में है।", "मैंने टेबल बुक कर दिया है।"],
    "ar": ["المناشف في الطريق إليك.", "لقد حجزت لك طاولة."],
    "zh": ["毛巾马上送到。", "已经预订好了。"],
    "ja": ["タオルをお届けします。", "お席を予約いたしました。"],
}

NO_PROMISES = [
    "",
    "Breakfast is from seven to ten.",
    "I have passed your request on to housekeeping.",
    "You can book a table at the front desk.",
    "The shuttle to the airport leaves on the hour.",
    "Towels can be sent on request.",
    "Das Frühstück beginnt um sieben.",
    "La piscine est ouverte jusqu'à neuf heures.",
    "La piscina está en la azotea.",
    "泳池在屋顶。",
    "プールは屋上にございます。",
    "المسبح على السطح.",
    "Бассейн на крыше.",
]


@pytest.mark.parametrize("text", [text for texts in PROMISES.values() for text in texts])
def test_r5_a_promise_is_recognised(text: str) -> None:
    assert commits(text)


@pytest.mark.parametrize("text", NO_PROMISES)
def test_r5_information_and_passing_on_are_no_promise(text: str) -> None:
    assert not commits(text)


def test_r5_a_promise_is_found_in_the_middle_of_a_long_answer() -> None:
    information = "The pool is on the roof. " * 50

    assert commits(f"{information}I'll book it for you.\n{information}")


LINES = promises_set.read()


def test_r5_promises_of_the_set_are_found_and_their_lookalikes_are_not() -> None:
    found = promises_set.score(LINES)

    assert len(LINES) >= 150
    assert found.recall >= 0.97
    assert found.precision >= 0.97


@pytest.mark.parametrize("language", [str(language) for language in Language])
def test_r5_no_guest_language_is_left_behind(language: str) -> None:
    found = promises_set.score(line for line in LINES if line.language == language)

    assert found.promises >= 10
    assert found.recall >= 0.9
    assert found.precision >= 0.9


def task(department: Department, kind: TaskKind = TaskKind.REQUEST) -> TaskProposal:
    return TaskProposal(department=department, title="As asked", kind=kind)


@pytest.mark.parametrize(
    ("text", "covering", "useless"),
    [
        ("We'll bring two towels.", task(Department.HOUSEKEEPING), None),
        ("I've booked a taxi.", task(Department.CONCIERGE), task(Department.HOUSEKEEPING)),
        (
            "We'll extend your stay.",
            task(Department.FRONT_DESK, TaskKind.APPROVAL),
            task(Department.FRONT_DESK),
        ),
        ("I have informed the kitchen.", task(Department.ROOM_SERVICE), None),
    ],
)
def test_r5_a_promise_takes_a_task_that_fits_it(
    text: str, covering: TaskProposal, useless: TaskProposal | None
) -> None:
    assert uncovered(text, [])
    assert not uncovered(text, [covering])
    if useless is not None:
        assert uncovered(text, [useless])


def test_r5_each_promise_of_a_text_is_looked_at() -> None:
    text = "Two towels are on their way. I've also booked you a taxi."

    (left,) = uncovered(text, [task(Department.HOUSEKEEPING)])

    assert left.kind is Kind.BOOKING


def test_r5_telling_a_colleague_is_true_when_a_person_is_called() -> None:
    text = "A colleague will get back to you shortly."

    assert uncovered(text, [])
    assert not uncovered(text, [], calls_a_person=True)


def test_r5_a_second_wish_in_the_sentence_does_not_make_an_offer_of_a_promise() -> None:
    assert commits("We'll bring the towels, and if you need anything else, let us know.")
    assert not commits("If you need anything, we'll bring it.")
    assert not commits("We'll bring more towels, if you like.")
