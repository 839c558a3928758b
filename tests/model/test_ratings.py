"""What is a rating and what is not, in the guests' languages."""

from __future__ import annotations

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from jack.model.ratings import Rating, given, said

BARE = {
    1: ["1", "one", "uno", "١", "一", "schrecklich", "बहुत खराब", "最悪"],
    2: ["2", "2!", "два", "deux", "2 punti", "２", "दो"],
    3: ["3", "three", "tres", "drei", "3-4", "3.5", "3 points", "三"],
    4: ["4", "4.", "(4)", "4,5", "quatre", "quattro", "أربعة", "четыре", "4分"],
    5: [
        "5",
        "5!!",
        "5 👍",
        "5️⃣",
        "５",
        "٥",
        "५",
        "五",
        "five",
        "fünf",
        "cinq",
        "cinco",
        "cinque",
        "خمسة",
        "пять",
        "पांच",
        "5です",
        "5 thanks",
        "5 danke schön",
        "5, gracias",
        "Excellent!",
        "ausgezeichnet",
        "ممتاز",
        "отлично",
        "非常好",
        "最高",
        "उत्कृष्ट",
        "5, the breakfast was great",
        "5 - super",
        "5, 很好",
        "5\nBest regards, Ana Silva",
    ],
}
EXPLICIT = {
    1: ["⭐", "1 star", "1/5", "1 von 5", "1 star, never again", "1/10"],
    2: ["2 stars", "★★☆☆☆", "4/10", "2 sur 5: bruyant"],
    3: ["⭐⭐⭐", "3 estrellas", "3 stelle", "7/10", "3 из 5", "三星"],
    4: ["4 stars", "4/5", "4 out of 5", "4 von 5", "4 Sterne", "4 étoiles", "★★★★☆", "9/10"],
    5: [
        "5/5",
        "5 / 5",
        "5 of 5",
        "5 sur 5",
        "5 de 5",
        "5 su 5",
        "5 из 5",
        "5 من 5",
        "5/5!",
        "10/10",
        "cinco estrellas",
        "fünf Sterne",
        "5 stelle",
        "cinco estrelas",
        "5 نجوم",
        "خمس نجوم",
        "пять звёзд",
        "5 सितारे",
        "5星",
        "五つ星",
        "⭐⭐⭐⭐⭐",
        "⭐️⭐️⭐️⭐️⭐️",
        "★★★★★ lovely",
        "5 ⭐",
        "Rating: 5",
        "評価：5",
        "I'd give it a 5",
        "Ich gebe 5 Sterne",
        "je vous donne 5",
        "ставлю 5",
        "5/5 thank you so much",
        "5 stars! Everything was wonderful.",
    ],
}
NONE = [
    "2 towels",
    "2 towels please",
    "Two towels",
    "2, please",
    "2, towels",
    "2 - extra pillows",
    "4, two more towels please",
    "2\ntowels",
    "room 5",
    "Zimmer 5",
    "chambre 3",
    "客房 5",
    "5号房",
    "at 3",
    "3 pm",
    "um 5 Uhr",
    "à 5 h",
    "5:30",
    "5.30",
    "2-3 towels",
    "3. Etage",
    "2 de mayo",
    "5 mai",
    "5 минут",
    "5分後",
    "2枚",
    "2 serviettes",
    "1 bottle of water",
    "4 people",
    "5 of us",
    "3 of 5 bags",
    "5€",
    "5 eur",
    "0",
    "6",
    "-1",
    "11/10",
    "204",
    "2x",
    "one moment",
    "un momento",
    "uno más",
    "eins noch",
    "four seasons",
    "5 stars hotel nearby?",
    "my room 5/5 was",
    "3, 4",
    "good",
    "ok",
    "",
    "   ",
    "⭐⭐⭐⭐⭐⭐",
]


@pytest.mark.parametrize(
    ("text", "score"), [(text, score) for score, texts in BARE.items() for text in texts]
)
def test_a_number_alone_is_a_rating(text: str, score: int) -> None:
    found = said(text)

    assert found is not None
    assert (found.score, found.is_explicit) == (score, False)


@pytest.mark.parametrize(
    ("text", "score"), [(text, score) for score, texts in EXPLICIT.items() for text in texts]
)
def test_stars_and_the_scale_say_that_it_is_one(text: str, score: int) -> None:
    found = said(text)

    assert found is not None
    assert (found.score, found.is_explicit) == (score, True)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_rating(text: str) -> None:
    assert said(text) is None


@for_any(st.text(max_size=60))
def test_any_text_is_read_without_a_stumble(text: str) -> None:
    found = said(text)

    assert found is None or 1 <= found.score <= 5


# -- in a conversation -----------------------------------------------------------------------------


def asked(**changes: object) -> Rating:
    plain: dict[str, object] = {
        "id": 1,
        "guest_id": 1,
        "reservation_id": 1,
        "conversation_id": 1,
        "channel": "whatsapp",
        "asked_at": 0,
        "expires_at": 1,
        "is_last_word": True,
    }
    return Rating(**(plain | changes))  # type: ignore[arg-type]


def scores(rating: Rating | None, *texts: str) -> tuple[int | None, int | None, bool] | None:
    """(score, id of the comment, whether something is asked)."""
    found = given(rating, list(enumerate(texts, 1)))
    return None if found is None else (found.score, found.comment_id, found.asks)


def test_nothing_is_a_rating_unless_one_is_asked_for() -> None:
    assert scores(None, "5/5") is None
    assert scores(asked()) is None


def test_a_bare_number_answers_only_the_last_word_that_was_said() -> None:
    later = asked(is_last_word=False)

    assert scores(asked(), "4") == (4, None, False)
    assert scores(later, "4") is None
    assert scores(later, "4 stars") == (4, None, False)


def test_words_beside_the_number_are_the_comment() -> None:
    assert scores(asked(), "2, the room was noisy") == (2, 1, False)
    assert scores(asked(), "5", "The breakfast was wonderful") == (5, 2, False)
    assert scores(asked(), "Lovely stay with you", "5") == (5, 1, False)
    assert scores(asked(), "5", "thank you so much") == (5, None, False)


def test_a_burst_that_wants_something_is_no_rating() -> None:
    assert scores(asked(), "2", "towels") is None
    assert scores(asked(), "2", "more towels for us please") is None
    assert scores(asked(), "5/5", "can I have the invoice?") == (5, 2, True)


def test_the_next_words_after_a_bare_number_are_what_the_guest_says_about_it() -> None:
    rated = asked(score=2, rated_at=0)

    assert scores(rated, "The room was very loud") == (None, 1, False)
    assert scores(rated, "El desayuno estaba frío") == (None, 1, False)
    assert scores(rated, "ok") is None
    assert scores(rated, "Where is my invoice?") is None
    assert scores(rated, "Two more towels please") is None
    assert scores(asked(score=2, rated_at=0, has_comment=True), "It was very loud") is None
