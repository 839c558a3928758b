"""A wish to get no more messages, in the guest's own words (R8).

Looked at sentence by sentence: "stop texting me" is such a wish, "stop texting me at night" asks for
quiet hours, and "can you stop the noise" has nothing to do with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jack.model.consent import Purpose
from jack.model.languages import Language, fold


@dataclass(frozen=True, slots=True)
class StopWish:
    """`purpose`: all messages, or offers only. `is_whole`: the message says nothing else."""

    purpose: Purpose
    is_whole: bool


def stop_wish(text: str) -> StopWish | None:
    """None for every other message, also one that names a time or a condition."""
    plain = fold(text)
    if not _may_be_one(plain):
        return None
    languages = [language for language in Language if any(s in plain for s in _stems(language))]
    sentences = [part.strip() for part in _SENTENCE_END.split(plain) if part.strip()]
    wishes = [sentence for sentence in sentences if _is_wish(sentence, languages)]
    if not wishes:
        return None
    rest = [sentence for sentence in sentences if sentence not in wishes and _says_much(sentence)]
    is_about_offers = all(_compile(_OFFERS).search(wish) for wish in wishes)
    purpose = Purpose.MARKETING if is_about_offers else Purpose.MESSAGES
    return StopWish(purpose, is_whole=not rest)


def _may_be_one(plain: str) -> bool:
    """Almost no message has any of the stems; one look for all languages tells."""
    return any(map(plain.__contains__, _all_stems()))


@cache
def _all_stems() -> tuple[str, ...]:
    """Of every language, each once; what holds another one needs no look of its own."""
    stems = {stem for language in Language for stem in _stems(language)}
    return tuple(sorted(s for s in stems if not any(o != s and o in s for o in stems)))


def _is_wish(sentence: str, languages: Sequence[Language]) -> bool:
    return any(
        _compile(_WISHES[language]).search(sentence)
        and not _compile(_LIMITS[language]).search(sentence)
        for language in languages
    )


def _says_much(sentence: str) -> bool:
    """More than "thanks" or "I mean it": four words, or eight letters where there are no spaces."""
    words = sentence.split()
    return len(words) >= 4 or (len(words) == 1 and not sentence.isascii() and len(sentence) >= 8)


_SENTENCE_END = re.compile(r"[.!?。！？؟।;；\n]+")


@cache
def _stems(language: Language) -> tuple[str, ...]:
    return tuple(fold(stem) for stem in f"{_STEMS[language]} {_OFFER_STEMS}".split())


@cache
def _compile(regex: str) -> re.Pattern[str]:
    """Compiled when first needed. `<eos>` is the end of the sentence, thanks and please apart."""
    return re.compile(fold(regex.replace("<eos>", _END)))


_END = (
    r"[^\w]*(?:(?:please|pls|thanks|thank you|now|por favor|gracias|svp|s'il vous plait|merci"
    r"|bitte|danke|per favore|grazie|obrigad[oa]|спасибо|пожалуйста|من فضلك|شكرا)[^\w]*)*$"
)
_EN_NOUN = (
    r"(?:messages?|msgs?|texts?|text messages?|sms|e-?mails?|notifications?|reminders?|whatsapps?"
    r"|spam|offers?|promotions?|promos?|newsletters?|ads|advertis\w+|marketing)"
)
_ES_NOUN = (
    r"(?:mensajes?|sms|correos?|e-?mails?|notificacion(?:es)?|whatsapps?|recordatorios?|publicidad"
    r"|promocion(?:es)?|ofertas?)"
)
_FR_NOUN = (
    r"(?:messages?|sms|textos?|e-?mails?|mails?|notifications?|rappels?|publicites?|pubs?|offres?"
    r"|promotions?|newsletters?)"
)
_DE_NOUN = (
    r"(?:nachrichten|sms|e-?mails?|mails?|whatsapps?|erinnerungen|benachrichtigungen|werbung"
    r"|newsletter|angebote|werbenachrichten)"
)
_IT_NOUN = (
    r"(?:messaggi(?:ni)?|sms|e-?mail|notifiche|promemoria|whatsapp|pubblicita|offerte|promozioni"
    r"|newsletter)"
)
_PT_NOUN = (
    r"(?:mensag(?:em|ens)|sms|e-?mails?|notificac\w+|whatsapps?|lembretes?|publicidade|ofertas?"
    r"|promoc\w+|propagandas?)"
)
_RU_NOUN = r"(?:сообщени\w+|смс\w*|sms|рассылк\w+|уведомлени\w+|реклам\w+|писем|письма|акци\w+)"
_ZH_NOUN = "(?:短信|消息|信息|微信|邮件|通知|广告|促销|推广)"
_JA_NOUN = "(?:メッセージ|ショートメッセージ|ショートメール|sms|メール|連絡|通知|広告|宣伝)"
_HI_NOUN = r"(?:मैसेज|मेसेज|संदेश|सन्देश|एसएमएस|messages?|msgs?|sms|विज्ञापन)"
_AR_NOUN = "(?:رسائل|الرسائل|رسائلكم|رساله|اشعارات|الاشعارات|اعلانات|عروض)"

_STEMS: Mapping[Language, str] = {
    Language.EN: "text messag msg contact writ mail sms spam whatsapp notif remind unsubscri opt list ads",
    Language.ES: "escrib contact texte mensaj sms corre mail notific whatsapp record baja",
    Language.FR: "ecri contact text messag sms mail notif rappel desabonn",
    Language.DE: "schreib text kontakt sims nachricht sms mail whatsapp erinner benachricht mich",
    Language.IT: "scriv contatt messag sms mail notific promemoria whatsapp disiscriv lista mailing",
    Language.PT: "escrev contat contact mensag sms mail notific whatsapp lembret descadastr lista",
    Language.AR: "راسل رسائل رسال كتب كتابه تواصل تصال شعار",
    Language.ZH: "短信 消息 信息 微信 邮件 通知 联系 打扰 骚扰",
    Language.JA: "メッセージ ショート sms メール 連絡 通知 配信",
    Language.HI: "मैसेज मेसेज संदेश सन्देश एसएमएस messag msg sms",
    Language.RU: "писать пиши сообщени смс sms рассыл уведомлени письм писем списк",
}
"""One of these is in every such wish; texts without any, nearly all, are done with quickly."""
_OFFER_STEMS = (
    "offer promo newsletter advert marketing publicid ofert publicit pubs offre werbung angebot"
    " pubblicit offert propagand реклам акци 广告 促销 推广 広告 宣伝 विज्ञापन اعلان عروض"
)

_WISHES: Mapping[Language, str] = {
    Language.EN: (
        # Somebody else who will not stop is a matter for people, not for this list.
        r"(?<!won't )(?<!wont )(?<!not )(?<!n't )(?<!never )(?<!why did you )(?<!did you )"
        r"(?<!him )(?<!her )(?<!them )(?<!he )(?<!she )(?<!they )(?<!him to )(?<!her to )"
        r"(?<!them to )(?<!someone to )(?<!somebody to )(?<!man to )(?<!guest to )(?<!guy to )"
        r"\b(?:stop|quit|cease) (?:texting|messaging|contacting|writing(?: to)?|e-?mailing|smsing"
        r"|spamming|whatsapping)(?: (?:me|us|this number|my number|my phone)\b|<eos>)"
        rf"|\b(?:stop|quit|cease) sending (?:me |us )?(?:\w+ ){{0,3}}{_EN_NOUN}\b"
        rf"|\bstop (?:the|these|those|all|your|with the|all the) (?:\w+ )?{_EN_NOUN}<eos>"
        r"|\b(?:don'?t|do not|never) (?:ever )?(?:text|message|contact|write(?: to)?|e-?mail|sms"
        r"|whatsapp) (?:me|us|this number|my number)(?: (?:again|ever again|any ?more|any longer"
        r"|at all))*<eos>"
        rf"|\b(?:don'?t|do not|never) send (?:me|us) (?:\w+ ){{0,2}}{_EN_NOUN}(?: (?:again|any ?more"
        r"|any longer))*<eos>"
        r"|^(?:(?:please|ok|okay|i want|i'd like|i would like|we want|just),? )*(?:no more"
        rf"|no further|enough)(?: of)?(?: these| your| the)? (?:\w+ )?{_EN_NOUN}"
        r"(?: (?:from you|to me|to this number))?<eos>"
        r"|\b(?:unsubscribe (?:me|us)|(?:want|wish|like) to unsubscribe|(?:want|wish|like) to opt[- ]"
        r"out<eos>|opt (?:me|us) out|opt[- ]out (?:of|from) (?:\w+ ){0,3}" + _EN_NOUN + r")\b"
        r"|\b(?:remove|take|delete) (?:me|us|my (?:phone )?number|my e-?mail(?: address)?)"
        r" (?:from|off)(?: of)? (?:your |the |this )?(?:(?:mailing|messaging|text|sms|contact"
        r"|distribution|marketing|broadcast|whatsapp) lists?|lists?<eos>|messages|texts)"
        r"|\b(?:do not|don'?t|no longer) (?:want|wish)(?: to)? (?:receive |get |any |more |further"
        rf" |your |these )+(?:\w+ )?{_EN_NOUN}\b"
        r"|\b(?:do not|don'?t|no longer) (?:want|wish) to be (?:contacted|texted|messaged)\b"
    ),
    Language.ES: (
        r"\b(?:dej[ae]n?|dejad|dejes|par[ae]n?)(?: ya)?(?: por favor)? de (?:escribir|contactar"
        r"|textear)(?:me|nos)\b"
        r"|\b(?:dej[ae]n?|dejad|par[ae]n?)(?: ya)?(?: por favor)? de (?:enviar|mandar)(?:me|nos)?"
        rf" (?:\w+ ){{0,3}}{_ES_NOUN}\b"
        r"|\bno (?:me|nos) (?:vuelvan? a escribir|escriba[ns]?|escribais|contacte[ns]?|contacteis)"
        r"(?: (?:mas|nunca mas|nunca))*<eos>"
        r"|\bno (?:me|nos) (?:manden?|mandes|mandeis|envien?|envies|envieis) (?:mas |otros |ningun"
        rf" |sus )*{_ES_NOUN}\b"
        r"|\bno (?:quiero|deseo|queremos|deseamos) (?:recibir |mas |ningun |ninguna |sus |tener )+"
        rf"{_ES_NOUN}\b"
        r"|\b(?:dar(?:me|nos)|denme|deme|dame|denos) de baja(?: de (?:la lista|(?:los|sus|estos)"
        r" mensajes)|<eos>)"
    ),
    Language.FR: (
        r"\b(?:arrete[zr]?|cesse[zr]?)(?: (?:svp|s'il vous plait|s'il te plait|donc|enfin))?,? de"
        r" (?:m'|nous |me )(?:ecrire|contacter|texter)\b"
        r"|\b(?:arrete[zr]?|cesse[zr]?)(?: (?:svp|s'il vous plait|s'il te plait|donc|enfin))?,?"
        rf" (?:de (?:m'|nous |me )?|d')envoyer (?:\w+ ){{0,2}}(?:d'|l')?{_FR_NOUN}\b"
        r"|(?:\bne )?\b(?:m'|me |nous )(?:ecrivez|ecris|contactez|contacte) plus(?: jamais)?<eos>"
        rf"|(?:\bne )?\b(?:m'|me |nous )(?:envoyez|envoie) plus (?:de |d'|aucun |vos ){_FR_NOUN}\b"
        r"|\b(?:ne )?(?:veux|souhaite|desire|voulons|souhaitons) plus (?:recevoir |avoir )"
        rf"(?:de |d'|vos |aucun )?(?:\w+ )?{_FR_NOUN}\b"
        r"|\b(?:ne )?(?:veux|souhaite) (?:plus|pas) etre contactee?\b"
        r"|\bdesabonnez-moi\b|\b(?:veux|souhaite|voudrais|aimerais) me desabonner\b"
    ),
    Language.DE: (
        r"\b(?:horen sie|hort?)(?: bitte)?(?: endlich)?(?: damit)? auf,? (?:mir|uns|mich)"
        r"(?: \w+){0,3} zu (?:schreiben|texten|kontaktieren|simsen)\b"
        r"|\b(?:horen sie|hort?)(?: bitte)?(?: endlich)?(?: damit)? auf,? (?:mir|uns)(?: \w+){0,2}"
        rf" {_DE_NOUN} zu (?:schicken|senden)\b"
        r"|\b(?:schreiben sie|schreibt?|kontaktieren sie|kontaktiert|texten sie) (?:mir|uns|mich)"
        rf"(?: bitte)? (?:nicht mehr|nie wieder|nie mehr|keine {_DE_NOUN})"
        r"|\b(?:schicken sie|senden sie|schickt?|sende[t]?) (?:mir|uns)(?: bitte)? keine"
        rf" (?:\w+ )?{_DE_NOUN}\b"
        r"|\b(?:will|mochte|wollen|mochten|wunsche|wunschen)(?: bitte)?(?: von ihnen)? keine"
        rf" (?:\w+ ){{0,2}}{_DE_NOUN}(?: mehr)?\b"
        rf"|^(?:bitte )?keine {_DE_NOUN} mehr<eos>"
        r"|\b(?:melden|tragen|nehmen|streichen) sie mich(?: bitte)? (?:ab<eos>|aus<eos>"
        r"|(?:aus|von) (?:der|ihrer|ihrem) (?:\w*liste|verteiler))"
    ),
    Language.IT: (
        r"\b(?:smett(?:a|ete|i|ano)(?:la)?|smettetela|smettila)(?: per favore)? di (?:scriver"
        r"|contattar|messaggiar)(?:mi|ci)\b"
        r"|\b(?:smett(?:a|ete|i|ano)(?:la)?|smettetela|smettila)(?: per favore)? di (?:mandar"
        rf"|inviar)(?:mi|ci)? (?:\w+ ){{0,3}}{_IT_NOUN}\b"
        r"|\bnon (?:mi|ci) (?:scriva(?:te|no)?|scrivete|scrivere|scriver|contatti|contattate"
        r"|contattare) (?:mai )?piu\b"
        rf"|\bnon (?:mi|ci) (?:mand|invi)\w+ (?:piu |altri |i vostri )*{_IT_NOUN}\b"
        r"|\bnon (?:voglio|desidero|vogliamo|desideriamo) (?:piu |ricevere |altri |i vostri |altre"
        rf" |vostre )+{_IT_NOUN}\b|\bnon (?:voglio|desidero) (?:piu )?essere contattat[oa]\b"
        r"|\b(?:disiscrive|cancella|toglie)(?:te|tem|re|r)?mi dall[ae] (?:\w+ )?(?:lista|mailing)"
    ),
    Language.PT: (
        r"\b(?:par[ae]m?|deix[ae]m?)(?: por favor)? de (?:(?:me|nos) (?:escrever|contatar"
        r"|contactar)|(?:escrever|contatar|contactar)-(?:me|nos))\b"
        r"|\b(?:par[ae]m?|deix[ae]m?)(?: por favor)? de (?:me |nos )?(?:mandar|enviar)(?:-me|-nos)?"
        rf" (?:\w+ ){{0,3}}{_PT_NOUN}\b"
        r"|\bnao (?:me|nos) (?:escrev\w+|contat\w+|contact\w+) (?:nunca )?mais\b"
        rf"|\bnao (?:me|nos) (?:mandem?|enviem?) (?:mais |nenhuma |outras )*{_PT_NOUN}\b"
        r"|\bnao (?:quero|queremos|desejo) (?:mais |receber |suas |as vossas |nenhuma )+"
        rf"{_PT_NOUN}\b|\bnao (?:quero|desejo) (?:mais )?ser contatad[oa]\b"
        r"|\b(?:me descadastrem?|descadastrem?-me|tirem?-me da lista|me tirem? da lista)\b"
    ),
    Language.AR: (
        "(?:توقف|توقفوا|توقفي|كفوا|كف)(?: من فضلك| من فضلكم| رجاء| لو سمحت)? عن (?:مراسلتي"
        f"|مراسلتنا|الكتابه (?:لي|الي)|(?:ارسال|بعث) (?:هذه )?{_AR_NOUN})"
        f"|لا (?:تراسلني|تراسلوني|تكتبوا لي|تكتب لي|تتواصلوا معي|تتواصل معي|(?:ترسل|ترسلوا)"
        f"(?: لي| الي)? (?:اي |المزيد من |هذه )?{_AR_NOUN})"
        f"|لا (?:اريد|ارغب في|اود)(?: تلقي| استلام| اي| المزيد من| استقبال)+ {_AR_NOUN}"
        f"|(?:اوقف|اوقفوا|وقفوا) (?:ارسال )?(?:هذه )?{_AR_NOUN}"
    ),
    Language.ZH: (
        f"(?:不要|别|停止|勿|不用|不必)(?:再|继续|再继续)(?:给我们?|向我们?)?(?:发|发送|推送)"
        f"(?:任何|这些|更多)?{_ZH_NOUN}|停止(?:给我们?|向我们?)?(?:发|发送|推送){_ZH_NOUN}"
        f"|(?:不要|别|勿)(?:再)?(?:给我们?|向我们?)(?:发|发送|推送)(?:任何|这些|更多)?{_ZH_NOUN}"
        "|(?:不要|别|勿|请勿)再(?:联系|打扰|骚扰|发短信给|发消息给)我"
        f"|(?:不想|不希望|不愿意?)再?(?:收到|接收|收)(?:你们的|任何|更多|这些)?{_ZH_NOUN}"
    ),
    Language.JA: (
        f"{_JA_NOUN}(?:を|は|の送信を|の配信を|の送信は|の配信は)?(?:もう|二度と|これ以上)?"
        "(?:送らないで|送るのを?(?:止|や)め|送信しないで|しないで|してこないで|やめて(?:くだ|下|欲"
        "|ほし)|(?:配信|送信)?停止して)"
        f"|(?:もう|今後は?|これ以上は?)[^。、]{{0,6}}{_JA_NOUN}は?(?:不要|いりません|要りません"
        "|結構)|配信を?停止(?:して|希望)"
    ),
    Language.HI: (
        f"{_HI_NOUN}[^.!?।]{{0,6}} (?:भेजना|करना) (?:बंद|रोक)"
        f"|{_HI_NOUN} (?:मत|न|ना) (?:भेजो|भेजें|भेजिए|भेजना|करो|करें|कीजिए|करना)"
        f"|(?:अब|और|कोई) [^.!?।]{{0,8}}{_HI_NOUN} नहीं चाहिए"
        r"|\b(?:mujhe|hamein|hume|humein) (?:\w+ ){0,2}(?:messages?|msgs?|sms) (?:mat|na|bhejna"
        r" band|karna band) (?:bhej|kar)\w*"
    ),
    Language.RU: (
        r"\b(?:перестаньте|прекратите|хватит|перестань|прекрати|прошу не)(?: уже)? (?:мне |нам )?"
        r"писать(?: (?:мне|нам))?<eos>"
        r"|\b(?:перестаньте|прекратите|хватит|перестань|прекрати)(?: уже)? (?:мне |нам )?(?:слать"
        rf"|присылать|отправлять|рассылать)(?: \w+){{0,2}} {_RU_NOUN}"
        r"|\bбольше (?:мне |нам )?не (?:пишите|пиши)\b|\bне (?:пишите|пиши) (?:мне|нам)"
        r"(?: больше)?<eos>|\bне (?:пишите|пиши) больше(?: (?:мне|нам))?<eos>"
        rf"|\bне (?:присылайте|присылай|шлите|шли|отправляйте)(?: (?:мне|нам|больше|ваши)){{0,3}}"
        rf" {_RU_NOUN}"
        rf"|\bне (?:хочу|хотим|желаю)(?: больше)? получать (?:\w+ ){{0,3}}{_RU_NOUN}"
        r"|\b(?:отпишите|исключите|уберите|удалите) меня (?:от|из) (?:\w+ )?(?:рассылк|списк)"
    ),
}
"""A sentence that asks for it. Nouns are needed where the verb alone may speak of towels."""

_LIMITS: Mapping[Language, str] = {
    Language.EN: (
        r"\b(?:until|till|before|after|while|during|when|if|unless|tonight|today|tomorrow|nights?"
        r"|morning|evening|early|late|o'clock|am|pm|other guests?|my room|the room phone)\b"
    ),
    Language.ES: (
        r"\b(?:noches?|manana|hasta|antes|despues|mientras|durante|cuando|hoy|temprano)\b"
        r"|(?!^)\bsi\b"
    ),
    Language.FR: (
        r"\b(?:nuits?|matin|soir|jusqu\w*|avant|apres|pendant|quand|si|aujourd'hui|demain"
        r"|lorsque|tot|tard)\b"
    ),
    Language.DE: (
        r"\b(?:nachts?|morgens?|abends?|bis|vor|nach|wahrend|wenn|falls|heute|uhr|spat|fruh)\b"
    ),
    Language.IT: (
        r"\b(?:notte|mattina|sera|stasera|fino|prima|dopo|mentre|durante|quando|se|oggi|domani"
        r"|tardi|presto)\b"
    ),
    Language.PT: (
        r"\b(?:noite|manha|ate|antes|depois|enquanto|durante|quando|se|hoje|amanha|cedo)\b"
    ),
    Language.AR: "(?:ليلا|الليل|الصباح|صباحا|حتي|قبل|بعد|اثناء|عندما|اذا|اليوم|غدا)",
    Language.ZH: "(?:晚上|夜里|夜间|早上|之前|以前|直到|如果|今天|今晚|明天|的时候|点前|点后)",
    Language.JA: "(?:夜|朝|まで|前に|後で|間は|今日|今夜|明日|もし|時は|時に)",
    Language.HI: "(?:रात|सुबह|शाम|जब|तक|अगर|आज|कल|पहले|बाद)",
    Language.RU: (
        r"\b(?:ноч\w+|утром|вечером|до|после|пока|когда|если|сегодня|завтра|рано|поздно)\b"
    ),
}
"""A time or a condition: the guest wants quiet for a while, not for ever."""

_OFFERS = (
    r"\b(?:offers?|promotions?|promos?|newsletters?|ads|advertis\w+|marketing|publicidad"
    r"|promocion(?:es)?|ofertas?|publicites?|pubs?|offres?|werbung|werbenachrichten|newsletter"
    r"|angebote|pubblicita|offerte|promozioni|publicidade|promoc\w+|propagandas?|реклам\w+"
    r"|акци\w+)\b|广告|促销|推广|広告|宣伝|विज्ञापन|اعلانات|عروض"
)
