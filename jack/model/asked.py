"""Whether a question asks for a price, a time or a loan, and whether an entry tells of one.

An entry about the right thing does not answer "how much is it?" when it names no price, nor "do you rent
bicycles?" when it says where to lock them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from jack.model.languages import fold

REMEMBERED_TEXTS = 2048


class Fact(StrEnum):
    """What a guest can be after."""

    PRICE = "price"
    TIME = "time"
    LOAN = "loan"
    """To rent or to borrow."""


@lru_cache(REMEMBERED_TEXTS)
def asked_for(question: str) -> frozenset[Fact]:
    plain = fold(question)
    return frozenset(fact for fact, regex in _compiled()[0].items() if regex.search(plain))


@lru_cache(REMEMBERED_TEXTS)
def told_by(text: str) -> frozenset[Fact]:
    plain = fold(text)
    return frozenset(fact for fact, regex in _compiled()[1].items() if regex.search(plain))


_LOAN = (
    r"\b(?:rent|rents|renting|rental|rentals|rented|hire|hires|hiring|lend|lends|lent|borrow\w*|loan\w*)\b"
    r"|\balquil\w+|\bprest(?:ar|an|ais|amos|arme|ado|ada)\b|\blou(?:er|ez|e|ons)\b|\blocation (?:de|d')"
    r"|\bpret(?:er|ez|ons)\b|\bemprunt\w+|\b(?:ver|aus)?(?:leih|lieh)\w*|\b\w*verleih\w*|\bausleih\w*"
    r"|\b(?:ver|an)?miet\w*|\bmietbar|\bnoleggi\w+|\baffitta\w*|\bprestito\b|\baluga\w*|\balugue\w*"
    r"|\bemprest\w+|استئجار|تاجير|استعاره|استعير|استاجر|(?<!出)租|出借|借用|借给|レンタル|借り|貸し|貸出"
    r"|किराये पर|किराए पर|उधार|\bпрокат\w*|\bнапрокат|\bаренд\w+|\bодолж\w+"
)
"""Words of renting and borrowing; 出租车 is a taxi."""

# en es fr de it pt ar zh ja hi ru
_ASKED = {
    Fact.PRICE: (
        r"\bhow much\b(?! time)|\bcosts?\b|\bprices?\b|\bfees?\b|\bcharges? for\b|\bcharged?\b(?! my| an)"
        r"|\bextra\b|\bfree\b|\bincluded\b|\bto pay\b|\brates?\b"
        r"|\bcuanto (?:cuesta|vale|es|sale)|\bcuestan?\b|\bprecios?\b|\bgratis\b|\bincluid[oa]s?\b"
        r"|\bpagar por\b"
        r"|\bcombien\b|\bprix\b|\bpayante?s?\b|\bgratuite?s?\b|\bcompris\b|\binclus(?:e|es)?\b|\bpayer\b"
        r"|\bkoste[nt]\b|\bpreise?\b|\bkostenlos|\bkostenfrei|\bgratis\b|\binklusive\b|\benthalten\b|\bzahlt\b"
        r"|\bquanto (?:costa|e)\b|\bcosta(?:no)?\b|\bprezz[oi]\b|\bgratuit[oaie]\b|\binclus[oaie]\b|\bsi paga"
        r"|\bquanto (?:custa|sai|e|fica)\b|\bprecos?\b|\bincluid[oa]\b|\bpaga\b"
        r"|سعر|تكلفه|مجان|رسوم|كم يكلف"
        r"|多少钱|免费|收费|价格|费用|要钱|料金|無料|有料|いくら|値段"
        r"|कितने का|कितना किराया|किराया|मुफ्त|कीमत|शुल्क|दाम"
        r"|\bскольк\w+ сто|\bстоит\b|\bстоят\b|\bцен[аыу]\b|\bбесплатн|\bплатн|\bстоимост"
    ),
    Fact.TIME: (
        r"\bwhat time|^when\b|\b(?:until|since|till|from|know|say|me) when\b|[,;:.] ?(?:and )?when\b"
        r"|\b(?:and|or) when\b|\bwhen (?:is|are|was|do|does|did|can|could|will|would|should|must|may|s|'s)\b"
        r"|\bhours?\b|\bhow late|\blate at night|\btimes\b|\bhow early|\bopening\b"
        r"|\ba que hora|\bcuando\b|\bhorarios?\b|\bhasta cuando"
        r"|\bquelle heure|\bquand\b|\bhoraires?\b"
        r"|\bwann\b|\bwie viel uhr|\buhrzeit|\boffnungszeit|\bgeoffnet\b"
        r"|\ba che ora|\bquando\b|\borari[oi]?\b|\bque horas|\bhorarios?\b"
        r"|متي|ساعه|اوقات|几点|什么时候|何時|いつ|時刻|時間"
        r"|कितने बजे|\bकब\b|किस समय|\bво сколько|\bкогда\b|\bчасы работы|\bдо скольки"
    ),
    Fact.LOAN: _LOAN,
}
_TOLD = {
    Fact.PRICE: (
        r"\d ?%|[$€£¥₹₽]|\b(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|pence|cents?|pesos|reais|yen|aed|sar)\b"
        r"|\bfree\b|\bno (?:extra )?(?:charge|cost)|\bincluded\b|\bcosts? nothing|\bfees?\b|\bcharges?\b"
        r"|\bcomplimentary\b|\bextra\b|\bgratis\b|\bgratuit|\binclu[isy]|\bse paga|\bpagan?\b|\bkostenlos"
        r"|\bkostenfrei|\binklusive|\bkosten nichts|\baufpreis|\bgebuhr|\bcompris|\bpayant|\ba pagamento"
        r"|\bpago\b|\bpagos\b|مجان|ريال|درهم|免费|收费|元|無料|円|有料|मुफ्त|रुपये|शुल्क|бесплатн|платн|руб"
    ),
    Fact.TIME: (
        r"\d{1,2}[:.]\d\d\b|\b\d{1,2} ?(?:am|pm|uhr|h|hrs|o'clock|heures?|ore)\b"
        r"|\b24 ?(?:hours?|horas|stunden|ore|heures)"
        r"|\b(?:from|until|till|by|before|after|at|between|de|desde|hasta|a partir de las"
        r"|a las|antes de las|jusqu'a"
        r"|a partir de|von|bis|ab|um|zwischen|dalle|alle|fino alle|entro le|das|as|ate as|с|до|от|в|после)"
        r" \d{1,2}\b(?! ?(?:%|euros?|eur|pounds?|dollars?|gbp|usd|minut|met|km|m\b|years?|anos|jahre))"
        r"|\b\d{1,2} ?(?:-|–|to|a|bis|alle|as|до|से) ?\d{1,2}\b|\ball day\b|\balways open\b"
        r"|\b(?:within|in|after|every|up to|for) (?:an?|one|two|three|\d+) (?:hours?|days?|weeks?|months?)\b"
        r"|\b(?:innerhalb|binnen|nach|alle|jeden) (?:\w+ )?(?:tag\w*|woche\w*|monat\w*|stunden?)\b"
        r"|\b(?:cada|dentro de|en|sous|dans|chaque|entro|ogni|em ate) (?:\w+ )?(?:dias?|semanas?"
        r"|mes(?:es)?|jours?|semaines?|mois|giorn[oi]|settiman[ae]|mes[ei])\b"
        r"|24/7|\bnoon\b|\bmidnight\b|\bmittag|\bmitternacht|\bround the clock|rund um die uhr"
        r"|点|時|بجे|बजे|\bчас|ساعه|الساعه"
    ),
    Fact.LOAN: (
        _LOAN
        + r"|\bavailable\b|\bprovide|\boffer|\bask (?:at|us|the)|\bfor (?:our )?guests\b|\bper day\b"
        r"|\bdisponib|\bofrec|\bpropos|\bverfugbar|\berhaltlich|\bbekommen|\bstellen wir|\bpro tag\b"
        r"|\boffriamo|\boferec|متوفر|متاح|提供|可用|ご利用|उपलब्ध|предоставля|доступн"
    ),
}


@cache
def _compiled() -> tuple[dict[Fact, re.Pattern[str]], dict[Fact, re.Pattern[str]]]:
    """Compiled when first needed: what asks for each fact, and what tells it."""
    asked = {fact: re.compile(fold(regex)) for fact, regex in _ASKED.items()}
    told = {fact: re.compile(fold(regex)) for fact, regex in _TOLD.items()}
    return asked, told
