"""What Jack says by itself: every fixed sentence in every guest language, and emergency numbers.

No sentence promises that something will be done or is on its way (R5), only that it was passed on;
safety texts are fixed, never generated (R10).
"""

import re
from enum import StrEnum

from jack.model import (
    phrases_consent,
    phrases_guests,
    phrases_orders,
    phrases_ratings,
    phrases_stay,
    phrases_tasks,
)
from jack.model.languages import Language, parse
from jack.model.safety import Emergency


class Phrase(StrEnum):
    """What a sentence is for; its placeholders stand beside its texts in this module."""

    DISCLOSURE = "disclosure"
    ARE_YOU_HUMAN = "are_you_human"
    GREETING = "greeting"
    FAREWELL = "farewell"
    THANKS = "thanks"
    ACKNOWLEDGED = "acknowledged"
    FOUND = "found"
    FOUND_OTHER_LANGUAGE = "found_other_language"
    NOT_FOUND = "not_found"
    NOT_FOUND_ABOUT = "not_found_about"
    HANDOVER = "handover"
    HANDOVER_ALREADY = "handover_already"
    REQUEST_PASSED = "request_passed"
    REQUEST_PASSED_ROOM = "request_passed_room"
    ASK_ROOM = "ask_room"
    APPROVAL_ASKED = "approval_asked"
    COMPLAINT_PASSED = "complaint_passed"
    FEEDBACK_THANKS = "feedback_thanks"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off_topic"
    CANNOT_READ_MEDIA = "cannot_read_media"
    STAFF_JOINED = "staff_joined"
    STAFF_LEFT = "staff_left"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    OPTED_OUT_SMS = "opted_out_sms"
    OPTED_OUT_OFFERS = "opted_out_offers"
    SMS_HELP = "sms_help"
    SYSTEM_TROUBLE = "system_trouble"
    VERIFY_FIRST = "verify_first"
    AWAY = "away"
    SAFETY_MEDICAL = "safety_medical"
    SAFETY_FIRE = "safety_fire"
    SAFETY_SECURITY = "safety_security"
    SAFETY_GAS_OR_OTHER = "safety_gas_or_other"
    STAY_DEPARTURE = "stay_departure"
    STAY_ARRIVAL = "stay_arrival"
    STAY_DATES = "stay_dates"
    STAY_ROOM = "stay_room"
    STAY_NO_ROOM = "stay_no_room"
    STAY_BALANCE = "stay_balance"
    STAY_AS_OF = "stay_as_of"
    STAY_STALE = "stay_stale"
    APPROVAL_ASKED_NAME = "approval_asked_name"
    APPROVAL_ASKED_ROOM = "approval_asked_room"
    VERIFIED = "verified"
    VERIFY_FAILED = "verify_failed"
    VERIFY_LOCKED = "verify_locked"
    PREFERENCE_NOTED = "preference_noted"
    LINK_HERE = "link_here"
    ASK_TIME = "ask_time"
    CONFIRM_ORDER = "confirm_order"
    ORDER_DROPPED = "order_dropped"
    YES = "yes"
    NO = "no"
    TASK_DONE = "task_done"
    TASK_NOT_POSSIBLE = "task_not_possible"
    TASK_WAITING = "task_waiting"
    APPROVAL_APPROVED = "approval_approved"
    APPROVAL_DECLINED = "approval_declined"
    APPROVAL_COUNTERED = "approval_countered"
    STAFF_WORDS = "staff_words"
    RATING_GOOD = "rating_good"
    RATING_LOW = "rating_low"
    RATING_LOW_TOLD = "rating_low_told"


def say(phrase: Phrase, language: str, **values: object) -> str:
    """The text of `phrase` in `language` (a BCP 47 tag; English when it is no guest language).

    Values are inserted as they are, braces and all. Values the text does not use are ignored; a
    missing one raises KeyError.
    """
    return _TEXTS[phrase][_guest_language(language)].format_map(values)


def department(name: str, language: str) -> str:
    """The bare name of a task department, as it stands in the REQUEST_PASSED phrases.

    An unknown department is the hotel's team.
    """
    return _DEPARTMENTS.get(name, _DEPARTMENTS["other"])[_guest_language(language)]


def disclosure(language: str, hotel: str) -> str:
    """That an automatic assistant is writing (R7); a hotel without a name is "our hotel"."""
    return say(Phrase.DISCLOSURE, language, hotel=hotel or _OUR_HOTEL[_guest_language(language)])


def past_disclosure(text: str) -> str:
    """`text` without the disclosure before it: what a line in a list has room for."""
    return text[found.end() :] if (found := _DISCLOSED.match(text)) else text


def sms_help(language: str, hotel: str) -> str:
    """What the keyword HELP is answered with."""
    return say(Phrase.SMS_HELP, language, hotel=hotel or _OUR_HOTEL[_guest_language(language)])


def emergency_number(country: str, emergency: Emergency) -> str:
    """The number to dial in `country` (ISO 3166 two letters) for this kind of danger.

    112 where nothing else is known: GSM phones connect it to the local service.
    """
    code = country.upper()
    general = EMERGENCY_NUMBERS.get(code, DEFAULT_EMERGENCY_NUMBER)
    return _NUMBERS_BY_SERVICE.get(emergency, {}).get(code, general)


def safety_text(emergency: Emergency, language: str, *, country: str, number: str = "") -> str:
    """The fixed text for a guest in danger (R10); `number` is the hotel's own choice."""
    dial = number or emergency_number(country, emergency)
    return say(_SAFETY_PHRASES[emergency], language, emergency_number=dial)


def _guest_language(tag: str) -> Language:
    return parse(tag) or Language.EN


_SAFETY_PHRASES = {
    Emergency.MEDICAL: Phrase.SAFETY_MEDICAL,
    Emergency.FIRE: Phrase.SAFETY_FIRE,
    Emergency.SECURITY: Phrase.SAFETY_SECURITY,
    Emergency.OTHER: Phrase.SAFETY_GAS_OR_OTHER,
}

DEFAULT_EMERGENCY_NUMBER = "112"

# The one number of a country, or that of its ambulance where each service has its own.
EMERGENCY_NUMBERS = {
    **dict.fromkeys(("US", "CA", "MX", "PR", "CR", "PA", "DO", "BS", "SV"), "911"),
    **dict.fromkeys(("AR", "EC", "PY", "UY", "VE", "FJ", "JO", "PH", "SA"), "911"),
    **dict.fromkeys(("BD", "BH", "GB", "HK", "KE", "MO", "MY", "QA", "SC"), "999"),
    **dict.fromkeys(("AZ", "BY", "CH", "GE", "ID", "IN", "IS", "KW", "KZ"), "112"),
    **dict.fromkeys(("NO", "RS", "RU", "TR", "TZ", "UA", "ZA"), "112"),
    **dict.fromkeys(("JP", "KR", "TW", "LK", "KH"), "119"),
    "AE": "998",
    "AU": "000",
    "BR": "192",
    "CL": "131",
    "CN": "120",
    "CO": "123",
    "CU": "104",
    "DZ": "14",
    "EG": "123",
    "IL": "101",
    "JM": "110",
    "LB": "140",
    "MU": "114",
    "MV": "102",
    "NP": "102",
    "NZ": "111",
    "OM": "9999",
    "PE": "116",
    "PK": "1122",
    "SG": "995",
    "TH": "1669",
    "TN": "190",
    "VN": "115",
}

_FIRE_NUMBERS = {
    "AE": "997",
    "BR": "193",
    "CL": "132",
    "CN": "119",
    "CU": "105",
    "EG": "180",
    "IL": "102",
    "KH": "118",
    "LB": "175",
    "MU": "115",
    "MV": "118",
    "NP": "101",
    "TH": "199",
    "TN": "198",
    "VN": "114",
}

_POLICE_NUMBERS = {
    "AE": "999",
    "BR": "190",
    "CL": "133",
    "CN": "110",
    "CU": "106",
    "EG": "122",
    "IL": "100",
    "JM": "119",
    "JP": "110",
    "KH": "117",
    "KR": "112",
    "LB": "112",
    "MU": "999",
    "MV": "119",
    "NP": "100",
    "PE": "105",
    "PK": "15",
    "SG": "999",
    "TH": "191",
    "TN": "197",
    "TW": "110",
    "VN": "113",
}

_NUMBERS_BY_SERVICE = {
    Emergency.FIRE: _FIRE_NUMBERS,
    Emergency.OTHER: _FIRE_NUMBERS,
    Emergency.SECURITY: _POLICE_NUMBERS,
}

_DEPARTMENTS = {
    "housekeeping": {
        Language.EN: "housekeeping",
        Language.ES: "limpieza",
        Language.FR: "Étages",
        Language.DE: "Housekeeping",
        Language.IT: "pulizie",
        Language.PT: "governança",
        Language.AR: "التدبير الفندقي",
        Language.ZH: "客房部",
        Language.JA: "客室係",
        Language.HI: "हाउसकीपिंग",
        Language.RU: "уборка номеров",
    },
    "maintenance": {
        Language.EN: "maintenance",
        Language.ES: "mantenimiento",
        Language.FR: "Maintenance",
        Language.DE: "Haustechnik",
        Language.IT: "manutenzione",
        Language.PT: "manutenção",
        Language.AR: "الصيانة",
        Language.ZH: "工程部",
        Language.JA: "設備担当",
        Language.HI: "मेंटेनेंस",
        Language.RU: "техническая служба",
    },
    "concierge": {
        Language.EN: "concierge",
        Language.ES: "conserjería",
        Language.FR: "Conciergerie",
        Language.DE: "Concierge",
        Language.IT: "concierge",
        Language.PT: "concierge",
        Language.AR: "الكونسيرج",
        Language.ZH: "礼宾部",
        Language.JA: "コンシェルジュ",
        Language.HI: "कंसीयज",
        Language.RU: "консьерж",
    },
    "room_service": {
        Language.EN: "room service",
        Language.ES: "servicio de habitaciones",
        Language.FR: "Room service",
        Language.DE: "Zimmerservice",
        Language.IT: "servizio in camera",
        Language.PT: "serviço de quarto",
        Language.AR: "خدمة الغرف",
        Language.ZH: "客房送餐部",
        Language.JA: "ルームサービス係",
        Language.HI: "रूम सर्विस",
        Language.RU: "обслуживание в номерах",
    },
    "front_desk": {
        Language.EN: "front desk",
        Language.ES: "recepción",
        Language.FR: "Réception",
        Language.DE: "Rezeption",
        Language.IT: "reception",
        Language.PT: "recepção",
        Language.AR: "الاستقبال",
        Language.ZH: "前台",
        Language.JA: "フロント",
        Language.HI: "फ्रंट डेस्क",
        Language.RU: "стойка регистрации",
    },
    "valet": {
        Language.EN: "valet parking",
        Language.ES: "aparcacoches",
        Language.FR: "Voiturier",
        Language.DE: "Parkservice",
        Language.IT: "parcheggio",
        Language.PT: "manobristas",
        Language.AR: "صف السيارات",
        Language.ZH: "代客泊车",
        Language.JA: "駐車係",
        Language.HI: "वैले पार्किंग",
        Language.RU: "парковка",
    },
    "spa": {
        Language.EN: "spa",
        Language.ES: "spa",
        Language.FR: "Spa",
        Language.DE: "Spa",
        Language.IT: "spa",
        Language.PT: "spa",
        Language.AR: "السبا",
        Language.ZH: "水疗中心",
        Language.JA: "スパ",
        Language.HI: "स्पा",
        Language.RU: "спа",
    },
    "other": {
        Language.EN: "hotel",
        Language.ES: "atención al huésped",
        Language.FR: "sur place",
        Language.DE: "vor Ort",
        Language.IT: "dell'hotel",
        Language.PT: "atendimento",
        Language.AR: "خدمة النزلاء",
        Language.ZH: "酒店团队",
        Language.JA: "担当者",
        Language.HI: "होटल",
        Language.RU: "служба гостей",
    },
}

# Fits the place of {hotel} in DISCLOSURE.
_OUR_HOTEL = {
    Language.EN: "our hotel",
    Language.ES: "nuestro hotel",
    Language.FR: "notre hôtel",
    Language.DE: "unser Hotel",
    Language.IT: "questo hotel",
    Language.PT: "o nosso hotel",
    Language.AR: "فندقنا",
    Language.ZH: "本酒店",
    Language.JA: "当ホテル",
    Language.HI: "हमारे होटल",
    Language.RU: "наш отель",
}

_TEXTS = {
    # Put before the first answer of a conversation (R7). {hotel}
    Phrase.DISCLOSURE: {
        Language.EN: (
            "You are writing with the automatic assistant of {hotel}; you can ask for a person at "
            "any time."
        ),
        Language.ES: (
            "Le atiende el asistente automático de {hotel}; puede pedir hablar con una persona en "
            "cualquier momento."
        ),
        Language.FR: (
            "C'est l'assistant automatique qui vous répond ({hotel}) ; vous pouvez demander à "
            "parler à une personne à tout moment."
        ),
        Language.DE: (
            "Ihnen schreibt der automatische Assistent ({hotel}); Sie können jederzeit nach einem "
            "Menschen aus unserem Team fragen."
        ),
        Language.IT: (
            "Le risponde l'assistente automatico di {hotel}; può chiedere di parlare con una "
            "persona in qualsiasi momento."
        ),
        Language.PT: (
            "Quem responde é o assistente automático ({hotel}); o senhor ou a senhora pode pedir "
            "para falar com uma pessoa a qualquer momento."
        ),
        Language.AR: (
            "يجيبكم المساعد الآلي في {hotel}، ويمكنكم طلب التحدث إلى أحد موظفينا في أي وقت."
        ),
        Language.ZH: "为您回复的是{hotel}的自动助手，您可以随时要求转接人工服务。",
        Language.JA: (
            "{hotel}の自動応答アシスタントがご案内しております。スタッフをご希望の際は、"
            "いつでもお申し付けください。"
        ),
        Language.HI: (
            "आपको {hotel} का स्वचालित सहायक उत्तर दे रहा है; आप किसी भी समय हमारे किसी सहकर्मी से "
            "बात करने के लिए कह सकते हैं।"
        ),
        Language.RU: (
            "Вам отвечает автоматический помощник отеля «{hotel}»; вы можете в любой момент "
            "попросить связать вас с сотрудником."
        ),
    },
    # The truth, when a guest asks (R7).
    Phrase.ARE_YOU_HUMAN: {
        Language.EN: (
            "I'm not a person; I'm the hotel's automatic assistant. If you would rather write with "
            "someone from our team, just say so."
        ),
        Language.ES: (
            "No soy una persona, sino el asistente automático del hotel. Si prefiere tratar con "
            "alguien de nuestro equipo, dígamelo."
        ),
        Language.FR: (
            "Je ne suis pas une personne, mais l'assistant automatique de l'hôtel. Si vous "
            "préférez échanger avec quelqu'un de notre équipe, dites-le-moi."
        ),
        Language.DE: (
            "Ich bin kein Mensch, sondern der automatische Assistent des Hotels. Wenn Sie lieber "
            "mit jemandem aus unserem Team schreiben möchten, sagen Sie es mir bitte."
        ),
        Language.IT: (
            "Non sono una persona, ma l'assistente automatico dell'hotel. Se preferisce scrivere "
            "con qualcuno del nostro team, me lo dica pure."
        ),
        Language.PT: (
            "Não sou uma pessoa, e sim o assistente automático do hotel. Se preferir falar com "
            "alguém da nossa equipe, é só me dizer."
        ),
        Language.AR: (
            "لست إنسانًا، بل المساعد الآلي للفندق. إذا كنتم تفضلون التواصل مع أحد أفراد فريقنا "
            "فيكفي أن تخبروني."
        ),
        Language.ZH: "我不是真人，而是酒店的自动助手。如果您希望与我们的工作人员沟通，请告诉我。",
        Language.JA: (
            "私は人間ではなく、当ホテルの自動応答アシスタントです。"
            "スタッフとのやり取りをご希望でしたら、お申し付けください。"
        ),
        Language.HI: (
            "मैं कोई व्यक्ति नहीं, होटल का स्वचालित सहायक हूँ। यदि आप हमारी टीम के किसी सदस्य से "
            "बात करना चाहें, तो बस बता दीजिए।"
        ),
        Language.RU: (
            "Я не человек, а автоматический помощник отеля. Если вы хотите общаться с нашим "
            "сотрудником, просто скажите мне об этом."
        ),
    },
    # Answers a greeting.
    Phrase.GREETING: {
        Language.EN: "Hello, how may I help you?",
        Language.ES: "Hola, ¿en qué puedo ayudarle?",
        Language.FR: "Bonjour, comment puis-je vous aider ?",
        Language.DE: "Guten Tag, wie kann ich Ihnen helfen?",
        Language.IT: "Buongiorno, come posso aiutarla?",
        Language.PT: "Olá, em que posso ajudar?",
        Language.AR: "أهلًا وسهلًا، كيف يمكنني مساعدتكم؟",
        Language.ZH: "您好，请问有什么可以帮您？",
        Language.JA: "こんにちは。どのようなご用件でしょうか。",
        Language.HI: "नमस्ते, मैं आपकी क्या सहायता कर सकता हूँ?",
        Language.RU: "Здравствуйте! Чем я могу вам помочь?",
    },
    # Answers a goodbye.
    Phrase.FAREWELL: {
        Language.EN: "Goodbye, and all the best. You can write here whenever you need us.",
        Language.ES: (
            "Hasta pronto, que le vaya muy bien. Puede escribirnos aquí cuando lo necesite."
        ),
        Language.FR: "Au revoir et à bientôt. Vous pouvez nous écrire ici quand vous le souhaitez.",
        Language.DE: "Auf Wiedersehen und alles Gute. Sie können uns hier jederzeit schreiben.",
        Language.IT: "Arrivederci e a presto. Può scriverci qui quando vuole.",
        Language.PT: "Até logo, tudo de bom. Pode nos escrever aqui sempre que precisar.",
        Language.AR: "إلى اللقاء مع أطيب التمنيات. يمكنكم مراسلتنا هنا متى شئتم.",
        Language.ZH: "再见，祝您一切顺利。有需要时，欢迎随时在这里联系我们。",
        Language.JA: "ありがとうございました。ご用の際は、いつでもこちらへご連絡ください。",
        Language.HI: "नमस्कार, आपको शुभकामनाएँ। ज़रूरत हो तो आप यहाँ कभी भी लिख सकते हैं।",
        Language.RU: "До свидания, всего вам доброго! Пишите нам сюда в любое время.",
    },
    # Answers a thank-you.
    Phrase.THANKS: {
        Language.EN: "You're very welcome.",
        Language.ES: "Ha sido un placer.",
        Language.FR: "Je vous en prie, avec plaisir.",
        Language.DE: "Sehr gern geschehen.",
        Language.IT: "Prego, è stato un piacere.",
        Language.PT: "De nada, é um prazer.",
        Language.AR: "على الرحب والسعة.",
        Language.ZH: "不客气，很高兴为您服务。",
        Language.JA: "どういたしまして。お役に立てて何よりです。",
        Language.HI: "आपका स्वागत है, यह हमारे लिए ख़ुशी की बात है।",
        Language.RU: "Пожалуйста, всегда рады помочь.",
    },
    # Answers "ok" and the like.
    Phrase.ACKNOWLEDGED: {
        Language.EN: "Very good. I'm here if you need anything else.",
        Language.ES: "Muy bien. Aquí estoy si necesita algo más.",
        Language.FR: "Très bien. Je reste à votre disposition.",
        Language.DE: "Sehr gut. Ich bin hier, wenn Sie noch etwas brauchen.",
        Language.IT: "Molto bene. Sono qui se ha bisogno di altro.",
        Language.PT: "Muito bem. Estou aqui se precisar de mais alguma coisa.",
        Language.AR: "حسنًا. أنا هنا إذا احتجتم إلى أي شيء آخر.",
        Language.ZH: "好的。如果还有其他需要，请随时告诉我。",
        Language.JA: "かしこまりました。ほかにご用がございましたら、お知らせください。",
        Language.HI: "बहुत अच्छा। कुछ और चाहिए हो तो मैं यहाँ हूँ।",
        Language.RU: "Хорошо. Если понадобится что-нибудь ещё, я на связи.",
    },
    # Nothing stands before sentences that are already in the guest's language.
    Phrase.FOUND: dict.fromkeys(Language, ""),
    # Put before an entry's sentences that are in another language.
    Phrase.FOUND_OTHER_LANGUAGE: {
        Language.EN: "Here is what our hotel's information says:",
        Language.ES: "Esto es lo que dice la información de nuestro hotel:",
        Language.FR: "Voici ce que disent les informations de notre hôtel :",
        Language.DE: "In unseren Hotelinformationen steht dazu:",
        Language.IT: "Ecco cosa riportano le informazioni del nostro hotel:",
        Language.PT: "Veja o que dizem as informações do nosso hotel:",
        Language.AR: "إليكم ما ورد في معلومات فندقنا:",
        Language.ZH: "以下是我们酒店的相关信息：",
        Language.JA: "当ホテルのご案内には次のとおり記載されております。",
        Language.HI: "हमारे होटल की जानकारी में यह लिखा है:",
        Language.RU: "Вот что сказано в информации нашего отеля:",
    },
    # Nothing reliable is known; the question is handed over (R4).
    Phrase.NOT_FOUND: {
        Language.EN: (
            "I'm sorry, I have no reliable information on that. I've passed your question to a "
            "colleague, who will answer you here."
        ),
        Language.ES: (
            "Lo siento, no tengo información fiable sobre eso. He pasado su pregunta a un "
            "compañero, que le responderá por aquí."
        ),
        Language.FR: (
            "Je suis désolé, je n'ai pas d'information fiable à ce sujet. J'ai transmis votre "
            "question à un collègue, qui vous répondra ici."
        ),
        Language.DE: (
            "Dazu habe ich leider keine verlässliche Information. Ich habe Ihre Frage an das Team "
            "weitergegeben; eine Kollegin oder ein Kollege antwortet Ihnen hier."
        ),
        Language.IT: (
            "Mi dispiace, non ho informazioni affidabili al riguardo. Ho passato la sua domanda a "
            "un collega, che le risponderà qui."
        ),
        Language.PT: (
            "Sinto muito, não tenho informação confiável sobre isso. Encaminhei a sua pergunta a "
            "um colega, que responderá por aqui."
        ),
        Language.AR: (
            "عذرًا، ليست لدي معلومات موثوقة عن ذلك. أحلت سؤالكم إلى أحد الزملاء وسيجيبكم هنا."
        ),
        Language.ZH: "抱歉，这方面我没有可靠的信息。我已将您的问题转给同事，同事会在这里回复您。",
        Language.JA: (
            "申し訳ございません。その件について確かな情報がございません。"
            "担当のスタッフに申し伝えましたので、こちらでお返事いたします。"
        ),
        Language.HI: (
            "क्षमा कीजिए, इसके बारे में मेरे पास पक्की जानकारी नहीं है। मैंने आपका प्रश्न एक "
            "सहकर्मी को भेज दिया है, वे यहीं उत्तर देंगे।"
        ),
        Language.RU: (
            "К сожалению, у меня нет надёжных сведений об этом. Ваш вопрос передан сотруднику, он "
            "ответит вам здесь."
        ),
    },
    # The guest asked for a person.
    Phrase.HANDOVER: {
        Language.EN: "Of course. I've told our team; a colleague will take over here shortly.",
        Language.ES: (
            "Por supuesto. He avisado a nuestro equipo; un compañero le atenderá aquí en breve."
        ),
        Language.FR: (
            "Bien sûr. J'ai prévenu notre équipe ; un collègue prendra le relais ici sous peu."
        ),
        Language.DE: (
            "Gern. Ich habe unser Team informiert; in Kürze übernimmt hier eine Kollegin oder ein "
            "Kollege."
        ),
        Language.IT: (
            "Certamente. Ho avvisato il nostro team; a breve un collega le risponderà qui."
        ),
        Language.PT: "Claro. Avisei a nossa equipe; em breve um colega assume a conversa aqui.",
        Language.AR: "بالتأكيد. أبلغت فريقنا، وسيتولى أحد الزملاء المحادثة هنا قريبًا.",
        Language.ZH: "好的，我已通知我们的团队，稍后会有同事在这里接待您。",
        Language.JA: (
            "かしこまりました。スタッフに申し伝えましたので、"
            "まもなくこちらで担当者が代わってご案内いたします。"
        ),
        Language.HI: ("ज़रूर। मैंने हमारी टीम को बता दिया है; थोड़ी देर में एक सहकर्मी यहाँ आपसे बात करेंगे।"),
        Language.RU: "Конечно. Я сообщил нашей команде; скоро вам ответит здесь сотрудник.",
    },
    # A person was already called.
    Phrase.HANDOVER_ALREADY: {
        Language.EN: (
            "A colleague has already been told and will answer you here. Your message has been "
            "added for them."
        ),
        Language.ES: (
            "Ya hemos avisado a un compañero, que le responderá aquí. Su mensaje queda añadido."
        ),
        Language.FR: (
            "Un collègue est déjà prévenu et vous répondra ici. Votre message lui est également "
            "transmis."
        ),
        Language.DE: (
            "Unser Team ist bereits informiert und antwortet Ihnen hier. Ihre Nachricht liegt "
            "ebenfalls vor."
        ),
        Language.IT: (
            "Un collega è già stato avvisato e le risponderà qui. Anche questo messaggio gli è "
            "stato inoltrato."
        ),
        Language.PT: (
            "Um colega já foi avisado e responderá por aqui. A sua mensagem também foi encaminhada."
        ),
        Language.AR: "أُبلغ أحد الزملاء بالفعل وسيجيبكم هنا، وقد أُضيفت رسالتكم أيضًا.",
        Language.ZH: "已经通知了同事，同事会在这里回复您。您的这条消息也已一并转达。",
        Language.JA: (
            "すでにスタッフに申し伝えており、こちらでお返事いたします。"
            "いただいたメッセージも併せて伝えました。"
        ),
        Language.HI: (
            "एक सहकर्मी को पहले ही बता दिया गया है, वे यहीं उत्तर देंगे। आपका यह संदेश भी उन्हें भेज दिया गया है।"
        ),
        Language.RU: "Сотрудник уже оповещён и ответит вам здесь. Это сообщение ему тоже передано.",
    },
    # A task exists. {department} from `department`, {items}
    Phrase.REQUEST_PASSED: {
        Language.EN: "I've passed your request on to our {department} team: {items}.",
        Language.ES: "He pasado su petición a nuestro equipo de {department}: {items}.",
        Language.FR: "J'ai transmis votre demande à notre équipe {department} : {items}.",
        Language.DE: "Ich habe Ihre Anfrage an unser Team {department} weitergegeben: {items}.",
        Language.IT: "Ho passato la sua richiesta al nostro team {department}: {items}.",
        Language.PT: "Encaminhei o seu pedido à nossa equipe de {department}: {items}.",
        Language.AR: "أحلت طلبكم إلى قسم {department}: {items}.",
        Language.ZH: "您的需求已转达给{department}：{items}。",
        Language.JA: "ご要望を{department}に申し伝えました：{items}。",
        Language.HI: "मैंने आपका अनुरोध हमारी {department} टीम को भेज दिया है: {items}।",
        Language.RU: "Ваша просьба передана коллегам ({department}): {items}.",
    },
    # A task for a room exists. {department} from `department`, {items}, {room}
    Phrase.REQUEST_PASSED_ROOM: {
        Language.EN: "I've passed your request on to our {department} team: {items}, room {room}.",
        Language.ES: (
            "He pasado su petición a nuestro equipo de {department}: {items}, habitación {room}."
        ),
        Language.FR: (
            "J'ai transmis votre demande à notre équipe {department} : {items}, chambre {room}."
        ),
        Language.DE: (
            "Ich habe Ihre Anfrage an unser Team {department} weitergegeben: {items}, Zimmer "
            "{room}."
        ),
        Language.IT: (
            "Ho passato la sua richiesta al nostro team {department}: {items}, camera {room}."
        ),
        Language.PT: (
            "Encaminhei o seu pedido à nossa equipe de {department}: {items}, quarto {room}."
        ),
        Language.AR: "أحلت طلبكم إلى قسم {department}: {items}، الغرفة {room}.",
        Language.ZH: "您的需求已转达给{department}：{items}，房间号{room}。",
        Language.JA: "ご要望を{department}に申し伝えました：{items}（{room}号室）。",
        Language.HI: ("मैंने आपका अनुरोध हमारी {department} टीम को भेज दिया है: {items}, कमरा {room}।"),
        Language.RU: "Ваша просьба передана коллегам ({department}): {items}, номер {room}.",
    },
    # A request lacks its room.
    Phrase.ASK_ROOM: {
        Language.EN: "Gladly. Which room number is it for?",
        Language.ES: "Con gusto. ¿Para qué número de habitación es?",
        Language.FR: "Avec plaisir. C'est pour quel numéro de chambre ?",
        Language.DE: "Gern. Um welche Zimmernummer geht es?",
        Language.IT: "Volentieri. Per quale numero di camera?",
        Language.PT: "Com prazer. Para qual número de quarto?",
        Language.AR: "بكل سرور. ما رقم الغرفة؟",
        Language.ZH: "好的，请问是哪个房间号？",
        Language.JA: "かしこまりました。お部屋番号をお教えいただけますか。",
        Language.HI: "ज़रूर। यह किस कमरे के लिए है, कृपया कमरा नंबर बताइए?",
        Language.RU: "С удовольствием. Подскажите, пожалуйста, номер комнаты?",
    },
    # An approval exists; only staff may say yes (R5). {what}
    Phrase.APPROVAL_ASKED: {
        Language.EN: (
            "I've passed your question to the front desk ({what}). I can't promise it myself; they "
            "will let you know here."
        ),
        Language.ES: (
            "He pasado su consulta a recepción ({what}). Yo no puedo prometérselo; ellos le "
            "responderán aquí."
        ),
        Language.FR: (
            "J'ai transmis votre demande à la réception ({what}). Je ne peux rien promettre "
            "moi-même ; elle vous répondra ici."
        ),
        Language.DE: (
            "Ich habe Ihre Frage an die Rezeption weitergegeben ({what}). Versprechen kann ich es "
            "selbst nicht; die Rezeption gibt Ihnen hier Bescheid."
        ),
        Language.IT: (
            "Ho passato la sua domanda alla reception ({what}). Non posso prometterlo io; le "
            "risponderanno qui."
        ),
        Language.PT: (
            "Encaminhei a sua pergunta à recepção ({what}). Eu mesmo não posso prometer; a "
            "recepção responderá por aqui."
        ),
        Language.AR: (
            "أحلت سؤالكم إلى مكتب الاستقبال ({what}). لا يمكنني أن أعدكم بذلك بنفسي، وسيوافونكم "
            "بالرد هنا."
        ),
        Language.ZH: "您的咨询已转给前台（{what}）。我无法自行作出承诺，前台会在这里答复您。",
        Language.JA: (
            "お問い合わせの件（{what}）をフロントに申し伝えました。私からはお約束できかねますが、"
            "フロントよりこちらでお返事いたします。"
        ),
        Language.HI: (
            "मैंने आपका प्रश्न फ्रंट डेस्क को भेज दिया है ({what})। मैं स्वयं वादा नहीं कर सकता; वे आपको यहीं बताएँगे।"
        ),
        Language.RU: (
            "Ваш вопрос передан на стойку регистрации ({what}). Сам я обещать этого не могу; "
            "коллеги ответят вам здесь."
        ),
    },
    # A complaint became a task.
    Phrase.COMPLAINT_PASSED: {
        Language.EN: "I'm truly sorry about this. I've passed it on to our team right away.",
        Language.ES: "Lo siento de verdad. Lo he comunicado de inmediato a nuestro equipo.",
        Language.FR: "J'en suis sincèrement désolé. Je l'ai signalé aussitôt à notre équipe.",
        Language.DE: "Das tut mir aufrichtig leid. Ich habe es sofort an unser Team weitergegeben.",
        Language.IT: "Mi dispiace davvero. L'ho segnalato subito al nostro team.",
        Language.PT: "Sinto muito por isso. Já comuniquei à nossa equipe.",
        Language.AR: "نأسف حقًا لذلك. أبلغت فريقنا بالأمر على الفور.",
        Language.ZH: "对此我们深表歉意。我已立即将情况转达给我们的团队。",
        Language.JA: "ご不便をおかけし、誠に申し訳ございません。ただちにスタッフへ申し伝えました。",
        Language.HI: "हमें इसका सचमुच खेद है। मैंने यह बात तुरंत हमारी टीम तक पहुँचा दी है।",
        Language.RU: "Нам очень жаль, что так вышло. Я сразу же сообщил об этом нашей команде.",
    },
    # Answers praise and remarks.
    Phrase.FEEDBACK_THANKS: {
        Language.EN: "Thank you for telling us. I've shared it with our team.",
        Language.ES: "Gracias por contárnoslo. Lo he compartido con nuestro equipo.",
        Language.FR: "Merci de nous l'avoir dit. Je l'ai transmis à notre équipe.",
        Language.DE: "Vielen Dank für Ihre Rückmeldung. Ich habe sie an unser Team weitergegeben.",
        Language.IT: "Grazie per avercelo detto. L'ho riferito al nostro team.",
        Language.PT: "Obrigado por nos contar. Repassei à nossa equipe.",
        Language.AR: "شكرًا لإخبارنا بذلك. نقلت ملاحظتكم إلى فريقنا.",
        Language.ZH: "谢谢您的反馈，我已转达给我们的团队。",
        Language.JA: "ご意見をお寄せいただき、ありがとうございます。スタッフにも申し伝えました。",
        Language.HI: "हमें बताने के लिए धन्यवाद। मैंने यह हमारी टीम तक पहुँचा दिया है।",
        Language.RU: "Спасибо, что сообщили нам. Я передал ваши слова нашей команде.",
    },
    # One of several questions found nothing. `what` quotes it.
    Phrase.NOT_FOUND_ABOUT: {
        Language.EN: (
            "On {what} I have no reliable information. I've passed that on to a colleague, who will "
            "answer you here."
        ),
        Language.ES: (
            "Sobre {what} no tengo información fiable. Se lo he pasado a un compañero, que le "
            "responderá por aquí."
        ),
        Language.FR: (
            "Sur {what}, je n'ai pas d'information fiable. Je l'ai transmis à un collègue, qui vous "
            "répondra ici."
        ),
        Language.DE: (
            "Zu {what} habe ich leider keine verlässliche Information. Ich habe das an das Team "
            "weitergegeben; jemand antwortet Ihnen hier."
        ),
        Language.IT: (
            "Su {what} non ho informazioni affidabili. L'ho passato a un collega, che le risponderà "
            "qui."
        ),
        Language.PT: (
            "Sobre {what} não tenho informação confiável. Encaminhei isso a um colega, que "
            "responderá por aqui."
        ),
        Language.AR: "ليست لدي معلومات موثوقة عن {what}. أحلت ذلك إلى أحد الزملاء وسيجيبكم هنا.",
        Language.ZH: "关于{what}，我没有可靠的信息。已转给同事，同事会在这里回复您。",
        Language.JA: (
            "{what}については確かな情報がございません。担当者に伝えましたので、こちらでお答えします。"
        ),
        Language.HI: (
            "{what} के बारे में मेरे पास भरोसेमंद जानकारी नहीं है। मैंने यह एक सहकर्मी को भेज दिया है, "
            "जो आपको यहीं जवाब देंगे।"
        ),
        Language.RU: (
            "О том, что вы спросили ({what}), у меня нет надёжных сведений. Вопрос передан сотруднику, "
            "он ответит вам здесь."
        ),
    },
    # The message was not understood.
    Phrase.UNCLEAR: {
        Language.EN: (
            "I'm sorry, I didn't quite understand. Could you please say it in other words?"
        ),
        Language.ES: "Disculpe, no le he entendido bien. ¿Podría decirlo con otras palabras?",
        Language.FR: "Excusez-moi, je n'ai pas bien compris. Pourriez-vous le dire autrement ?",
        Language.DE: (
            "Entschuldigen Sie, das habe ich nicht ganz verstanden. Könnten Sie es bitte mit "
            "anderen Worten sagen?"
        ),
        Language.IT: "Mi scusi, non ho capito bene. Potrebbe dirlo con altre parole?",
        Language.PT: "Desculpe, não entendi bem. Poderia dizer com outras palavras?",
        Language.AR: "عذرًا، لم أفهم ذلك تمامًا. هل يمكنكم قوله بكلمات أخرى؟",
        Language.ZH: "抱歉，我没有完全明白。可以请您换一种说法吗？",
        Language.JA: (
            "恐れ入りますが、うまく理解できませんでした。別の言い方でお知らせいただけますか。"
        ),
        Language.HI: "क्षमा कीजिए, मैं ठीक से समझ नहीं पाया। कृपया इसे दूसरे शब्दों में बताइए?",
        Language.RU: "Извините, я не совсем понял. Не могли бы вы сказать это другими словами?",
    },
    # Declines what a hotel does not do.
    Phrase.OFF_TOPIC: {
        Language.EN: (
            "I'm afraid I can't help with that, but I'm glad to help with anything about your stay."
        ),
        Language.ES: (
            "Me temo que en eso no puedo ayudarle, pero con mucho gusto le ayudo con todo lo "
            "relativo a su estancia."
        ),
        Language.FR: (
            "Je ne peux malheureusement pas vous aider sur ce point, mais je vous réponds "
            "volontiers sur tout ce qui touche à votre séjour."
        ),
        Language.DE: (
            "Dabei kann ich leider nicht helfen, aber bei allem rund um Ihren Aufenthalt bin ich "
            "gern für Sie da."
        ),
        Language.IT: (
            "Purtroppo in questo non posso aiutarla, ma sono a disposizione per tutto ciò che "
            "riguarda il suo soggiorno."
        ),
        Language.PT: (
            "Infelizmente nisso não posso ajudar, mas fico à disposição para tudo sobre a sua "
            "estadia."
        ),
        Language.AR: "للأسف لا يمكنني المساعدة في ذلك، لكن يسعدني مساعدتكم في كل ما يخص إقامتكم.",
        Language.ZH: "很抱歉，这方面我无法帮忙，但凡与您入住有关的事，我都乐意协助。",
        Language.JA: (
            "恐れ入りますが、その件はお手伝いできかねます。ご滞在に関することでしたら、"
            "喜んで承ります。"
        ),
        Language.HI: (
            "क्षमा कीजिए, इसमें मैं सहायता नहीं कर सकता, पर आपके ठहरने से जुड़ी हर बात में ख़ुशी से सहायता करूँगा।"
        ),
        Language.RU: (
            "К сожалению, с этим я помочь не могу, но с радостью помогу во всём, что касается "
            "вашего проживания."
        ),
    },
    # A voice note, photo or file went to staff.
    Phrase.CANNOT_READ_MEDIA: {
        Language.EN: (
            "Thank you. I can't open voice notes, photos or files myself, so I've passed yours to "
            "a colleague."
        ),
        Language.ES: (
            "Gracias. Yo no puedo abrir audios, fotos ni archivos, así que se lo he pasado a un "
            "compañero."
        ),
        Language.FR: (
            "Merci. Je ne peux pas ouvrir moi-même les messages vocaux, photos ou fichiers ; j'ai "
            "donc transmis le vôtre à un collègue."
        ),
        Language.DE: (
            "Vielen Dank. Sprachnachrichten, Fotos und Dateien kann ich selbst nicht öffnen; ich "
            "habe sie an unser Team weitergegeben."
        ),
        Language.IT: (
            "Grazie. Non posso aprire messaggi vocali, foto o file, perciò ho inoltrato il suo a "
            "un collega."
        ),
        Language.PT: (
            "Obrigado. Não consigo abrir áudios, fotos nem arquivos, por isso encaminhei a um "
            "colega."
        ),
        Language.AR: (
            "شكرًا لكم. لا يمكنني فتح الرسائل الصوتية أو الصور أو الملفات، لذلك أحلتها إلى أحد "
            "الزملاء."
        ),
        Language.ZH: "谢谢。我无法查看语音、图片或文件，已转给同事处理。",
        Language.JA: (
            "ありがとうございます。音声や写真、ファイルは私では確認できかねますので、"
            "スタッフに申し伝えました。"
        ),
        Language.HI: (
            "धन्यवाद। मैं वॉइस संदेश, फ़ोटो या फ़ाइलें स्वयं नहीं खोल सकता, इसलिए इसे एक सहकर्मी को भेज दिया है।"
        ),
        Language.RU: (
            "Спасибо. Голосовые сообщения, фото и файлы я открыть не могу, поэтому передал их "
            "сотруднику."
        ),
    },
    # A person took over (R3). {name}
    Phrase.STAFF_JOINED: {
        Language.EN: "{name} from our team is now with you.",
        Language.ES: "Ahora le atiende {name}, de nuestro equipo.",
        Language.FR: "{name}, de notre équipe, est maintenant avec vous.",
        Language.DE: "{name} aus unserem Team ist jetzt für Sie da.",
        Language.IT: "Ora è con lei {name}, del nostro team.",
        Language.PT: "{name}, da nossa equipe, está agora ao seu dispor.",
        Language.AR: "معكم الآن {name} من فريقنا.",
        Language.ZH: "现在由我们团队的{name}为您服务。",
        Language.JA: "ただいまより、スタッフの{name}がご案内いたします。",
        Language.HI: "अब हमारी टीम से {name} आपके साथ हैं।",
        Language.RU: "Теперь вам отвечает {name} из нашей команды.",
    },
    # A person handed back (R3).
    Phrase.STAFF_LEFT: {
        Language.EN: (
            "The automatic assistant is answering again; you can ask for a person at any time."
        ),
        Language.ES: (
            "Vuelve a atenderle el asistente automático; puede pedir hablar con una persona en "
            "cualquier momento."
        ),
        Language.FR: (
            "L'assistant automatique vous répond à nouveau ; vous pouvez demander à parler à une "
            "personne à tout moment."
        ),
        Language.DE: (
            "Ab jetzt antwortet wieder der automatische Assistent; Sie können jederzeit nach einem "
            "Menschen aus unserem Team fragen."
        ),
        Language.IT: (
            "Ora le risponde di nuovo l'assistente automatico; può chiedere di parlare con una "
            "persona in qualsiasi momento."
        ),
        Language.PT: (
            "O assistente automático volta a responder; pode pedir para falar com uma pessoa a "
            "qualquer momento."
        ),
        Language.AR: "عاد المساعد الآلي للرد عليكم، ويمكنكم طلب التحدث إلى أحد موظفينا في أي وقت.",
        Language.ZH: "现在重新由自动助手为您回复，您可以随时要求转接人工服务。",
        Language.JA: (
            "再び自動応答アシスタントがご案内いたします。スタッフをご希望の際は、"
            "いつでもお申し付けください。"
        ),
        Language.HI: (
            "अब फिर से स्वचालित सहायक उत्तर दे रहा है; आप किसी भी समय हमारे किसी सहकर्मी से बात "
            "करने के लिए कह सकते हैं।"
        ),
        Language.RU: (
            "Вам снова отвечает автоматический помощник; вы можете в любой момент попросить "
            "связать вас с сотрудником."
        ),
    },
    # Confirms an opt-out (R8).
    Phrase.OPTED_OUT: {
        Language.EN: (
            "You will not receive any more messages that we start. You can write to us again at "
            "any time."
        ),
        Language.ES: (
            "No recibirá más mensajes iniciados por nosotros. Puede volver a escribirnos cuando "
            "quiera."
        ),
        Language.FR: (
            "Vous ne recevrez plus de messages de notre initiative. Vous pouvez nous réécrire à "
            "tout moment."
        ),
        Language.DE: (
            "Sie erhalten von uns aus keine Nachrichten mehr. Sie können uns jederzeit wieder "
            "schreiben."
        ),
        Language.IT: (
            "Non riceverà più messaggi su nostra iniziativa. Può scriverci di nuovo quando vuole."
        ),
        Language.PT: (
            "Não receberá mais mensagens por nossa iniciativa. Pode voltar a nos escrever quando "
            "quiser."
        ),
        Language.AR: "لن تصلكم بعد الآن رسائل نبدأ نحن بإرسالها. يمكنكم مراسلتنا مجددًا في أي وقت.",
        Language.ZH: "您将不再收到我们主动发送的消息。您随时可以再次联系我们。",
        Language.JA: (
            "今後、当ホテルからのお知らせはお送りいたしません。ご用の際は、いつでもご連絡ください。"
        ),
        Language.HI: ("अब हमारी ओर से कोई संदेश शुरू नहीं किया जाएगा। आप हमें कभी भी फिर से लिख सकते हैं।"),
        Language.RU: (
            "Мы больше не будем писать вам первыми. Вы можете снова написать нам в любое время."
        ),
    },
    # Confirms an opt-in (R8).
    Phrase.OPTED_IN: {
        Language.EN: (
            "Thank you, you will receive our messages again. Reply STOP at any time to end them."
        ),
        Language.ES: (
            "Gracias, volverá a recibir nuestros mensajes. Responda STOP en cualquier momento para "
            "dejar de recibirlos."
        ),
        Language.FR: (
            "Merci, vous recevrez de nouveau nos messages. Répondez STOP à tout moment pour ne "
            "plus en recevoir."
        ),
        Language.DE: (
            "Vielen Dank, Sie erhalten unsere Nachrichten wieder. Mit STOP können Sie sie "
            "jederzeit beenden."
        ),
        Language.IT: (
            "Grazie, riceverà di nuovo i nostri messaggi. Risponda STOP in qualsiasi momento per "
            "non riceverne più."
        ),
        Language.PT: (
            "Obrigado, voltará a receber as nossas mensagens. Responda STOP a qualquer momento "
            "para deixar de recebê-las."
        ),
        Language.AR: "شكرًا لكم، ستصلكم رسائلنا من جديد. أرسلوا STOP في أي وقت لإيقافها.",
        Language.ZH: "谢谢，您将重新收到我们的消息。随时回复 STOP 即可停止接收。",
        Language.JA: (
            "ありがとうございます。お知らせの配信を再開いたします。停止をご希望の際は、いつでも "
            "STOP とご返信ください。"
        ),
        Language.HI: ("धन्यवाद, अब आपको हमारे संदेश फिर से मिलेंगे। बंद करने के लिए कभी भी STOP लिखकर भेजें।"),
        Language.RU: (
            "Спасибо, вы снова будете получать наши сообщения. Чтобы отказаться, в любой момент "
            "ответьте STOP."
        ),
    },
    # Something failed and staff were told (R12).
    # A person was called, and nobody is at the desk until `time`.
    Phrase.AWAY: {
        Language.EN: "Our desk is staffed again from {time}; in an emergency, tell me right away.",
        Language.ES: (
            "Nuestra recepción vuelve a estar atendida a partir de las {time}; si es una emergencia, "
            "dígamelo enseguida."
        ),
        Language.FR: (
            "Notre réception est de nouveau ouverte à partir de {time} ; en cas d'urgence, "
            "dites-le-moi tout de suite."
        ),
        Language.DE: (
            "Unser Empfang ist ab {time} Uhr wieder besetzt; in einem Notfall sagen Sie es mir bitte "
            "sofort."
        ),
        Language.IT: (
            "La nostra reception è di nuovo presidiata dalle {time}; in caso di emergenza, me lo dica "
            "subito."
        ),
        Language.PT: (
            "A nossa recepção volta a atender a partir das {time}; em caso de emergência, avise-me "
            "imediatamente."
        ),
        Language.AR: "يعود مكتب الاستقبال إلى العمل من الساعة {time}؛ وفي حالة الطوارئ أخبروني فورًا.",
        Language.ZH: "我们的前台将从{time}起恢复服务；如遇紧急情况，请立即告诉我。",
        Language.JA: "フロントは{time}から対応いたします。緊急の場合はすぐにお知らせください。",
        Language.HI: "हमारा रिसेप्शन {time} बजे से फिर खुलेगा; आपात स्थिति में मुझे तुरंत बताएँ।",
        Language.RU: (
            "Наша стойка снова работает с {time}; в экстренном случае сообщите мне немедленно."
        ),
    },
    Phrase.SYSTEM_TROUBLE: {
        Language.EN: (
            "I'm sorry, I have a technical problem at the moment. A colleague has been told and "
            "will see your message."
        ),
        Language.ES: (
            "Lo siento, en este momento tengo un problema técnico. Hemos avisado a un compañero, "
            "que verá su mensaje."
        ),
        Language.FR: (
            "Je suis désolé, je rencontre un problème technique. Un collègue est prévenu et verra "
            "votre message."
        ),
        Language.DE: (
            "Es tut mir leid, ich habe gerade ein technisches Problem. Unser Team ist informiert "
            "und sieht Ihre Nachricht."
        ),
        Language.IT: (
            "Mi dispiace, in questo momento ho un problema tecnico. Un collega è stato avvisato e "
            "vedrà il suo messaggio."
        ),
        Language.PT: (
            "Sinto muito, estou com um problema técnico no momento. Um colega foi avisado e verá a "
            "sua mensagem."
        ),
        Language.AR: "عذرًا، لدي مشكلة تقنية حاليًا. أُبلغ أحد الزملاء وسيطلع على رسالتكم.",
        Language.ZH: "抱歉，系统目前出现技术故障。已通知同事，同事会看到您的消息。",
        Language.JA: (
            "申し訳ございません。ただいま技術的な問題が発生しております。"
            "スタッフに申し伝えましたので、メッセージを確認いたします。"
        ),
        Language.HI: (
            "क्षमा कीजिए, इस समय एक तकनीकी समस्या है। एक सहकर्मी को बता दिया गया है और वे आपका संदेश देखेंगे।"
        ),
        Language.RU: (
            "Извините, у меня сейчас технические неполадки. Сотрудник оповещён и увидит ваше "
            "сообщение."
        ),
    },
    # Before anything about a booking on a channel that proves no identity (R6).
    Phrase.VERIFY_FIRST: {
        Language.EN: (
            "To speak about a booking, I need the last name on it and the confirmation number, "
            "please."
        ),
        Language.ES: (
            "Para hablar de una reserva, necesito el apellido del titular y el número de "
            "confirmación, por favor."
        ),
        Language.FR: (
            "Pour parler d'une réservation, il me faut le nom de famille du titulaire et le numéro "
            "de confirmation, s'il vous plaît."
        ),
        Language.DE: (
            "Um über eine Buchung zu sprechen, brauche ich bitte den Nachnamen und die "
            "Bestätigungsnummer."
        ),
        Language.IT: (
            "Per parlare di una prenotazione mi servono il cognome dell'intestatario e il numero "
            "di conferma, per favore."
        ),
        Language.PT: (
            "Para falar de uma reserva, preciso do sobrenome do titular e do número de "
            "confirmação, por favor."
        ),
        Language.AR: "للحديث عن أي حجز أحتاج من فضلكم إلى اسم العائلة المسجل فيه ورقم التأكيد.",
        Language.ZH: "如需查询预订，请提供预订人的姓名和确认号。",
        Language.JA: "ご予約については、ご予約者様のお名前と予約確認番号をお知らせください。",
        Language.HI: ("बुकिंग के बारे में बात करने के लिए कृपया बुकिंग वाला उपनाम और पुष्टि संख्या बताइए।"),
        Language.RU: (
            "Чтобы говорить о бронировании, назовите, пожалуйста, фамилию гостя и номер "
            "подтверждения."
        ),
    },
    # R10. {emergency_number}
    Phrase.SAFETY_MEDICAL: {
        Language.EN: (
            "Please call {emergency_number} now and say which hotel and room you are in. Do not "
            "leave the person alone, and if you are by yourself unlock the door. Follow what the "
            "emergency service tells you. Our team has been alerted."
        ),
        Language.ES: (
            "Llame ahora al {emergency_number} e indique el hotel y la habitación. No deje sola a "
            "la persona y, si usted está solo, deje la puerta sin cerrar con llave. Siga las "
            "indicaciones del servicio de emergencias. Nuestro equipo ha sido alertado."
        ),
        Language.FR: (
            "Appelez le {emergency_number} maintenant et indiquez l'hôtel et la chambre. Ne "
            "laissez pas la personne seule ; si vous êtes seul, déverrouillez la porte. Suivez les "
            "consignes des secours. Notre équipe a été alertée."
        ),
        Language.DE: (
            "Rufen Sie jetzt {emergency_number} an und nennen Sie Hotel und Zimmer. Lassen Sie die "
            "Person nicht allein; sind Sie selbst allein, schließen Sie die Tür auf. Folgen Sie "
            "den Anweisungen des Rettungsdienstes. Unser Team ist alarmiert."
        ),
        Language.IT: (
            "Chiami subito il {emergency_number} e indichi hotel e camera. Non lasci sola la "
            "persona; se è da solo, apra la serratura della porta. Segua le istruzioni dei "
            "soccorsi. Il nostro team è stato allertato."
        ),
        Language.PT: (
            "Ligue agora para {emergency_number} e diga o hotel e o quarto. Não deixe a pessoa "
            "sozinha; se estiver só, destranque a porta. Siga as instruções do serviço de "
            "emergência. A nossa equipe foi alertada."
        ),
        Language.AR: (
            "اتصلوا الآن بالرقم {emergency_number} واذكروا اسم الفندق ورقم الغرفة. لا تتركوا الشخص "
            "وحده، وإذا كنتم بمفردكم فافتحوا قفل الباب. اتبعوا إرشادات الإسعاف. تم تنبيه فريقنا."
        ),
        Language.ZH: (
            "请立即拨打 {emergency_number}，说明酒店和房间号。不要让患者独处；如果只有您一人，"
            "请打开门锁。请听从急救人员的指示。我们的团队已收到警报。"
        ),
        Language.JA: (
            "今すぐ {emergency_number} に電話し、ホテル名とお部屋番号を伝えてください。"
            "具合の悪い方を一人にせず、お一人の場合はドアの鍵を開けてください。"
            "救急の指示に従ってください。スタッフにも緊急連絡済みです。"
        ),
        Language.HI: (
            "अभी {emergency_number} पर कॉल करें और होटल व कमरा बताएँ। व्यक्ति को अकेला न छोड़ें; "
            "यदि आप अकेले हैं तो दरवाज़े का ताला खोल दें। आपातकालीन सेवा के निर्देश मानें। हमारी "
            "टीम को सतर्क कर दिया गया है।"
        ),
        Language.RU: (
            "Сейчас же позвоните {emergency_number} и назовите отель и номер комнаты. Не "
            "оставляйте человека одного; если вы одни, отоприте дверь. Следуйте указаниям "
            "экстренной службы. Наша команда оповещена."
        ),
    },
    # R10. {emergency_number}
    Phrase.SAFETY_FIRE: {
        Language.EN: (
            "Leave the building now by the nearest stairs; do not use the lifts. Once outside, "
            "call {emergency_number}. If you cannot get out: close the door, seal the gap with wet "
            "towels, wait at the window and call {emergency_number}. Our team has been alerted."
        ),
        Language.ES: (
            "Salga ya del edificio por la escalera más cercana; no use el ascensor. Una vez fuera, "
            "llame al {emergency_number}. Si no puede salir: cierre la puerta, tape la rendija con "
            "toallas mojadas, espere en la ventana y llame al {emergency_number}. Nuestro equipo "
            "ha sido alertado."
        ),
        Language.FR: (
            "Quittez le bâtiment maintenant par l'escalier le plus proche, sans ascenseur. Une "
            "fois dehors, appelez le {emergency_number}. Si vous ne pouvez pas sortir : fermez la "
            "porte, calfeutrez-la de linge mouillé, restez à la fenêtre et appelez. Notre équipe a "
            "été alertée."
        ),
        Language.DE: (
            "Verlassen Sie jetzt das Gebäude über die nächste Treppe, nicht mit dem Aufzug. Rufen "
            "Sie draußen {emergency_number} an. Falls Sie nicht hinauskommen: Tür schließen, Spalt "
            "mit nassen Tüchern abdichten, ans Fenster gehen und anrufen. Unser Team ist alarmiert."
        ),
        Language.IT: (
            "Lasci subito l'edificio dalle scale più vicine; non usi l'ascensore. Una volta fuori, "
            "chiami il {emergency_number}. Se non può uscire: chiuda la porta, sigilli la fessura "
            "con asciugamani bagnati, stia alla finestra e chiami. Il nostro team è stato "
            "allertato."
        ),
        Language.PT: (
            "Saia já do edifício pela escada mais próxima; não use o elevador. Lá fora, ligue para "
            "{emergency_number}. Se não puder sair: feche a porta, vede a fresta com toalhas "
            "molhadas, espere na janela e ligue. A nossa equipe foi alertada."
        ),
        Language.AR: (
            "غادروا المبنى الآن من أقرب درج ولا تستخدموا المصعد. بعد الخروج اتصلوا بالرقم "
            "{emergency_number}. إذا تعذر الخروج فأغلقوا الباب وسدوا الفجوة بمناشف مبللة وانتظروا "
            "عند النافذة واتصلوا. تم تنبيه فريقنا."
        ),
        Language.ZH: (
            "请立即从最近的楼梯离开大楼，不要乘电梯。到达室外后拨打 {emergency_number}。"
            "如果无法离开：关上门，用湿毛巾堵住门缝，在窗边等候并拨打电话。我们的团队已收到警报。"
        ),
        Language.JA: (
            "今すぐ最寄りの階段で建物の外へ避難してください。エレベーターは使わないでください。"
            "外に出たら {emergency_number} に電話してください。出られない場合はドアを閉め、"
            "濡れタオルで隙間をふさぎ、窓際で待って電話してください。スタッフにも緊急連絡済みです。"
        ),
        Language.HI: (
            "अभी सबसे नज़दीकी सीढ़ियों से इमारत से बाहर निकलें; लिफ़्ट का उपयोग न करें। बाहर आकर "
            "{emergency_number} पर कॉल करें। निकल न सकें तो दरवाज़ा बंद करें, दरार गीले तौलियों से "
            "भरें, खिड़की पर रहें और कॉल करें। हमारी टीम को सतर्क कर दिया गया है।"
        ),
        Language.RU: (
            "Немедленно покиньте здание по ближайшей лестнице, не пользуйтесь лифтом. Снаружи "
            "позвоните {emergency_number}. Если выйти нельзя: закройте дверь, заткните щель "
            "мокрыми полотенцами, ждите у окна и звоните. Наша команда оповещена."
        ),
    },
    # R10. {emergency_number}
    Phrase.SAFETY_SECURITY: {
        Language.EN: (
            "If you can, go to a safe place, lock the door and do not confront anyone. Call "
            "{emergency_number} now and say which hotel and room you are in. Our team has been "
            "alerted."
        ),
        Language.ES: (
            "Si puede, vaya a un lugar seguro, cierre la puerta con llave y no se enfrente a "
            "nadie. Llame ahora al {emergency_number} e indique el hotel y la habitación. Nuestro "
            "equipo ha sido alertado."
        ),
        Language.FR: (
            "Si possible, mettez-vous en lieu sûr, fermez la porte à clé et n'affrontez personne. "
            "Appelez le {emergency_number} maintenant et indiquez l'hôtel et la chambre. Notre "
            "équipe a été alertée."
        ),
        Language.DE: (
            "Gehen Sie, wenn möglich, an einen sicheren Ort, schließen Sie die Tür ab und stellen "
            "Sie sich niemandem entgegen. Rufen Sie jetzt {emergency_number} an und nennen Sie "
            "Hotel und Zimmer. Unser Team ist alarmiert."
        ),
        Language.IT: (
            "Se può, vada in un luogo sicuro, chiuda a chiave la porta e non affronti nessuno. "
            "Chiami subito il {emergency_number} e indichi hotel e camera. Il nostro team è stato "
            "allertato."
        ),
        Language.PT: (
            "Se puder, vá para um lugar seguro, tranque a porta e não enfrente ninguém. Ligue "
            "agora para {emergency_number} e diga o hotel e o quarto. A nossa equipe foi alertada."
        ),
        Language.AR: (
            "إن أمكن فانتقلوا إلى مكان آمن وأقفلوا الباب ولا تواجهوا أحدًا. اتصلوا الآن بالرقم "
            "{emergency_number} واذكروا اسم الفندق ورقم الغرفة. تم تنبيه فريقنا."
        ),
        Language.ZH: (
            "如果可以，请到安全的地方，锁好门，不要与任何人正面冲突。请立即拨打 {emergency_number}"
            "，说明酒店和房间号。我们的团队已收到警报。"
        ),
        Language.JA: (
            "可能であれば安全な場所へ移動し、ドアに鍵をかけ、相手に近づかないでください。今すぐ "
            "{emergency_number} に電話し、ホテル名とお部屋番号を伝えてください。"
            "スタッフにも緊急連絡済みです。"
        ),
        Language.HI: (
            "हो सके तो सुरक्षित जगह जाएँ, दरवाज़ा बंद करके ताला लगाएँ और किसी का सामना न करें। अभी "
            "{emergency_number} पर कॉल करें और होटल व कमरा बताएँ। हमारी टीम को सतर्क कर दिया गया "
            "है।"
        ),
        Language.RU: (
            "По возможности уйдите в безопасное место, заприте дверь и ни с кем не вступайте в "
            "конфликт. Сейчас же позвоните {emergency_number} и назовите отель и номер комнаты. "
            "Наша команда оповещена."
        ),
    },
    # R10. {emergency_number}
    Phrase.SAFETY_GAS_OR_OTHER: {
        Language.EN: (
            "Move away from the danger now: no flames, no switches, nothing electrical near water "
            "or gas. From a safe place call {emergency_number}. If you are stuck, for example in a "
            "lift, press its alarm button and stay calm. Our team has been alerted."
        ),
        Language.ES: (
            "Aléjese ya del peligro: sin llamas, sin interruptores, nada eléctrico cerca de agua o "
            "gas. Desde un lugar seguro llame al {emergency_number}. Si está atrapado, por ejemplo "
            "en un ascensor, pulse la alarma y conserve la calma. Nuestro equipo ha sido alertado."
        ),
        Language.FR: (
            "Éloignez-vous du danger : pas de flamme, d'interrupteur ni d'appareil électrique près "
            "de l'eau ou du gaz. En lieu sûr, appelez le {emergency_number}. Si vous êtes bloqué, "
            "par exemple dans un ascenseur, appuyez sur l'alarme et restez calme. Notre équipe a "
            "été alertée."
        ),
        Language.DE: (
            "Entfernen Sie sich jetzt von der Gefahr: keine Flammen, keine Schalter, nichts "
            "Elektrisches bei Wasser oder Gas. Rufen Sie von einem sicheren Ort {emergency_number} "
            "an. Wenn Sie festsitzen, etwa im Aufzug: Alarmknopf drücken und ruhig bleiben. Unser "
            "Team ist alarmiert."
        ),
        Language.IT: (
            "Si allontani subito dal pericolo: niente fiamme, interruttori o apparecchi elettrici "
            "vicino ad acqua o gas. Da un luogo sicuro chiami il {emergency_number}. Se è "
            "bloccato, per esempio in ascensore, prema l'allarme e mantenga la calma. Il nostro "
            "team è stato allertato."
        ),
        Language.PT: (
            "Afaste-se já do perigo: nada de chamas, interruptores ou aparelhos elétricos perto de "
            "água ou gás. De um lugar seguro, ligue para {emergency_number}. Se estiver preso, por "
            "exemplo no elevador, aperte o alarme e mantenha a calma. A nossa equipe foi alertada."
        ),
        Language.AR: (
            "ابتعدوا الآن عن الخطر: لا لهب ولا مفاتيح كهرباء ولا أجهزة قرب الماء أو الغاز. من مكان "
            "آمن اتصلوا بالرقم {emergency_number}. إذا كنتم عالقين، في المصعد مثلًا، فاضغطوا زر "
            "الإنذار وحافظوا على هدوئكم. تم تنبيه فريقنا."
        ),
        Language.ZH: (
            "请立即远离危险：不要用明火，不要碰开关，水或燃气附近不要使用电器。请在安全处拨打 "
            "{emergency_number}。如果被困，例如在电梯里，请按警铃并保持冷静。我们的团队已收到警报。"
        ),
        Language.JA: (
            "今すぐ危険な場所から離れてください。火気やスイッチ、"
            "水やガスの近くの電気製品には触れないでください。安全な場所から {emergency_number} "
            "に電話してください。エレベーターなどに閉じ込められた場合は非常ボタンを押し、"
            "落ち着いてお待ちください。スタッフにも緊急連絡済みです。"
        ),
        Language.HI: (
            "अभी ख़तरे से दूर जाएँ: न आग, न स्विच, पानी या गैस के पास कोई बिजली का उपकरण नहीं। "
            "सुरक्षित जगह से {emergency_number} पर कॉल करें। यदि फँसे हों, जैसे लिफ़्ट में, तो "
            "अलार्म बटन दबाएँ और शांत रहें। हमारी टीम को सतर्क कर दिया गया है।"
        ),
        Language.RU: (
            "Сейчас же отойдите от опасности: никакого огня, выключателей и электроприборов рядом "
            "с водой или газом. Из безопасного места позвоните {emergency_number}. Если вы "
            "застряли, например в лифте, нажмите кнопку вызова и сохраняйте спокойствие. Наша "
            "команда оповещена."
        ),
    },
}
_TEXTS |= {
    Phrase(name): texts
    for part in (
        phrases_stay,
        phrases_tasks,
        phrases_orders,
        phrases_guests,
        phrases_ratings,
        phrases_consent,
    )
    for name, texts in part.TEXTS.items()
}

_DISCLOSED = re.compile(
    "|".join(
        re.escape(said).replace(re.escape("{hotel}"), r"[^\n]{0,200}?") + r"\s+"
        for said in _TEXTS[Phrase.DISCLOSURE].values()
    )
)
