"""Food, drink and views that are praised in words of danger: "the steak was killer", "une tuerie".

A word of danger counts as praise only as the quality of a thing that can do no harm: right before its
name, or said of it ("is", "was"). A bomb in a cake and a burger on fire stay what they are.
"""

from __future__ import annotations

from jack.model.languages import Language


def _said_of(things: str, links: str, praise: str) -> str:
    """`links` joins the two: forms of "to be", and words that only make praise stronger."""
    return rf"\b(?:{things})(?: (?:{links}))+ (?:{praise})\b(?! (?:in|on|at|under|inside|from)\b)"


def _named(praise: str, things: str) -> str:
    return rf"\b(?:{praise})[ -]?(?:{things})\b"


_EN = (
    r"steaks?|burgers?|pizzas?|pasta|curry|curries|wings|ribs|tacos?|sushi|soup|salads?|sandwich(?:es)?"
    r"|cakes?|cheesecake|desserts?|pudding|brownies?|ice cream|chocolates?|tiramisu|pancakes?|waffles?"
    r"|cocktails?|drinks?|margaritas?|martinis?|mojitos?|wines?|coffees?|breakfasts?|brunch|buffet"
    r"|dinners?|lunch|meals?|food|dish(?:es)?|sauces?|chill?i|fish|chicken|lobster|oysters?"
    r"|views?|sunsets?|music|playlist"
)
_ES = (
    r"bistec|filete|chuleton|carne|hamburguesas?|pizzas?|tartas?|postres?|coctel(?:es)?|copas?|cena"
    r"|desayuno|comida|platos?|salsas?|helados?|paella|tapas|vinos?|cafe|pescado|vistas?|musica"
)
_FR = (
    r"steaks?|entrecote|viande|burgers?|pizzas?|pates|tartes?|gateaux?|desserts?|cocktails?|plats?"
    r"|sauces?|repas|diner|petit-dejeuner|vins?|cafe|glaces?|poisson|poulet|vue|musique"
)
_DE = (
    r"steaks?|schnitzel|burger|pizzas?|nudeln|kuchen|torten?|desserts?|nachtisch|cocktails?|drinks?"
    r"|essen|fruhstuck|abendessen|sosse|suppe|wein|kaffee|eis|fisch|curry|aussicht|musik"
)
_IT = (
    r"bistecc?a|carne|pizza|pasta|carbonara|dolc[ei]|tort[ae]|dessert|cocktail|cena|colazione|cibo"
    r"|piatt[oi]|salsa|vino|caffe|gelato|pesce|vista|musica"
)
_PT = (
    r"bife|picanha|carne|hamburguer|pizza|bolos?|sobremesas?|coquete(?:l|is)|drinks?|caipirinhas?"
    r"|jantar|cafe da manha|pequeno-almoco|comida|pratos?|molho|vinho|sorvete|peixe|vista|musica"
)
_RU = (
    r"стейк|бургер|пицца|паста|торт|десерт|коктейл[ьи]|ужин|завтрак|обед|еда|блюдо|соус|вино|кофе|рыба"
    r"|вид|музыка"
)
_AR = "ستيك|برجر|برغر|بيتزا|حلي|كيك|كعكه|طعام|عشاء|فطور|كوكتيل|قهوه|طبق|صلصه|اطلاله"
_ZH = "牛排|汉堡|披萨|蛋糕|甜点|甜品|鸡尾酒|早餐|晚餐|这道菜|咖啡|酱汁|景色|风景"
_JA = "ステーキ|バーガー|ピザ|ケーキ|デザート|カクテル|カレー|朝食|夕食|料理|コーヒー|ソース|景色"
_HI = "स्टेक|बर्गर|पिज्जा|पिज़्ज़ा|केक|मिठाई|खाना|नाश्ता|कॉकटेल|कॉफी|करी"

PRAISED = {
    Language.EN: _said_of(
        _EN,
        r"is|are|was|were|taste[sd]?|look(?:s|ed)|so|really|just|absolutely|simply|pure|totally"
        r"|literally|pretty|an?|the|here|last night|tonight|yesterday",
        r"killer|deadly|lethal|fire|bomb|murderous|dynamite|explosive|to die for|sick|wicked",
    )
    + "|"
    + _named(r"killer|dynamite|wicked", _EN),
    Language.ES: _said_of(
        _ES,
        r"es|son|esta|estan|estaban?|eran?|fue|fueron|muy|tan|realmente|simplemente|una?|la",
        r"de muerte|mortal(?:es)?|bomba|brutal(?:es)?|asesin[oa]s?|de infarto|explosiv[oa]s?",
    )
    + rf"|\b(?:{_ES}) asesin[oa]s?\b",
    Language.FR: _said_of(
        _FR,
        r"est|sont|etait|etaient|vraiment|juste|tout|simplement|une|de la|du",
        r"tuerie|mortel(?:le)?s?|bombe|a tomber(?: par terre)?|explosi(?:f|ve)s?|feu",
    )
    + rf"|\b(?:{_FR}) (?:tueur|qui tue)\b",
    Language.DE: _said_of(
        _DE,
        r"ist|sind|war|waren|schmeckte?|so|echt|wirklich|einfach|absolut|eine?|der|die|das|gestern",
        r"morderisch|todlich|killer|bombe|bombig|zum sterben|explosiv|feuer",
    )
    + "|"
    + _named(r"killer|mords|morder", _DE),
    Language.IT: _said_of(
        _IT,
        r"e|era|erano|sono|davvero|proprio|veramente|una",
        r"da morire|bomba|micidial[ei]|mortal[ei]|assassin[oa]|esplosiv[oa]|da infarto",
    )
    + rf"|\b(?:{_IT}) assassina\b",
    Language.PT: _said_of(
        _PT,
        r"e|sao|era|eram|esta|estava|estavam|foi|muito|realmente|uma",
        r"de morrer|bomba|matador(?:a|es)?|morta(?:l|is)|assassin[oa]|explosiv[oa]",
    )
    + rf"|\b(?:{_PT}) (?:matador|assassin[oa])\b",
    Language.RU: (
        rf"\b(?:{_RU})(?:,? [-—–]| (?:был[аои]?|просто|это|реально|настоящ\w+|очень|вообще))* "
        r"(?:бомба|убойн\w+|убийственн\w+|смертельн\w+|огонь|пушка|умереть)(?!\w)"
        rf"|\bубойн\w+ (?:{_RU})\b|(?:{_RU})-убийца\b"
    ),
    Language.AR: rf"(?:ال)?(?:{_AR})(?: (?:كان|كانت|هذا|هو|هي|فعلا))* (?:قاتل|قنبله|نار|مميت)(?:ا|ه)?(?!\w)",
    Language.ZH: rf"(?:{_ZH})[是太真简直实在也]{{0,4}}(?:致命|炸裂|杀手级|要命)|杀手级?(?:{_ZH})",
    Language.JA: rf"(?:{_JA})(?:は|が|も)?(?:殺人的|爆弾級|死ぬほど|悪魔的)|キラー(?:{_JA})",
    Language.HI: (
        rf"(?:{_HI})(?: (?:तो|था|थी|है|बहुत|बिल्कुल|एकदम))* (?:कातिल|क़ातिल|जानलेवा|बम)(?: (?:था|थी|है)|$|[,.!।])"
    ),
}
