"""The words for danger in every guest language, and what only looks like them (R10).

One module a language, each with tables of regular expressions over folded text (`languages.fold`:
lower case, no accents), written without upper-case escapes, which folding would break. A rule is
keyed by a string that every text it matches contains. HARMLESS holds idioms, equipment, drills,
things long ago and negations. The shorthands below are expanded when a rule is compiled.
"""

from collections.abc import Mapping

from jack.model.dangers import ar, de, en, es, fr, hi, it, ja, pt, ru, zh
from jack.model.languages import Language

Table = Mapping[Language, Mapping[str, str]]

SHORTHANDS = {
    "<gap>": "[^.!?。।]{0,30}",
    "<near>": "[^.!?。।]{0,14}",
    "<words>": r"(?: \w[\w'-]*){0,4} ",
    "<alone>": r"^[^\w]*",
    "<end>": r"[^\w]*$",
}

# `<person>` in a rule: who something can happen to. What happens to beds and batteries is no
# emergency.
PERSONS = {
    Language.EN: en.PERSON,
    Language.ES: es.PERSON,
    Language.FR: fr.PERSON,
    Language.DE: de.PERSON,
    Language.IT: it.PERSON,
    Language.PT: pt.PERSON,
    Language.HI: hi.PERSON,
    Language.RU: ru.PERSON,
}

FIRE: Table = {
    Language.EN: en.FIRE,
    Language.ES: es.FIRE,
    Language.FR: fr.FIRE,
    Language.DE: de.FIRE,
    Language.IT: it.FIRE,
    Language.PT: pt.FIRE,
    Language.AR: ar.FIRE,
    Language.ZH: zh.FIRE,
    Language.JA: ja.FIRE,
    Language.HI: hi.FIRE,
    Language.RU: ru.FIRE,
}

MEDICAL: Table = {
    Language.EN: en.MEDICAL,
    Language.ES: es.MEDICAL,
    Language.FR: fr.MEDICAL,
    Language.DE: de.MEDICAL,
    Language.IT: it.MEDICAL,
    Language.PT: pt.MEDICAL,
    Language.AR: ar.MEDICAL,
    Language.ZH: zh.MEDICAL,
    Language.JA: ja.MEDICAL,
    Language.HI: hi.MEDICAL,
    Language.RU: ru.MEDICAL,
}

SECURITY: Table = {
    Language.EN: en.SECURITY,
    Language.ES: es.SECURITY,
    Language.FR: fr.SECURITY,
    Language.DE: de.SECURITY,
    Language.IT: it.SECURITY,
    Language.PT: pt.SECURITY,
    Language.AR: ar.SECURITY,
    Language.ZH: zh.SECURITY,
    Language.JA: ja.SECURITY,
    Language.HI: hi.SECURITY,
    Language.RU: ru.SECURITY,
}

OTHER: Table = {
    Language.EN: en.OTHER,
    Language.ES: es.OTHER,
    Language.FR: fr.OTHER,
    Language.DE: de.OTHER,
    Language.IT: it.OTHER,
    Language.PT: pt.OTHER,
    Language.AR: ar.OTHER,
    Language.ZH: zh.OTHER,
    Language.JA: ja.OTHER,
    Language.HI: hi.OTHER,
    Language.RU: ru.OTHER,
}

HARMLESS: Table = {
    Language.EN: en.HARMLESS,
    Language.ES: es.HARMLESS,
    Language.FR: fr.HARMLESS,
    Language.DE: de.HARMLESS,
    Language.IT: it.HARMLESS,
    Language.PT: pt.HARMLESS,
    Language.AR: ar.HARMLESS,
    Language.ZH: zh.HARMLESS,
    Language.JA: ja.HARMLESS,
    Language.HI: hi.HARMLESS,
    Language.RU: ru.HARMLESS,
}
