"""The table of things that guests ask for, with their names in eleven languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jack.model.languages import Language


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that guests ask for.

    `words` has one text per language: "one|many|further stems"; the first two are also what the
    guest reads. Stems match from the start of a word on, in Chinese and Japanese anywhere.
    """

    name: str
    many: str
    intent: str
    words: Mapping[Language, str]


def _thing(name: str, many: str, intent: str, table: str) -> Thing:
    rows = dict(line.strip().split(" ", 1) for line in table.strip().splitlines())
    return Thing(name, many, intent, {Language(tag): words for tag, words in rows.items()})


THINGS = (
    _thing(
        "towel",
        "towels",
        "request.service.towels",
        """
        en towel|towels
        es toalla|toallas
        fr serviette de bain|serviettes de bain|serviette
        de Handtuch|Handtücher|badetuch|badetüch
        it asciugamano|asciugamani|salviett|telo
        pt toalha|toalhas
        ar منشفة|مناشف|منشفتي|منشفه
        zh 毛巾|毛巾|浴巾
        ja タオル|タオル
        hi तौलिया|तौलिये|तौलिए|टॉवल
        ru полотенце|полотенца|полотен
        """,
    ),
    _thing(
        "pillow",
        "pillows",
        "request.service.pillows",
        """
        en pillow|pillows
        es almohada|almohadas
        fr oreiller|oreillers
        de Kissen|Kissen|kopfkissen
        it cuscino|cuscini|guancial
        pt travesseiro|travesseiros|almofada
        ar وسادة|وسائد|وسادتي|مخد
        zh 枕头|枕头
        ja 枕|枕|まくら
        hi तकिया|तकिये|तकिए
        ru подушка|подушки|подушк|подушек
        """,
    ),
    _thing(
        "blanket",
        "blankets",
        "request.service.blankets",
        """
        en blanket|blankets|duvet|comforter|quilt
        es manta|mantas|edredon|cobija|frazada
        fr couverture|couvertures|couette
        de Decke|Decken|bettdecke|wolldecke
        it coperta|coperte|piumon
        pt cobertor|cobertores|edredom
        ar بطانية|بطانيات|لحاف
        zh 毯子|毯子|被子|毛毯
        ja 毛布|毛布|ブランケット
        hi कंबल|कंबल|कम्बल|रजाई
        ru одеяло|одеяла|одеял
        """,
    ),
    _thing(
        "set of bed linen",
        "sets of bed linen",
        "request.service.blankets",
        """
        en bed linen|bed linen|bedsheet|bed sheet|linen|sheets
        es juego de sábanas|juegos de sábanas|sabana
        fr parure de draps|parures de draps|draps
        de Bettwäsche|Bettwäsche|bettlaken|laken
        it set di lenzuola|set di lenzuola|lenzuol
        pt jogo de lençóis|jogos de lençóis|lencol|lencoi
        ar طقم شراشف|أطقم شراشف|شراشف|ملاءات
        zh 床单|床单
        ja シーツ|シーツ
        hi चादर|चादरें|चादर
        ru комплект белья|комплекта белья|постельное бель|простын
        """,
    ),
    _thing(
        "toilet paper",
        "toilet paper",
        "request.service.toiletries",
        """
        en toilet paper|toilet paper|loo roll|toilet roll
        es papel higiénico|papel higiénico
        fr papier toilette|papier toilette|papier wc
        de Toilettenpapier|Toilettenpapier|klopapier
        it carta igienica|carta igienica
        pt papel higiênico|papel higiênico
        ar ورق حمام|ورق حمام|ورق تواليت|ورق الحمام
        zh 卫生纸|卫生纸|厕纸
        ja トイレットペーパー|トイレットペーパー
        hi टॉयलेट पेपर|टॉयलेट पेपर
        ru туалетная бумага|туалетная бумага|туалетн
        """,
    ),
    _thing(
        "toothbrush",
        "toothbrushes",
        "request.service.toiletries",
        """
        en toothbrush|toothbrushes|dental kit
        es cepillo de dientes|cepillos de dientes
        fr brosse à dents|brosses à dents
        de Zahnbürste|Zahnbürsten
        it spazzolino|spazzolini
        pt escova de dentes|escovas de dentes
        ar فرشاة أسنان|فرش أسنان
        zh 牙刷|牙刷
        ja 歯ブラシ|歯ブラシ
        hi टूथब्रश|टूथब्रश
        ru зубная щётка|зубные щётки|зубную щетк|зубных щеток
        """,
    ),
    _thing(
        "toothpaste",
        "toothpaste",
        "request.service.toiletries",
        """
        en toothpaste|toothpaste
        es pasta de dientes|pasta de dientes|dentifrico
        fr dentifrice|dentifrice
        de Zahnpasta|Zahnpasta
        it dentifricio|dentifricio
        pt pasta de dentes|pasta de dentes
        ar معجون أسنان|معجون أسنان
        zh 牙膏|牙膏
        ja 歯磨き粉|歯磨き粉
        hi टूथपेस्ट|टूथपेस्ट
        ru зубная паста|зубная паста|зубную паст
        """,
    ),
    _thing(
        "soap",
        "soaps",
        "request.service.toiletries",
        """
        en soap|soaps
        es jabón|jabones|jabon
        fr savon|savons
        de Seife|Seifen
        it saponetta|saponette|sapone
        pt sabonete|sabonetes
        ar صابون|صابون
        zh 肥皂|肥皂|香皂
        ja 石鹸|石鹸|石けん
        hi साबुन|साबुन
        ru мыло|мыло
        """,
    ),
    _thing(
        "shampoo",
        "shampoos",
        "request.service.toiletries",
        """
        en shampoo|shampoos
        es champú|champús
        fr shampoing|shampoings|shampooing
        de Shampoo|Shampoos
        it shampoo|shampoo
        pt xampu|xampus|champo
        ar شامبو|شامبو
        zh 洗发水|洗发水
        ja シャンプー|シャンプー
        hi शैम्पू|शैम्पू
        ru шампунь|шампуня|шампун
        """,
    ),
    _thing(
        "shower gel",
        "shower gels",
        "request.service.toiletries",
        """
        en shower gel|shower gels|body wash
        es gel de ducha|geles de ducha
        fr gel douche|gels douche
        de Duschgel|Duschgels
        it bagnoschiuma|bagnoschiuma
        pt gel de banho|géis de banho
        ar جل استحمام|جل استحمام
        zh 沐浴露|沐浴露
        ja ボディソープ|ボディソープ
        hi शॉवर जेल|शॉवर जेल
        ru гель для душа|геля для душа
        """,
    ),
    _thing(
        "razor",
        "razors",
        "request.service.toiletries",
        """
        en razor|razors|shaving kit
        es maquinilla de afeitar|maquinillas de afeitar
        fr rasoir|rasoirs
        de Rasierer|Rasierer
        it rasoio|rasoi
        pt barbeador|barbeadores
        ar شفرة حلاقة|شفرات حلاقة
        zh 剃须刀|剃须刀
        ja カミソリ|カミソリ|かみそり
        hi रेज़र|रेज़र
        ru бритва|бритвы|бритву
        """,
    ),
    _thing(
        "hair dryer",
        "hair dryers",
        "request.service.toiletries",
        """
        en hair dryer|hair dryers|hairdryer
        es secador|secadores
        fr sèche-cheveux|sèche-cheveux
        de Haartrockner|Haartrockner|föhn
        it asciugacapelli|asciugacapelli|phon
        pt secador de cabelo|secadores de cabelo
        ar مجفف شعر|مجففات شعر
        zh 吹风机|吹风机
        ja ドライヤー|ドライヤー
        hi हेयर ड्रायर|हेयर ड्रायर
        ru фен|фена
        """,
    ),
    _thing(
        "pair of slippers",
        "pairs of slippers",
        "request.service.other",
        """
        en pair of slippers|pairs of slippers|slipper
        es par de zapatillas|pares de zapatillas|zapatilla|pantufla
        fr paire de chaussons|paires de chaussons|chausson
        de Paar Hausschuhe|Paar Hausschuhe|hausschuh|pantoffel
        it paio di pantofole|paia di pantofole|pantofol|ciabatt
        pt par de chinelos|pares de chinelos|chinelo
        ar زوج شباشب|أزواج شباشب|شبشب|شباشب
        zh 拖鞋|拖鞋
        ja スリッパ|スリッパ
        hi चप्पल की जोड़ी|चप्पल की जोड़ियाँ|चप्पल
        ru пара тапочек|пары тапочек|тапочк|тапочек
        """,
    ),
    _thing(
        "bathrobe",
        "bathrobes",
        "request.service.other",
        """
        en bathrobe|bathrobes
        es albornoz|albornoces
        fr peignoir|peignoirs
        de Bademantel|Bademäntel
        it accappatoio|accappatoi
        pt roupão|roupões
        ar روب حمام|أرواب حمام
        zh 浴袍|浴袍
        ja バスローブ|バスローブ
        hi बाथरोब|बाथरोब
        ru халат|халата
        """,
    ),
    _thing(
        "bottle of water",
        "bottles of water",
        "request.service.minibar",
        """
        en bottle of water|bottles of water|water bottle|still water|drinking water|bottled water
        es botella de agua|botellas de agua|agua mineral
        fr bouteille d'eau|bouteilles d'eau|eau minerale|eau plate
        de Flasche Wasser|Flaschen Wasser|mineralwasser|wasserflasche
        it bottiglia d'acqua|bottiglie d'acqua|acqua minerale
        pt garrafa de água|garrafas de água|agua mineral
        ar زجاجة ماء|زجاجات ماء|زجاجة من الماء|زجاجتان من الماء|زجاجتي ماء
        zh 瓶水|瓶水|矿泉水
        ja 水のボトル|水のボトル|水を|ミネラルウォーター
        hi बोतल पानी|बोतल पानी|पानी की बोतल
        ru бутылка воды|бутылки воды|бутылку воды|бутылок воды
        """,
    ),
    _thing(
        "ice",
        "ice",
        "request.service.ice",
        """
        en ice|ice|ice bucket|bucket of ice|ice cubes
        es hielo|hielo|cubitera
        fr glaçons|glaçons|glacon|seau a glace
        de Eiswürfel|Eiswürfel|eiswurfel
        it ghiaccio|ghiaccio
        pt gelo|gelo
        ar ثلج|ثلج
        zh 冰块|冰块
        ja 氷|氷
        hi बर्फ|बर्फ
        ru лёд|лёд|льда
        """,
    ),
    _thing(
        "iron",
        "irons",
        "request.service.iron",
        """
        en iron|irons
        es plancha|planchas
        fr fer à repasser|fers à repasser
        de Bügeleisen|Bügeleisen
        it ferro da stiro|ferri da stiro
        pt ferro de passar|ferros de passar
        ar مكواة|مكاوي
        zh 熨斗|熨斗
        ja アイロン|アイロン
        hi इस्त्री|इस्त्री|प्रेस
        ru утюг|утюга
        """,
    ),
    _thing(
        "ironing board",
        "ironing boards",
        "request.service.iron",
        """
        en ironing board|ironing boards
        es tabla de planchar|tablas de planchar
        fr planche à repasser|planches à repasser|table a repasser
        de Bügelbrett|Bügelbretter
        it asse da stiro|assi da stiro
        pt tábua de passar|tábuas de passar
        ar طاولة كي|طاولات كي
        zh 熨衣板|熨衣板
        ja アイロン台|アイロン台
        hi इस्त्री का तख्ता|इस्त्री के तख्ते
        ru гладильная доска|гладильные доски|гладильную доск
        """,
    ),
    _thing(
        "crib",
        "cribs",
        "request.service.crib",
        """
        en crib|cribs|cot|baby bed|baby cot
        es cuna|cunas
        fr lit bébé|lits bébé|berceau
        de Babybett|Babybetten|kinderbett|gitterbett
        it culla|culle|lettino
        pt berço|berços
        ar سرير أطفال|أسرة أطفال|سرير طفل
        zh 婴儿床|婴儿床
        ja ベビーベッド|ベビーベッド
        hi पालना|पालने
        ru детская кроватка|детские кроватки|детскую кроватк|детской кроватк
        """,
    ),
    _thing(
        "extra bed",
        "extra beds",
        "request.service.rollaway",
        """
        en extra bed|extra beds|rollaway|additional bed|folding bed
        es cama supletoria|camas supletorias|cama extra
        fr lit d'appoint|lits d'appoint|lit supplementaire
        de Zustellbett|Zustellbetten|extrabett
        it letto aggiunto|letti aggiunti
        pt cama extra|camas extras
        ar سرير إضافي|أسرة إضافية
        zh 加床|加床
        ja エキストラベッド|エキストラベッド
        hi अतिरिक्त बिस्तर|अतिरिक्त बिस्तर
        ru дополнительная кровать|дополнительные кровати|дополнительную кровать
        """,
    ),
    _thing(
        "hanger",
        "hangers",
        "request.service.other",
        """
        en hanger|hangers|coat hanger
        es percha|perchas
        fr cintre|cintres
        de Kleiderbügel|Kleiderbügel
        it gruccia|grucce
        pt cabide|cabides
        ar علاقة ملابس|علاقات ملابس|شماعة
        zh 衣架|衣架
        ja ハンガー|ハンガー
        hi हैंगर|हैंगर
        ru вешалка|вешалки|вешалк|вешалок
        """,
    ),
    _thing(
        "phone charger",
        "phone chargers",
        "request.service.other",
        """
        en phone charger|phone chargers|charger|charging cable
        es cargador|cargadores
        fr chargeur|chargeurs
        de Ladekabel|Ladekabel|ladegerät
        it caricabatterie|caricabatterie
        pt carregador|carregadores
        ar شاحن|شواحن
        zh 充电器|充电器
        ja 充電器|充電器
        hi चार्जर|चार्जर
        ru зарядка|зарядки|зарядк|зарядное
        """,
    ),
    _thing(
        "adapter",
        "adapters",
        "request.service.other",
        """
        en adapter|adapters|adaptor
        es adaptador|adaptadores
        fr adaptateur|adaptateurs
        de Adapter|Adapter
        it adattatore|adattatori
        pt adaptador|adaptadores
        ar محول|محولات
        zh 转换插头|转换插头|适配器
        ja 変換プラグ|変換プラグ|アダプター
        hi एडाप्टर|एडाप्टर|अडैप्टर
        ru переходник|переходника
        """,
    ),
    _thing(
        "umbrella",
        "umbrellas",
        "request.service.other",
        """
        en umbrella|umbrellas
        es paraguas|paraguas
        fr parapluie|parapluies
        de Regenschirm|Regenschirme|schirm
        it ombrello|ombrelli
        pt guarda-chuva|guarda-chuvas
        ar مظلة|مظلات
        zh 雨伞|雨伞
        ja 傘|傘
        hi छाता|छाते
        ru зонт|зонта
        """,
    ),
)
