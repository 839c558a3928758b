"""Anger and deep disappointment in a guest's own words, in the guest languages."""

from __future__ import annotations

import re
from functools import cache

from jack.model.languages import fold

LEAST_SHOUTED = 12
"""Capital letters of Latin script that make shouting, when an exclamation mark stands with them."""

# en es fr de it pt ar zh ja hi ru
_ANGRY = (
    r"\b(?:unacceptable|terrible|horrible|awful|disgust\w+|outrag\w+|ridiculous|furious|angry"
    r"|appall\w+|disgrace\w*|nightmare|pathetic|incompeten\w+|filthy|revolting|ripped off"
    r"|scam|shame on|fed up|had enough"
    r"|worst (?:\w+ )?(?:hotel|service|stay|experience|room|night)|(?:very|extremely|so|deeply)"
    r" (?:disappoint\w+|unhappy|upset|frustrat\w+)|(?:not|never) (?:acceptable|coming back|stay\w* here"
    r" again)|what kind of (?:hotel|place) is this|no excuse)\b"
    r"|\b(?:inaceptable|horrible|terrible|asqueros\w+|vergonzos\w+|una verguenza|indignad\w+"
    r"|indignante|furios\w+|(?:estoy|estamos) (?:muy )?hart[oa]s?|pesim\w+|una estafa"
    r"|muy decepcionad\w+"
    r"|el peor \w+|la peor \w+|no (?:volvere|volveremos))\b"
    r"|\b(?:inacceptable|inadmissible|honteux|honteuse|une honte|scandaleu\w+|furieu\w+|en colere"
    r"|ras le bol|lamentable|degoutant\w*|tres decue?s?|une arnaque|le pire|la pire|plus jamais)\b"
    r"|\b(?:inakzeptabel|unzumutbar|furchtbar|schrecklich|ekelhaft|widerlich|unverschamt\w*|frechheit"
    r"|wutend|stinksauer|katastroph\w*|sehr enttauscht|schlimmste\w*|nie wieder|abzocke|zumutung)\b"
    r"|\b(?:inaccettabile|terribile|orribile|schifo\w*|una vergogna|vergognos\w+|furios[oaie]"
    r"|arrabbiat\w+|pessim\w+|mai piu|una truffa|molto delus\w+|indecente)\b"
    r"|\b(?:inaceitavel|terrivel|horrivel|nojent\w+|uma vergonha|vergonhos\w+|pessim\w+|um absurdo"
    r"|muito decepcionad\w+|nunca mais|revoltad\w+)\b"
    r"|غير مقبول|سيء جدا|سيئه جدا|فظيع|مقزز|قذر|غاضب|محبط جدا|خيبه امل|احتيال|اسوا (?:فندق|خدمه)"
    r"|无法接受|不可接受|太差|太糟|糟糕透|恶心|脏死|最差|很生气|非常生气|愤怒|太失望|非常失望|气死|离谱|太过分"
    r"|最悪|ひどすぎ|ひどい|汚すぎ|許せない|ありえない|怒って|がっかりし|失望し|不愉快|二度と"
    r"|अस्वीकार्य|भयानक|घटिया|सबसे बुरा|सबसे खराब|शर्मनाक|गुस्सा|बहुत निराश|बकवास|धोखा"
    r"|\b(?:неприемлем\w*|ужасн\w+|отвратительн\w*|худш\w+ (?:отел\w+|сервис\w*)|возмут\w+|возмущ\w+"
    r"|очень разочаров\w+|безобрази\w+|больше никогда|кошмар|хамств\w+)\b"
)
_NOT_ANGRY = (
    r"\b(?:weather|traffic|flight|headache|storm|jet ?lag)(?: \w+){0,3} (?:terrible|horrible|awful)\b"
    r"|\b(?:not|isn't|wasn't|never|nothing|hardly) (?:\w+ )?(?:terrible|awful|horrible|angry|furious)\b"
    r"|\b(?:terrible|horrible|awful|ridiculous|furious)(?:ly)? (?:good|nice|weather|traffic"
    r"|headache|cold"
    r"|flight|jet ?lag|rain|storm|toothache|migraine|memory|price|cheap)\b|\bterribly\b"
    r"|\b(?:tiempo|trafico|viaje|vuelo) (?:horrible|terrible|pesimo)\b|\b(?:terribile"
    r"|pessimo) (?:tempo|"
    r"traffico|mal di testa)\b|\b(?:furchtbar|schrecklich)(?:er|es|e|en)? (?:wetter|nett|lieb"
    r"|gern\w*|muede"
    r"|mude|stau)\b|\bужасн\w+ (?:погод\w*|пробк\w*|дорог\w*)\b|ひどい(?:雨|天気|頭痛|渋滞)"
)


def is_angry(text: str) -> bool:
    """Whether a guest speaks in anger or deep disappointment. Bad weather makes nobody angry at us."""
    angry, harmless = _compiled()
    return angry.search(harmless.sub(" ", fold(text))) is not None or _is_shouted(text)


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return "!" in text and len(letters) >= LEAST_SHOUTED and all(map(str.isupper, letters))


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compiled when first needed."""
    return re.compile(fold(_ANGRY)), re.compile(fold(_NOT_ANGRY))
