"""What must be recognised before anything else: danger, stop words, a wish for a person."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from jack.model import dangers
from jack.model.consent import OptOut
from jack.model.dangers.exaggerated import EXAGGERATED
from jack.model.dangers.praised import PRAISED
from jack.model.languages import Language, fold


class Emergency(StrEnum):
    """The kinds of danger (R10), in the order in which they are looked for.

    Fire comes first, because its text tells the guest to leave the building.
    """

    FIRE = "fire"
    MEDICAL = "medical"
    SECURITY = "security"
    OTHER = "other"


def emergency(text: str) -> Emergency | None:
    """The danger a message speaks of, None for an ordinary one (R10).

    What only looks like danger ("fireplace", "no fire", "a killer steak") is taken out first; what
    then still matches is taken seriously: a false alarm costs less than a missed one.
    """
    plain = fold(text)
    if not _speaks_of(plain):
        return None
    for regex in (*PRAISED.values(), *EXAGGERATED.values()):
        plain = _compile(regex).sub(_END_OF_SENTENCE, plain)
    for rule in _harmless():
        plain = rule.blank(plain)
    return _speaks_of(plain)


def only_looks_dangerous(text: str) -> bool:
    """Whether a message has words of danger that mean none: a fireplace, last year's illness, what
    one should do in case of fire, a killer steak."""
    has_words = _speaks_of(fold(text)) is not None or praises_in_danger(text)
    return has_words and emergency(text) is None


def praises_in_danger(text: str) -> bool:
    """Whether food, drink or a view is called dangerous because it is so good."""
    return _matches(PRAISED, fold(text))


def exaggerates(text: str) -> bool:
    """Whether somebody dies of hunger or burns to see the spa, as one says."""
    return _matches(EXAGGERATED, fold(text))


def asks_if_human(text: str) -> bool:
    """Whether the guest wants to know if a person or a machine is writing (R7)."""
    return _matches(_ASKS_IF_HUMAN, fold(text))


def asks_for_human(text: str) -> bool:
    """Whether the guest asks to speak with a person, a department or someone in charge."""
    plain = fold(text)
    for table in (_ASKS_IF_HUMAN, _NO_WISH_FOR_HUMAN):
        for regex in table.values():
            plain = _compile(regex).sub(_END_OF_SENTENCE, plain)
    return _matches(_ASKS_FOR_HUMAN, plain)


def opt_out(text: str, *, sms: bool = False) -> OptOut | None:
    """The keyword that is the whole of `text`; case, spaces and punctuation do not matter (R8).

    YES counts on SMS only, where carriers define it; elsewhere it answers a question.
    """
    keyword = _bare(text)
    if sms and keyword == "yes":
        return OptOut.START
    return _KEYWORDS.get(keyword)


def is_yes(text: str) -> bool:
    """Whether `text` is the one carriers' keyword that also answers a question."""
    return _bare(text) == "yes"


# --- rules -----------------------------------------------------------------------------------

# No pattern reaches across it, so what stood around a removed part is not joined.
_END_OF_SENTENCE = " . "


@cache
def _compile(regex: str) -> re.Pattern[str]:
    """Compiled when first needed: hundreds of rules at import would delay every start."""
    for shorthand, meaning in dangers.SHORTHANDS.items():
        regex = regex.replace(shorthand, meaning)
    return re.compile(fold(regex))


@dataclass(frozen=True, slots=True)
class _Rule:
    danger: Emergency | None
    keyword: str
    regex: str

    def blank(self, plain: str) -> str:
        if self.keyword not in plain:
            return plain
        return _compile(self.regex).sub(_END_OF_SENTENCE, plain)


def _speaks_of(plain: str) -> Emergency | None:
    """The danger of the first rule that matches; keywords spare most texts all expressions."""
    rules = _dangers_by_start()
    starts = {*plain, *map("".join, pairwise(plain))}
    near = sorted(place for start in starts for place in rules.get(start, ()))
    likely = (rule for rule in map(_dangers().__getitem__, near) if rule.keyword in plain)
    return next((rule.danger for rule in likely if _compile(rule.regex).search(plain)), None)


def _rules(danger: Emergency | None, table: dangers.Table) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(danger, fold(keyword), regex.replace("<person>", dangers.PERSONS.get(language, "")))
        for language, rules in table.items()
        for keyword, regex in rules.items()
    )


def _matches(table: Mapping[Language, str], plain: str) -> bool:
    return any(_compile(regex).search(plain) for regex in table.values())


@cache
def _dangers() -> tuple[_Rule, ...]:
    return (
        *_rules(Emergency.FIRE, dangers.FIRE),
        *_rules(Emergency.MEDICAL, dangers.MEDICAL),
        *_rules(Emergency.SECURITY, dangers.SECURITY),
        *_rules(Emergency.OTHER, dangers.OTHER),
    )


@cache
def _dangers_by_start() -> Mapping[str, tuple[int, ...]]:
    """Places in `_dangers` by the first two letters of the keyword: every message is read before
    it is stored, and looking for a thousand keywords one by one takes as long as storing it."""
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(_dangers()):
        places.setdefault(rule.keyword[:2], []).append(place)
    return {start: tuple(found) for start, found in places.items()}


@cache
def _harmless() -> tuple[_Rule, ...]:
    return _rules(None, dangers.HARMLESS)


# The question whether a person or a machine is writing.
_ASKS_IF_HUMAN = {
    Language.EN: (
        r"\bare you(?: \w+){0,3} (?:human|robot|bot|chatbot|machine|ai|real|computer|automated"
        r"|automatic|person|chatgpt)\b|\b(?:am i|are we)(?: \w+){0,2} (?:speaking|talking|chatting"
        r"|writing|texting|messaging)(?: \w+)? (?:to|with)(?: an?)?(?: \w+)? (?:human|person|robot"
        r"|bot|chatbot|machine|ai|computer)\b|\bis (?:this|that|it)(?: \w+){0,3} (?:robot|bot"
        r"|chatbot|machine|ai|automated|real person|human|real human|chatgpt|actual person)\b"
        r"|\b(?:human|person|real) or (?:an? )?(?:robot|bot|chatbot|machine|ai|computer)\b"
        r"|\bbot or (?:an? )?(?:human|real|person)\b|\bwho am i (?:talking|speaking|chatting"
        r"|writing) (?:to|with)\b|<alone>(?:ro|chat)?bot ?\?"
    ),
    Language.ES: (
        r"\b(?:eres|es usted|sos)(?: \w+){0,2} (?:humano|humana|robot|bot|maquina|persona|ia"
        r"|chatbot|real)\b|\besto es un (?:ro|chat)?bot\b|\b(?:estoy (?:hablando|chateando"
        r"|escribiendo)|hablo) con (?:un[ao]? )?(?:\w+ )?(?:humano|persona|robot|bot|maquina)\b"
    ),
    Language.FR: (
        r"\b(?:etes-vous|vous etes|es-tu|tu es)(?: \w+){0,3} (?:humaine?|robot|bot|machine|ia"
        r"|personne|automate)\b|\bc'est un (?:robot|bot|chatbot)\b|\b(?:je parle|parle-je|j'ecris"
        r"|suis-je en train de parler)(?: bien)? (?:a|avec) une? (?:\w+ )?(?:humain|robot|personne"
        r"|machine|bot)\b"
    ),
    Language.DE: (
        r"\b(?:sind sie|bist du)(?: \w+){0,3} (?:mensch|roboter|bot|chatbot|maschine|ki|person"
        r"|computer|automat)\b|\bmensch oder (?:maschine|bot|roboter)\b|\b(?:schreibe|spreche|rede"
        r"|chatte) ich(?: \w+){0,2} mit (?:einem|einer) (?:\w+ )?(?:mensch\w*|roboter|bot|maschine"
        r"|person|ki)\b|\bist das (?:hier )?eine? (?:bot|roboter|maschine|ki|chatbot)\b"
    ),
    Language.IT: (
        r"\b(?:sei|e lei|lei e)(?: \w+){0,2} (?:umano|umana|robot|bot|macchina|persona|ia"
        r"|chatbot)\b|\b(?:sto (?:parlando|scrivendo|chattando)"
        r"|parlo) con un[ao]? (?:\w+ )?(?:umano|robot|persona|macchina|bot)\b"
    ),
    Language.PT: (
        r"\b(?:voce e|e voce|o senhor e|es tu)(?: \w+){0,2} (?:humano|humana|robo|bot|maquina"
        r"|pessoa|ia|chatbot)\b|\b(?:estou (?:falando|conversando|a falar)"
        r"|falo) com uma? (?:\w+ )?(?:humano|pessoa|robo|maquina|bot)\b"
    ),
    Language.AR: (
        "(?:انت|انتم|حضرتك)<near>(?:انسان|روبوت|بوت|بشر|شخص حقيقي|برنامج|ذكاء اصطناعي)"
        "|هل (?:انا )?(?:اتحدث|اتكلم|احكي) (?:مع|الى) (?:روبوت|بوت|انسان|بشر|شخص)"
    ),
    Language.ZH: (
        "[你您](?:们)?(?:到底)?是(?:不是)?(?:真|一?个)?(?:人类?|真人|机器人?|ai|电脑|程序"
        r"|人工智能|活人|人工)(?:吗|么|还是|\?|$|客服)|(?:是|在)(?:和|跟|与)(?:真人|机器人?|人"
        "|ai)(?:说话|聊天|对话|聊|交流)吗|(?:真人|人工)还是(?:机器|ai)"
    ),
    Language.JA: (
        "(?:人間|ロボット|機械|ai|ボット|bot|本物の人)(?:です|なの|なんです|なのです)か|(?:人間"
        "|人)(?:ですか|なのか|か)?(?:、|,)?それとも(?:ロボット|ai|機械)|(?:人間|ロボット|ai"
        "|ボット)(?:と|に)話して(?:い)?(?:る|ます)(?:の|ん)?(?:です)?か|あなたは(?:人間|ロボット"
        "|ai|機械)"
    ),
    Language.HI: "(?:आप|तुम)<near>(?:इंसान|रोबोट|मशीन|बॉट|असली व्यक्ति)(?: है| हो|[^.!?।]{0,6} है)",
    Language.RU: (
        r"\b(?:вы|ты)(?: \w+){0,2} (?:человек|робот|бот|машина|живой|живая|ии|настоящий)\b"
        r"|\b(?:человек|живой) или (?:робот|бот)\b|\bя (?:говорю|общаюсь|разговариваю"
        r"|пишу) с (?:\w+ )?(?:человеком|роботом|ботом|машиной)\b|\bэто (?:бот|робот"
        r"|живой человек)\b"
    ),
}

# A wish to speak with a person, a department or someone in charge.
_ASKS_FOR_HUMAN = {
    Language.EN: (
        r"\b(?:speak|talk|chat|connect(?: me)?|transfer(?: me)?|put me(?: through| on)?"
        "|pass me(?: on)?|switch(?: me)?|get (?:me )?(?:through|connected)|hand me (?:over|off)"
        "|escalate(?: this)?|be (?:put through|connected|transferred)|get in touch|direct me"
        "|forward me)(?: (?:directly|now|please|straight|over|right now))? (?:to|with) (?:(?:an?"
        "|the|your|some|any|one of your) )?(?:(?:real|live|actual|human|duty|general|hotel|senior"
        "|different|front[- ]?desk|customer service|night|shift) )*(?:human(?: being)?|person"
        "|people|someone|somebody|anyone|anybody|agent|representative|rep|operator|manager"
        "|supervisor|boss|owner|director|receptionist|reception|front ?desk|staff|member of|team"
        "|colleague|employee|concierge|room service|housekeeping|maintenance|management|security"
        r"|guest (?:services|relations))\b|\b(?:want|need|would like|'d like|prefer|like"
        "|have) (?:an? )?(?:real |live |actual )?(?:human(?: being)?|agent|representative"
        r"|operator|real person|actual person|live person)\b(?! (?:resources|rights))|\b(?:get"
        "|give|find|bring|call|send) me (?:an? |the |your |some )?(?:real |live "
        "|duty )?(?:manager|supervisor|human|person|receptionist|agent|operator"
        r"|someone (?:in charge|real))\b|\b(?:get|call|bring)(?: me)? (?:the"
        r"|your) (?:duty )?manager\b|<alone>(?:an? |the )?(?:real |live )?(?:human(?: being)?"
        "|person|agent|operator|representative|manager|reception(?:ist)?|front desk"
        r"|staff)(?:,? (?:please|now|pls))?<end>|\b(?:real|live|actual) (?:person|human|agent"
        r"|operator),? (?:please|pls|now)\b|\bhuman,? (?:please|pls)\b|\bis there (?:an? "
        r"|any )?(?:\w+ )?(?:human|person|someone|somebody|anyone|anybody|staff)<gap>\b(?:talk"
        r"|speak|chat) (?:to|with)\b|\b(?:can|could|would|will|have) (?:someone|somebody|a person"
        "|a human|the manager|a manager|reception|the front desk|a colleague|an? (?:agent"
        "|employee)|anyone|a member of staff)(?: please)? (?:call|phone|ring|contact|get back to"
        r"|talk to|speak (?:to|with)) me\b|\bno (?:more )?(?:ro|chat)?bots?(?: please)?<end>"
        r"|\b(?:don't|do not|dont) want (?:to (?:talk|speak|chat) (?:to|with) )?(?:an? |this "
        r"|your )?(?:(?:ro|chat)?bot|machine|computer|ai)\b"
    ),
    Language.ES: (
        r"\b(?:hablar|hable|chatear|comuni(?:car|que)(?:me|nos)|conectar(?:me)?|contactar"
        r"|pas[ae]me|pongame|transfier[ae](?:me)?|transferir(?:me)?)(?: \w+)? (?:con|a) (?:(?:un"
        r"|una|el|la|algun|alguna|su|otra|otro) )?(?:\w+ )?(?:persona|humano|alguien|agente"
        "|recepcion(?:ista)?|gerente|encargad[oa]|responsable|directora?|emplead[oa]|supervisora?"
        r"|operadora?|conserje|representante|jef[ea]|personal|servicio de habitaciones)\b"
        r"|\b(?:quiero|necesito|prefiero) (?:a )?(?:un|una) (?:persona(?! mas)|humano|agente"
        r"|operador)\b|\bpersona (?:real|de verdad)\b|<alone>(?:un |una )?(?:humano|agente|persona"
        r"|recepcion|operador|gerente)(?:,? por favor)?<end>|\b(?:alguien|una persona)(?: puede"
        r"| podria)? (?:me (?:llame|atienda|conteste|puede llamar)|llamarme|atenderme)\b"
        r"|\bno quiero hablar con (?:un |una )?(?:robot|bot|maquina)\b"
    ),
    Language.FR: (
        r"\b(?:parler|discuter|echanger|passez-moi|mettez-moi en (?:contact|relation)"
        r"|transferez-moi|mis en relation|parle)(?: \w+)?(?: (?:a|avec|au|aux|vers))? (?:(?:un|une"
        r"|le|la|votre|vos) )?(?:l')?(?:\w+ )?(?:responsable|humaine?|personne|quelqu'un"
        "|receptionniste|reception|conseiller|agent|directeur|directrice|manager|employee?"
        "|gerante?|collegue|operateur|concierge|superieur|room service|service d'etage"
        r"|personnel)\b|\bquelqu'un (?:peut|pourrait)(?:-il)? (?:m'appeler|me (?:rappeler"
        r"|contacter|repondre))\b|\bvraie? (?:personne|humain)\b|\bveux (?:un|une|voir un"
        r"|voir le) (?:humain|responsable|conseiller|vraie personne)\b|<alone>(?:un |une "
        "|la )?(?:humain|conseiller|reception|responsable|personne reelle)(?:,? (?:svp"
        "|s'il vous plait))?<end>"
    ),
    Language.DE: (
        r"\b(?:mit|an)(?: \w+){0,3} (?:mensch(?:en)?|person|mitarbeiter(?:in|n)?"
        "|rezeption(?:ist(?:en|in)?)?|manager(?:in)?|jemand(?:em|en)?|chef(?:in)?|leitung"
        "|geschaftsfuhrer|direktor|kollegen|verantwortlichen|empfang|concierge|personal"
        r"|zimmerservice|hotelleitung|berater)\b<near>\b(?:sprechen|reden|chatten|telefonieren"
        r"|verbinden|schreiben|verbunden|weiterleiten|weitergeleitet)\b|\b(?:sprechen|reden"
        r"|verbinde[nt]?|sprechen sie)<words>mit (?:\w+ ){0,2}(?:menschen|person|mitarbeiter\w*"
        r"|rezeption|manager|jemandem|chef|hotelleitung|empfang|concierge|zimmerservice)\b"
        r"|\bverbinden sie mich\b|\b(?:will|mochte|brauche"
        r"|hatte gerne?)(?: bitte)? (?:einen )?(?:echten |richtigen )?(?:menschen|mitarbeiter)\b"
        r"|\bechte[nr]? (?:mensch\w*|person)\b|\bkann mich (?:bitte )?jemand (?:an|zuruck)rufen\b"
        "|<alone>(?:ein )?(?:mensch|mitarbeiter|rezeption)(?:,? bitte)?<end>"
        r"|\b(?:nicht mit (?:einem|dem)|keinen) (?:chat)?(?:bot|roboter|automaten)\b"
    ),
    Language.IT: (
        r"\b(?:parlare|chattare|comunicare|passarmi|passami|mi passi|mi passa|metta in contatto"
        r"|mettermi in contatto|collegarmi|parli)(?: \w+)? (?:con |a |al |alla )?(?:(?:un|una|il"
        r"|la|lo|qualche|vostro|vostra) )?(?:un'|l')?(?:\w+ )?(?:persona|umano|qualcuno|operatore"
        "|operatrice|receptionist|reception|direttore|direttrice|responsabile|manager|addetto"
        r"|impiegat[oa]|concierge|collega|servizio in camera|personale|titolare)\b|\bvoglio (?:un"
        r"|una) (?:persona|umano|operatore|essere umano)\b|\bpersona (?:vera|reale|in carne)\b"
        r"|\bqualcuno (?:puo|potrebbe) (?:chiamarmi|richiamarmi|contattarmi)\b|<alone>(?:un "
        "|una )?(?:operatore|umano|persona|reception)(?:,? per favore)?<end>"
    ),
    Language.PT: (
        r"\b(?:falar|conversar|me passe|me passa|me transfira|me conecte|contato|transferir"
        r"|passar-me|ligar-me|fale)(?: \w+)? (?:com|para|a) (?:(?:um|uma|o|a|algum|alguma"
        r"|seu) )?(?:\w+ )?(?:pessoa|humano|alguem|atendente|recepcionista|recepcao|gerente"
        "|responsavel|funcionari[oa]|supervisora?|diretora?|concierge|agente|operadora?"
        r"|servico de quarto|ser humano|chefe)\b|\bquero (?:um|uma) (?:pessoa|atendente|humano"
        r"|ser humano)\b|\bpessoa (?:real|de verdade)\b|\balguem (?:pode|poderia) me (?:ligar"
        r"|chamar|atender|contatar)\b|<alone>(?:um |uma )?(?:atendente|humano|pessoa"
        "|recepcao)(?:,? por favor)?<end>"
    ),
    Language.AR: (
        "(?:اتحدث|التحدث|اتكلم|اكلم|التكلم|تحدث|كلم|تكلم|حولني|حولوني|تحويلي|اتواصل|التواصل|وصلني"
        "|توصيلي|احكي|نتحدث)<near>(?:شخص|انسان|موظف|مدير|احد|الاستقبال|بشري|بشر|مسوول|ممثل"
        "|الاداره|خدمه الغرف|الكونسيرج)|(?:اريد|ابغي|احتاج|بدي) (?:موظف|شخصا? حقيقي|انسان|المدير"
        "|مدير)"
    ),
    Language.ZH: (
        "(?:转|接)(?:接)?(?:到|给|至)?(?:人工|真人|客服|前台|经理)|人工(?:客服|服务|座席)"
        r"|^[^\w]*(?:转)?人工[^\w]*$|真人(?!秀|cs)|(?:和|跟|与|同|找)(?:你们的?|一?个|一位"
        "|酒店的?)?(?:真)?(?:人|人工|经理|前台|工作人员|负责人|主管|客服|员工|服务员"
        "|管家)(?:直接)?(?:说话|说|聊|谈|沟通|对话|通话|讲|交流)|(?:找|叫"
        "|见)(?:一下)?(?:你们的?)?(?:经理|负责人|主管|领导|客服)|(?:经理|主管|负责人"
        "|工作人员).{0,4}(?:联系我|回电|给我打电话|打电话给我)"
    ),
    Language.JA: (
        "(?:人間|(?<![一-龥0-9])人|スタッフ|担当者?|係(?:の者|員|の人)?|フロント|受付"
        "|オペレーター|マネージャー|支配人|責任者|従業員|誰か|上司|コンシェルジュ"
        "|ルームサービス)(?:の(?:方|人))?(?:さん)?(?:と|に)(?:直接)?(?:話|お話|代わ|替わ|変わ"
        "|かわ|つな|繋|相談|連絡したい)|有人(?:対応|チャット)|オペレーター(?:に|を|と)|(?:人間"
        "|スタッフ|担当者?|支配人|責任者|マネージャー)を(?:呼|出)"
    ),
    Language.HI: (
        "(?:इंसान|व्यक्ति|मैनेजर|रिसेप्शन|किसी|स्टाफ|कर्मचारी|एजेंट|आदमी|प्रबंधक|फ्रंट डेस्क"
        "|अधिकारी)<near>(?:बात (?:कर|हो)|जोड़ |कनेक्ट)|(?:मैनेजर|प्रबंधक) को बुला"
    ),
    Language.RU: (
        r"\b(?:поговорить|говорить|соедините|соединить|пообщаться|связаться|свяжите|связать"
        "|переключите|переведите|позовите|позвать|пригласите"
        r"|общаться)(?: (?!не\b)\w+){0,3} (?:человек\w*|сотрудник\w*|менеджер\w*|администратор\w*"
        r"|оператор\w*|ресепш[ен]н?\w*|управляющ\w*|кем-нибудь|кем-то|директор\w*|руководител\w*"
        r"|персонал\w*|консьерж\w*|начальник\w*|кого-нибудь|стойк\w*)|\bживо(?:й|го|му"
        r"|м) (?:человек|оператор)\w*|\bживым (?:человеком|оператором)|\b(?:хочу|нужен) (?:человек"
        r"|оператор|менеджер|администратор)\w*|<alone>(?:оператор|человек|администратор"
        "|менеджер)а?(?:,? пожалуйста)?<end>"
    ),
}

# The words of such a wish, denied.
_NO_WISH_FOR_HUMAN = {
    Language.EN: (
        r"\b(?:don'?t|do not|didn'?t|no) (?:\w+ )?(?:need|want|wish|have)(?: \w+)? to (?:speak"
        "|talk|chat)(?: (?:to|with))?(?! (?:to |with )?(?:an? |this |the |your )?(?:(?:ro"
        r"|chat)?bot|machine|computer|ai)\b)<words>|\bno need to (?:speak|talk|chat) (?:to"
        r"|with) \w+(?: \w+)?"
    ),
    Language.ES: (
        r"\bno (?:quiero|necesito|hace falta) hablar con (?!(?:un |una )?(?:robot|bot"
        r"|maquina))\w+(?: \w+)?"
    ),
}


# --- opt-out keywords --------------------------------------------------------------------------


def _bare(text: str) -> str:
    """Letters, marks and digits of `text` only, folded."""
    return "".join(letter for letter in fold(text) if unicodedata.category(letter)[0] in "LMN")


# Whole messages. The English ones are those that carriers and WhatsApp require.
_PHRASES_BY_INTENT = {
    OptOut.STOP: (
        "stop, unsubscribe, end, quit, stop all, revoke, opt out, cancel, please stop, stop please,"
        "stop messages, stop messaging me, stop texting me, no more messages, opt me out,"
        "baja, darme de baja, dar de baja, parar, detener, cancelar suscripción, no más mensajes,"
        "arrêt, arrêter, arrêtez, désabonner, me désabonner, désinscription, plus de messages,"
        "stopp, abmelden, abbestellen, keine nachrichten mehr,"
        "ferma, fermati, basta, disiscrivimi, annulla iscrizione, basta messaggi,"
        "pare, sair, descadastrar, cancelar inscrição, cancelar subscrição, chega de mensagens,"
        "توقف, أوقف, إيقاف, قف, إلغاء الاشتراك, الغاء,"
        "停止, 停, 退订, 取消订阅, 不要再发, 别再发了, td, ストップ, 配信停止, 解除, 退会, 停止してください,"
        "बंद करो, बंद करें, बंद, रोकें, रोको, स्टॉप, सदस्यता रद्द करें, band karo,"
        "стоп, отписаться, отписка, отпишите меня, прекратить, хватит писать"
    ),
    OptOut.START: (
        "start, unstop, subscribe, alta, darme de alta, iniciar, comenzar, suscribirme,"
        "démarrer, reprendre, s'abonner, starten, anmelden, abonnieren, inizia, iscrivimi,"
        "começar, inscrever, subscrever, ابدأ, ابدا, اشتراك, اشترك, 开始, 订阅, 恢复,"
        "開始, 再開, スタート, शुरू, शुरू करें, शुरू करो, स्टार्ट, старт, начать, подписаться"
    ),
    OptOut.HELP: (
        "help, info, ayuda, aide, infos, hilfe, aiuto, ajuda, مساعدة, المساعدة, معلومات,"
        "帮助, 幫助, ヘルプ, मदद, सहायता, помощь, справка"
    ),
}
_KEYWORDS = {
    _bare(phrase): intent
    for intent, phrases in _PHRASES_BY_INTENT.items()
    for phrase in phrases.split(",")
}
