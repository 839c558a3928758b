"""Whether a guest asks for the same again, in whatever words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from jack.model.asked import asked_for
from jack.model.concepts import concepts
from jack.model.languages import fold

MOSTLY = 0.8
LEAST_WORDS = 3
LEAST_LETTERS = 4

# en es fr de it pt ar zh ja hi ru: "I asked already", "still waiting", "for the third time".
_AGAIN = (
    r"\b(?:(?:already|just) (?:asked|told|requested|wrote|said)|asked (?:you )?(?:already|before|twice"
    r"|an hour ago|earlier)|(?:i|we)(?:'m| am|'re| are)? still (?:waiting|have(?:n't| not)|don't have)"
    r"|still (?:nothing|no (?:answer|reply|one|towels?|news)|not (?:here|arrived|fixed|come"
    r"|working))|how many times"
    r"|(?:second|third|fourth|\d(?:nd|rd|th)) time (?:i|we|now|that)|once again i)\b"
    r"|\b(?:ya (?:lo |la |os |les )?(?:pedi|pregunte|he pedido|he preguntado|dije)|sig(?:o"
    r"|uimos) esperando"
    r"|todavia (?:no|nada|esperando)|por (?:segunda|tercera) vez|cuantas veces)\b"
    r"|\b(?:deja (?:demande|dit|ecrit)|toujours (?:rien|pas|en attente)|attend(?:s"
    r"|ons) (?:toujours|encore)"
    r"|pour la (?:deuxieme|troisieme|2e|3e) fois|combien de fois)\b"
    r"|\b(?:schon (?:\w+ )?(?:gefragt|gebeten|gesagt|geschrieben|bestellt)"
    r"|(?:immer )?noch (?:nichts|immer"
    r" nicht)|immer noch (?:nicht|kein\w*)|wart(?:e|en) (?:immer )?noch|zum (?:zweiten"
    r"|dritten) mal|wie oft"
    r" (?:denn )?noch)\b"
    r"|\b(?:gia (?:chiesto|detto|scritto|richiesto)|(?:sto|stiamo) ancora aspettando"
    r"|ancora (?:niente|nulla)"
    r"|per la (?:seconda|terza) volta|quante volte)\b"
    r"|\b(?:ja (?:pedi|perguntei|falei|pedimos|escrevi)|ainda (?:estou esperando"
    r"|estamos esperando|nao chegou"
    r"|nao veio|nada)|pela (?:segunda|terceira) vez|quantas vezes)\b"
    r"|طلبت (?:ذلك )?(?:من قبل|سابقا)|سالت من قبل|سبق ان (?:طلبت|سالت)|(?:ما زلت|لا زلت|مازلت) انتظر"
    r"|للمره (?:الثانيه|الثالثه)|كم مره"
    r"|已经(?:说|问|要|催)过|还在等|还没(?:有)?(?:来|到|送|修)|第[二三两]次|问了几次|说了几遍|说过(?:好)?几次"
    r"|(?:もう|さっき)[^。]{0,8}(?:言い|言った|聞き|聞いた|頼み|頼んだ|お願いし)|まだ(?:来|届|待)|何度も|[二三2３3]回目"
    r"|पहले (?:भी |ही )?(?:कहा|पूछा|मांगा|बताया)|अभी तक नहीं|अब तक नहीं|दूसरी बार|तीसरी बार|कितनी बार"
    r"|\bуже (?:просил|спрашивал|говорил|писал)\w*|\bдо сих пор|\bвсе еще (?:жд\w+|нет|не)\b"
    r"|\b(?:второй|третий) раз\b|\bсколько раз"
)


def is_asked_again(text: str, earlier: Sequence[str]) -> bool:
    """Whether `text` asks for what one of the guest's `earlier` messages asked for.

    The guest says so; or most words are the same; or the same fact is asked about the same things.
    """
    if not earlier:
        return False
    if _compiled().search(fold(text)):
        return True
    return any(_is_same(text, before) for before in earlier)


def _is_same(text: str, before: str) -> bool:
    words, had = _words(text), _words(before)
    fewer = min(len(words), len(had))
    if fewer >= LEAST_WORDS and len(words & had) >= MOSTLY * max(len(words), len(had)):
        return True
    things, facts = concepts(text), asked_for(text)
    return bool(things and facts) and (things, facts) == (concepts(before), asked_for(before))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", fold(text)) if len(word) >= LEAST_LETTERS)


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(fold(_AGAIN))
