"""Words that commit the hotel to something (R5), in the guest languages.

A first, narrow table: it names what must never be said without a task. Passing a request on is no
promise.
"""

from __future__ import annotations

import re
from functools import cache

_COMMITMENTS = (
    # en
    r"\b(is|are|'s|'re) on (its|the|their|his|her) way\b",
    r"\bI(?:'ve| have) (booked|reserved|arranged|ordered|extended|upgraded|sent|scheduled)\b",
    r"\bI(?:'ll| will) (book|reserve|arrange|order|extend|upgrade|send|bring|schedule)\b",
    r"\bwe(?:'ll| will) (bring|send|deliver|extend|upgrade|refund|book|arrange)\b",
    r"\bhas been (booked|reserved|arranged|extended|upgraded|refunded)\b",
    # es, pt, it, fr, de
    r"\b(están? en camino|va en camino|he reservado|hemos reservado|le enviaremos|enviaré)\b",
    r"\b(est(á|ão) a caminho|reservei|vamos enviar|enviarei)\b",
    r"\b(è in arrivo|sono in arrivo|ho prenotato|abbiamo prenotato|porteremo|invieremo)\b",
    r"\b(est en route|sont en route|j'ai réservé|nous avons réservé|nous vous apporterons)\b",
    r"\b(ist unterwegs|sind unterwegs|habe ich (gebucht|reserviert)|wir bringen Ihnen)\b",
    # ru, hi
    r"(уже в пути|я забронировал|мы забронировали|мы принес[её]м)",
    r"(रास्ते में है|बुक कर दिया|हम भेज रहे हैं)",
    # ar, zh, ja
    r"(في الطريق إليك|لقد حجزت|سنرسل لك)",
    r"(马上送到|正在送来|已为您预订|已经预订)",
    r"(お届けします|予約いたしました|手配いたしました)",
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(_COMMITMENTS), re.IGNORECASE)


def commits(text: str) -> bool:
    """Whether `text` says that the hotel does or has done something for the guest."""
    return _pattern().search(text.replace("’", "'")) is not None
