"""Languages told from script and everyday words, and what must not change one (R9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.languages import (
    Language,
    by_common_words,
    by_script,
    direction,
    fold,
    is_language_neutral,
    parse,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("هل يوجد مسبح؟", Language.AR),
        ("क्या यहाँ पार्किंग है?", Language.HI),
        ("Есть ли бассейн?", Language.RU),
        ("有游泳池吗", Language.ZH),
        ("プールはありますか", Language.JA),
        ("朝食は何時ですか", Language.JA),
        ("予約", Language.JA),
        ("予約変更", Language.JA),
        ("WiFi密码是多少", Language.ZH),
        ("我们住Hilton", Language.ZH),
        ("WiFi パスワード", Language.JA),
        ("Можно late check-out?", Language.RU),
    ],
)
def test_the_script_of_most_letters_gives_the_language(text: str, language: Language) -> None:
    assert by_script(text) is language


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "¿hay piscina?",
        "",
        "12:30 👍",
        "안녕하세요",
        "Дякую, є вільні номери?",
        "سلام، چطور هستید",
        "Where is the restaurant 外滩?",
        "ok 好, can I have two towels please",
    ],
)
def test_latin_other_scripts_and_neighbouring_languages_give_none(text: str) -> None:
    assert by_script(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello", Language.EN),
        ("Thanks!", Language.EN),
        ("two towels please", Language.EN),
        ("what's the wifi password", Language.EN),
        ("hola", Language.ES),
        ("gracias", Language.ES),
        ("¿hay piscina?", Language.ES),
        ("¿parking?", Language.ES),
        ("sí", Language.ES),
        ("donde esta la habitacion", Language.ES),
        ("Bonjour", Language.FR),
        ("merci beaucoup", Language.FR),
        ("s’il vous plaît", Language.FR),
        ("petit-déjeuner ?", Language.FR),
        ("Où est l'hôtel ?", Language.FR),
        ("Hallo", Language.DE),
        ("danke schön", Language.DE),
        ("2 Handtücher bitte", Language.DE),
        ("Wo ist der Pool?", Language.DE),
        ("ciao", Language.IT),
        ("Grazie mille", Language.IT),
        ("sì", Language.IT),
        ("c'è la sauna?", Language.IT),
        ("olá", Language.PT),
        ("muito obrigada", Language.PT),
        ("nao", Language.PT),
        ("bom dia", Language.PT),
    ],
)
def test_everyday_words_give_the_language(text: str, language: Language) -> None:
    assert by_common_words(text) is language


@pytest.mark.parametrize(
    "text", ["ok", "hotel", "wifi", "por favor", "no", "si", "Smith", "", "👍", "Taxi!", "有吗"]
)
def test_shared_or_unknown_words_decide_nothing(text: str) -> None:
    assert by_common_words(text) is None


def test_a_longer_text_needs_a_lead_of_two_words() -> None:
    assert by_common_words("Casa Noche Luna Sol hola hello") is None


@pytest.mark.parametrize(
    "text",
    [
        *[
            "ok",
            "OK!",
            "Okay 👍",
            "ок",
            "👍👍",
            "",
            "  ",
            "?",
            "...",
            "204",
            "room-service",
            "B-204",
        ],
        *["12:30", "10am", "+49 151 2345678", "WiFi 305", "Taxi!", "Uber", "k", "Netflix?"],
        *["ana@example.com", "https://example.com/menü", "check-in", "no", "haha", "オーケー"],
    ],
)
def test_r9_texts_without_a_language_are_neutral(text: str) -> None:
    assert is_language_neutral(text)


@pytest.mark.parametrize(
    "text",
    [
        *["hola", "ok gracias", "merci 👍", "ja", "thanks", "room 204", "taxi bitte", "да", "好"],
        *["人数を3人に", "नमस्ते", "شكرا"],
    ],
)
def test_r9_texts_in_a_language_are_not_neutral(text: str) -> None:
    assert not is_language_neutral(text)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pt-BR", Language.PT),
        ("zh_Hant_TW", Language.ZH),
        (" EN ", Language.EN),
        ("ko", None),
        ("", None),
        ("english", None),
    ],
)
def test_language_tags_are_read_by_their_first_part(tag: str, language: Language | None) -> None:
    assert parse(tag) is language


def test_only_arabic_is_written_from_right_to_left() -> None:
    from_the_right = [language for language in Language if direction(language) == "rtl"]

    assert from_the_right == [Language.AR]
    assert direction("ar-EG") == "rtl"
    assert direction("tlh") == "ltr"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Où EST\nl’ascenseur ", "ou est l'ascenseur"),
        ("STRASSE Straße", "strasse strasse"),
        ("ＳＴＯＰ", "stop"),
        ("ещё", "еще"),
        ("إِلْغَاء", "الغاء"),
        ("煙", "烟"),
    ],
)
def test_folding_removes_what_writers_vary(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="0123456789 \n#+-:.,;!?…()👍🏽🙏❤️😀🇩🇪♥☎", max_size=40))
def test_r9_numbers_emoji_and_punctuation_never_name_a_language(text: str) -> None:
    assert is_language_neutral(text)
    assert by_script(text) is None
