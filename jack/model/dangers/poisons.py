"""Who swallowed what nobody may swallow: the same sentence in every guest language (R10).

VERBS are parts of words that tell of swallowing, SUBSTANCES what is no food. Only together, in one
clause and in any order, they are a danger.
"""

from __future__ import annotations

from jack.model.languages import Language

VERBS = {
    Language.EN: ("swallow", "drank", "drunk ", "ingest", " ate ", "eaten"),
    Language.ES: ("trag", "bebio", "bebido", "ingeri"),
    Language.FR: ("avale", " bu ", "ingere"),
    Language.DE: ("verschluck", "geschluckt", "getrunken", "gegessen", "trank"),
    Language.IT: ("ingerit", "ingoi", "bevut", "mangiato"),
    Language.PT: ("engoli", "bebeu", "ingeri"),
    Language.AR: ("ابتلع", "بلع", "شرب"),
    Language.ZH: ("喝了", "吞了", "吞下", "吃了", "喝下"),
    Language.JA: ("飲んで", "飲んだ", "飲みました", "飲み込ん", "食べて", "食べました", "食べちゃ"),
    Language.HI: ("निगल", "पी ल", "पी ग", "खा ल"),
    Language.RU: ("проглот", "выпил", "съел", "глотнул", "наглотал"),
}

SUBSTANCES = {
    Language.EN: (
        r"\b(?:bleach|batter(?:y|ies)|poison|detergent|coins?|magnets?|disinfectant|chemicals?"
        r"|antifreeze|pesticide|insecticide|ammonia|lighter fluid|hand sanitiser|hand sanitizer"
        r"|(?:drain|toilet|oven|window|glass|pool) cleaner|cleaner\b(?! than)|cleaning (?:liquid|fluid"
        r"|products?|agent|spray|stuff|solution|chemicals?)|dishwash\w+ (?:tablets?|pods?|liquid|soap)"
        r"|(?:laundry|washing) (?:pods?|liquid|powder|detergent|capsules?)|washing[- ]up liquid"
        r"|shampoo|shower gel|soap|nail (?:polish|varnish)|perfume|(?:broken|pieces? of|shards? of"
        r"|bits? of) glass|something (?:toxic|poisonous)|from under the (?:sink|counter))\b"
    ),
    Language.ES: (
        r"\b(?:lejia|detergente|pilas?|bateria|productos? (?:de limpieza|quimicos?|toxicos?)"
        "|limpiador|desinfectante|veneno|monedas?|iman(?:es)?|jabon|suavizante|amoniaco|lavavajillas"
        r"|quitaesmalte|acetona|insecticida|raticida|champu|vidrios?)\b"
    ),
    Language.FR: (
        r"\b(?:javel|detergent|lessive|produits? (?:menagers?|de nettoyage|d'entretien|chimiques?"
        "|vaisselle|toxiques?|nettoyants?)|piles?|desinfectant|poison|pieces? de monnaie|aimants?"
        r"|ammoniaque|dissolvant|insecticide|verre brise|savon|deboucheur|shampo\w+ing)\b"
    ),
    Language.DE: (
        r"\b(?:\w*(?:reinigungs|putz|spul|wasch|bleich|desinfektions)mittel|bleiche|\w*reiniger"
        "|chlor|batterien?|knopfzellen?|munzen?|magnete?n?|gift|\\w*gift|nagellack\\w*|\\w*tabs?"
        r"|chemikalien?|shampoo|seife|duschgel|\w*scherben?)\b"
    ),
    Language.IT: (
        r"\b(?:candeggina|detersivo|detergente|prodott\w+ (?:chimic\w+|tossic\w+|per (?:la )?pulizi\w+"
        "|per pulire|di pulizia)|pil[ae]|batteri[ae]|monet[ae]|calamit[ae]|veleno|disinfettante"
        r"|ammoniaca|acetone|sapone|disgorgante|shampoo|pezz\w+ di vetro)\b"
    ),
    Language.PT: (
        r"\b(?:detergente|agua sanitaria|lixivia|produtos? (?:de limpeza|quimicos?|toxicos?)|pilhas?"
        "|bateria|moedas?|imas?|veneno|desinfetante|alvejante|amoniaco|acetona|sabao|sabonete|cloro"
        r"|shampoo|champo|pedacos? de vidro)\b"
    ),
    Language.AR: (
        "(?:ماده|مواد|سايل|سائل) (?:ال)?(?:تنظيف|منظفه|كيميا|كيميائيه|سامه)|منظف|مبيض|كلور|بطاري[هة]"
        "|معقم|صابون|مسحوق غسيل|مغناطيس|مبيد|شامبو"
    ),
    Language.ZH: (
        "清洁剂|清洗剂|洗洁精|洗衣[液粉]|漂白[水剂粉]|消毒[液水]|洁厕|电池|硬币|磁铁|农药|杀虫剂|老鼠药"
        "|肥皂|洗发水|沐浴露|碎?玻璃|洗涤剂"
    ),
    Language.JA: (
        "洗剤|漂白剤|電池|硬貨|コイン|磁石|消毒液|殺虫剤|シャンプー|除光液|石鹸|石けん|農薬|ハイター"
        "|ガラスの破片|アルコール消毒"
    ),
    Language.HI: (
        "सफाई (?:का|की|वाला) |क्लीनर|फिनाइल|फिनायल|ब्लीच|डिटर्जेंट|साबुन|बैटरी|सिक्का|ज़?हर\\b|केमिकल"
        "|हार्पिक|शैम्पू|कीटनाशक|तेज़?ाब|एसिड|चुंबक"
    ),
    Language.RU: (
        r"\b(?:(?:чистящ|моющ|дезинфицирующ)\w+ средств\w*|средств\w+ для (?:мыт|чист|убор|стир|посуд)\w+"
        r"|отбеливател\w+|хлорк\w+|батарейк\w+|монет\w+|магнит\w*|уксус\w*|ацетон\w*|шампун\w+|мыло|мыла"
        r"|стиральн\w+ порош\w+|капсул\w+ для стирки|яда?|химию|химикат\w*|стекло|осколок|осколк\w+)\b"
    ),
}

MACHINES = {
    Language.EN: r"\b(?:machine|atm|dryer|washer|locker|meter|slot)\b",
    Language.ES: r"\b(?:maquina|cajero|lavadora|secadora)\b",
    Language.FR: r"\b(?:machine|distributeur|automate|horodateur)\b",
    Language.DE: r"\b(?:\w*automat\w*|\w*maschine|trockner|schliessfach)\b",
    Language.IT: r"\b(?:distributore|macchinetta|macchina|lavatrice|asciugatrice)\b",
    Language.PT: r"\b(?:maquina|caixa|distribuidora?)\b",
    Language.AR: "ماكينه|اله|جهاز|غساله",
    Language.ZH: "机",
    Language.JA: "機",
    Language.HI: "मशीन",
    Language.RU: r"\b(?:автомат|банкомат|машина|машинка|аппарат)\b",
}
"""They swallow coins, too."""

_CLAUSE = "[^.,;:!?。、，！？।،؛؟]{0,40}"


def rules(language: Language) -> dict[str, str]:
    """One rule a verb, by the part of the word that every such text holds."""
    substances = f"(?:{SUBSTANCES[language]})"
    return {
        verb: f"{verb}{_CLAUSE}{substances}|{substances}{_CLAUSE}{verb}" for verb in VERBS[language]
    }


def harmless(language: Language) -> dict[str, str]:
    """What swallows without harm, in the same form."""
    machines = f"(?:{MACHINES[language]})"
    return {
        verb: f"{machines}{_CLAUSE}{verb}|{verb}{_CLAUSE}{machines}" for verb in VERBS[language]
    }
