"""Hunger, heat and longing in words of dying and burning: nobody is in danger (R10)."""

from __future__ import annotations

from jack.model.languages import Language

EXAGGERATED = {
    Language.EN: (
        r"\b(?:dying|die|kill) (?:to (?!live\b)\w+|for (?:an?|some|the|my|that|your|one)\b)"
        r"|\b(?:dying|dead) of (?:hunger|thirst|curiosity|boredom|heat|cold|laughter|embarrassment)\b"
        r"|\b(?:starving|freezing|boiling|bored|tickled|scared) to death\b"
    ),
    Language.ES: (
        r"\b(?:me|nos) (?:muero|morimos|estoy muriendo|estamos muriendo) (?:por\b|de (?:la )?(?:hambre|sed"
        r"|ganas|sueno|frio|calor|risa|curiosidad|aburrimiento|verguenza)\b)"
        r"|\bmuert[oa]s? de (?:hambre|sed|sueno|cansancio|frio|calor|risa|ganas|miedo)\b"
    ),
    Language.FR: (
        r"\b(?:meurs|meurt|mourons|mourir|creve|crevons|morte?s?) (?:de (?:faim|soif|froid|chaud|chaleur"
        r"|rire|fatigue|curiosite|sommeil)|d'(?:envie|impatience|ennui))\b"
    ),
    Language.DE: (
        r"\bbrennen? (?:schon )?dara?uf\b|\bsterben? (?:\w+ )?vor (?:hunger|durst|neugier|langeweile|lachen"
        r"|hitze|kalte|sehnsucht)\b|\b(?:verhungern?|verdursten?)\b|\bheiss auf\b|\bto[dt]mude\b"
    ),
    Language.IT: (
        r"\bmuoi(?:o|amo) (?:di|dal|dalla) (?:fame|sete|voglia|caldo|freddo|sonno|ridere|curiosita|noia)\b"
        r"|\bmort[oiae] di (?:fame|sete|sonno|freddo|caldo|stanchezza)\b"
    ),
    Language.PT: (
        r"\b(?:morrendo|morro|morremos|a morrer|mort[oa]s?) de (?:fome|sede|vontade|frio|calor|sono|rir"
        r"|curiosidade|tedio|cansaco|vergonha)\b"
    ),
    Language.RU: (
        r"\bумира(?:ю|ем) (?:\w+ )?(?:от|с) (?:голод|жажд|скук|любопытств|жар|холод|смех|желани)\w*"
        r"|\bдо смерти (?:хоч|хот|устал|надоел)\w+"
    ),
    Language.AR: (
        "(?:[انت]?موت|ميت|ميته|ميتين) (?:من|في|علي) (?:ال)?(?:جوع|عطش|ضحك|حر|برد|فضول|نعاس|ملل)"
    ),
    Language.ZH: (
        "(?:饿|渴|困|累|热|冷|笑|无聊|闷|美|吵|烦)死(?:我|人|了)|(?:饿|渴|困|累|热|冷)得?要(?:死|命)"
    ),
    Language.JA: (
        "(?:お腹|おなか|腹|暑|寒|眠|退屈|喉)[^.?。]{0,8}死にそう|死ぬほど(?:お腹|腹|美味|楽し|眠|退屈|暑|寒)"
        "|飢え死に"
    ),
    Language.HI: "(?:भूख|प्यास|गर्मी|ठंड|हंसी|हँसी|नींद|बोरियत) (?:से|के मारे) (?:मर|जान)",
}
