"""Conditions in words: `guest.is_vip and stay.nights >= 3 and not (channel in ("sms", "email"))`.

A language of its own, read by hand and worked out over plain values: no names but those of
`NAMES`, no calls, no attributes, no loops, bounded in length and depth. Types are checked when a
condition is written, so that a run never fails for one.

    either   = both { "or" both }
    both     = denial { "and" denial }
    denial   = [ "not" ] test
    test     = "(" either ")" | operand [ operator operand ]
    operand  = name | text in quotes | number | date | "yes" | "no" | "(" operand { "," operand } ")"
    operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "has"
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jack.errors import Invalid

MAX_CHARS = 1000
MAX_DEPTH = 20
MAX_ITEMS = 50


class Type(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes or no"
    DATE = "date"
    TEXTS = "texts"


Value = str | int | Decimal | bool | date | tuple[str, ...] | None
"""What a name stands for; None is not known: then no comparison holds but `!=` and `not in`."""


@dataclass(frozen=True, slots=True)
class Name:
    type: Type
    doc: str


NAMES: Mapping[str, Name] = {
    "guest.language": Name(Type.TEXT, "Language the guest writes or reads, like en."),
    "guest.is_vip": Name(Type.FLAG, "Marked as VIP."),
    "guest.loyalty": Name(Type.TEXT, "Loyalty level as the PMS names it."),
    "guest.tags": Name(Type.TEXTS, 'Tags; ask with: guest.tags has "family".'),
    "guest.is_first_stay": Name(Type.FLAG, "No stay before this one."),
    "guest.has_phone": Name(Type.FLAG, "A phone number is known."),
    "guest.has_email": Name(Type.FLAG, "An e-mail address is known."),
    "stay.status": Name(Type.TEXT, "confirmed, checked_in, checked_out, cancelled or no_show."),
    "stay.nights": Name(Type.NUMBER, "Nights of the stay."),
    "stay.room": Name(Type.TEXT, "Room number."),
    "stay.room_type": Name(Type.TEXT, "Room type as the PMS names it."),
    "stay.adults": Name(Type.NUMBER, "Adults."),
    "stay.children": Name(Type.NUMBER, "Children."),
    "stay.arrival": Name(Type.DATE, "Day of arrival: stay.arrival >= 2027-06-01."),
    "stay.departure": Name(Type.DATE, "Day of departure."),
    "stay.arrival_weekday": Name(Type.NUMBER, "Weekday of arrival, 1 is Monday."),
    "stay.departure_weekday": Name(Type.NUMBER, "Weekday of departure, 1 is Monday."),
    "channel": Name(
        Type.TEXT, "Channel of the guest's conversation: whatsapp, sms, email, webchat."
    ),
    "conversation.is_open": Name(Type.FLAG, "A conversation with the guest is open."),
    "conversation.is_escalated": Name(Type.FLAG, "It was handed to a person."),
    "conversation.language": Name(Type.TEXT, "Language of the conversation."),
    "task.department": Name(Type.TEXT, "Department of the task that was completed."),
    "task.intent": Name(Type.TEXT, "What the task was about, like request.service.towels."),
    "escalation.priority": Name(Type.TEXT, "urgent, high, standard or low."),
    "rating.score": Name(Type.NUMBER, "The guest's rating, 1 to 5."),
}

COMPARABLE = (Type.NUMBER, Type.DATE)
ORDER = ("<", "<=", ">", ">=")

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<date>\d{4}-\d{2}-\d{2}(?![\w-]))
    |(?P<number>\d{1,9}(?:\.\d{1,4})?(?![\w.]))
    |(?P<text>"[^"\n]*"|'[^'\n]*')
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<sign><=|>=|!=|==|=|<|>|\(|\)|,)""",
    re.VERBOSE | re.ASCII,
)
_KEYWORDS = ("and", "or", "not", "in", "has", "yes", "no", "true", "false")


class Mistake(Invalid):
    """A condition that cannot be understood; `position` counts its characters from 1."""

    def __init__(self, problem: str, position: int, *, nearest: str | None = None) -> None:
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(
            f"{problem} (character {position}).{hint}",
            field="condition",
            position=position,
            nearest=nearest,
        )
        self.position = position
        self.nearest = nearest


# -- what is read ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value


@dataclass(frozen=True, slots=True)
class Lookup:
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    inner: Condition


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """A yes or no by itself."""

    operand: Constant | Lookup


@dataclass(frozen=True, slots=True)
class Compare:
    left: Constant | Lookup
    operator: str
    right: Constant | Lookup


@dataclass(frozen=True, slots=True)
class Among:
    left: Constant | Lookup
    choices: tuple[Constant, ...]


Condition = Not | All | Any | Is | Compare | Among

ALWAYS = All(())


def parse(text: str) -> Condition:
    """An empty condition always holds. Raises Mistake that names place and problem."""
    if len(text) > MAX_CHARS:
        raise Mistake(f"A condition has at most {MAX_CHARS} characters", MAX_CHARS + 1)
    if not text.strip():
        return ALWAYS
    return _Reader(_tokens(text), len(text) + 1).read()


def names_in(condition: Condition) -> frozenset[str]:
    """Every name that it asks for."""
    match condition:
        case Not(inner):
            return names_in(inner)
        case All(parts) | Any(parts):
            return frozenset().union(*(names_in(part) for part in parts))
        case Is(operand):
            return _names(operand)
        case Compare(left, _, right):
            return _names(left) | _names(right)
        case Among(left, _):
            return _names(left)


def _names(operand: Constant | Lookup) -> frozenset[str]:
    return frozenset({operand.name}) if isinstance(operand, Lookup) else frozenset()


# -- working it out --------------------------------------------------------------------------------


def holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Whether it holds for these values. A name that is missing is not known."""
    match condition:
        case Not(inner):
            return not holds(inner, values)
        case All(parts):
            return all(holds(part, values) for part in parts)
        case Any(parts):
            return any(holds(part, values) for part in parts)
        case Is(operand):
            return _value(operand, values) is True
        case Among(left, choices):
            found = _value(left, values)
            return any(_same(found, choice.value) for choice in choices)
        case Compare(left, operator, right):
            return _compare(_value(left, values), operator, _value(right, values))


def _value(operand: Constant | Lookup, values: Mapping[str, Value]) -> Value:
    return operand.value if isinstance(operand, Constant) else values.get(operand.name)


def _compare(left: Value, operator: str, right: Value) -> bool:
    if operator == "=":
        return _same(left, right)
    if operator == "!=":
        return not _same(left, right)
    if operator == "has":
        return isinstance(left, tuple) and any(_same(each, right) for each in left)
    return _is_ordered(left, operator, right)


def _is_ordered(left: Value, operator: str, right: Value) -> bool:
    if isinstance(left, date) and isinstance(right, date):
        sign = (left - right).days
    elif isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        sign = int(left > right) - int(left < right)
    else:
        return False
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator]


def _same(left: Value, right: Value) -> bool:
    """Texts whatever their case; what is not known is the same as nothing."""
    if left is None or right is None:
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().casefold() == right.strip().casefold()
    return left == right


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            if text[at] in "\"'":
                raise Mistake("This text has no closing quote", at + 1)
            raise Mistake(f"{text[at]!r} has no meaning here", at + 1)
        if match.lastgroup != "space":
            assert match.lastgroup is not None
            found.append(_Token(match.lastgroup, match[0], at + 1))
        at = match.end()
    return found


Operand = tuple[Constant | Lookup, Type, _Token]


class _Reader:
    """Reads from left to right, one token ahead."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._at = 0
        self._depth = 0

    def read(self) -> Condition:
        found = self._either()
        if (token := self._peek()) is not None:
            raise _mistake(f"{token.text[:40]} is not expected here", token)
        return found

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._denial()]
        while self._take("and"):
            parts.append(self._denial())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _denial(self) -> Condition:
        token = self._peek()
        if not self._take("not"):
            return self._test()
        self._deeper(token)
        inner = self._denial()
        self._depth -= 1
        return Not(inner)

    def _test(self) -> Condition:
        token = self._peek()
        if self._take("("):
            self._deeper(token)
            inner = self._either()
            self._depth -= 1
            self._must(")")
            return inner
        left = self._operand()
        operator = self._operator()
        if operator is None:
            if left[1] is not Type.FLAG:
                raise _mistake(
                    f"{left[2].text[:40]} is a {left[1]}: compare it with something", left[2]
                )
            return Is(left[0])
        if operator in ("in", "not in"):
            among = Among(left[0], self._choices(left))
            return Not(among) if operator == "not in" else among
        right = self._operand()
        self._must_fit(left, operator, right)
        return Compare(left[0], operator, right[0])

    def _choices(self, left: Operand) -> tuple[Constant, ...]:
        self._must("(")
        found: list[Constant] = []
        while True:
            choice = self._operand()
            if not isinstance(choice[0], Constant):
                raise _mistake("A list holds texts, numbers or dates, no names", choice[2])
            self._must_fit(left, "=", choice)
            found.append(choice[0])
            if len(found) > MAX_ITEMS:
                raise _mistake(f"A list has at most {MAX_ITEMS} entries", choice[2])
            if not self._take(","):
                break
        self._must(")")
        return tuple(found)

    def _operator(self) -> str | None:
        token = self._peek()
        if token is None:
            return None
        if token.text in ("=", "==", "!=", *ORDER) or token.text in ("in", "has"):
            self._at += 1
            return "=" if token.text == "==" else token.text
        following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
        if token.text == "not" and following is not None and following.text == "in":
            self._at += 2
            return "not in"
        return None

    def _operand(self) -> Operand:
        token = self._peek()
        if token is None:
            raise Mistake("Something is missing at the end", self._end)
        self._at += 1
        match token.kind:
            case "text":
                return Constant(token.text[1:-1]), Type.TEXT, token
            case "number":
                return Constant(_number(token.text)), Type.NUMBER, token
            case "date":
                return Constant(self._date(token)), Type.DATE, token
            case "word" if token.text in ("yes", "true", "no", "false"):
                return Constant(token.text in ("yes", "true")), Type.FLAG, token
            case "word" if token.text not in _KEYWORDS:
                return self._name(token)
        raise _mistake(f"{token.text[:40]} is not expected here", token)

    def _name(self, token: _Token) -> Operand:
        known = NAMES.get(token.text)
        if known is None:
            close = difflib.get_close_matches(token.text.lower()[:60], list(NAMES), n=1, cutoff=0.5)
            raise Mistake(
                f"There is no {token.text[:60]}",
                token.position,
                nearest=close[0] if close else None,
            )
        return Lookup(token.text), known.type, token

    def _date(self, token: _Token) -> date:
        try:
            return date.fromisoformat(token.text)
        except ValueError as error:
            raise _mistake(f"{token.text} is no day of the calendar", token) from error

    def _must_fit(self, left: Operand, operator: str, right: Operand) -> None:
        if operator == "has":
            if left[1] is not Type.TEXTS:
                raise _mistake(f"{left[2].text[:40]} is a {left[1]}: has is for texts", left[2])
            if right[1] is not Type.TEXT:
                raise _mistake("After has comes a text in quotes", right[2])
            return
        if left[1] is Type.TEXTS:
            raise _mistake(
                f'{left[2].text[:40]} holds texts: ask with has, like has "family"', left[2]
            )
        if left[1] is not right[1]:
            raise _mistake(
                f"{left[2].text[:40]} is a {left[1]} and {right[2].text[:40]} is a {right[1]}",
                right[2],
            )
        if operator in ORDER and left[1] not in COMPARABLE:
            raise _mistake(f"{operator} compares numbers and dates, not a {left[1]}", left[2])

    # -- tokens ----------------------------------------------------------------------------

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind == "text" or token.text != text:
            return False
        self._at += 1
        return True

    def _must(self, text: str) -> None:
        token = self._peek()
        if token is None:
            raise Mistake(f"A {text} is missing at the end", self._end)
        if not self._take(text):
            raise _mistake(f"{token.text[:40]} stands where a {text} is expected", token)

    def _deeper(self, token: _Token | None) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Mistake(
                f"It is nested deeper than {MAX_DEPTH}", token.position if token else self._end
            )


def _mistake(problem: str, token: _Token) -> Mistake:
    return Mistake(problem, token.position)


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)
