"""What guests say of themselves that lasts: diets, allergies, the room they like.

Plain statements in the first person only. Whatever is asked, denied or said of somebody else is
none, and what these rules do not know stays unlearned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jack.model.preferences import PreferenceName, PreferenceProposal

ALLERGY, DIET, ROOM = PreferenceName.ALLERGY, PreferenceName.DIET, PreferenceName.ROOM
MAX_WORDS = 6
"""What follows "allergic to" at most; more than that is a story."""
WORDS_BEFORE, WORDS_AFTER = 3, 2
"""Around a statement that is all there is: "By the way, I'm vegan too"."""

_DIETS: tuple[tuple[str, str], ...] = (
    (
        "vegetarian",
        r"vegetarian|vegetarian[oa]s?|végétarien(?:ne)?|vegetarisch|vegetarier(?:in)?"
        r"|вегетариан(?:ец|ка)|نباتي(?:ة)?|素食(?:者|主义者)?|吃素(?:的)?|ベジタリアン|शाकाहारी",
    ),
    ("vegan", r"vegan[oa]?s?|végane?|végétalien(?:ne)?|веган(?:ка)?|纯素(?:食者)?|ヴィーガン|वीगन"),
    (
        "gluten-free",
        r"(?:a )?c(?:o)?eliac|celíac[oa]|cœliaque|celiac[oa]|zöliakie|glutenfrei|gluten[- ]free",
    ),
    (
        "lactose intolerant",
        r"lactose[- ]intolerant|intolerante (?:a la|à|al) lactos[ae]|intolerant[e]? au lactose"
        r"|intollerante al lattosio|laktoseintolerant",
    ),
    ("halal", r"halal|halāl|حلال|清真"),
    ("kosher", r"kosher|koscher|casher|kasher"),
)

_I_AM = (
    r"(?:\bi['’]?m|\bi am|\bwe['’]?re|\bwe are|\bsoy|\bsomos|\bje suis|\bnous sommes"
    r"|\bich bin|\bich esse|\bich ernähre mich|\bwir sind|\bsono|\bsiamo|\b(?:eu )?sou|\bi eat(?: only)?"
    r"|\bi only eat|\bcomo(?: solo)?|\bje mange|\bmangio(?: solo)?|\bя|\bмы|أنا|我是|我|私は|मैं)"
)
_BETWEEN = r"\s*(?:\b(?:a|an|un|une|uno|una|strict(?:ly)?|also|auch|nur|только)\s+)*"
_ALLERGIC = (
    r"\b(?:i['’]?m|i am|we['’]?re|we are) (?:very |severely |highly )?allergic to (.+)",
    r"\bi have an? (.+?) allergy\b",
    r"\b(?:soy|somos) (?:muy )?alérgic[oa]s? (?:al |a la |a los |a las |a )(.+)",
    r"\b(?:je suis|nous sommes) (?:très )?allergiques? (?:aux |au |à la |à l['’]|à )(.+)",
    r"\b(?:ich bin|wir sind) (?:stark |sehr )?allergisch (?:gegen|auf) (.+)",
    r"\bich habe eine (.+?)[- ]?allergie\b",
    r"\b(?:sono|siamo) (?:molto )?allergic[oahie]+ (?:alle |agli |alla |all['’]|al |ai |a )(.+)",
    r"\b(?:eu )?(?:sou|somos) (?:muito )?alérgic[oa]s? (?:aos |às |ao |à |a )(.+)",
    r"\b(?:у меня|у нас) аллергия на (.+)",
    r"(?:لدي|عندي) حساسية (?:من|ضد) (.+)",
    r"我对(.+?)过敏",
    r"(?:私は)?(.+?)アレルギーがあります",
    r"मुझे (.+?) से एलर्जी",
)
_ROOMS: tuple[tuple[str, str], ...] = (
    ("quiet room", r"(?:a )?quiet(?:er)? room"),
    ("high floor", r"(?:a )?(?:high|higher|upper) floor"),
    ("low floor", r"(?:a )?(?:low|lower|ground) floor"),
    ("feather-free bedding", r"(?:feather[- ]free|synthetic|non[- ]feather) (?:pillows?|bedding)"),
    ("twin beds", r"twin beds?"),
    ("firm mattress", r"(?:a )?firm(?:er)? mattress"),
    ("room away from the lift", r"(?:a )?room (?:away|far) from the (?:lift|elevator)s?"),
)
_I_PREFER = r"\bi (?:always |usually |generally )?prefer "

_END = re.compile(r"[.!?;\n。！？।؟]")
_COMMA = re.compile(r"[,،，、;；]")
_TAIL = re.compile(
    r"\s*(?:[,،，、;；]"
    r"|\b(?:so|and could|and please|please|por favor|bitte|also bitte|s'il vous plaît)\b).*$",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"\b(?:i|i['’]m|my|me|we|is|are|was|have|has|had|need|ich|mein\w*|ist|habe|brauche|mi|mon|ma|mes"
    r"|j['’]ai|est|mio|mia|ho|meu|minha|tengo|tenho)\b",
    re.IGNORECASE,
)
"""A thing one is allergic to has none of these; what has them tells more than that."""
_ASKS = ("?", "？", "؟")
_DENIES = re.compile(
    r"\b(?:not|no|n['’]t|pas|nicht|kein|keine|non|não|не|if|si|wenn|falls|se|если)\b|ليس|لست|不|ではありません|नहीं",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """`value` None: what the pattern's group holds."""

    name: PreferenceName
    pattern: re.Pattern[str]
    value: str | None


def likes(sentences: Sequence[str]) -> list[PreferenceProposal]:
    """What these sentences tell of their writer, each once."""
    return list(dict.fromkeys(found.liked for text in sentences for found in _of(text)))


def only_likes(sentences: Sequence[str]) -> bool:
    """Whether there is nothing else in them to answer."""
    return bool(sentences) and all(any(found.is_all for found in _of(text)) for text in sentences)


@dataclass(frozen=True, slots=True)
class _Found:
    """`is_all`: the sentence says this and nothing more."""

    liked: PreferenceProposal
    is_all: bool


def _of(text: str) -> Iterator[_Found]:
    if text.rstrip().endswith(_ASKS) or _DENIES.search(text):
        return
    for rule in _rules():
        if (found := rule.pattern.search(text)) is None:
            continue
        value = rule.value or _short(found[1])
        if not value:
            continue
        behind = "" if rule.value else " ".join(found[1].split())[len(value) :]
        after = behind + text[found.end() :]
        is_all = (
            len(text[: found.start()].split()) <= WORDS_BEFORE
            and len(_words(after)) <= WORDS_AFTER
            and not _COMMA.search(after)
        )
        yield _Found(PreferenceProposal(rule.name, value), is_all)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _short(said: str) -> str:
    """The words that name the thing; empty when there are too many."""
    words = _TAIL.sub("", _END.split(said)[0]).strip(" ,:").split()
    short = " ".join(words)
    return short if len(words) <= MAX_WORDS and not _STORY.search(short) else ""


@cache
def _rules() -> tuple[_Rule, ...]:
    def rule(name: PreferenceName, pattern: str, value: str | None) -> _Rule:
        return _Rule(name, re.compile(pattern, re.IGNORECASE), value)

    return (
        *(
            rule(DIET, rf"{_I_AM}{_BETWEEN}(?:{words})(?![a-zà-ÿа-яё])", value)
            for value, words in _DIETS
        ),
        *(rule(ALLERGY, pattern, None) for pattern in _ALLERGIC),
        *(rule(ROOM, rf"{_I_PREFER}{words}\b", value) for value, words in _ROOMS),
    )
