"""R5: words that commit the hotel to something are recognised, in every guest language."""

from __future__ import annotations

import pytest

from jack.model.promises import commits

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
