"""Words that tell what a sentence is about, in the guest languages: the tables behind
`contradictions`. For text that went through `fold`."""

from __future__ import annotations

import re

from jack.model.languages import fold


def _any(text: str) -> re.Pattern[str]:
    return re.compile("|".join(fold(word) for word in text.split("/")))


CHECK_IN = _any(
    r"check-? ?in\b/einchecken/anreise/registro de entrada/hora de entrada/hora de llegada/heure d'arrivee"
    r"/arrivee/orario di arrivo/заезд/заселени/入住/チェックイン/चेक-? ?इन/تسجيل الوصول/تسجيل الدخول"
)
CHECK_OUT = _any(
    r"check-? ?out\b/auschecken/abreise/registro de salida/hora de salida/heure de depart/depart"
    r"/orario di partenza/выезд/выселени/退房/チェックアウト/चेक-? ?आउट/تسجيل المغادرة"
)
RECEPTION = _any(
    r"reception/front desk/our (?:phone|telephone)/call us/phone of the hotel/rezeption/recepcion"
    r"/ricevimento/recepcao/ресепшн/стойк/前台/フロント/रिसेप्शन/الاستقبال"
)
WIFI = _any(r"\bwi-? ?fi/wlan/w-lan/wireless/internet/вайфай/无线/上网/وايفاي/واي فاي/वाई-?फाई")
NETWORK = re.compile(
    r"(?i:(?<!\w)(?:network|ssid|netz(?:werk)?|red|réseau|rete|rede|сеть)(?!\w)|网络|ネットワーク|شبكة|नेटवर्क)"
    r"(?:\s+name)?\s*(?i:is|:|=|ist|heißt|se llama|est|s['’]appelle|è|é|si chiama|chama-se|называется)?\s*"
    r"[\"“«„']?(?P<name>(?=\S*[A-Z\d_-])[A-Za-z0-9][\w.-]{3,})"
)
"""For text as it is written: the name of a network has capitals, digits or hyphens."""
QUALIFIERS = {
    name: _any(words)
    for name, words in {
        "early": (
            r"early/earlier/fruh(?!stuck)/anticipad/temprano/anticipe/plus tot/anticipat/antecipad/ранн/提前"
            r"/早め/مبكر/जल्दी"
        ),
        "late": r"\blate/later/spat/tardi/tard\b/tarde\b/поздн/延迟/晚/遅/متاخر/देर",
        "weekend": r"weekend/week-end/wochenende/fin de semana/fine settimana/fim de semana/выходн/周末/週末",
        "weekday": r"weekday/werktag/wochentag/entre semana/en semaine/feriali/будн/平日",
        "day": (
            r"monday/tuesday/wednesday/thursday/friday/saturday/sunday/holiday/montag/dienstag/mittwoch/donnerstag"
            r"/freitag/samstag/sonntag/feiertag/lunes/martes/miercoles/jueves/viernes/sabado/domingo/festivo"
            r"/lundi/mardi/mercredi/jeudi/vendredi/samedi/dimanche/воскресен/суббот/星期/周[一二三四五六日]/曜日"
        ),
        "season": (
            r"summer/winter/spring\b/autumn/sommer/verano/invierno/\bete\b/hiver/estate/inverno/летом"
            r"/зимой/夏/冬"
        ),
        "child": r"child/kid/\bkind/nin[oa]/enfant/bambin/crianc/дет/ребен/儿童/子供/お子/طفل/اطفال/बच्च",
        "dog": (
            r"\bdog/\bpet\b/pets/hund/haustier/perro/mascota/chien/animal/cane\b/cani\b/собак/狗/宠物/犬"
            r"/ペット"
        ),
        "suite": r"suite/family room/familienzimmer/single/double/einzel/doppel/individual/simple/doble",
    }.items()
}
"""What narrows a sentence: two that differ in these speak of two things."""
