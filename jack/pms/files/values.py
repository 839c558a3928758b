"""Words and numbers in the cells of a file: status, counts, names, countries."""

from __future__ import annotations

import re
from functools import cache

from jack.model.languages import Language
from jack.model.reservations import ReservationStatus
from jack.pms.files.imported import Unreadable
from jack.pms.files.texts import clean, fold

MAX_COUNT = 99

_STATUS_WORDS: dict[ReservationStatus | None, tuple[str, ...]] = {
    ReservationStatus.CONFIRMED: (
        *("confirmed", "confirmation", "booked", "reserved", "guaranteed", "definite", "ok", "new"),
        *("modified", "paid", "active", "accepted", "due in", "expected", "arrival", "arriving"),
        *("upcoming", "pre-checked in", "bestätigt", "gebucht", "reserviert", "garantiert", "fest"),
        *("neu", "bezahlt", "confirmé", "confirmée", "réservé", "réservée", "garantie", "nouveau"),
        *("confirmado", "confirmada", "reservado", "reservada", "garantizada", "garantida"),
        *("confermato", "confermata", "prenotato", "prenotata", "已确认", "确认", "已预订"),
        *("予約済み", "予約済", "確定", "подтверждено", "подтверждена", "подтвержден", "مؤكد"),
        *("مؤكدة", "पुष्ट", "पुष्टि"),
    ),
    ReservationStatus.CHECKED_IN: (
        *("checked in", "check in", "checkin", "in house", "inhouse", "resident", "arrived"),
        *("started", "occupied", "stay", "staying", "stayover", "stay over", "due out", "walk in"),
        *("eingecheckt", "im haus", "angereist", "belegt", "arrivé", "arrivée", "présent"),
        *("en maison", "en casa", "alojado", "alojada", "ingresado", "in casa", "arrivato"),
        *("arrivata", "hospedado", "hospedada", "na casa", "已入住", "在住", "チェックイン済み"),
        *("滞在中", "宿泊中", "заселен", "заселён", "проживает", "تم تسجيل الدخول", "مقيم"),
        *("चेक इन",),
    ),
    ReservationStatus.CHECKED_OUT: (
        *("checked out", "check out", "checkout", "departed", "processed", "left", "completed"),
        *("past", "ausgecheckt", "abgereist", "parti", "partie", "salido", "salida", "partito"),
        *("partita", "terminée", "saiu", "finalizada", "finalizado", "已离店", "已退房", "離店"),
        *("チェックアウト済み", "出発済み", "выехал", "выселен", "تم تسجيل الخروج", "غادر"),
        *("चेक आउट",),
    ),
    ReservationStatus.CANCELLED: (
        *("cancelled", "canceled", "cancellation", "cancel", "cancelled by guest", "cxl", "void"),
        *("deleted", "storniert", "abgesagt", "annulliert", "annulé", "annulée", "cancelado"),
        *("cancelada", "anulado", "anulada", "annullato", "annullata", "cancellato", "cancellata"),
        *("已取消", "取消", "キャンセル", "キャンセル済み", "отменено", "отменена", "отменен"),
        *("аннулировано", "ملغي", "ملغى", "ملغاة", "रद्द"),
    ),
    ReservationStatus.NO_SHOW: (
        *("no show", "noshow", "did not arrive", "nicht erschienen", "nicht angereist"),
        *("non présenté", "non présentée", "no presentado", "no presentada", "mancato arrivo"),
        *("não compareceu", "未到", "未入住", "ノーショー", "不泊", "незаезд", "не заехал"),
        *("لم يحضر",),
    ),
    None: (
        *("option", "optional", "tentative", "provisional", "inquiry", "enquiry", "inquired"),
        *("requested", "request", "pending", "waitlist", "waitlisted", "quote", "quoted", "offer"),
        *("not confirmed", "unconfirmed", "anfrage", "angebot", "optioniert", "warteliste"),
        *("vorläufig", "offen", "en attente", "devis", "demande", "pendiente", "tentativa"),
        *("solicitud", "opzione", "preventivo", "in attesa", "pendente", "pré-reserva", "待确认"),
        *("仮予約", "未確定", "ожидает", "не подтверждено", "قيد الانتظار", "लंबित"),
    ),
}
"""None: not confirmed by both sides, so no stay yet."""
STATUSES = {fold(word): status for status, words in _STATUS_WORDS.items() for word in words}

_TITLES = frozenset(
    map(
        fold,
        (
            *("mr", "mrs", "ms", "miss", "mx", "sir", "dr", "prof", "mr & mrs", "herr", "frau"),
            *("hr", "fr", "m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "señor"),
            *("señora", "dña", "sig", "signor", "signora", "dott", "dhr", "mevr"),
        ),
    )
)
_YES = frozenset(map(fold, ("yes", "y", "true", "1", "x", "vip", "ja", "oui", "sí", "sim", "是")))
_COUNT = re.compile(r"(\d{1,4})(?:[.,]0{1,2})?")
_TWO_COUNTS = re.compile(r"(\d{1,2})\s*[+/]\s*(\d{1,2})(?:\s*[+/]\s*(\d{1,2}))?")


def status(text: str) -> ReservationStatus:
    """Raises Unreadable for a word that means no state of a stay."""
    try:
        found = STATUSES[fold(text)]
    except KeyError:
        raise Unreadable("its status is no word that Jack knows") from None
    if found is None:
        raise Unreadable("it is not confirmed yet, so it is no stay")
    return found


def count(text: str, what: str) -> int:
    """Raises Unreadable for what is no number of people or nights."""
    found = _COUNT.fullmatch(text)
    if found is None or int(found[1]) > MAX_COUNT * (10 if what == "nights" else 1):
        raise Unreadable(f"its number of {what} is no number")
    return int(found[1])


def persons(text: str) -> tuple[int, int]:
    """Adults and children of "2", "2+1" or "2/1/0" (babies are children)."""
    found = _TWO_COUNTS.fullmatch(text)
    if found is None:
        return count(text, "persons"), 0
    return int(found[1]), int(found[2]) + int(found[3] or 0)


def is_yes(text: str) -> bool:
    """A mark, a yes, or the hotel's own code for important people; not "no" or "0"."""
    folded = fold(text)
    return folded in _YES or (folded.startswith("vip") and not folded.endswith("no"))


def name(text: str) -> tuple[str, str]:
    """First and last name of a whole one: "Silva, Ana" or "Mrs Ana Silva"; one word is the last."""
    last, comma, first = text.partition(",")
    if comma and fold(first) and fold(last):
        return _untitled(first), _untitled(last)
    words = _untitled(text).split()
    return " ".join(words[:-1]), words[-1] if words else ""


def name_of(first: str, last: str) -> tuple[str, str]:
    return _untitled(first), _untitled(last)


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 of a code or a country's name in a language of guests."""
    code = text.strip().upper()
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code
    return _countries().get(fold(text))


def _untitled(text: str) -> str:
    """Without "Mr" and the like in front of a name; a name has letters."""
    words = clean(text).strip(" ,;-").split()
    while len(words) > 1 and fold(words[0]) in _TITLES:
        words = words[1:]
    found = " ".join(words)
    return found if any(each.isalpha() for each in found) else ""


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # heavy: loads a language's tables

    return {
        fold(label): code
        for language in Language
        for code, label in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
