"""What must be recognised before anything else: danger, stop words, a wish for a person, card numbers.

The rules are literal tables of regular expressions over `fold`ed text (lower case, no accents), one
table per language. Each rule is keyed by a short string that every text it matches contains, so that
an ordinary message costs a few hundred substring look-ups and no regular expression at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jack.model.languages import fold


class Emergency(StrEnum):
    """The kinds of danger (R10), in the order in which they are looked for.

    Fire comes first, because its text tells the guest to leave the building.
    """

    FIRE = "fire"
    MEDICAL = "medical"
    SECURITY = "security"
    OTHER = "other"


class OptOut(StrEnum):
    """What a keyword that is the whole message asks for (R8)."""

    STOP = "stop"
    START = "start"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class _Rule:
    keyword: str
    pattern: re.Pattern[str]

    def matches(self, plain: str) -> bool:
        return self.keyword in plain and self.pattern.search(plain) is not None

    def blank(self, plain: str) -> str:
        """`plain` with every match made an end of sentence, which no pattern reaches across."""
        return self.pattern.sub(" . ", plain) if self.keyword in plain else plain


def _rules(table: Mapping[str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(fold(keyword), re.compile(fold(regex))) for keyword, regex in table.items())


def emergency(text: str) -> Emergency | None:
    """The danger a message speaks of, None for an ordinary one (R10).

    Looks alike are taken out first ("fireplace", "no fire", "smoke detector"), what then still
    matches is taken seriously: a false alarm costs less than a missed one.
    """
    plain = fold(text)
    if not any(rule.matches(plain) for rules in _DANGERS.values() for rule in rules):
        return None
    serious = _without(_HARMLESS, plain)
    return next(
        (
            danger
            for danger, rules in _DANGERS.items()
            if any(rule.matches(serious) for rule in rules)
        ),
        None,
    )


def asks_if_human(text: str) -> bool:
    """Whether the guest wants to know if a person or a machine is writing (R7)."""
    plain = fold(text)
    return any(rule.matches(plain) for rule in _ASKS_IF_HUMAN)


def asks_for_human(text: str) -> bool:
    """Whether the guest asks to speak with a person, a department or someone in charge."""
    plain = _without(_NO_WISH_FOR_HUMAN, _without(_ASKS_IF_HUMAN, fold(text)))
    return any(rule.matches(plain) for rule in _ASKS_FOR_HUMAN)


def _without(rules: Iterable[_Rule], plain: str) -> str:
    for rule in rules:
        plain = rule.blank(plain)
    return plain


def opt_out(text: str, *, sms: bool = False) -> OptOut | None:
    """The keyword that is the whole of `text`; case, spaces and punctuation do not matter (R8).

    YES counts on SMS only, where carriers define it; elsewhere it answers a question.
    """
    keyword = _bare(text)
    if sms and keyword == "yes":
        return OptOut.START
    return _OPT_OUT_WORDS.get(keyword)


def _bare(text: str) -> str:
    """Letters, marks and digits of `text` only."""
    return "".join(character for character in fold(text) if unicodedata.category(character)[0] in "LMN")


def mask_cards(text: str) -> str:
    """`text` with payment card numbers replaced by bullets and their last four digits.

    A card number has 13 to 19 digits, possibly grouped, begins like those of a card network and
    has a valid check digit (ISO/IEC 7812). Phone numbers and booking codes stay. Idempotent.
    """
    return _DIGITS.sub(_mask_run, text)


# Digits with at most three separators between two of them; not after a plus (a phone number), not
# the four digits that an earlier masking left.
_DIGITS = re.compile(r"(?<![\d+])(?<!• )\d(?:[\s.\u00a0\u2010-\u2013-]{0,3}\d)+")
_CARD_LENGTHS = range(19, 12, -1)
_CARD_NETWORKS = re.compile(
    r"""
      4 (?:\d{15} | \d{18})                                      # Visa
    | 4 (?!91[5-7]) \d{12}                  # old Visa; not a German mobile number without its plus
    | (?: 5[1-5]\d\d | 222[1-9] | 22[3-9]\d | 2[3-6]\d\d | 27[01]\d | 2720 ) \d{12}   # Mastercard
    | 3[47] \d{13}                                               # American Express
    | (?: 6011 | 64[4-9]\d | 65\d\d | 81\d\d | 82\d\d | 508\d ) \d{12,15}  # Discover, RuPay
    | 3 (?: 0[0-5] | [689]\d ) \d{11,16}                         # Diners Club
    | 35 (?: 2[89] | [3-8]\d ) \d{12,15}                         # JCB
    | 62 \d{14,17}                                               # UnionPay
    | 220[0-4] \d{12,15}                                         # Mir
    | (?: 5018 | 5020 | 5038 | 5[6-8]\d\d | 6304 | 6759 | 676[1-3] ) \d{9,15}          # Maestro
    """,
    re.VERBOSE,
)


def _mask_run(match: re.Match[str]) -> str:
    run = match[0]
    digits = [at for at, character in enumerate(run) if character.isdecimal()]
    masked, copied = "", 0
    first = 0
    while first < len(digits):
        length = _card_length(run, digits, first)
        if length:
            last = first + length - 1
            number = "".join(run[at] for at in digits[last - 3 : last + 1])
            masked += run[copied : digits[first]] + f"•••• {number}"
            copied = digits[last] + 1
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
