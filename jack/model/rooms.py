"""The room that a guest names."""

from __future__ import annotations

import re

from jack.model.languages import fold
from jack.model.numbers import plain_digits

_ROOM_WORD = (
    r"(?:rooms?|rm|suite|zimmer|habitacion|hab|chambre|camera|stanza|quarto|apartamento|"
    r"номер\w*|комнат\w*|(?:ال)?غرفه|कमरा|कमरे|रूम|房间|房間|部屋)"
)
_NUMBER_SIGN = r"(?:\s*(?:no|nr|n°|nº|num|number|numero|nummer|№|#|رقم|नंबर|नं|号|番号))?"
_ROOM_NUMBER = r"(\d{1,4}\s?[a-z]?)"
_NO_ROOM_AFTER = (
    r"(?!\w|\s*[%€$£°]|[:.,]\d|\s*(?:people|persons?|adults?|child|kids|guests?|nights?|days?|weeks?|"
    r"hours?|hrs?|min|am|pm|o'clock|uhr|eur|usd|gbp|dollars?|pounds?|personas?|noches?|dias|personnes?|"
    r"nuits?|jours?|personen|nachte|tage|persone|notti|giorni|pessoas|noites|минут|час|дн|ноч|чел|евро|руб|"
    r"towel|pillow|blanket|meters?|metres?|km|times|euros?|th\b|st\b|nd\b|rd\b)|\s?[年月日時点晚泊人])"
)
_DOES = r"(?:leaks|drips|floods|overflows|smells|stinks|rattles|squeaks|is|was|has|does|needs|runs|works)\b"
"""What a thing in a room does; other words of that ending count things: "in 204 rooms"."""
_ROOM_PATTERNS = tuple(
    re.compile(fold(pattern))
    for pattern in (
        rf"(?<!\w){_ROOM_WORD}{_NUMBER_SIGN}[.:\s]*{_ROOM_NUMBER}{_NO_ROOM_AFTER}",
        rf"(?:房间|房間|部屋)(?:番号|号)?(?:是|は)?\s*{_ROOM_NUMBER}",
        r"(?<!\d)(\d{1,4}[a-z]?)\s*(?:号室|號室|号房|號房|号客房|房间|室(?!内|外))",
        r"(?<!\w)(\d{1,4}[a-z]?)\s*(?:नंबर\s*)?(?:कमर|रूम)",
        r"(?<!\w)((?!(?:19|20)\d\d(?!\w))\d{3,4})\s+में(?!\w)",
        r"(?<![\w.:])(\d{2,4})(?:-?(?:й|м|ом|ый))?\s+(?:номер\w*|комнат\w*)",
        r"(?<!\w)(?<!check )(?<!check-)(?:in|to|for|en la|en el|en|a la|para la|de la|pour la|dans la|à la|a|"
        r"auf|im|in der|fur|nella|alla|in|della|no|na|para o|в|из|для|في|الى|में|@)\s+#?"
        rf"((?!(?:19|20)\d\d(?!\w))\d{{3,4}}[a-z]?){_NO_ROOM_AFTER}(?!\s+(?!{_DOES})[a-z]+s\b)",
        r",\s*#?(\d{3}[a-z]?)\s*[.!]?$",
        r"^#?((?!(?:19|20)\d\d(?!\w))\d{3}[a-z]?)\s*[:,-]\s*(?=[^\d])",
    )
)


def room(text: str) -> str | None:
    """The room a text names ("in 204", "Zimmer 12A"), never a year, time, price or phone number."""
    plain = plain_digits(text)
    for pattern in _ROOM_PATTERNS:
        if match := pattern.search(plain):
            return match[1].replace(" ", "").upper()
    return None


def bare_room(text: str) -> str | None:
    """The room when the whole text is nothing but its number, as in reply to "which room?"."""
    match = re.fullmatch(r"\W*(?:it'?s\s+)?(\d{1,4}\s?[a-z]?)\W*", plain_digits(text))
    return match[1].replace(" ", "").upper() if match else room(text)


def room_spans(plain: str) -> list[tuple[int, int]]:
    """Where room numbers stand in text that went through `plain_digits`."""
    return [match.span() for pattern in _ROOM_PATTERNS for match in pattern.finditer(plain)]
