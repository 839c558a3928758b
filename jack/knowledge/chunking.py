"""Cuts an entry into pieces small enough to embed, at the most natural places there are."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import pairwise

Span = tuple[int, int]

CLOSERS = r"""["'”’»)\]」』）】]*+"""
# The full stops of Chinese, Japanese, Hindi, Arabic, Urdu, Burmese, Khmer and Amharic end a sentence
# wherever they stand; Latin ones only before a space, for "11.30" and "hotel.example" hold dots.
ENDING = (
    rf"[。！？｡।॥؟۔။។።][。！？｡।॥؟۔။។።!?.…]*+{CLOSERS}"
    rf"|(?<![.!?…])(?P<latin>[.!?…]++)(?P<closers>{CLOSERS})(?=\s|$|[\u3040-\u9fff])"
)
WIDE = r"[\u2e80-\U0010ffff]+"
NOT_LATIN = r"[\u0250-\U0010ffff]+"
LINE_BREAK = re.compile(r"[\n\r\u2028\u2029]")
BLANK_LINE = re.compile(r"\n\s*\n")
NEXT_WORD = re.compile(r"\s*(\w+|\S?)")
SINGLE_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+$")


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    """Compiled when first needed: wide ranges take milliseconds, and every command would wait."""
    return re.compile(regex)


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A dot after these never ends a sentence: another word has to follow.
NEVER_LAST = _words_in(
    """
    mr mrs ms mx dr prof st ste sr sra srta mme mlle jr fr hr hrn dott sig ing arch
    e.g i.e z.b d.h u.a o.ä p.ex p.ej t.ex f.eks bijv bzw ca approx vs incl inkl excl exkl evtl ggf
    str av avda avd blvd bd rd ctra pl pza resp vgl cf sog zzgl dept apt ул пр им г д т.е т.к напр
    """
)
# After these only if a capital follows ("for 5 min. The taxi", but "min. 2 nights").
LAST_BEFORE_CAPITALS = _words_in("etc usw inc ltd co min max km osv m.m")
# After these always, unless a number follows ("No. 5", but "Is there a pool? No.").
BEFORE_NUMBERS = _words_in(
    "no nos nr núm num nº n° art p pp pag pág vol ch fig tel tél fax ext zi rm"
)
# A day or a floor in German, Danish and their like: "am 1. Mai", "im 3. Stock".
AFTER_ORDINALS = _words_in(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    stock etage og ug obergeschoss untergeschoss person klasse tag woche sal maj juli
    """
)


def estimate_tokens(text: str) -> int:
    """About how many tokens a multilingual subword model sees: four Latin letters, two of another
    alphabet, or one Chinese, Japanese or Korean character each make one."""
    narrow = len(_compiled(WIDE).sub("", text))
    latin = len(_compiled(NOT_LATIN).sub("", text))
    return math.ceil(latin / 4 + (narrow - latin) / 2 + (len(text) - narrow))


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, without the space between; the end of a line ends one."""
    return [text[start:end] for start, end in _sentence_spans(text, (0, len(text)))]


def questions_in(title: str) -> list[str]:
    """The ways in which a title asks: "Is there a pool? Where can I swim?" are two."""
    return [part.strip() for part in sentences(title) if part.strip()] or [title]


def chunks(
    title: str, body: str, *, max_tokens: int = 200, count: Callable[[str], int] = estimate_tokens
) -> list[str]:
    """Pieces of `body` in order, each under its title, of at most `max_tokens` by `count`.

    An entry that fits is one piece. A longer one is cut between paragraphs, where one is too long
    between sentences, then words, then letters; nothing is left out, and a short sentence at a cut
    stands in both pieces. A title that would fill more than half of a piece is shortened. The bound
    is kept as long as a single letter fits it.
    """
    body, title = body.strip(), " ".join(title.split())
    heading = title[
        : _longest(len(title), lambda end: count(title[:end]) <= max_tokens // 2)
    ].rstrip()
    heading = heading + "\n" if heading else ""

    def fits(start: int, end: int) -> bool:
        return count(heading + body[start:end]) <= max_tokens

    if not body:
        return [heading.strip()] if heading else []
    if fits(0, len(body)):
        return [heading + body]
    return [heading + body[start:end] for start, end in _packed(body, fits)]


def _packed(body: str, fits: Callable[[int, int], bool]) -> Iterator[Span]:
    """Join units to pieces as long as they fit, repeating a short sentence across each cut."""
    spans = _sentence_spans(body, (0, len(body)))
    sentence_before = {following[0]: span for span, following in pairwise(spans)}
    units = _units(body, fits)
    start, end = next(units)
    for unit in units:
        if fits(start, unit[1]):
            end = unit[1]
            continue
        yield start, end
        repeated = sentence_before.get(unit[0], unit)
        is_short = (repeated[1] - repeated[0]) * 4 <= end - start
        start = repeated[0] if is_short and fits(repeated[0], unit[1]) else unit[0]
        end = unit[1]
    yield start, end


def _units(body: str, fits: Callable[[int, int], bool]) -> Iterator[Span]:
    """What is not cut further: paragraphs that fit, else sentences that fit, else runs of words."""
    for paragraph in _trimmed_between(body, BLANK_LINE, (0, len(body))):
        if fits(*paragraph):
            yield paragraph
            continue
        for sentence in _sentence_spans(body, paragraph):
            if fits(*sentence):
                yield sentence
            else:
                yield from _words(body, sentence, fits)


def _words(body: str, span: Span, fits: Callable[[int, int], bool]) -> Iterator[Span]:
    start, stop = span
    while start < stop:
        end = start + max(_longest(stop - start, partial(_fits_from, fits, start)), 1)
        if end < stop and not body[end].isspace():
            end = _last_space(body, start, end) or _whole_letter(body, start, end)
        yield _trim(body, (start, end))
        start, _ = _trim(body, (end, stop))


def _fits_from(fits: Callable[[int, int], bool], start: int, length: int) -> bool:
    return fits(start, start + length)


def _longest(length: int, fits: Callable[[int], bool]) -> int:
    """The largest length that fits, by doubling, then halving: few counts, and of short texts."""
    known, limit = 0, 64
    while limit < length and fits(limit):
        known, limit = limit, limit * 2
    limit = min(limit, length)
    while known < limit:
        middle = (known + limit + 1) // 2
        if fits(middle):
            known = middle
        else:
            limit = middle - 1
    return known


def _last_space(body: str, start: int, end: int) -> int:
    """Where the last space of a stretch begins, 0 if its first word already fills it."""
    cut = end
    while cut > start and not body[cut - 1].isspace():
        cut -= 1
    return cut - 1 if cut > start else 0


def _whole_letter(body: str, start: int, end: int) -> int:
    """Step back so that no accent, vowel sign or joined emoji is torn from its letter."""
    for cut in range(end, max(start, end - 16), -1):
        joined = body[cut] in "\u200d\ufe0f" or body[cut - 1] == "\u200d"
        if not joined and not unicodedata.category(body[cut]).startswith("M"):
            return cut
    return end


def _sentence_spans(text: str, span: Span) -> list[Span]:
    return [
        sentence
        for line in _trimmed_between(text, LINE_BREAK, span)
        for sentence in _sentences_of_line(text, line)
    ]


def _sentences_of_line(text: str, line: Span) -> Iterator[Span]:
    start, stop = line
    for ending in _compiled(ENDING).finditer(text, start, stop):
        if ending["latin"] is None or _ends_sentence(text, line, ending):
            yield start, ending.end()
            start, _ = _trim(text, (ending.end(), stop))
    if start < stop:
        yield start, stop


def _ends_sentence(text: str, line: Span, ending: re.Match[str]) -> bool:
    """Whether Latin dots and marks close a sentence, or belong to an abbreviation or a number."""
    following = NEXT_WORD.match(text, ending.end(), line[1])
    next_word = following[1] if following else ""
    if not next_word:
        return True
    if ending["latin"] != ".":
        is_mark = "!" in ending["latin"] or "?" in ending["latin"]
        return not next_word[0].islower() or (is_mark and not ending["closers"])
    before = _word_before(text, line[0], ending.start())
    return _is_full_stop(
        before,
        next_word,
        opens_line=not text[line[0] : ending.start() - len(before)].strip("-*•( "),
    )


def _is_full_stop(before: str, next_word: str, *, opens_line: bool) -> bool:
    """Whether the dot between two words is a full stop; an abbreviation we do not know is one."""
    word, initial = before.casefold(), next_word[0]
    is_letter = len(before) == 1 and before.isalpha()
    if word in NEVER_LAST or (is_letter and (before.isupper() or len(next_word) == 1)):
        return False
    if word in BEFORE_NUMBERS:
        return not initial.isdigit()
    if before.isdigit():
        is_ordinal = len(before) <= 2 and next_word.casefold() in AFTER_ORDINALS
        return not (opens_line or is_ordinal or initial.islower())
    if word in LAST_BEFORE_CAPITALS or SINGLE_LETTERS.match(before):
        return initial.isupper()
    return not (initial.islower() and len(before) <= 4)


def _word_before(text: str, start: int, end: int) -> str:
    cut = end
    while cut > start and not text[cut - 1].isspace():
        cut -= 1
    return text[cut:end].lstrip("([\"'«“‘¿¡-–—")


def _trimmed_between(text: str, breaks: re.Pattern[str], span: Span) -> Iterator[Span]:
    """The non-empty stretches between breaks, without surrounding space."""
    start, stop = span
    ends = [(found.start(), found.end()) for found in breaks.finditer(text, start, stop)]
    for end, following in [*ends, (stop, stop)]:
        trimmed = _trim(text, (start, end))
        if trimmed[0] < trimmed[1]:
            yield trimmed
        start = following


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
