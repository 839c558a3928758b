"""How a guest liked a stay, from 1 to 5, and how guests write that in their languages.

A rating is looked for only while one is asked for. Even then "2 towels", "room 5" and "at 3" are none:
the whole message has to be a number, or say that it is one of five or of stars; what follows has to be
set apart, or be thanks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jack.model.clock import DAY, Micros
from jack.model.languages import fold
from jack.model.numbers import NUMBERS, WIDE_DIGITS, plain_digits

BEST = 5
LOW = 3
"""So much and less is a matter for the manager."""
OPEN_FOR: Micros = 7 * DAY
"""How long an answer is waited for."""
COMMENT_WITHIN: Micros = DAY
"""How long after a bare number the guest's next words are taken as what they say about it."""
MIN_WORDS = 3
"""So many words after a bare number tell of the stay."""


@dataclass(frozen=True, slots=True)
class Rating:
    """`score` is None while it is only asked for. `comment` are the guest's words, from the message.

    `is_last_word`: nothing was said to the guest since they were asked.
    """

    id: int
    guest_id: int
    reservation_id: int | None
    conversation_id: int
    channel: str
    asked_at: Micros
    expires_at: Micros
    score: int | None = None
    rated_at: Micros | None = None
    comment: str = ""
    has_comment: bool = False
    is_last_word: bool = False
    guest_name: str = ""
    task_id: int | None = None

    @property
    def is_good(self) -> bool:
        return self.score is not None and self.score > LOW


@dataclass(frozen=True, slots=True)
class Said:
    """A rating in a message. `is_explicit`: it names stars or the scale, so that it is one whenever it
    comes; a bare number is one only as the very answer. `rest` are the other words."""

    score: int
    is_explicit: bool
    rest: str = ""


_STAR_WORDS = (
    "star stars estrella estrellas etoile etoiles stern sterne sternen stelle stella estrela estrelas"
    " نجوم نجمه звезды звезда звезд सितारे सितारा स्टार"
)
_POINT_WORDS = (
    "point points pts punto puntos punkt punkte punkten punti ponto pontos نقاط نقطه балл балла баллов"
    " अंक"
)
_OF_WORDS = "out\tof of von sur de su em из من में\tसे"
_FIVES = "five cinco cinq funf cinque пяти خمسه 五 पाँच"
_LEAD_WORDS = (
    "rating score nota puntuacion valoracion note bewertung voto valutazione avaliacao pontuacao تقييم"
    " تقييمي оценка 评分 評分 評価 रेटिंग"
)
_THANKS = (
    "thanks thank you so much very many gracias muchas merci beaucoup bien danke vielen schon grazie"
    " mille obrigado obrigada muito شكرا جزيلا спасибо большое धन्यवाद शुक्रिया 谢谢 謝謝 ありがとう"
    " ありがとうございます ありがとうございました"
)
_ANCHORS = {
    5: "excellent excelente exzellent ausgezeichnet hervorragend eccellente ottimo perfect perfecto"
    " perfekt perfetto perfeito parfait ممتاز ممتازه отлично превосходно 非常好 很棒 最高 素晴らしい"
    " उत्कृष्ट बेहतरीन",
    1: "terrible horrible awful furchtbar schrecklich pessimo pessima pesimo ужасно 糟糕 最悪 فظيع"
    " बहुत\tखराब",
}
"""The ends of the scale in words."""

_FEELINGS = (
    "very good great nice super wonderful fantastic amazing lovely perfect bad poor dirty noisy loud"
    " muy bien buen bueno buena genial mal malo mala sehr gut toll wunderbar schlecht laut schmutzig"
    " tres bon bonne bien super mauvais bruyant sale molto buono buona bene bello male rumoroso sporco"
    " muito bom boa otimo otima mau ruim очень хорошо супер плохо шумно грязно جيد جيده جدا رائع سيي"
    " 很好 不错 好 很差 不好 吵 とても 良い 良かった よかった 悪い बहुत अच्छा बढ़िया खराब"
)
_PLEASE = (
    "please pls bitte por\tfavor s'il\tvous\tplait svp per\tfavore пожалуйста من\tفضلك لو\tسمحت"
    " 请 請 ください お願い कृपया"
)

_DRESS = re.compile(r"[\ufe0e\ufe0f\u20e3\u200d\U0001f3fb-\U0001f3ff]")
_STARS = re.compile(r"([⭐★🌟✨])(?:\s*\1)*")
_DRAWN = "⭐★🌟✨"
_SMILES = " .,;:!…()\"'“”«»。、，！；：~-–—☆✩👍🙏🙂😊😀😃😄❤♥💛🎉👏🥰😍"
"""What stands around an answer without changing it."""


def _either(words: str) -> str:
    """Any of these; a tab stands for the space within one."""
    return "|".join(fold(word.replace("\t", " ")).replace(" ", r"\s+") for word in words.split(" "))


_NUMBER_WORDS = {word: value for word, value in NUMBERS.items() if value <= 10}
_WORDED = "|".join(sorted(map(re.escape, _NUMBER_WORDS), key=len, reverse=True))
_ONE = rf"(?P<n>\d{{1,2}}(?:[.,]\d)?|{_WORDED}|[{''.join(WIDE_DIGITS)}])"
_UNIT = rf"\s*(?:(?:{_either(_STAR_WORDS)})(?!\w)|[つ颗顆]?\s*星(?:级|級)?|点|[{_DRAWN}])"
_POINTS = rf"\s*(?:(?:{_either(_POINT_WORDS)})(?!\w)|分|です)"
_SCALE = rf"\s*(?:/|／|{_either(_OF_WORDS)})\s*(?P<of>5|10|{_either(_FIVES)})(?!\w)"
_LEAD = rf"(?:(?P<lead>{_either(_LEAD_WORDS)})\s*(?:is|es|est|ist|e|是|は|है)?\s*[:=]?\s*)"
_NUMBER = re.compile(
    rf"{_LEAD}?{_ONE}(?:(?P<unit>{_UNIT})|(?P<scale>{_SCALE})(?:{_UNIT})?|{_POINTS}|(?!\w))"
)
_RANGE = re.compile(r"(\d)\s*[-–]\s*(\d)")
_APART = re.compile(r"\s*[,;:!…，。！；：、]\s*|\s+[-–—]\s*|[-–—]\s+")
_THANKFUL = re.compile(rf"(?:{_either(_THANKS)})(?:[\s,.!]+(?:{_either(_THANKS)}))*")
_FELT = re.compile(rf"(?<!\w)(?:{_either(_FEELINGS)})(?!\w)")
_QUESTION = re.compile("[?？؟]")
_ASKING = re.compile(rf"(?<![^\W_])(?:{_either(_PLEASE)})|[?？؟]")
_ENDS = {score: re.compile(_either(words)) for score, words in _ANCHORS.items()}
_GIVING = re.compile(
    r"(?:i|we)(?:'d|'ll|\s+would|\s+will)?\s+(?:give|rate)\s+(?:(?:it|you|this|the\s+stay)\s+)?(?:an?\s+)?"
    r"|(?:ich|wir)\s+(?:gebe|geben|wurde|vergebe|vergeben)\s+(?:(?:ihnen|euch)\s+)?"
    r"|(?:je|nous)\s+(?:vous\s+)?(?:donne|donnons|mets|mettons)\s+"
    r"|(?:(?:le|les|os)\s+)?(?:doy|damos)\s+(?:un\s+)?|(?:vi\s+)?(?:do|diamo)\s+(?:un\s+)?"
    r"|dou\s+(?:um\s+)?|(?:ставлю|ставим)\s+|我(?:给|打)\s*"
)


def said(text: str) -> Said | None:
    """The rating that a message is, alone or with words set apart from it; None for anything else."""
    first, _, below = text.strip().partition("\n")
    found = _line(first)
    if found is None or not below.strip():
        return found
    if not found.is_explicit and len(below.split()) < MIN_WORDS and below.isascii():
        return None
    return Said(found.score, found.is_explicit, f"{found.rest} {below}".strip())


def _line(text: str) -> Said | None:
    plain = plain_digits(_DRESS.sub("", text)).strip()
    if stars := _STARS.match(plain):
        return _starred(plain, stars.end())
    bare = plain.strip(_SMILES)
    if both := _RANGE.fullmatch(bare):
        low, high = int(both[1]), int(both[2])
        return Said(low, False) if 1 <= low < high <= BEST else None
    for score, words in _ENDS.items():
        if words.fullmatch(bare):
            return Said(score, False)
    start = plain.lstrip(_SMILES.replace("-", ""))
    giving = _GIVING.match(start)
    found = _numbered(start[giving.end() :] if giving else start)
    return Said(found.score, True, found.rest) if found and giving else found


def _starred(plain: str, end: int) -> Said | None:
    """Stars that are drawn: as many as there are."""
    count = sum(letter in _DRAWN for letter in plain[:end])
    return Said(count, True, plain[end:].strip(_SMILES)) if 1 <= count <= BEST else None


def _numbered(plain: str) -> Said | None:
    found = _NUMBER.match(plain)
    score = _score(found["n"], found["of"]) if found else None
    if found is None or score is None:
        return None
    is_explicit = bool(found["unit"] or found["scale"] or found["lead"])
    after = plain[found.end() :]
    rest = after.strip(_SMILES)
    if not rest:
        return Said(score, is_explicit)
    if _THANKFUL.fullmatch(rest) or any(words.fullmatch(rest) for words in _ENDS.values()):
        return Said(score, is_explicit, rest)
    if is_explicit and _is_felt(rest):
        return Said(score, True, rest)
    if _APART.match(after) is None or not (is_explicit or _is_comment(rest)):
        return None
    return Said(score, is_explicit, rest)


def _is_comment(rest: str) -> bool:
    """Whether what follows a bare number tells of the stay, instead of what there should be so many
    of."""
    if rest[0].isdigit() or _ASKING.search(rest):
        return False
    is_long = len(rest.split()) >= MIN_WORDS or not rest.isascii()
    return is_long or _is_felt(rest)


def _is_felt(rest: str) -> bool:
    """Whether words judge the stay, or thank for it."""
    is_end = any(words.search(rest) for words in _ENDS.values())
    return is_end or bool(_FELT.search(rest) or _THANKFUL.match(rest))


def _score(number: str, of: str | None) -> int | None:
    """Halves count down: nobody is made happier than they said. Of ten, half of it."""
    value = _NUMBER_WORDS.get(number) or WIDE_DIGITS.get(number)
    exact = float(value) if value else float(number.replace(",", "."))
    if of == "10":
        return max(1, int(exact / 2)) if 1 <= exact <= 10 else None
    return int(exact) if 1 <= exact <= BEST else None


# -- in a turn of Jack's ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What a turn brings to a rating: the `score`, or words to one that was given before.

    `message_id` holds the score, `comment_id` the words. `asks`: the guest wants an answer to
    something, too.
    """

    rating: Rating
    score: int | None
    message_id: int
    comment_id: int | None = None
    asks: bool = False

    @property
    def is_good(self) -> bool:
        return self.score is not None and self.score > LOW


def given(waiting: Rating | None, written: Sequence[tuple[int, str]]) -> Given | None:
    """What a burst of messages, as (id, text), is to the rating that is waited for.

    A bare number is an answer only when the question was the last word and nothing beside the number
    wants something.
    """
    if waiting is None or not written:
        return None
    if waiting.score is not None:
        return _words_to(waiting, written)
    for message_id, text in written:
        found = said(text)
        if found is None:
            continue
        others = [(other, words) for other, words in written if other != message_id and words]
        beside = " ".join(fold(words) for _, words in others)
        if not found.is_explicit and not waiting.is_last_word:
            continue
        if not found.is_explicit and beside and not _is_comment(beside):
            continue
        own = message_id if _is_telling(found.rest) else None
        return Given(
            rating=waiting,
            score=found.score,
            message_id=message_id,
            comment_id=own or (others[0][0] if _is_telling(beside) else None),
            asks=bool(_QUESTION.search(f"{found.rest} {beside}")),
        )
    return None


def _words_to(rated: Rating, written: Sequence[tuple[int, str]]) -> Given | None:
    """What the guest says after a bare number, unless it asks for something."""
    text = fold(" ".join(words for _, words in written))
    if rated.has_comment or not _is_telling(text) or _ASKING.search(text):
        return None
    return Given(rating=rated, score=None, message_id=written[0][0], comment_id=written[0][0])


def _is_telling(words: str) -> bool:
    """More than thanks."""
    bare = words.strip(_SMILES)
    if not bare or _THANKFUL.fullmatch(fold(bare)):
        return False
    return len(bare.split()) >= MIN_WORDS or not bare.isascii() or bool(_FELT.search(fold(bare)))
