"""Which things, and how many of each, a guest asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jack.llm.local.things import THINGS, Thing
from jack.model.languages import Language, fold, parse
from jack.model.numbers import NUMBERS, WIDE_DIGITS, plain_digits
from jack.model.rooms import room_spans
from jack.model.tasks import Item

LANGUAGES = tuple(Language)
UNSPACED = (Language.ZH, Language.JA, Language.HI)
MAX_QUANTITY = 40
_ARABIC_PAIRS = re.compile(fold("منشفت[يا]ن|وسادت[يا]ن|بطانيت[يا]ن|زجاجت[يا]ن|زجاجتي"))


def items(text: str, language: str) -> tuple[Item, ...]:
    """What is asked for and how many, in order of mention, by canonical English name.

    A thing without a number counts once; named in the plural ("extra pillows") its item is too.
    The guest's language is tried first, then the others: detection errs on short messages.
    """
    plain = plain_digits(text)
    for start, end in room_spans(plain):
        plain = plain[:start] + ";" * (end - start) + plain[end:]
    found: dict[str, Item] = {}
    taken = 0
    for start, end, thing in _mentions(plain, parse(language)):
        quantity = _quantity(plain, taken, start, end)
        is_plural = quantity != 1 or plain[start:end] in _PLURALS
        name = thing.many if is_plural else thing.name
        found.setdefault(thing.name, Item(name, quantity))
        taken = end
    return tuple(found.values())


def intent_of(item: Item) -> str:
    """The intent that asks for this item."""
    return _BY_ITEM_NAME[item.name].intent


def describe(item: Item, language: str) -> str:
    """`2 × Handtücher`: an item as the guest reads it."""
    thing = _BY_ITEM_NAME[item.name]
    one, many, *_ = thing.words[parse(language) or Language.EN].split("|")
    if item.quantity == 1:
        return many if item.name == thing.many else one
    return f"{item.quantity} × {many}"


_BY_ITEM_NAME = {name: thing for thing in THINGS for name in (thing.many, thing.name)}
_PLURALS = frozenset(
    fold(many)
    for thing in THINGS
    for one, many, *_ in (words.split("|") for words in thing.words.values())
    if fold(one) != fold(many)
)


def _stems(thing: Thing, language: Language) -> Iterator[str]:
    for word in thing.words[language].split("|"):
        yield re.escape(fold(word))


def _pattern(language: Language) -> re.Pattern[str]:
    """All things of a language in one pattern, longer stems first; group names are positions."""
    stems = sorted(
        ((stem, at) for at, thing in enumerate(THINGS) for stem in _stems(thing, language)),
        key=lambda each: -len(each[0]),
    )
    unique = dict(reversed(stems))
    ordered = sorted(unique.items(), key=lambda each: -len(each[0]))
    groups: dict[int, list[str]] = {}
    for stem, at in ordered:
        groups.setdefault(at, []).append(stem)
    inside = "|".join(f"(?P<t{at}>{'|'.join(stems)})" for at, stems in groups.items())
    if language in UNSPACED:
        return re.compile(inside)
    if language is Language.AR:
        return re.compile(rf"(?<!\w)[وبلك]{{0,2}}(?:ال)?(?:{inside})")
    ending = r"(?!\w)" if language is Language.EN else ""
    return re.compile(rf"(?<!\w)(?:[dl]')?(?:{inside}){ending}")


_PATTERNS = {language: _pattern(language) for language in Language}


def _mentions(plain: str, language: Language | None) -> list[tuple[int, int, Thing]]:
    """Things named in the guest's language, else in whichever language names the most."""
    order = [language] if language else []
    order += [other for other in LANGUAGES if other not in order]
    for each in order:
        found = [
            (match.start(), match.end(), THINGS[int((match.lastgroup or "t0")[1:])])
            for match in _PATTERNS[each].finditer(plain)
        ]
        if found:
            return found
    return []


_BEFORE = re.compile(r"(?<![\d:.,])(\d{1,2})(?![\d:.,%])|([^\W\d_][^\s\d.,;]*)")
_BREAK = re.compile(
    r"[;:!?()、，؛]|[.,](?!\d)|(?<!\w)(?:and|y|e|et|und|и|और|و|for|per|para|pour|fur|для)(?!\w)"
)
_WIDE_AFTER = re.compile(
    fold(
        r"^[をは]?(?:もう|あと)?(\d{1,2}|[一二两三四五六七八九十])(?:枚|つ|個|本|条|個|个|张|套|床|双|瓶|台)"
    )
)
_WIDE_BEFORE = re.compile(
    fold(
        r"(\d{1,2}|[一二两兩三四五六七八九十])[条個个张套床双瓶块把床台卷枚本つの]{0,2}(?:的|干净的|新的)?$"
    )
)


def _quantity(plain: str, floor: int, start: int, end: int) -> int:
    """The number that belongs to the thing at `start`..`end`, looked for from `floor` on."""
    if _ARABIC_PAIRS.search(plain[start : end + 3]):
        return 2
    before = _BREAK.split(plain[floor:start])[-1]
    for match in (_WIDE_BEFORE.search(before), _WIDE_AFTER.search(plain[end:])):
        if match:
            return _bounded(WIDE_DIGITS.get(match[1]) or int(match[1]))
    for match in list(_BEFORE.finditer(before))[-4:][::-1]:
        number = int(match[1]) if match[1] else NUMBERS.get(match[2])
        if number:
            return _bounded(number)
    return 1


def _bounded(number: int) -> int:
    return number if 1 <= number <= MAX_QUANTITY else 1
