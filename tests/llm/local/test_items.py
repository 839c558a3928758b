import pytest

from jack.llm.local.items import describe, intent_of, items
from jack.model.tasks import Item


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I need two towels in 204", "en", (Item("towels", 2),)),
        (
            "2 shampoos, 3 towels and an iron",
            "en",
            (Item("shampoos", 2), Item("towels", 3), Item("iron")),
        ),
        ("for the two of us four pillows", "en", (Item("pillows", 4),)),
        ("dos toallas y una almohada en la 305", "es", (Item("towels", 2), Item("pillow"))),
        ("Deux bouteilles d'eau s'il vous plaît", "fr", (Item("bottles of water", 2),)),
        ("Bitte drei Kissen und eine Decke", "de", (Item("pillows", 3), Item("blanket"))),
        ("due asciugamani, per favore", "it", (Item("towels", 2),)),
        ("mais três toalhas", "pt", (Item("towels", 3),)),
        ("أحتاج منشفتين إضافيتين", "ar", (Item("towels", 2),)),
        ("请送两条毛巾来", "zh", (Item("towels", 2),)),
        ("タオルを2枚持ってきてください", "ja", (Item("towels", 2),)),
        ("मुझे दो तौलिये चाहिए", "hi", (Item("towels", 2),)),
        ("Принесите две подушки", "ru", (Item("pillows", 2),)),
    ],
)
def test_things_and_quantities_in_every_guest_language(
    text: str, language: str, expected: tuple[Item, ...]
) -> None:
    assert items(text, language) == expected


@pytest.mark.parametrize(
    "text", ["towels to room 12", "towels for 3 people", "towels at 7:30", "towels, 500 of them"]
)
def test_other_numbers_are_no_quantities(text: str) -> None:
    assert items(text, "en") == (Item("towels"),)


@pytest.mark.parametrize(
    "text", ["what a nice service", "the environment", "", "Where is my spouse?"]
)
def test_words_that_only_contain_a_thing_are_no_items(text: str) -> None:
    assert items(text, "en") == ()


def test_a_wrongly_detected_language_does_not_lose_the_items() -> None:
    assert items("zwei Handtücher", "en") == (Item("towels", 2),)


def test_items_are_named_in_the_guests_language() -> None:
    assert describe(Item("towels", 2), "de") == "2 × Handtücher"
    assert describe(Item("towel"), "fr") == "serviette de bain"
    assert describe(Item("pillows"), "en") == "pillows"
    assert describe(Item("towels", 2), "nl") == "2 × towels"


def test_an_item_knows_the_intent_that_asks_for_it() -> None:
    assert intent_of(Item("toothbrushes", 2)) == "request.service.toiletries"
