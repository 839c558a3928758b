"""Words and signs of facts in the guest languages: the tables behind `facts`. Regular expressions
for text that went through `plain_digits`."""

from __future__ import annotations

from jack.model.languages import fold

DOMAINS = (
    "com|net|org|info|biz|edu|gov|int|io|app|dev|shop|store|site|online|website|link|click|top|xyz|club|travel"
    "|hotel|hotels|booking|example|ai|co|me|tv|cc|ly|gl|eu|uk|us|de|fr|es|it|pt|ch|at|nl|be|lu|ie|pl|cz|gr|tr|ru"
    "|ua|cn|jp|kr|in|ae|sa|qa|eg|ma|br|mx|ar|cl|ca|au|nz|za|se|no|dk|fi|hu|ro|bg|hr|si|sk|mt|cy|il|sg|hk|tw|th|to"
)
CURRENCY = fold(
    r"[€$£¥₹₽₩₺฿]|(?:us|hk|au|ca|nz)\$|(?<![a-z])(?:eur|usd|gbp|chf|jpy|cny|rmb|rub|inr|aed|sar|cad|aud|pln|czk|sek|nok|dkk"
    r"|euros?|dollars?|pounds?|dolares|dollari|libras?|sterline|francs?|franken|franchi|francos|livres sterling|cents?|yen"
    r"|yuan|rupees?|rupien|roubles?|rubles?|rubel|reais|pesos?)(?![a-z])|евро|рубл\w*|доллар\w*|фунт\w*|يورو|دولار\w*"
    r"|ريال\w*|درهم|欧元|歐元|美元|人民币|日元|英镑|元|块钱|円|ユーロ|ドル|ポンド|यूरो|रुपय\w*|रुपए|डॉलर|पाउंड"
)
WORD_AMOUNT = (
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|fifteen|twenty-five|zwanzig|dreissig|vierzig|funfzig"
    "|hundert|funfzehn|vingt|trente|quarante|cinquante|cent|quinze|veinte|treinta|cuarenta|cincuenta|cien|quince|venti"
    "|trenta|quaranta|cinquanta|cento|quindici|vinte|trinta|quarenta|cinquenta|cem|двадцать|тридцать|сорок|пятьдесят|сто"
)
FREE = fold(
    r"\b(?:free of charge|for free|free of cost|complimentary|at no (?:extra |additional )?(?:cost|charge)|no (?:extra |additional )?charge"
    r"|on the house|(?:is|are) free(?! (?:to|from|of|at|on|until|tonight|tomorrow|now|again|for))|kostenlos\w*|kostenfrei\w*|gratis"
    r"|ohne aufpreis|unentgeltlich|gratuit\w*|sans (?:frais|supplement)|offert\w?|sin (?:coste|costo|cargo)|senza (?:costi|supplemento)"
    r"|sem (?:custo|custos)|cortesia)\b|бесплатн\w*|مجان\w*|免费|免費|无料|無料|निःशुल्क|मुफ़?्त"
)
INCLUDED = fold(
    r"\b(?:includ\w+|inbegriffen|inklusive|enthalten|compris\w*|inclus\w*|inclui\w*|includ\w*|compres\w*)\b"
    r"|включ\w+|مشمول\w*|包含|包括|含まれ|込み|शामिल"
)
WIDE = "十一|十二|[一二三四五六七八九十两]"
MORNING = fold(
    r"a\.?m\.?(?!\w)|in the morning|утра|de la mañana|du matin|del mattino|di mattina|da manha|morgens|früh|صباحا|ص(?!\w)"
)
EVENING = fold(
    r"p\.?m\.?(?!\w)|in the (?:afternoon|evening)|at night|вечера|дня|de la (?:tarde|noche)|du soir|de l'apres-midi|de l'après-midi"
    r"|di sera|della sera|del pomeriggio|da (?:tarde|noite)|abends|nachmittags|مساء|بعد الظهر|م(?!\w)"
)
BEFORE = fold(r"上午|早上|清晨|午前|朝|सुबह")
BEFORE_LATE = fold(r"下午|晚上|傍晚|午後|夕方|夜|शाम|दोपहर|रात")
TO = r"\s?(?:-|–|—|~|〜|to|until|till|and|bis|und|a|à|al|alle|e|y|jusqu'a|ate|até|as|до|и|至|到|から|से|حتى|الى)\s?"
NOON = {
    "noon": 12 * 60, "midday": 12 * 60, "mittags": 12 * 60, "midi": 12 * 60, "mediodia": 12 * 60,
    "mezzogiorno": 12 * 60, "meio-dia": 12 * 60, "полдень": 12 * 60, "正午": 12 * 60,
    "midnight": 0, "mitternacht": 0, "minuit": 0, "medianoche": 0, "mezzanotte": 0, "meia-noite": 0,
    "полночь": 0, "полуночи": 0, "午夜": 0, "真夜中": 0, "منتصف الليل": 0,
}  # fmt: skip
TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mister|Dr|Herrn?|Frau|Monsieur|Madame|Mme|M\.|Señora?|Sra?\.|Sr\.|Don|Doña|Signora?|Sig\.ra|Sig\.|Senhora?"
    r"|г-н|г-жа|господин\w*|госпож\w*|السيدة?|श्री|श्रीमती)"
)
