"""The words for danger in every guest language, and what only looks like them (R10).

One module a language, each with tables of regular expressions over folded text (`languages.fold`:
lower case, no accents), written without upper-case escapes, which folding would break. A rule is
keyed by a string that every text it matches contains. HARMLESS holds idioms, equipment, drills,
things long ago and negations. The shorthands below are expanded when a rule is compiled.
"""

from collections.abc import Mapping

from jack.model.dangers import ar, de, en, es, fr, hi, it, ja, poisons, pt, ru, zh
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
    Language.EN: en.MEDICAL | poisons.rules(Language.EN),
    Language.ES: es.MEDICAL | poisons.rules(Language.ES),
    Language.FR: fr.MEDICAL | poisons.rules(Language.FR),
    Language.DE: de.MEDICAL | poisons.rules(Language.DE),
    Language.IT: it.MEDICAL | poisons.rules(Language.IT),
    Language.PT: pt.MEDICAL | poisons.rules(Language.PT),
    Language.AR: ar.MEDICAL | poisons.rules(Language.AR),
    Language.ZH: zh.MEDICAL | poisons.rules(Language.ZH),
    Language.JA: ja.MEDICAL | poisons.rules(Language.JA),
    Language.HI: hi.MEDICAL | poisons.rules(Language.HI),
    Language.RU: ru.MEDICAL | poisons.rules(Language.RU),
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
    Language.EN: en.HARMLESS | poisons.harmless(Language.EN),
    Language.ES: es.HARMLESS | poisons.harmless(Language.ES),
    Language.FR: fr.HARMLESS | poisons.harmless(Language.FR),
    Language.DE: de.HARMLESS | poisons.harmless(Language.DE),
    Language.IT: it.HARMLESS | poisons.harmless(Language.IT),
    Language.PT: pt.HARMLESS | poisons.harmless(Language.PT),
    Language.AR: ar.HARMLESS | poisons.harmless(Language.AR),
    Language.ZH: zh.HARMLESS | poisons.harmless(Language.ZH),
    Language.JA: ja.HARMLESS | poisons.harmless(Language.JA),
    Language.HI: hi.HARMLESS | poisons.harmless(Language.HI),
    Language.RU: ru.HARMLESS | poisons.harmless(Language.RU),
}
