from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.knowledge.chunking import chunks, estimate_tokens, sentences

WORDS = st.text(st.sampled_from("abcdefgÄéж漢のह1.!?。,\u0301 \n"), max_size=600)
TEXTS = st.one_of(st.text(max_size=300), WORDS)


def squeezed(text: str) -> str:
    return "".join(text.split())


def rest_after(pieces: list[str], whole: str) -> str:
    """What of `whole` the pieces leave out when each begins at or before the end of the last."""
    end = 0
    for piece in map(squeezed, pieces):
        starts = [at for at in range(end + 1) if whole.startswith(piece, at)]
        assert starts, f"{piece!r} does not continue the text"
        end = starts[-1] + len(piece)
    return whole[end:]


# -- sentences -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We have a pool. It is free! Is it warm? Yes…", 4),
        ("¿Hay piscina? ¡Sí! Está en la azotea.", 3),
        ("プールは9時からです。無料です！はい？いいえ", 4),
        ("泳池在五楼。免费！几点开？", 3),
        ("पूल खुला है। समय क्या है? धन्यवाद।", 3),
        ("هل يوجد مسبح؟ نعم. الدخول مجاني.", 3),
        ("Где бассейн? На крыше. Вход свободный.", 3),
        ("수영장이 있나요? 네. 무료입니다.", 3),
    ],
)
def test_every_guest_language_ends_its_sentences_its_own_way(text: str, expected: int) -> None:
    found = sentences(text)

    assert len(found) == expected
    assert squeezed("".join(found)) == squeezed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Breakfast is served from 7 a.m. to 11.30 a.m. on weekdays.",
        "We are at 5 St. Mary Road, e.g. a walk of 1.5 km from No. 7.",
        "Ask Dr. Müller or Mrs. J. Smith about tel. 01223 366611.",
        "Der Pool ist ab 1. Mai im 3. Stock bzw. z. B. im Garten offen.",
        "Min. 2 nights, max. 4 persons, approx. 20 m².",
        "ул. Ленина 5 находится рядом.",
        "Write to desk@hotel.example.com or see www.hotel.example/wi-fi.html today.",
        "She said “Stop!” and left ... slowly.",
    ],
)
def test_abbreviations_decimals_times_and_addresses_stay_whole(text: str) -> None:
    assert sentences(text) == [text]


def test_an_abbreviation_at_the_end_of_a_sentence_still_ends_it() -> None:
    text = "Check-in is from 3 p.m. The desk never closes. Is there a gym? No. We have a pool."

    assert sentences(text) == [
        "Check-in is from 3 p.m.",
        "The desk never closes.",
        "Is there a gym?",
        "No.",
        "We have a pool.",
    ]


def test_closing_quotes_and_brackets_stay_with_their_sentence() -> None:
    assert sentences("“Closed.” (Open in May.) 「無料。」はい。") == [
        "“Closed.”",
        "(Open in May.)",
        "「無料。」",
        "はい。",
    ]


def test_lines_and_list_items_are_sentences_of_their_own() -> None:
    text = "Opening hours\n- Pool: 8 to 20\r\n- Spa: 10 to 19\n1. Take the lift\n2. Turn left"

    assert sentences(text) == [
        "Opening hours",
        "- Pool: 8 to 20",
        "- Spa: 10 to 19",
        "1. Take the lift",
        "2. Turn left",
    ]


@settings(deadline=None)
@given(TEXTS)
def test_sentences_lose_only_space_and_keep_the_order(text: str) -> None:
    found = sentences(text)

    assert squeezed("".join(found)) == squeezed(text)
    assert all(sentence and sentence == sentence.strip() for sentence in found)


# -- estimates -----------------------------------------------------------------------------------


def test_four_latin_letters_or_one_chinese_character_count_as_a_token() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("breakfast at eight") == 5
    assert estimate_tokens("早餐时间") == 4
    assert estimate_tokens("бассейн") == 4


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_longer_text_is_never_estimated_shorter(text: str, more: str) -> None:
    assert estimate_tokens(text) <= estimate_tokens(text + more)


# -- chunks --------------------------------------------------------------------------------------


def test_a_short_entry_is_one_piece_under_its_title() -> None:
    assert chunks("Pool", "Open daily.\n\nFree for guests.") == [
        "Pool\nOpen daily.\n\nFree for guests."
    ]


def test_an_entry_without_text_is_its_title_and_nothing_is_nothing() -> None:
    assert chunks("Pool", " \n ") == ["Pool"]
    assert chunks("", "") == []


def test_a_long_entry_is_cut_between_paragraphs_where_they_fit() -> None:
    paragraphs = [f"{name} " + "word " * 24 + "end." for name in ("One", "Two", "Three")]

    pieces = chunks("T", "\n\n".join(paragraphs), max_tokens=40)

    assert [piece.splitlines() for piece in pieces] == [["T", text] for text in paragraphs]


def test_a_short_sentence_at_a_cut_stands_in_both_pieces() -> None:
    body = " ".join(f"Sentence number {number} speaks about the pool." for number in range(40))

    pieces = chunks("Pool", body, max_tokens=60)

    assert len(pieces) > 2
    for before, after in pairwise(pieces):
        assert sentences(after)[1] == sentences(before)[-1]


def test_a_long_sentence_at_a_cut_is_not_repeated() -> None:
    body = " ".join(f"Start{number} " + "word " * 30 + "end." for number in range(6))

    pieces = chunks("T", body, max_tokens=60)

    assert [sum(f"Start{number} " in piece for piece in pieces) for number in range(6)] == [1] * 6


def test_a_sentence_too_long_is_cut_between_words() -> None:
    words = [f"word{number}" for number in range(300)]

    pieces = chunks("T", " ".join(words), max_tokens=50)

    assert [word for piece in pieces for word in piece.split()[1:]] == words


def test_a_word_too_long_is_cut_but_no_accent_torn_from_its_letter() -> None:
    pieces = chunks("T", "e\u0301" * 500, max_tokens=50)

    assert len(pieces) > 5
    assert all(piece.startswith("T\ne") for piece in pieces)


def test_a_title_is_shortened_when_it_would_leave_no_room_for_the_text() -> None:
    pieces = chunks("title " * 200, "The pool is open.", max_tokens=40)

    assert pieces[-1].endswith("open.")
    assert all(estimate_tokens(piece) <= 40 for piece in pieces)


def test_the_given_counter_decides_what_fits() -> None:
    pieces = chunks("", "a b c d e f g", max_tokens=3, count=lambda text: len(text.split()))

    assert pieces == ["a b c", "d e f", "g"]


@settings(deadline=None)
@given(st.text(max_size=40), TEXTS, st.integers(min_value=4, max_value=60))
def test_pieces_cover_the_whole_text_in_order_within_the_bound(
    title: str, body: str, max_tokens: int
) -> None:
    pieces = chunks(title, body, max_tokens=max_tokens)

    assert all(piece.strip() for piece in pieces)
    assert all(estimate_tokens(piece) <= max_tokens for piece in pieces)
    assert rest_after(chunks("", body, max_tokens=max_tokens), squeezed(body)) == ""
