"""Which column holds what: names that property systems and channel managers give them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from jack.errors import Invalid
from jack.pms.files.texts import fold

NAMES: dict[str, tuple[str, ...]] = {
    "confirmation": (
        *("confirmation", "confirmation number", "confirmation no", "confirmation code", "conf no"),
        *("conf number", "conf", "reservation number", "reservation no", "reservation code"),
        *("res no", "booking number", "booking no", "booking reference", "booking ref"),
        *("booking code", "booking", "reservation", "reference", "reference number", "ref"),
        *("locator", "record locator", "code", "number", "Bestätigungsnummer", "Bestätigungsnr"),
        *("Buchungsnummer", "Buchungsnr", "Buchungscode", "Reservierungsnummer"),
        *("Reservierungsnr", "Reservierung", "Buchung", "numéro de confirmation"),
        *("numéro de réservation", "n° de réservation", "n° réservation", "no réservation"),
        *("code de réservation", "référence", "réservation", "número de confirmación"),
        *("número de reserva", "nº de reserva", "nº reserva", "n.º de reserva", "localizador"),
        *("código de reserva", "numero conferma", "numero di conferma", "numero prenotazione"),
        *("numero di prenotazione", "n. prenotazione", "codice prenotazione", "prenotazione"),
        *("número da reserva", "nº da reserva", "código da reserva", "reserva", "确认号", "预订号"),
        *("预订编号", "订单号", "订单编号", "予約番号", "確認番号", "номер подтверждения"),
        *("номер бронирования", "номер брони", "رقم التأكيد", "رقم الحجز", "पुष्टि संख्या"),
        *("आरक्षण संख्या", "बुकिंग संख्या"),
    ),
    "id": ("id", "reservation id", "booking id", "res id", "external id", "uid", "unique id"),
    "arrival": (
        *("arrival", "arrival date", "check in", "checkin date", "date of arrival", "arr date"),
        *("arr", "date in", "start date", "date from", "from", "start", "Anreise", "Anreisedatum"),
        *("Anreisetag", "Ankunft", "Ankunftsdatum", "von", "arrivée", "date d'arrivée", "du"),
        *("llegada", "fecha de llegada", "fecha llegada", "entrada", "fecha de entrada"),
        *("fecha entrada", "desde", "arrivo", "data di arrivo", "data arrivo", "dal", "chegada"),
        *("data de chegada", "data chegada", "data de entrada", "入住日期", "入住", "到店日期"),
        *(
            "抵达日期",
            "入住时间",
            "到着日",
            "チェックイン日",
            "チェックイン",
            "дата заезда",
            "заезд",
        ),
        *("дата прибытия", "تاريخ الوصول", "الوصول", "تاريخ الدخول", "आगमन", "आगमन तिथि", "चेक इन"),
    ),
    "departure": (
        *("departure", "departure date", "check out", "checkout date", "date of departure"),
        *("dep date", "dep", "date out", "end date", "date to", "to", "end", "Abreise"),
        *("Abreisedatum", "Abreisetag", "bis", "départ", "date de départ", "au", "salida"),
        *("fecha de salida", "fecha salida", "hasta", "partenza", "data di partenza"),
        *("data partenza", "al", "partida", "data de partida", "saída", "data de saída"),
        *("data saída", "离店日期", "离店", "退房日期", "退房", "出発日", "チェックアウト日"),
        *("チェックアウト", "дата выезда", "выезд", "дата отъезда", "تاريخ المغادرة", "المغادرة"),
        *("प्रस्थान", "प्रस्थान तिथि", "चेक आउट"),
    ),
    "nights": (
        *("nights", "number of nights", "room nights", "length of stay", "los", "Nächte"),
        *("Anzahl Nächte", "nuits", "nombre de nuits", "noches", "número de noches", "notti"),
        *("numero notti", "noites", "número de noites", "晚数", "间夜", "泊数", "ночей"),
        *("количество ночей", "عدد الليالي", "रातें"),
    ),
    "guest": (
        *("guest", "guest name", "name", "full name", "main guest", "primary guest"),
        *("lead guest", "customer", "customer name", "guest full name", "booked by", "Gast"),
        *("Gastname", "Name des Gastes", "client", "nom du client", "nom complet", "huésped"),
        *("nombre del huésped", "nombre completo", "cliente", "titular", "ospite"),
        *("nome ospite", "nome completo", "hóspede", "nome do hóspede", "客人姓名", "姓名", "住客"),
        *("客人", "宿泊者名", "氏名", "お名前", "ゲスト名", "имя гостя", "фио", "гость"),
        *("اسم الضيف", "الضيف", "الاسم", "अतिथि का नाम", "अतिथि", "नाम"),
    ),
    "last_name": (
        *("last name", "surname", "family name", "guest last name", "Nachname", "Familienname"),
        *("nom de famille", "nom", "apellidos", "apellido", "primer apellido", "cognome"),
        *("sobrenome", "apelido", "apelidos", "姓", "фамилия", "اسم العائلة", "उपनाम"),
    ),
    "first_name": (
        *("first name", "given name", "forename", "guest first name", "Vorname", "prénom"),
        *("nombre", "nome", "nome próprio", "名", "имя", "الاسم الأول", "पहला नाम"),
    ),
    "status": (
        *("status", "reservation status", "booking status", "res status", "state"),
        *("Buchungsstatus", "Reservierungsstatus", "statut", "état", "estado"),
        *("estado de la reserva", "estado da reserva", "stato", "stato prenotazione"),
        *("situação", "状态", "订单状态", "预订状态", "状態", "ステータス", "予約状況", "статус"),
        *("статус брони", "الحالة", "حالة الحجز", "स्थिति"),
    ),
    "room": (
        *("room", "room number", "room no", "room nr", "room name", "unit", "unit number"),
        *("Zimmer", "Zimmernummer", "Zimmernr", "chambre", "numéro de chambre", "n° chambre"),
        *("habitación", "número de habitación", "nº habitación", "camera", "numero camera"),
        *("quarto", "número do quarto", "nº do quarto", "房间号", "房号", "房间", "部屋番号"),
        *(
            "客室番号",
            "部屋",
            "номер комнаты",
            "комната",
            "رقم الغرفة",
            "الغرفة",
            "कमरा संख्या",
            "कमरा",
        ),
    ),
    "room_type": (
        *("room type", "room category", "unit type", "accommodation", "category", "Zimmertyp"),
        *("Zimmerkategorie", "Kategorie", "type de chambre", "catégorie", "tipo de habitación"),
        *("tipo habitación", "categoría", "tipo camera", "tipologia camera", "tipo de quarto"),
        *(
            "tipo quarto",
            "categoria",
            "房型",
            "部屋タイプ",
            "客室タイプ",
            "тип номера",
            "категория",
        ),
        *("نوع الغرفة", "कमरे का प्रकार"),
    ),
    "adults": (
        *("adults", "number of adults", "adult", "Erwachsene", "adultes", "adultos", "adulti"),
        *("成人", "成人数", "大人", "взрослые", "взрослых", "بالغون", "البالغين", "वयस्क"),
    ),
    "children": (
        *("children", "number of children", "child", "kids", "Kinder", "enfants", "niños"),
        *("bambini", "crianças", "儿童", "儿童数", "子供", "дети", "детей", "أطفال", "बच्चे"),
    ),
    "persons": (
        *("persons", "people", "guests", "pax", "number of guests", "number of people"),
        *("occupancy", "Personen", "Gäste", "Anzahl Personen", "personnes", "voyageurs"),
        *("personas", "huéspedes", "persone", "ospiti", "pessoas", "hóspedes", "人数", "гостей"),
        *("количество гостей", "عدد الضيوف", "अतिथियों की संख्या"),
    ),
    "phone": (
        *("phone", "phone number", "telephone", "mobile", "mobile phone", "mobile number", "cell"),
        *("tel", "guest phone", "contact number", "Telefon", "Telefonnummer", "Handy"),
        *("Mobiltelefon", "téléphone", "portable", "mobile client", "teléfono", "móvil"),
        *("telefono", "cellulare", "telefone", "telemóvel", "celular", "电话", "手机", "手机号"),
        *("电话号码", "電話番号", "電話", "телефон", "الهاتف", "رقم الهاتف", "फ़ोन", "मोबाइल"),
    ),
    "email": (
        *("email", "email address", "e-mail", "guest email", "mail", "E-Mail-Adresse"),
        *("adresse e-mail", "courriel", "correo electrónico", "correo", "indirizzo e-mail"),
        *("endereço de e-mail", "邮箱", "电子邮件", "メールアドレス", "メール"),
        *("электронная почта", "почта", "البريد الإلكتروني", "ईमेल"),
    ),
    "language": (
        *("language", "lang", "guest language", "preferred language", "locale", "Sprache"),
        *("langue", "idioma", "lingua", "língua", "语言", "言語", "язык", "اللغة", "भाषा"),
    ),
    "country": (
        *("country", "country code", "nationality", "guest country", "Land", "Nationalität"),
        *("pays", "nationalité", "país", "nacionalidad", "paese", "nazionalità"),
        *("nacionalidade", "国家", "国籍", "国", "страна", "гражданство", "البلد", "الجنسية", "देश"),
    ),
    "guest_id": (
        *("guest id", "customer id", "profile id", "guest number", "customer number"),
        *("Gastnummer", "Kundennummer", "numéro client", "número de cliente"),
    ),
    "loyalty": ("loyalty", "loyalty level", "loyalty tier", "membership", "loyalty code"),
    "vip": ("vip", "vip code", "vip status", "vip level"),
    "preferences": (
        *("preferences", "guest preferences", "Vorlieben", "préférences", "preferencias"),
        *("preferenze", "preferências", "偏好", "предпочтения"),
    ),
}
"""Names of each field's column, what is meant most certainly first; case, accents and signs do not
count."""

FIELD_OF: dict[str, tuple[str, int]] = {
    fold(name): (field, rank)
    for field, names in NAMES.items()
    for rank, name in enumerate((field, *names))
}

MIN_FIELDS = 2
"""A line that names fewer is no header."""


def field_of(name: str) -> str | None:
    """The field that a column or label of this name holds."""
    found = FIELD_OF.get(fold(name))
    return found[0] if found else None


def known(header: Sequence[str]) -> int:
    """How many fields a line names, if it is a header."""
    return len({field for name in header if (field := field_of(name))})


def assign(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column; what `mapping` says (field to column) goes first.

    Of several columns that could be a field the one with its most certain name is taken. Raises
    Invalid for a field that does not exist or a column that the file does not have.
    """
    for field in mapping:
        _check_exists(field)
    places = {field: _place(column, header) for field, column in mapping.items()}
    taken = set(places.values())
    ranks: dict[str, int] = {}
    for place, name in enumerate(header):
        found = FIELD_OF.get(fold(name))
        if found is None or place in taken or found[0] in mapping:
            continue
        field, rank = found
        if rank < ranks.get(field, len(FIELD_OF)):
            ranks[field], places[field] = rank, place
    return _with_names(places)


def check(places: Mapping[str, int], header: Sequence[str], file: str) -> None:
    """Raises Invalid, naming what is missing and what there is, if a stay cannot be put together."""
    missing = [
        what
        for what, ways in (
            ("confirmation", ("confirmation", "id")),
            ("arrival", ("arrival",)),
            ("departure", ("departure", "nights")),
            ("guest", ("guest", "last_name")),
        )
        if not any(way in places for way in ways)
    ]
    if missing:
        raise Invalid(
            f"{file} has no column that Jack knows as {', '.join(missing)}. Its columns are: "
            f"{listed(header)}. Say which one it is, like: --map {missing[0]}=COLUMN"
        )


def listed(header: Sequence[str]) -> str:
    """Names of columns to print: the first 40, none longer than 40 characters."""
    named = [f"{name[:40]!r}" for name in header if name]
    return ", ".join(named[:40]) + (" …" if len(named) > 40 else "")


def _check_exists(field: str) -> None:
    if field in NAMES:
        return
    close = difflib.get_close_matches(field, NAMES, n=1)
    hint = f" Did you mean {close[0]}?" if close else f" There are: {', '.join(NAMES)}."
    raise Invalid(f"--map {field}=…: Jack has no field of that name.{hint}")


def _place(column: str, header: Sequence[str]) -> int:
    for same in (str, fold):
        places = [at for at, name in enumerate(header) if same(name) == same(column)]
        if len(places) == 1:
            return places[0]
        if places:
            raise Invalid(f"There are {len(places)} columns named {column!r}: rename one.")
    raise Invalid(f"There is no column {column!r}. The file's columns are: {listed(header)}.")


def _with_names(places: dict[str, int]) -> dict[str, int]:
    """A lone "Name" is a whole name; beside a first name it is the last."""
    if "last_name" not in places and "first_name" in places and "guest" in places:
        places["last_name"] = places.pop("guest")
    for half, other in (("last_name", "first_name"), ("first_name", "last_name")):
        if half in places and other not in places:
            place = places.pop(half)
            places.setdefault("guest", place)
    return places
