"""Whether somebody says thanks for what has been mended: then nothing of it is to be done."""

from __future__ import annotations

import re
from functools import cache

from jack.model.languages import fold

# Thanks for work that is done, by language: en de es fr it pt ru zh ja ar hi
_THANKS_FOR_WORK = (
    r"\b(?:thanks|thank you|thx|cheers)(?: \w+){0,4} for (?:\w+ ){0,3}(?:fixing|repairing|sorting|solving"
    r"|mending|replacing|cleaning|fixed|repair|repairs|fix)\b",
    r"\bdank\w*(?: \w+){0,3} (?:furs|fur (?:die|das|den|ihre|eure))(?: \w+){0,2} "
    r"(?:reparieren|reparatur|beheben|richten|erledigen|reinigen)"
    r"|\bdank\w*[, ]+dass .{0,40}(?:repariert|behoben|gerichtet|gemacht)",
    r"\bgracias(?: \w+){0,3} por (?:\w+ ){0,3}(?:arregl|repar|solucion|resolver|limpiar)\w*",
    r"\bmerci(?: \w+){0,3} (?:d'avoir|pour|de) (?:\w+ ){0,3}(?:repar|regl|arrang|depann|nettoy)\w*",
    r"\bgrazie(?: \w+){0,3} (?:per|di) (?:\w+ ){0,3}(?:l')?(?:ripar|sistem|risol|aggiust|aver(?:lo|la|li|le) "
    r"(?:ripar|sistem|risol|aggiust))\w*",
    r"\bobrigad[oa]s?(?: \w+){0,3} (?:por|pela|pelo) (?:\w+ ){0,3}(?:arranj|repar|consert|resol|limp)\w*",
    r"спасибо[^.!?]{0,25}\b(?:почин|исправ|отремонт|ремонт|устран|убра)\w*",
    r"谢谢[^。！？]{0,10}(?:修好|修理|维修|解决)",
    r"(?:直して|修理して|対応して|解決して)[^。！？]{0,8}(?:ありがと|感謝)",
    r"شكرا[^.!؟]{0,15}(?:اصلاح|تصليح|لحل|حل )",
    r"(?:ठीक करने|सुधारने|मरम्मत)[^।!?]{0,15}(?:धन्यवाद|शुक्रिया)",
)
# What is still wrong, or still to be done.
_NOT_YET = (
    r"\b(?:but|however|still|yet|although|though|in advance|soon|please|would|could|can you|will you)\b"
    r"|\b(?:aber|doch|jedoch|immer noch|trotzdem|im voraus|vorab|bitte|bald)\b"
    r"|\b(?:pero|sigue|todavia|aun|de antemano|por adelantado|por favor|pronto)\b"
    r"|\b(?:mais|toujours pas|par avance|d'avance|s'il vous plait|svp|bientot)\b"
    r"|\b(?:ma|pero|ancora|in anticipo|anticipatamente|per favore|presto)\b"
    r"|\b(?:mas|ainda|continua|desde ja|antecipad\w*|por favor)\b"
    r"|\b(?:но|однако|опять|заранее|пожалуйста)\b|все еще"
    r"|但|可是|不过|还是|仍|提前|请|けど|しかし|でも|まだ|前もって|お願い"
    r"|لكن|ما زال|لا يزال|مقدما|من فضلك|लेकिन|मगर|अब भी|अभी भी|कृपया|पहले से"
)
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?。！？؟।\n]+")


def is_settled(part: str, text: str) -> bool:
    """Whether the sentence of `text` that holds `part` gives thanks for work that is done.

    "The water is not cold any more, thanks for fixing it" reports no fault; "thanks in advance for
    fixing it" and "thanks for coming, but it drips again" do.
    """
    thanks, not_yet = _compiled()
    words = set(_WORD.findall(fold(part)))
    for sentence in map(fold, _SENTENCE_END.split(text)):
        known = set(_WORD.findall(sentence))
        if (words <= known or known <= words) and thanks.search(sentence):
            return not not_yet.search(sentence)
    return False


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile("|".join(map(fold, _THANKS_FOR_WORK))), re.compile(fold(_NOT_YET))
