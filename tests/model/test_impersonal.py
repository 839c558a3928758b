"""R6: what becomes knowledge speaks of no guest."""

from __future__ import annotations

import pytest

from jack.knowledge.chunking import sentences
from jack.model.impersonal import Impersonal, Private, impersonal

ANA = Private(
    names=("Ana", "Silva", "Maria Costa"), rooms=("305",), codes=("C1", "+351 912 345 678")
)


def cleaned(text: str) -> Impersonal:
    return impersonal(text, ANA, split=sentences)


@pytest.mark.parametrize(
    ("reply", "knowledge"),
    [
        ("Dear Ana,\n\nour garage costs 18 euros a night.\n\nKind regards,\nMaria Costa",
         "Our garage costs 18 euros a night."),
        ("Yes, Ana, in our garage for 18 euros.", "Yes, in our garage for 18 euros."),
        ("Hi! Thanks for your message. The harp shop is in Rua do Sol.",
         "The harp shop is in Rua do Sol."),
        ("Guten Tag Frau Silva, die Garage kostet 18 Euro.", "Die Garage kostet 18 Euro."),
        ("Hola Ana: el garaje cuesta 18 euros. ¡Saludos!", "El garaje cuesta 18 euros."),
        ("Bonjour Ana, le garage coûte 18 euros.\nCordialement", "Le garage coûte 18 euros."),
        ("您好！停车场每晚18欧元。祝您入住愉快", "停车场每晚18欧元。"),
        ("Здравствуйте! Гараж стоит 18 евро.", "Гараж стоит 18 евро."),
        ("مرحبا آنا. المرآب بسعر 18 يورو.", "المرآب بسعر 18 يورو."),
        ("The pool is open from May to October, 8:00 to 20:00.",
         "The pool is open from May to October, 8:00 to 20:00."),
        ("Call the spa at 351 200 1000.", "Call the spa at 351 200 1000."),
    ],
)  # fmt: skip
def test_r6_greetings_and_names_are_gone(reply: str, knowledge: str) -> None:
    assert cleaned(reply) == Impersonal(knowledge)


@pytest.mark.parametrize(
    "private",
    [
        "I have told Mr Silva's driver.",
        "Your room 305 looks at the river.",
        "It is next to 305.",
        "We put an iron into room 412.",
        "Your booking C1 has parking.",
        "I called you on 912345678.",
        "It opens at 9:00 tomorrow.",
        "Die Sauna ist heute zu.",
        "The concert is on 14 March.",
        "Der Ausflug ist am 24.12.",
        "明天早上八点开门。",
        "El 3 de mayo está cerrado.",
    ],
)
def test_r6_what_is_about_one_guest_or_one_day_is_left_out_and_named(private: str) -> None:
    found = cleaned(f"We have a garage. {private}")

    assert found.text == "We have a garage."
    assert found.left_out == (private,)


def test_a_reply_that_is_all_about_one_guest_leaves_nothing() -> None:
    assert cleaned("Dear Ana, your room 305 is ready.").text == ""
