"""Words that are meant for a machine, or that ask after other guests: no work for anybody (R6)."""

from __future__ import annotations

import re
from functools import cache

from jack.model.languages import fold

# en es fr de it pt ar zh ja hi ru. Guests speak of towels and trains, not of prompts and rules.
_ORDERS = (
    r"\b(?:ignor\w+|disregard|forget|override|bypass|olvida|oublie\w*|vergiss|dimentica|esque\w+)\b"
    r".{0,40}\b(?:instruc\w+|istruzion\w+|anweisung\w*|rules?|reg(?:las|les|eln|ole|ras)|prompts?"
    r"|guidelines?|safety|above|restrictions?)\b"
    r"|\bsystem ?(?:prompt|override|anweisung\w*|message)|\b(?:your|tus|tes|deine|le tue|suas)"
    r" (?:\w+ )?(?:instruc\w+|istruzion\w+|anweisung\w*|consignes|prompt|rules|configuration|guidelines)\b"
    r"|\b(?:in|as) a code ?block|\bbase ?64\b|\brot ?13\b|\bjailbreak|\bdeveloper mode|\badmin mode"
    r"|\bdan mode|\byou are (?:now )?dan\b|</?(?:system|tool|guest_\w+|instruction)\b|\bjson schema"
    r"|\beverything (?:above|before) this|\bthe words above|\bdoor code|\baccess codes?\b"
    r"|تجاهل.{0,20}تعليمات|忽略.{0,12}(?:指令|规则|指示)|系统提示|指示を(?:すべて)?無視|システムプロンプト"
    r"|निर्देश.{0,12}भूल|игнориру\w+.{0,30}(?:инструкц\w+|правил\w*)|систем\w+ промпт"
)
_OTHERS = (
    r"\b(?:guest list|list of (?:all )?(?:the )?guests|(?:all|other|another) guests? (?:name|wrote|detail)\w*"
    r"|who (?:is|'s|are|stays?|lives?) (?:\w+ )?in (?:room )?\d{2,4}|lista de (?:huespedes|hospedes)"
    r"|liste des (?:clients|hotes)|gasteliste|lista degli ospiti|список гостей)\b"
    r"|客人名单|宿泊者名簿|قائمه الضيوف|मेहमानों की सूची"
)


def is_for_a_machine(text: str) -> bool:
    """Whether a text gives orders to a machine instead of asking a hotel for something."""
    return _compiled()[0].search(fold(text)) is not None


def asks_after_others(text: str) -> bool:
    """Whether a text asks who else is in the house."""
    return _compiled()[1].search(fold(text)) is not None


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compiled when first needed."""
    return re.compile(fold(_ORDERS)), re.compile(fold(_OTHERS))
