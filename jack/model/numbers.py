"""Numbers as guests write them: digits of every script, and the small ones in words."""

from __future__ import annotations

import unicodedata

from jack.model.languages import Language, fold

_NUMBER_WORDS = {
    Language.EN: "one two three four five six seven eight nine ten eleven twelve",
    Language.ES: "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    Language.FR: "un deux trois quatre cinq six sept huit neuf dix onze douze",
    Language.DE: "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
    Language.IT: "un due tre quattro cinque sei sette otto nove dieci undici dodici",
    Language.PT: "um dois tres quatro cinco seis sete oito nove dez onze doze",
    Language.AR: "واحد اثنين ثلاث اربع خمس ست سبع ثماني تسع عشر",
    Language.HI: "एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह",
    Language.RU: "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
}
_MORE_NUMBER_WORDS = {
    "couple": 2, "pair": 2, "una": 1, "une": 1, "uno": 1, "uma": 1, "duas": 2,
    "eine": 1, "einen": 1, "две": 2, "одну": 1, "одно": 1, "ثلاثه": 3,
    "اربعه": 4, "خمسه": 5, "पाँच": 5,
}  # fmt: skip
WIDE_DIGITS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
WIDE_DIGITS |= {"八": 8, "九": 9, "十": 10}
WIDE_HOURS = WIDE_DIGITS | {"十一": 11, "十二": 12}

NUMBERS = {
    fold(word): value
    for words in _NUMBER_WORDS.values()
    for value, word in enumerate(words.split(), 1)
} | {fold(word): value for word, value in _MORE_NUMBER_WORDS.items()}


def plain_digits(text: str) -> str:
    """Folded, with every script's digits as ASCII."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in fold(text)
    )
