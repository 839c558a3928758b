"""Danger, stop words, wishes for a person and card numbers, in every guest language (R7, R8, R10)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model import dangers
from jack.model.consent import OptOut
from jack.model.languages import Language, fold
from jack.model.safety import (
    Emergency,
    asks_for_human,
    asks_if_human,
    emergency,
    exaggerates,
    only_looks_dangerous,
    opt_out,
    praises_in_danger,
)

DANGER = {
    Emergency.FIRE: [
        "FIRE!!!",
        "Fire, help",
        "There's a fire in the kitchen",
        "my laptop caught fire",
        "The curtains are on fire",
        "there is smoke coming from the vent",
        "I can smell smoke on the third floor",
        "Strong smell of smoke here",
        "something is burning next door",
        "The alarm is going off, what should we do?",
        "why is the fire alarm ringing",
        "Is this a drill? The smoke detector is going off",
        "We heard an explosion outside",
        "do we have to evacuate?",
        "the outlet is smoking",
        "الغرفة مليئة بالدخان",
        "¡Hay un incendio en el pasillo!",
        "hay mucho humo en la habitación",
        "Huele a quemado en el baño",
        "está sonando la alarma de incendios",
        "Il y a le feu dans la cuisine",
        "Au feu !",
        "je vois de la fumée sous la porte",
        "Ça sent le brûlé",
        "l'alarme incendie sonne, que faire ?",
        "Es brennt im Flur!",
        "Im Zimmer riecht es nach Rauch",
        "Der Feueralarm geht los",
        "Feuer im dritten Stock",
        "C'è un incendio in corridoio",
        "esce del fumo dalla presa",
        "sta suonando l'allarme antincendio",
        "Tem fogo na cozinha",
        "Estou sentindo cheiro de fumaça",
        "o alarme de incêndio está tocando",
        "يوجد حريق في المطبخ",
        "هناك دخان كثيف في الممر",
        "جرس الإنذار يرن ماذا نفعل",
        "着火了！",
        "走廊里有很浓的烟",
        "我聞到濃煙的味道",
        "火警警报响了，怎么办",
        "火事です！",
        "部屋で煙の臭いがします",
        "火災報知器が鳴っています",
        "कमरे में आग लग गई है",
        "गलियारे में धुआँ भर रहा है",
        "फायर अलार्म बज रहा है",
        "В коридоре пожар!",
        "Чувствую запах дыма в номере",
        "сработала пожарная сигнализация, что делать?",
        "Пахнет гарью",
    ],
    Emergency.MEDICAL: [
        "my dad's lips are blue and he is shaking",
        "one side of her face is drooping",
        "the hot water burned my baby's skin",
        "we all have headaches and the alarm keeps beeping",
        "ma fille s'est étouffée avec un bonbon",
        "my dad isn't making sense, he is diabetic and sweating",
        "his speech is suddenly slurred",
        "our baby is coming NOW",
        "a boy is floating face down in the pool",
        "mi padre se ha caído y no responde",
        "me ha dado una descarga el enchufe",
        "un enfant se noie",
        "ein Kind treibt leblos im Pool",
        "c'è uno che affoga in piscina",
        "شخص يغرق في المسبح",
        "孩子误喝了洗衣液",
        "I have chest pain",
        "My husband has terrible pain in his chest",
        "I can’t breathe",
        "she is struggling to breathe",
        "my wife is unconscious",
        "A man just collapsed in the lobby",
        "he won't wake up",
        "I think he took an overdose",
        "Please call an ambulance",
        "ambulance now room 12",
        "my son swallowed a battery",
        "she's having a seizure",
        "I think my father is having a stroke",
        "my dad had a heart attack",
        "he is bleeding a lot",
        "my baby is choking",
        "my daughter is having an allergic reaction",
        "her throat is swelling up",
        "I want to kill myself",
        "I don't want to live anymore",
        "someone is drowning in the pool",
        "My wife is in labour",
        "he fell down the stairs and can't get up",
        "I need a doctor urgently",
        "someone spiked my drink",
        "I got an electric shock from the shower",
        "my baby has a very high fever and is not responding",
        "He has chest pain and he had a heart attack two years ago",
        "Me duele mucho el pecho",
        "no puedo respirar",
        "Mi marido se ha desmayado",
        "llamen a una ambulancia por favor",
        "Quiero quitarme la vida",
        "mi hija está sangrando mucho",
        "J'ai mal à la poitrine",
        "je n'arrive plus à respirer",
        "Mon mari a perdu connaissance",
        "Appelez une ambulance vite",
        "je veux mourir",
        "ma fille s'étouffe",
        "Meine Frau hat starke Schmerzen in der Brust",
        "ich bekomme keine Luft",
        "Mein Vater ist bewusstlos",
        "Bitte rufen Sie einen Krankenwagen",
        "Ich will nicht mehr leben",
        "Ho un forte dolore al petto",
        "non riesco a respirare",
        "mia moglie è svenuta",
        "chiamate un'ambulanza",
        "voglio farla finita",
        "Estou com dor no peito",
        "não consigo respirar",
        "meu pai desmaiou",
        "chamem uma ambulância",
        "quero me matar",
        "عندي ألم شديد في صدري",
        "لا أستطيع التنفس",
        "زوجي فاقد الوعي",
        "اتصلوا بالإسعاف",
        "أريد أن أموت",
        "我胸口疼",
        "我喘不过气",
        "我妻子昏倒了",
        "快叫救护车",
        "快叫救護車",
        "我不想活了",
        "孩子噎住了",
        "胸が痛いです",
        "息ができません",
        "夫の意識がありません",
        "救急車を呼んでください",
        "もう死にたい",
        "मेरे सीने में दर्द हो रहा है",
        "मैं साँस नहीं ले पा रहा हूँ",
        "मेरी पत्नी बेहोश हो गई",
        "एम्बुलेंस बुलाइए",
        "मैं आत्महत्या करना चाहता हूँ",
        "У меня сильная боль в груди",
        "я не могу дышать",
        "Муж потерял сознание",
        "Вызовите скорую!",
        "я не хочу жить",
        "у неё сильное кровотечение",
    ],
    Emergency.SECURITY: [
        "the guy next door is hitting his wife",
        "a strange man is hiding on our balcony",
        "he followed me to my room",
        "a man is trying to open our window",
        "a stranger keeps trying our door handle",
        "someone is climbing onto our balcony",
        "quelqu'un essaie d'ouvrir notre fenêtre",
        "alguien intenta entrar por la ventana",
        "jemand klettert auf unseren Balkon",
        "qualcuno cerca di entrare dalla finestra",
        "alguém tentou entrar pela varanda",
        "кто-то лезет в окно",
        "有人从阳台爬进来",
        "ベランダから誰かが入ってこようとしています",
        "أحد يحاول الدخول من النافذة",
        "कोई खिड़की से घुस रहा है",
        "our daughter has been gone for an hour",
        "hay un hombre armado en el vestíbulo",
        "Nebenan schlägt ein Mann seine Freundin",
        "jemand versucht, unsere Tür aufzubrechen",
        "ابنتي ضائعة",
        "有人在砸我的门",
        "someone is trying to break into my room",
        "There's a man in my room",
        "a stranger is banging on my door",
        "he hit me",
        "my boyfriend is hitting me",
        "There is a fight in the hallway",
        "I hear screams from room 300",
        "a woman is screaming next door",
        "call the police",
        "We have been robbed",
        "a guy with a knife is in the lobby",
        "my daughter is missing",
        "I can't find my little boy",
        "someone is following me",
        "he is threatening to kill me",
        "There's a guy outside my door trying to get in",
        "un homme essaie d'ouvrir ma porte",
        "quelqu'un est dans ma chambre",
        "mein Kind ist weg",
        "有人在敲我的门想进来",
        "Alguien intenta entrar en mi habitación",
        "un hombre me ha pegado",
        "Hay una pelea en el bar",
        "no encuentro a mi hijo",
        "llame a la policía",
        "Quelqu'un essaie d'entrer dans ma chambre",
        "il m'a frappée",
        "Il y a une bagarre dans le couloir",
        "je ne trouve plus ma fille",
        "Jemand versucht in mein Zimmer einzubrechen",
        "ein Mann hat mich geschlagen",
        "Rufen Sie die Polizei",
        "Mein Sohn ist verschwunden",
        "Qualcuno cerca di entrare nella mia camera",
        "mi ha picchiata",
        "c'è una rissa nel corridoio",
        "non trovo più mia figlia",
        "Alguém está tentando entrar no meu quarto",
        "ele me bateu",
        "tem uma briga no corredor",
        "meu filho sumiu",
        "شخص يحاول الدخول إلى غرفتي",
        "زوجي ضربني",
        "هناك شجار في الممر",
        "لا أجد ابني",
        "有人想闯进我的房间",
        "他打我",
        "走廊里有人打架",
        "我的孩子不见了",
        "誰かが部屋に入ろうとしています",
        "殴られました",
        "隣の部屋で喧嘩しています",
        "息子がいなくなりました",
        "कोई मेरे कमरे में घुसने की कोशिश कर रहा है",
        "उसने मुझे मारा",
        "पुलिस को बुलाइए",
        "मेरा बच्चा खो गया है",
        "Кто-то пытается вломиться в мой номер",
        "он меня ударил",
        "В коридоре дерутся",
        "Пропал ребёнок",
    ],
    Emergency.OTHER: [
        "the carbon monoxide detector keeps beeping",
        "the kettle gave me a shock",
        "water is coming through the light fitting",
        "the sockets are under water",
        "I smell gas in the corridor",
        "there is a gas leak",
        "The socket is sparking",
        "water is dripping into the light and there are sparks from the lamp",
        "water is leaking onto the electrical socket",
        "we are stuck in the elevator",
        "I'm trapped in the lift",
        "the lift is stuck and we're inside",
        "The ceiling has collapsed",
        "This is an emergency",
        "SOS",
        "Huele a gas",
        "estamos atrapados en el ascensor",
        "¡Socorro!",
        "ça sent le gaz",
        "nous sommes coincés dans l'ascenseur",
        "Es riecht nach Gas",
        "Wir stecken im Aufzug fest",
        "c'è odore di gas",
        "siamo bloccati in ascensore",
        "cheiro de gás no quarto",
        "estamos presos no elevador",
        "أشم رائحة غاز",
        "نحن عالقون في المصعد",
        "有煤气味",
        "我们被困在电梯里了",
        "ガスの臭いがします",
        "エレベーターに閉じ込められました",
        "गैस की बदबू आ रही है",
        "हम लिफ्ट में फँस गए हैं",
        "Пахнет газом",
        "мы застряли в лифте",
    ],
}

HARMLESS = [
    "Does the suite have a fireplace?",
    "is there a fire place?",
    "How loud is the fire alarm?",
    "the curry was on fire, so spicy",
    "I can't find my kids' swimsuits",
    "someone needs to come and clean in my room",
    "somebody left a book in my room",
    "Is the fire pit lit in the evening?",
    "The fire alarm test yesterday was loud",
    "the alarm went off last night, very annoying",
    "are you allowed to yell fire in a theatre",
    "where is the fire exit?",
    "Where are the fire extinguishers kept?",
    "no fire, just asking",
    "do you have smoke detectors",
    "smoking room?",
    "Can we smoke on the balcony?",
    "my room smells of cigarette smoke",
    "We love smoked salmon",
    "the DJ was on fire last night",
    "can we watch the fireworks from the roof",
    "my alarm clock is going off and I can't stop it",
    "Is there a hospital close to the hotel?",
    "what is the emergency number here",
    "Where is the emergency exit?",
    "where's the first aid kit kept, just curious",
    "That burger was killer",
    "this view is to die for",
    "I'm dying for a coffee",
    "my phone battery is dying",
    "we are in the heart of the city",
    "The price nearly gave me a heart attack",
    "My mother had a stroke two years ago, is the room accessible?",
    "the view is breathtaking",
    "Do you have blood oranges at breakfast",
    "Could we have a chest of drawers in the room?",
    "I'm allergic to nuts",
    "do you have hypoallergenic duvets",
    "the water is not hot any more",
    "Sparkling water please",
    "Is there a safe in the room?",
    "how do the hot tub bombs work",
    "bath bombs please",
    "Can someone bring a knife and fork to the room",
    "where can I book a photo shoot",
    "we have tickets for the UFC fight",
    "the kids next door are screaming all night",
    "My wife will kill me if I forget the flowers",
    "can't find my daughter's shoes",
    "I lost my son's charger",
    "it hit me that I forgot my passport",
    "I'm trying to get into my room but the key card doesn't work",
    "the elevator is slow",
    "Is there a gas station nearby",
    "where is the police station",
    "trial attorneys' convention",
    "we're attending the fire safety seminar",
    "I need a doctor's note for the gym",
    "how long does an ambulance take to the hospital from here",
    "The battery of the remote is dead",
    "are the carbon monoxide detectors tested",
    "the sun burned my nose, do you sell skin care",
    "my headache is gone, you can cancel the wake-up alarm",
    "my wife is trying to open the window, it is stuck",
    "someone is trying to clean the windows",
    "窗户打不开",
    "the price gave me a shock",
    "my baby is coming with us, do you have a crib",
    "the curtains are drooping",
    "I can't feel the aircon in my room",
    "my son's goggles are at the bottom of the pool",
    "the band last night was on fire",
    "el wifi no responde",
    "fate l'affogato al caffè?",
    "このクリームは誤飲しても大丈夫ですか",
    "You can't beat the breakfast here",
    "the bed collapsed",
    "the kids passed out after the pool",
    "overdosed on pancakes this morning",
    "¿Dónde está la salida de incendios?",
    "¿Hay detector de humo?",
    "¿Cómo te llamas?",
    "me sigue fallando el wifi",
    "agua con gas por favor",
    "los fuegos artificiales fueron preciosos",
    "me muero por un café",
    "intento entrar en mi habitación y la tarjeta no funciona",
    "¿tienen chimenea?",
    "¿Hay un médico en el hotel?",
    "de l'eau gazeuse s'il vous plaît",
    "Y a-t-il une cheminée dans la chambre ?",
    "où est la sortie de secours",
    "Avez-vous des détecteurs de fumée ?",
    "Où est le commissariat de police ?",
    "on va voir le feu d'artifice",
    "Gibt es einen Rauchmelder im Zimmer?",
    "Wo ist der Feuerlöscher?",
    "Ist das ein Nichtraucherzimmer?",
    "Wann ist das Feuerwerk?",
    "Haben Sie einen Kamin?",
    "Wo ist der Notausgang?",
    "Die Tür klemmt",
    "C'è un camino in camera?",
    "dov'è l'uscita di emergenza?",
    "acqua con gas per favore",
    "sto morendo di fame",
    "C'è un medico in hotel?",
    "O quarto tem detector de fumaça?",
    "onde fica a saída de emergência?",
    "água com gás por favor",
    "estou morrendo de fome",
    "أين مخرج الطوارئ؟",
    "هل يوجد كاشف دخان؟",
    "هل يمكنني التدخين في الشرفة؟",
    "附近有火锅店吗",
    "火车站怎么走？",
    "可以抽烟吗？",
    "房间有烟味，上一个客人抽烟了",
    "饿死了，几点开饭",
    "紧急出口在哪里",
    "有急救箱吗",
    "花火大会は何時からですか",
    "禁煙の部屋をお願いします",
    "非常口はどこですか",
    "お腹が空いて死にそうです",
    "タバコの煙が気になります",
    "कमरे में स्मोक डिटेक्टर है क्या?",
    "इमरजेंसी एग्जिट कहाँ है?",
    "भूख से मर रहा हूँ, नाश्ता कब है?",
    "Где пожарный выход?",
    "Есть ли датчик дыма в номере?",
    "в ванной не горит свет",
    "Умираю от голода, когда завтрак?",
    "можно ли курить на балконе",
    "где ближайшее отделение полиции",
]

SWALLOWED = {
    Language.EN: ("our toddler drank some drain cleaner", "we drank the water, please bring soap"),
    Language.ES: ("el niño se tragó una pila", "la máquina se ha tragado mis monedas"),
    Language.FR: ("mon fils a bu de la javel", "le distributeur a avalé ma pièce de monnaie"),
    Language.DE: ("sie hat Spülmittel getrunken", "der Automat hat meine Münzen verschluckt"),
    Language.IT: ("ha ingerito del detersivo", "la macchinetta ha ingoiato le monete"),
    Language.PT: ("ela engoliu uma pilha", "a máquina engoliu as minhas moedas"),
    Language.AR: ("ابنتي شربت منظف الأرضيات", "شربنا كل الماء، هل من صابون؟"),
    Language.ZH: ("孩子喝了洗洁精", "售货机吞了我的硬币"),
    Language.JA: ("息子が電池を飲み込んだ", "自販機がコインを飲み込みました"),
    Language.HI: ("बच्ची ने फिनाइल पी लिया", "मशीन ने मेरा सिक्का निगल लिया"),
    Language.RU: ("малыш проглотил батарейку", "автомат проглотил мои монеты"),
}
"""What nobody may swallow, and what swallows without harm."""

EXAGGERATED = {
    Language.EN: (
        "the kids are dying to see the slide",
        "I'd kill for a coffee",
        "starving to death",
    ),
    Language.ES: ("me muero de hambre", "nos morimos por probar el spa"),
    Language.FR: ("on meurt de soif", "je meurs d'envie d'un bain"),
    Language.DE: ("ich brenne darauf, das Spa zu sehen", "wir sterben vor Hunger"),
    Language.IT: ("muoio dalla voglia di un gelato", "siamo morti di fame"),
    Language.PT: ("estou morrendo de vontade de nadar", "mortos de cansaço"),
    Language.AR: ("نموت من الجوع",),
    Language.ZH: ("我饿死了", "热得要命"),
    Language.JA: ("お腹が空いて死にそう", "死ぬほど眠い"),
    Language.HI: ("भूख से मर रहे हैं",),
    Language.RU: ("умираю с голоду", "умираем от жары"),
}

DANGER_CASES = [(text, danger) for danger, texts in DANGER.items() for text in texts]


@pytest.mark.parametrize(("text", "danger"), DANGER_CASES)
def test_r10_a_guest_in_danger_is_recognised(text: str, danger: Emergency) -> None:
    assert emergency(text) is danger


@pytest.mark.parametrize("text", HARMLESS)
def test_r10_words_that_only_look_like_danger_raise_no_alarm(text: str) -> None:
    assert emergency(text) is None


@pytest.mark.parametrize("language", Language)
def test_r10_what_nobody_may_swallow_is_danger_and_a_machine_with_coins_is_none(
    language: Language,
) -> None:
    danger, harmless = SWALLOWED[language]

    assert emergency(danger) is Emergency.MEDICAL
    assert emergency(harmless) is None


@pytest.mark.parametrize("text", [text for texts in EXAGGERATED.values() for text in texts])
def test_r10_nobody_dies_of_hunger_or_burns_to_see_the_spa(text: str) -> None:
    assert emergency(text) is None
    assert exaggerates(text)


@pytest.mark.parametrize(
    "text",
    ["he is dying", "I want to die", "je veux mourir", "estou morrendo", "死にそうです、助けて"],
)
def test_r10_who_says_they_die_is_believed(text: str) -> None:
    assert emergency(text) is Emergency.MEDICAL
    assert not exaggerates(text)


def test_exaggerations_are_tried_in_every_language() -> None:
    assert set(EXAGGERATED) == set(Language)


PRAISED = {
    Language.EN: [
        "The steak was killer, compliments to the chef",
        "Your cocktails are lethal, we loved them",
        "The pizza is fire",
        "how much is the killer burger?",
        "what a killer view",
    ],
    Language.ES: ["La tarta estaba de muerte", "¿Tienen el chuletón asesino?"],
    Language.FR: ["Le dessert était une tuerie, bravo", "Ce cocktail est une bombe"],
    Language.DE: ["Das Steak war mörderisch gut", "Habt ihr das Killersteak?"],
    Language.IT: ["La carbonara era una bomba", "La bistecca era micidiale"],
    Language.PT: ["O bife estava matador, parabéns ao chef"],
    Language.RU: ["Десерт просто бомба", "Стейк был убойный"],
    Language.AR: ["الحلى قنبلة", "الستيك كان قاتلا، تحياتي للشيف"],
    Language.ZH: ["蛋糕简直炸裂", "杀手牛排多少钱"],
    Language.JA: ["デザートは死ぬほど美味しい", "カレーは爆弾級"],
    Language.HI: ["स्टेक कातिल था, शेफ को बधाई", "केक तो बम था"],
}


def test_what_is_praised_is_tried_in_every_language() -> None:
    assert set(PRAISED) == set(Language)


@pytest.mark.parametrize("text", [text for texts in PRAISED.values() for text in texts])
def test_r10_food_that_is_praised_in_words_of_danger_is_no_danger(text: str) -> None:
    assert emergency(text) is None
    assert only_looks_dangerous(text)


@pytest.mark.parametrize(
    "text",
    [
        "There is a killer in the hotel",
        "a killer with a steak knife",
        "The burger is on fire",
        "there is a bomb in the cake",
        "The steak is poisoned",
        "The cake is a bomb in disguise, and there is a real bomb in the lobby",
        "केक में बम है",
        "Hay una bomba en la cocina",
    ],
)
def test_r10_danger_beside_food_is_not_taken_for_praise(text: str) -> None:
    assert emergency(text) is not None or not praises_in_danger(text)


def test_r10_praise_does_not_hide_the_danger_beside_it() -> None:
    text = "The steak was killer, but my husband is choking on it"

    assert emergency(text) is Emergency.MEDICAL


@pytest.mark.parametrize("language", Language)
def test_every_language_has_words_for_every_danger(language: Language) -> None:
    tables = (dangers.FIRE, dangers.MEDICAL, dangers.SECURITY, dangers.OTHER, dangers.HARMLESS)

    assert all(table[language] for table in tables)


@pytest.mark.parametrize(
    "text", ["FIRE IN THE LOBBY", "Fire\nin the   lobby", "ｆｉｒｅ in the lobby"]
)
def test_case_line_breaks_and_wide_letters_hide_no_danger(text: str) -> None:
    assert emergency(text) is Emergency.FIRE


def test_a_lookalike_beside_real_danger_does_not_hide_it() -> None:
    text = "The fire exit is blocked by smoke, and no smoke detector is working"

    assert emergency(text) is Emergency.FIRE


def test_fire_comes_before_the_injury_it_caused() -> None:
    assert emergency("there is a fire and my wife is unconscious") is Emergency.FIRE


@given(st.text(max_size=300))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert emergency(text) in (None, *Emergency)
    assert asks_for_human(text) in (True, False)


STOP_WORDS = {
    OptOut.STOP: [
        *[
            "STOP",
            "stop.",
            " Stop! ",
            "UNSUBSCRIBE",
            "End",
            "QUIT",
            "STOPALL",
            "stop all",
            "Revoke",
        ],
        *["OPTOUT", "opt-out", "Opt out", "CANCEL", "ＳＴＯＰ", "darme de baja", "Arrêter"],
        *["abmelden", "disiscrivimi", "descadastrar", "إلغاء الاشتراك", "退订", "退訂", "配信停止"],
        *["बंद करो", "Отписаться"],
    ],
    OptOut.START: ["START", "unstop", "Alta", "démarrer", "开始", "再開", "शुरू करें", "старт"],
    OptOut.HELP: [
        "HELP",
        "help?",
        "INFO",
        "ayuda",
        "Hilfe",
        "مساعدة",
        "帮助",
        "ヘルプ",
        "मदद",
        "помощь",
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, intent) for intent, texts in STOP_WORDS.items() for text in texts],
)
def test_r8_a_stop_word_is_known_as_the_whole_message(text: str, expected: OptOut) -> None:
    assert opt_out(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "stop the noise please",
        "Where is the bus stop?",
        "can I cancel my booking",
        "help me with the tv",
        "at the end",
        "start of breakfast?",
        "",
        "!!!",
        "non-stop",
    ],
)
def test_r8_a_stop_word_inside_a_sentence_is_not_one(text: str) -> None:
    assert opt_out(text) is None


def test_r8_yes_opts_in_by_sms_only() -> None:
    assert opt_out("Yes", sms=True) is OptOut.START
    assert opt_out("Yes") is None
    assert opt_out("STOP", sms=True) is OptOut.STOP


WANTS_PERSON = [
    "let me talk to a human",
    "I want to speak to a real person",
    "Can I talk to someone?",
    "connect me with reception please",
    "put me through to the front desk",
    "speak with a manager",
    "transfer me to housekeeping",
    "talk to somebody about room service",
    "agent",
    "Human please!",
    "Get me the manager",
    "is there someone I can talk to?",
    "I don't want to talk to a bot",
    "Are you a bot? I want to talk to a human",
    "can somebody call me?",
    "Quiero hablar con una persona",
    "¿Puedo hablar con recepción?",
    "páseme con el gerente",
    "Puis-je parler à quelqu'un ?",
    "je voudrais parler avec la réception",
    "Ich möchte mit einem Menschen sprechen",
    "Kann ich mit der Rezeption sprechen?",
    "Verbinden Sie mich bitte mit dem Manager",
    "Vorrei parlare con una persona",
    "posso parlare con la reception?",
    "Quero falar com um atendente",
    "posso falar com alguém?",
    "أريد التحدث إلى موظف",
    "هل يمكنني التحدث مع شخص؟",
    "转人工",
    "我想和真人说话",
    "請讓我跟經理談",
    "スタッフと話したいです",
    "フロントにつないでください",
    "मुझे किसी इंसान से बात करनी है",
    "क्या मैं मैनेजर से बात कर सकता हूँ?",
    "Хочу поговорить с человеком",
    "Соедините меня с администратором",
]
WANTS_NO_PERSON = [
    "Are you a human?",
    "Am I talking to a real person?",
    "we are here for the human resources conference",
    "can a person of 16 check in",
    "how much per extra person",
    "I don't need to talk to anyone, thanks",
    "does your staff speak German?",
    "Is someone at the pool?",
    "can someone fix the air conditioning",
    "I talked to a person at reception yesterday",
    "¿eres una persona?",
    "una habitación para una persona",
    "une chambre pour une personne",
    "ein Zimmer für eine Person",
    "una camera per una persona",
    "um quarto para uma pessoa",
    "غرفة لشخص واحد",
    "一个人住多少钱",
    "你是真人吗？",
    "一人部屋はありますか",
    "友人と話していました",
    "एक व्यक्ति के लिए कमरा",
    "номер на одного человека",
    "вы робот?",
]
ASKS_WHAT_JACK_IS = [
    "Are you a human?",
    "Are you a real person?",
    "is this a bot?",
    "am I talking to a machine?",
    "bot?",
    "¿Eres un robot?",
    "êtes-vous un robot ?",
    "Sind Sie ein Mensch?",
    "sei un bot?",
    "Você é um robô?",
    "هل أنت إنسان؟",
    "你是机器人吗？",
    "您是真人还是机器人",
    "あなたは人間ですか？",
    "क्या आप इंसान हैं?",
    "Вы робот?",
]


@pytest.mark.parametrize("text", WANTS_PERSON)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert asks_for_human(text)


@pytest.mark.parametrize("text", WANTS_NO_PERSON)
def test_people_in_a_message_are_not_a_wish_for_one(text: str) -> None:
    assert not asks_for_human(text)


@pytest.mark.parametrize("text", ASKS_WHAT_JACK_IS)
def test_r7_the_question_what_jack_is_is_recognised(text: str) -> None:
    assert asks_if_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want a human",
        "is breakfast real",
        "are you open?",
        "es para una persona",
        "你们有人工泳池吗",
    ],
)
def test_other_questions_are_not_about_what_jack_is(text: str) -> None:
    assert not asks_if_human(text)


@pytest.mark.parametrize(
    "table",
    [dangers.FIRE, dangers.MEDICAL, dangers.SECURITY, dangers.OTHER, dangers.HARMLESS],
    ids=["fire", "medical", "security", "other", "harmless"],
)
def test_every_rule_compiles_though_it_is_compiled_only_when_needed(table: dangers.Table) -> None:
    for language, rules in table.items():
        for keyword, regex in rules.items():
            expanded = regex.replace("<person>", dangers.PERSONS.get(language, ""))
            for shorthand, meaning in dangers.SHORTHANDS.items():
                expanded = expanded.replace(shorthand, meaning)

            assert fold(keyword)
            assert not re.search(r"\\[A-Z]|<[a-z]+>", expanded), "folding would change it"
            assert not re.compile(fold(expanded)).search(""), "it matches everything"
