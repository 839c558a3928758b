"""R9: the guest's language is detected once and sticky."""

from __future__ import annotations

import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.model.languages import Language
from jack.services import languages
from tests.evaluation import languages as evaluation

LONG = {
    "en": "Good evening, could somebody please bring us another pillow?",
    "es": "Buenas noches, ¿podría alguien traernos otra almohada, por favor?",
    "fr": "Bonsoir, quelqu'un pourrait-il nous apporter un autre oreiller ?",
    "de": "Guten Abend, könnte uns bitte jemand noch ein Kissen bringen?",
    "it": "Buonasera, qualcuno potrebbe portarci un altro cuscino, per favore?",
    "pt": "Boa noite, alguém poderia trazer-nos mais uma almofada, por favor?",
    "ar": "مساء الخير، هل يمكن لأحد أن يحضر لنا وسادة أخرى؟",
    "zh": "晚上好，请问能再给我们拿一个枕头吗？",
    "ja": "こんばんは、枕をもう一つ持ってきていただけますか？",
    "hi": "नमस्ते, क्या कोई हमें एक और तकिया दे सकता है?",
    "ru": "Добрый вечер, не могли бы вы принести нам ещё одну подушку?",
}


def test_every_guest_language_is_tried_here() -> None:
    assert set(LONG) == set(Language)


@pytest.mark.parametrize(("language", "text"), LONG.items())
def test_r9_every_guest_language_is_recognised(language: str, text: str) -> None:
    assert languages.detect(text)[0] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What time is checkout?", "en"),
        ("¿Hay piscina?", "es"),
        ("hola", "es"),
        ("Wo kann ich parken?", "de"),
        ("C'è un parcheggio disponibile?", "it"),
        ("プールはありますか？", "ja"),
        ("هل يوجد مسبح؟", "ar"),
        ("Где можно позавтракать завтра утром?", "ru"),
    ],
)
def test_r9_short_questions_tell_their_language(text: str, language: str) -> None:
    assert languages.detect(text)[0] == language


@pytest.mark.parametrize("text", ["", "ok", "204", "👍", "Wi-Fi?", "https://hotel.example/menu"])
def test_r9_what_tells_nothing_is_no_language(text: str) -> None:
    assert languages.detect(text) == (None, 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("수영장은 몇 시에 여나요?", "ko"),
        ("WiFi 비밀번호가 뭐예요?", "ko"),
        ("Τι ώρα είναι το πρωινό;", "el"),
        ("באיזו שעה ארוחת הבוקר?", "he"),
        ("อาหารเช้ากี่โมง", "th"),
    ],
)
def test_r9_a_script_of_its_own_is_never_taken_for_a_guest_language(
    text: str, language: str
) -> None:
    assert languages.detect(text) == (language, 1.0)
    assert languages.recognise(text, known="zh") == language


@pytest.mark.parametrize("known", Language)
@pytest.mark.parametrize("text", ["ok", "OK!", "204", "👍", "", "taxi"])
def test_r9_ok_never_flips_a_language(text: str, known: str) -> None:
    assert languages.recognise(text, known=known) == known


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("es", "thanks"),
        ("de", "hello"),
        ("en", "hola"),
        ("en", "gracias"),
        ("en", "Hotel Aurelane"),
        ("en", "谢谢"),
    ],
)
def test_r9_a_short_word_of_another_language_does_not_flip(known: str, text: str) -> None:
    assert languages.recognise(text, known=known) == known


@pytest.mark.parametrize("language", [language for language in LONG if language != "en"])
def test_r9_a_long_text_plainly_in_another_language_changes_it(language: str) -> None:
    assert languages.recognise(LONG[language], known="en") == language


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("¿Hay piscina?", "en", "es"),
        ("Can I bring my dog?", "es", "en"),
        ("Est-ce que le petit-déjeuner est compris ?", "en", "fr"),
        ("你们有游泳池吗", "en", "zh"),
    ],
)
def test_r9_a_sentence_plainly_in_another_language_changes_it(
    text: str, known: str, language: str
) -> None:
    assert languages.recognise(text, known=known) == language


def test_r9_a_long_text_without_common_words_is_left_to_the_detector() -> None:
    text = "Zimmerreinigung Handtücher Bettwäsche Frühstückszeiten Parkmöglichkeiten"

    assert languages.recognise(text, known="en") == "de"
    assert languages.recognise("Sauberkeit", known="en") == "en"


def test_r9_a_word_is_enough_where_nothing_is_known() -> None:
    assert languages.recognise("Hola", known=None) == "es"


def test_r9_a_default_is_answered_in_but_not_recognised() -> None:
    assert languages.recognise("ok", known=None) is None
    assert languages.choose("ok", known=None, default="fr") == "fr"
    assert languages.choose("Hola", known=None, default="fr") == "es"
    assert languages.choose("ok", known="de", default="fr") == "de"


def test_a_few_letters_are_not_guessed_at() -> None:
    assert languages.detect("xqz wvk") == (None, 0.0)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(Language))
def test_r9_whatever_is_written_a_known_language_is_never_lost(text: str, known: Language) -> None:
    kept = languages.recognise(text, known=known)

    assert kept in {*Language, "ko", "el", "he", "th"}


@pytest.mark.parametrize("text", ["0000µ", "λ 12:30", "네, 204"])
def test_r9_a_letter_or_two_of_another_script_change_no_language(text: str) -> None:
    assert languages.recognise(text, known="en") == "en"


def test_the_detector_is_loaded_once_and_says_so() -> None:
    languages.warm()

    assert languages.is_warm()


def test_without_room_for_the_detector_small_words_still_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    languages._detector.cache_clear()
    monkeypatch.setattr(tempfile, "tempdir", "/proc/no-such-folder")

    assert not languages.warm()
    assert languages.detect("Un texte sans petits mots connus xqz") == (None, 0.0)
    assert languages.detect("¿Hay una piscina en el hotel?")[0] == "es"

    monkeypatch.undo()
    assert languages.warm()


def test_r9_the_language_of_what_our_evaluation_guests_write_is_told() -> None:
    """The target is .97 (`python -m tests.evaluation.languages`)."""
    written = evaluation.texts(())

    right = [evaluation.is_right(*each) for each in written]

    assert sum(right) >= 0.97 * len(written)
