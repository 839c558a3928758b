"""The languages guests write in, and how to tell them from script and everyday words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import Literal


class Language(StrEnum):
    """The guest languages Jack answers in (product.md, settled details); values are ISO 639-1."""

    EN = "en"
    ES = "es"
    FR = "fr"
    DE = "de"
    IT = "it"
    PT = "pt"
    AR = "ar"
    ZH = "zh"
    JA = "ja"
    HI = "hi"
    RU = "ru"


def parse(tag: str) -> Language | None:
    """The guest language of a BCP 47 tag ("pt-BR", "zh_Hant"), None when it is not one of them."""
    primary = re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]
    return next((language for language in Language if language.value == primary), None)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The writing direction, as HTML's `dir` wants it."""
    return "rtl" if parse(language) is Language.AR else "ltr"


_TRADITIONAL = (
    "煙燒報響護車暈沒無氣過醫搶門鎖闖騷擾蹤脅槍聲彈綁兒見丟電緊險殺輕樓結壓傷轉經員務"
    "負責說話談溝對講機訂閱開動幫聞濃聽發燈線頭廚層災陽簾嗎個們難進來給這裡鄰嚴癲癇餓"
    "熱錢費號試著裏爐壞夠寶貝媽爺腦臟"
)
_SIMPLIFIED = (
    "烟烧报响护车晕没无气过医抢门锁闯骚扰踪胁枪声弹绑儿见丢电紧险杀轻楼结压伤转经员务"
    "负责说话谈沟对讲机订阅开动帮闻浓听发灯线头厨层灾阳帘吗个们难进来给这里邻严癫痫饿"
    "热钱费号试着里炉坏够宝贝妈爷脑脏"
)
_PLAIN_LETTERS = str.maketrans(
    {
        **dict(zip("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy", strict=True)),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        "œ": "oe",
        "æ": "ae",
        "\u0451": "\u0435",  # Russian yo is often written ye
        # Arabic: one alef, ya and kaf, ta marbuta as ha, hamza carriers bare, no vowel signs and
        # no stretching.
        **dict.fromkeys("أإآٱ", "\u0627"),
        **dict.fromkeys("ىیئ", "ي"),
        "ؤ": "و",
        "ک": "ك",
        "ة": "\u0647",
        "\u0640": None,
        **dict.fromkeys(map(chr, range(0x064B, 0x0653)), None),
        # Devanagari: nukta and nasal signs are often left out or exchanged.
        **dict.fromkeys("\u093c\u0901\u0902", None),
        # Traditional characters of the words for danger and for people, in simplified form.
        **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
    }
)


@lru_cache(256)
def fold(text: str) -> str:
    """`text` for comparing: lower case, without accents, one kind of apostrophe, single spaces.

    The newest are remembered: each message is read by several rules on its way in.
    """
    lowered = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(lowered.translate(_PLAIN_LETTERS).split())


class _Script(StrEnum):
    LATIN = "latin"
    ARABIC = "arabic"
    DEVANAGARI = "devanagari"
    CYRILLIC = "cyrillic"
    HAN = "han"
    KANA = "kana"
    HANGUL = "hangul"
    GREEK = "greek"
    HEBREW = "hebrew"
    THAI = "thai"


_RANGES = (
    (_Script.LATIN, "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"),
    (_Script.ARABIC, "\u0620-\u065f\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc"),
    (_Script.DEVANAGARI, "\u0900-\u0963\u0970-\u097f"),
    (_Script.CYRILLIC, "\u0400-\u052f"),
    (_Script.HAN, "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    (_Script.KANA, "\u3041-\u309f\u30a1-\u30fa\uff66-\uff9d"),
    (_Script.HANGUL, "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"),
    (_Script.GREEK, "\u0386-\u03ff\u1f00-\u1fff"),
    (_Script.HEBREW, "\u05d0-\u05ea"),
    (_Script.THAI, "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46"),
)


@cache
def _letters() -> tuple[tuple[_Script, re.Pattern[str]], ...]:
    """Compiled when first needed: wide ranges take milliseconds, and every command would wait."""
    return tuple((script, re.compile(f"[{letters}]")) for script, letters in _RANGES)


# One Chinese character, kana or Korean syllable says about as much as this many letters of an alphabet.
_WEIGHTS = {_Script.HAN: 3, _Script.KANA: 2, _Script.HANGUL: 2}

_BY_SCRIPT = {
    _Script.ARABIC: Language.AR,
    _Script.DEVANAGARI: Language.HI,
    _Script.CYRILLIC: Language.RU,
    _Script.HAN: Language.ZH,
    _Script.KANA: Language.JA,
}

_NO_GUEST_LANGUAGE = {
    _Script.HANGUL: "ko",
    _Script.GREEK: "el",
    _Script.HEBREW: "he",
    _Script.THAI: "th",
}
"""Scripts of one language each, which is none of ours: a model may answer in it, rules in English."""

# Persian and Urdu, Ukrainian and Serbian letters: the script is ours, the language is not.
_OTHER_LANGUAGES = re.compile("[پچژگکیٹڈڑےіїєґђјљњћџў]", re.IGNORECASE)

# Characters and words that only Japanese writes so; they settle a message without kana.
_JAPANESE_HAN = re.compile(
    "予約|朝食|部屋|[円気駅両図売対応広払渋込働峠桜戻様変読帰営検験鉄毎黒覧]"
)


def by_script(text: str) -> Language | None:
    """The language that the majority of letters gives away by its script.

    International words ("WiFi", "check-out") do not count. None for Latin letters, for scripts no
    guest language uses, and for languages that share a script with one of ours but have letters of
    their own.
    """
    script = _script(text)
    if script is None or _OTHER_LANGUAGES.search(text):
        return None
    return _BY_SCRIPT.get(script)


def no_guest_language(text: str) -> str | None:
    """The language (ISO 639-1) of a text in a script that none of the guest languages is written in."""
    script = _script(text)
    return _NO_GUEST_LANGUAGE.get(script) if script is not None else None


def _script(text: str) -> _Script | None:
    """The script of more than half of the letters; one Chinese character weighs as much as three."""
    if text.isascii():
        return None
    text = " ".join(word for word in _words(text) if not _is_international(word))
    counts = Counter(
        {
            script: len(letters.findall(text)) * _WEIGHTS.get(script, 1)
            for script, letters in _letters()
        }
    )
    if counts[_Script.KANA] or _JAPANESE_HAN.search(text):
        counts[_Script.KANA] += counts.pop(_Script.HAN, 0)
    script, count = counts.most_common(1)[0]
    return script if 2 * count > counts.total() else None


# Words are listed for every language that uses them: what two languages share decides nothing.
_COMMON_WORDS = {
    Language.EN: """
        hello hi hiya possible thanks thank thx you your yours please sorry welcome goodbye bye yes
        yeah yep nope no good morning afternoon evening night great perfect the a an is are am was
        were do does did have has had can could would will shall i i'm i'd i've me my we we're our
        us it it's its this that that's these those there there's here what what's where where's
        when who how why which and or but not don't can't isn't won't with without for from of to in
        on at by any some more much many need come want like get give take bring help know open
        close closed free late early today tomorrow tonight now breakfast lunch dinner towel towels
        pillow pillows blanket blankets key keys bed beds water ice luggage dog dogs pet pets child
        children kids room rooms time price cost broken dirty cold hot noise loud
    """,
    Language.ES: """
        hola posible buenas buenos días tardes noches gracias muchas por favor perdón disculpe
        disculpa adiós hasta luego mañana sí no vale claro bien muy el la los las un una unos unas
        es son está están soy estoy somos estamos hay tiene tienen tengo tenemos puedo puede podemos
        pueden podría quiero quisiera queremos necesito necesitamos me mi mis nos nuestra nuestro su
        usted ustedes se le lo esto este esta qué que cuál cuándo cuánto cuánta cuántos dónde cómo
        quién y o pero con sin para de del al en a desde más algo hoy ahora aquí desayuno comida
        cena almuerzo toalla toallas almohada almohadas manta llave habitación cama agua hielo
        equipaje perro perros mascotas niño niños hora precio cuesta abierto cerrado tarde temprano
        frío caliente ruido sucio roto piscina gimnasio ayuda
    """,
    Language.FR: """
        bonjour bonsoir salut coucou merci se trouve possible faut-il peut-on beaucoup s'il vous
        plaît svp pardon désolé désolée excusez-moi au revoir bientôt oui non si d'accord bien très
        bonne bon nuit journée soirée le la les l' un une des du de d' est sont êtes suis ai as a
        avez avons ont y a-t-il est-ce qu'est-ce peut peux pouvez peut-on puis-je puis voudrais
        voudrions veux voulons besoin il elle j'ai je j'aimerais nous on c'est me mon ma mes notre
        nos votre vos ce cette ça que qui quoi quel quelle quels quelles quand où comment combien
        pourquoi et ou mais avec sans pour dans en sur à plus aujourd'hui demain maintenant ici
        petit-déjeuner déjeuner dîner serviette serviettes oreiller oreillers couverture clé clef
        chambre lit eau glaçons bagages chien chiens animaux enfant enfants heure prix coûte ouvert
        fermé tard tôt froid chaud bruit sale cassé piscine aide
    """,
    Language.DE: """
        hallo guten tag morgen abend nacht moin servus grüß gott danke dankeschön vielen dank bitte
        entschuldigung verzeihung tschüss tschüß wiedersehen ja nein nicht kein keine gut sehr schön
        alles klar der die das den dem des ein eine einen einem einer ist sind bin war hat haben
        habe hätte gibt es kann können könnte könnten darf möchte möchten will wollen brauche
        brauchen ich wir sie er mich mir uns mein meine unser unsere ihr ihre was wer wo wann wie
        wieviel warum welche welcher und oder aber mit ohne für von vom zu zum zur in im am an auf
        aus bei bis um noch mehr heute jetzt hier frühstück mittagessen abendessen handtuch
        handtücher kissen decke decken schlüssel zimmer bett wasser eis gepäck hund hunde haustiere
        kind kinder uhr preis kostet offen geöffnet geschlossen spät früh kalt warm heiß laut lärm
        schmutzig kaputt schwimmbad hilfe
    """,
    Language.IT: """
        ciao salve qual possibile orario buongiorno buonasera buonanotte grazie mille prego per
        favore scusi scusa scusate arrivederci sì si no va bene molto certo il lo la gli le i un uno
        una è sono sei siamo siete c'è ci ho ha hai abbiamo avete hanno posso può possiamo potete
        potrei potremmo vorrei vorremmo voglio bisogno mi mio mia nostra nostro vostra vostro suo
        sua questo questa che cosa cos'è chi quale quali quando quanto quanta quanti dove dov'è come
        perché e o ma con senza di del della dei dal a al alla in nel nella da su più oggi domani
        adesso ora qui colazione pranzo cena asciugamano asciugamani cuscino cuscini coperta chiave
        camera letto acqua ghiaccio bagagli cane cani animali bambino bambini orario prezzo costa
        aperto chiuso tardi presto freddo caldo rumore sporco rotto piscina palestra aiuto
    """,
    Language.PT: """
        olá oi possível bom boa dia tarde noite obrigado obrigada muito por favor desculpe desculpa
        adeus tchau até logo amanhã sim não bem o a os as um uma uns umas é são está estão sou estou
        estamos há tem têm tenho temos posso pode podemos podem poderia quero queria queremos
        gostaria preciso precisamos me meu minha nosso nossa seu sua você vocês senhor senhora se
        lhe isso isto este esta que qual quais quando quanto quanta quantos onde como quem e ou mas
        com sem para pra de do da dos das no na nos nas em ao à desde mais algo hoje agora aqui café
        manhã almoço jantar toalha toalhas travesseiro travesseiros cobertor chave quarto cama água
        gelo bagagem cachorro cachorros cão criança crianças hora horas preço custa aberto fechado
        cedo frio quente barulho sujo quebrado piscina academia ajuda
    """,
}


def _languages_by_word(words: Iterable[tuple[Language, str]]) -> dict[str, frozenset[Language]]:
    table: dict[str, set[Language]] = {}
    for language, word in words:
        table.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in table.items()}


_WORDS = [(language, word) for language, text in _COMMON_WORDS.items() for word in text.split()]
_AS_WRITTEN = _languages_by_word(_WORDS)
_WITHOUT_ACCENTS = _languages_by_word((language, fold(word)) for language, word in _WORDS)

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SHORT_WORDS = 4


def by_common_words(text: str) -> Language | None:
    """The language whose everyday words are most frequent in a short Latin-script text.

    Accents count when written ("sí" is Spanish, "sì" Italian) and are forgiven when left out.
    None when no word is known, or when no language is clearly ahead: by one word up to four
    words, by two in longer texts.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    words = set(_WORD.findall(plain))
    without_article = {word.rpartition("'")[2] for word in words}
    votes = Counter(
        language
        for word in words | without_article
        for language in _AS_WRITTEN.get(word) or _WITHOUT_ACCENTS.get(fold(word), frozenset())
    )
    if "¿" in text or "¡" in text:
        votes[Language.ES] += 2
    if not votes:
        return None
    (best, most), *others = votes.most_common(2)
    ahead = most - (others[0][1] if others else 0)
    return best if ahead >= (1 if len(words) <= _SHORT_WORDS else 2) else None


# Words that every language uses as they are, and names: they say nothing about the guest's.
_INTERNATIONAL_WORDS = """
    ok okay okey okee oki okey-dokey k kk ок окей اوك اوكي 好的ok オッケー オーケー ओके
    haha hahaha hihi hehe lol hm hmm mm mmm wow oh ah aha hey yo super bravo
    hotel hostel motel resort spa bar pub bistro café cafe restaurant lobby suite penthouse minibar
    taxi bus metro tram airport shuttle parking garage sauna jacuzzi whirlpool yoga fitness massage
    wifi wi-fi wlan internet tv smart-tv usb hdmi bluetooth pin qr app sms email e-mail mail
    check-in check-out checkin checkout check in out late upgrade vip room-service
    menu pizza pasta sushi burger espresso cappuccino latte cola vegan wine
    am pm eur euro usd dollar cm kg km no nr
    airbnb amex apple booking bolt chatgpt cabify coca-cola expedia facebook google hilton hyatt
    instagram ibis iphone ipad android samsung marriott mastercard maestro mercedes michelin netflix
    novotel paypal pepsi playstation radisson ritz sheraton sofitel spotify starbucks telegram tesla
    tiktok tripadvisor uber visa whatsapp wechat xbox youtube zoom
"""
_INTERNATIONAL = frozenset(_INTERNATIONAL_WORDS.split())

_ADDRESSES = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[a-z]{0,3}-?)\d[\d:.,h-]*[a-z]{0,3}")
_TOKEN = re.compile(r"[\w'\u0900-\u0963-]+")


def is_language_neutral(text: str) -> bool:
    """Whether `text` says nothing about its writer's language and must not change it (R9).

    So are emoji, numbers, room numbers ("B-204"), addresses, single letters, names of brands and
    words that every language uses ("ok", "taxi").
    """
    return all(_is_international(word) for word in _words(text))


def _words(text: str) -> list[str]:
    """The words of `text` in lower case, without web and mail addresses."""
    plain = _ADDRESSES.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    return [token.strip("-'_") for token in _TOKEN.findall(plain)]


def _is_international(word: str) -> bool:
    is_single_latin_letter = len(word) <= 1 and word.isascii()
    is_number = _NUMBER.fullmatch(word) is not None
    return is_single_latin_letter or is_number or word in _INTERNATIONAL
