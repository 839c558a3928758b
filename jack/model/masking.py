"""Numbers that are not Jack's business: payment cards, passports and identity papers.

They are taken out before anything is stored: of messages, notes, tasks, subjects, and of what
vendors sent, however the number is spaced, spelt or encoded.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_plus

from jack.model.languages import fold
from jack.model.numbers import NUMBERS, WIDE_DIGITS

WITHHELD = b"(withheld: it held the number of a card or of an identity paper)"


def mask(text: str) -> str:
    """`text` without card numbers (their last four digits stay) and numbers of identity papers.

    A card number has 13 to 19 digits, begins like those of a card network and has a valid check
    digit (ISO/IEC 7812). Its digits may be grouped, spelt as words, or have words between the
    groups. A paper's number is known by the word that names the paper, or as a machine-readable
    line (ICAO 9303). Phone numbers and booking codes stay. Idempotent.
    """
    if not _may_hold_one(text):
        return text
    masked = _RUN.sub(_mask_run, text)
    masked = _without_groups(masked)
    masked = _without_spelt(masked)
    return _without_papers(masked)


def mask_all(value: Any) -> Any:
    """The same for every text inside lists and mappings. Bare numbers are vendors' ids."""
    if isinstance(value, str):
        return value if value.isdecimal() else mask(value)
    if isinstance(value, Mapping):
        return {key: mask_all(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mask_all(each) for each in value)
    return value


def mask_payload(body: bytes) -> bytes:
    """What a vendor sent, or a note in its place where a number stands in it in any encoding, or
    where it cannot be read for one: a guest's message is not refused for that."""
    try:
        is_free = all(mask(text) == text for text in _texts(body))
    except (ValueError, LookupError, RecursionError, MessageError):
        return WITHHELD
    return body if is_free else WITHHELD


# -- payloads --------------------------------------------------------------------------------------

_IDS = frozenset(
    {
        *("id", "wa_id", "from", "to", "recipient_id", "phone_number_id", "display_phone_number"),
        *("timestamp", "sid", "MessageSid", "SmsSid", "SmsMessageSid", "AccountSid", "user_id"),
    }
)
"""Fields of vendors that are long numbers of another kind."""


def _texts(body: bytes) -> Iterator[str]:
    """Everything in a payload that may be a person's words."""
    if body[:1] in (b"{", b"["):
        try:
            yield from _values(json.loads(body))
            return
        except ValueError:
            pass
    text = body.decode("utf-8", "replace")
    if re.match(r"(?:\w+=[^&\s]*&)+\w+=", text):
        for pair in text.split("&"):
            name, _, value = pair.partition("=")
            if name not in _IDS:
                yield unquote_plus(value)
        return
    parts = list(_of_mail(body))
    yield from parts or [text]


def _values(found: Any, name: str = "") -> Iterator[str]:
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield from _values(value, str(key))
    elif isinstance(found, list):
        for value in found:
            yield from _values(value, name)
    elif isinstance(found, str | int) and not isinstance(found, bool) and name not in _IDS:
        yield str(found)


def _of_mail(body: bytes) -> Iterator[str]:
    """Headers and texts of a mail, transfer encodings undone; nothing for what is no mail."""
    mail = message_from_bytes(body, policy=policy.compat32)
    if not mail.keys():
        return
    yield "\n".join(_header(str(value)) for value in mail.values())
    for part in mail.walk():
        raw = part.get_payload(decode=True)
        if part.get_content_maintype() != "text" or not isinstance(raw, bytes):
            continue
        text = raw.decode("utf-8", "replace")
        yield text
        if part.get_content_subtype() == "html":
            yield html.unescape(re.sub(r"<[^>]*>", "", text))


def _header(value: str) -> str:
    """A header's words; what is wrongly encoded is read as well as it can be."""
    try:
        return "".join(
            part if isinstance(part, str) else part.decode("utf-8", "replace")
            for part, _ in decode_header(value)
        )
    except (ValueError, MessageError):
        return value


# -- card numbers ----------------------------------------------------------------------------------

# Digits with at most three separators between two of them; not after a plus (a phone number), not
# the four digits that an earlier masking left.
_RUN = re.compile(r"(?<![\d+])(?<!• )\d(?:[\s.\u2010-\u2013-]{0,3}\d)+")
_CARD_LENGTHS = range(19, 12, -1)
_CARD_NETWORKS = re.compile(
    r"""
      4 (?: \d{15} | \d{18} )                                                     # Visa
    | 4 (?! 91[5-7] ) \d{12}          # old Visa, not a German mobile number without its plus
    | (?: 5[1-5]\d\d | 222[1-9] | 22[3-9]\d | 2[3-6]\d\d | 27[01]\d | 2720 ) \d{12}  # Mastercard
    | 3[47] \d{13}                                                              # American Express
    | (?: 6011 | 64[4-9]\d | 65\d\d | 81\d\d | 82\d\d | 508\d ) \d{12,15}       # Discover, RuPay
    | 3 (?: 0[0-5] | [689]\d ) \d{11,16}                                        # Diners Club
    | 35 (?: 2[89] | [3-8]\d ) \d{12,15}                                        # JCB
    | 62 \d{14,17}                                                              # UnionPay
    | 220[0-4] \d{12,15}                                                        # Mir
    | (?: 5018 | 5020 | 5038 | 5[6-8]\d\d | 6304 | 6759 | 676[1-3] ) \d{9,15}   # Maestro
    """,
    re.VERBOSE,
)


def _mask_run(match: re.Match[str]) -> str:
    run = match[0]
    if len(run) < min(_CARD_LENGTHS):
        return run
    digits = [at for at, character in enumerate(run) if character.isdecimal()]
    masked, copied, first = "", 0, 0
    while first < len(digits):
        length = _card_length(run, digits, first)
        if length:
            last_four = "".join(run[at] for at in digits[first + length - 4 : first + length])
            masked += run[copied : digits[first]] + "•••• " + last_four
            copied = digits[first + length - 1] + 1
        first += length or 1
    return masked + run[copied:]


def _card_length(run: str, digits: list[int], first: int) -> int:
    """How many digits the card number has that starts a group at `first`; 0 if none does."""
    if first and digits[first] == digits[first - 1] + 1:
        return 0
    for length in _CARD_LENGTHS:
        after = first + length
        ends_group = after == len(digits) or (
            after < len(digits) and digits[after] > digits[after - 1] + 1
        )
        if ends_group and _is_card("".join(str(int(run[at])) for at in digits[first:after])):
            return length
    return 0


def _is_card(number: str) -> bool:
    return _CARD_NETWORKS.fullmatch(number) is not None and _has_check_digit(number)


def _has_check_digit(number: str) -> bool:
    """The Luhn sum: every second digit from the right counts double, its digits added."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2]]
    return (sum(doubled) + sum(map(int, number[-1::-2]))) % 10 == 0


_GROUP = re.compile(r"(?<![\d+])(?<!• )\d{1,8}(?!\d)")
_FAR = 25
"""So many letters may stand between two groups of a card's digits."""
_SHAPES = frozenset(
    {
        *((4, 4, 4, last) for last in (1, 2, 3, 4)),
        *((4, 4, 4, 4, last) for last in (1, 2, 3)),
        *((4, 6, 5), (4, 6, 4), (4, 4, 5), (6, 6, 4), (6, 7), (8, 8), (4, 5, 6)),
    }
)
"""How many digits people write together."""


def _without_groups(text: str) -> str:
    """Cards whose groups of digits have words or odd signs between them."""
    groups = list(_GROUP.finditer(text))
    start = 0
    while start < len(groups):
        taken = _card_of_groups(text, groups[start:])
        if not taken:
            start += 1
            continue
        first, last = groups[start], groups[start + taken - 1]
        digits = "".join(group[0] for group in groups[start : start + taken])
        text = f"{text[: first.start()]}•••• {digits[-4:]}{text[last.end() :]}"
        groups = list(_GROUP.finditer(text))
    return text


def _card_of_groups(text: str, groups: Sequence[re.Match[str]]) -> int:
    """How many of the groups, from the first on, make a card number; 0 if none do."""
    near = 1
    for one, following in pairwise(groups[:6]):
        if following.start() - one.end() > _FAR:
            break
        near += 1
    for count in range(near, 1, -1):
        chosen = groups[:count]
        if tuple(len(group[0]) for group in chosen) in _SHAPES and _is_card(
            "".join(str(int(digit)) for group in chosen for digit in group[0])
        ):
            return count
    return 0


_WORD = re.compile(r"[^\W_]+")
_ZEROS = ("zero", "oh", "cero", "null", "nul", "ноль", "صفر", "शून्य", "零", "〇", "ゼロ")
_LEAST_SPELT = 12
_WIDE_RUN = re.compile(r"(?:[零〇一二三四五六七八九][\s、,，-]?){13,23}")


@cache
def _digit_words() -> Mapping[str, str]:
    """Words for one digit, in the guest languages."""
    words = {word: str(value) for word, value in NUMBERS.items() if value < 10}
    return words | {fold(zero): "0" for zero in _ZEROS}


def _without_spelt(text: str) -> str:
    """Cards spelt digit by digit: "four one one one …"."""
    words = _digit_words()
    if sum(word.strip(".,;-") in words for word in fold(text).split()) < _LEAST_SPELT:
        return _WIDE_RUN.sub(_mask_wide, text)
    found = [(match, words.get(fold(match[0]), match[0])) for match in _WORD.finditer(text)]
    for at in range(len(found)):
        digits = ""
        for match, digit in found[at:]:
            if not digit.isdecimal() or len(digits) > max(_CARD_LENGTHS):
                break
            digits += digit
            if len(digits) in _CARD_LENGTHS and _is_card(digits):
                first = found[at][0].start()
                return _without_spelt(f"{text[:first]}•••• {digits[-4:]}{text[match.end() :]}")
    return text


def _mask_wide(match: re.Match[str]) -> str:
    digits = "".join(
        "0" if sign in "零〇" else str(WIDE_DIGITS[sign])
        for sign in match[0]
        if sign in WIDE_DIGITS or sign in "零〇"
    )
    return f"•••• {digits[-4:]}" if _is_card(digits) else match[0]


# -- papers ----------------------------------------------------------------------------------------

_PAPER = (
    r"(?<![^\W_])(?:passports?|pass(?:e?port|aporte|aporto)\w*|passnummer|pass-?nr\.?|pasaporte"
    r"|reisepass\w*|(?:personal)?ausweis\w*|identity (?:card|document)|id[- ](?:card|number|no\.?|document)"
    r"|national id|dni|carte d'identite|piece d'identite|carta d'identita|documento de identidad|cpf"
    r"|паспорт\w*|удостоверени\w*)"
    r"|جواز|رقم الهويه|بطاقه الهويه|护照|身份证|パスポート|旅券|身分証|पासपोर्ट|आधार"
)
_PAPER_STEMS = (
    *(
        "pass",
        "pasap",
        "ausweis",
        "identi",
        "id ",
        "id-",
        "dni",
        "documento",
        "cpf",
        "national",
    ),
    *("паспорт", "удостовер", "جواز", "الهويه", "护照", "身份证", "パスポート", "旅券", "身分証"),
    *(fold("पासपोर्ट"), fold("आधार")),
)
"""One of these stands in every text that names a paper."""
_OTHER_NUMBER = "confirm|book|reserv|buch|prenot|бронир|حجز|预订|預訂|予約|बुकिंग|call|tel"
"""Where one of these stands between the paper and the number, it is the number of something else."""
_PAPER_NUMBER = (
    r"(?:(?=(?:[a-z]*\d){5})[a-z\d]{6,12}|[a-z]{0,3}\d{2}[ -]?\d{2}[ -]\d{3}[ -]?\d{2,4})"
    r"(?![a-z\d])"
)
_MACHINE_LINE = re.compile(
    r"(?:[PIAC][A-Z<][A-Z]{3}[A-Z0-9<]{25,39}|[A-Z0-9<]{20,44}<{2,}\d{0,2})(?!\w)"
)


@cache
def _papers() -> re.Pattern[str]:
    """The word, up to three more words, the number."""
    gap = rf"(?:[^\w\n]{{0,4}}(?!{_OTHER_NUMBER})[^\W\d]+?){{0,4}}?[^\w\n]{{0,4}}(?<![a-z\d])"
    return re.compile(rf"(?:{_PAPER}){gap}(?P<number>{_PAPER_NUMBER})", re.IGNORECASE)


def _without_papers(text: str) -> str:
    text = _MACHINE_LINE.sub(lambda line: "•••••" if line[0].count("<") >= 2 else line[0], text)
    if not any(map(fold(text).__contains__, _PAPER_STEMS)):
        return text
    plain = _same_length(text)
    for match in reversed(list(_papers().finditer(plain))):
        text = f"{text[: match.start('number')]}•••••{text[match.end('number') :]}"
    return text


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places stay the same."""
    return "".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text)


def _may_hold_one(text: str) -> bool:
    """Quick: most texts have fewer than five digits and are too short for a dozen words."""
    is_long = len(text) >= _LEAST_SPELT * 4 or "<<" in text
    return is_long or sum(map(str.isdecimal, text)) >= 5 or _WIDE_RUN.search(text) is not None
