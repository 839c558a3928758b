"""R8: a wish for no more messages is understood in every guest language, and nothing else is."""

from __future__ import annotations

import pytest

from jack.model.consent import Purpose
from jack.model.consent_words import stop_wish

ALL = [
    "please stop texting me",
    "Stop messaging me!!",
    "Could you please stop texting us?",
    "I asked you to stop contacting me",
    "stop writing to me",
    "Don't text me again.",
    "please don't message me anymore",
    "Do not contact me any more, thanks",
    "don’t send me any more texts",
    "Never write to me again",
    "no more messages please",
    "Ok, enough messages",
    "stop sending me messages",
    "Stop sending these automated texts",
    "please stop these messages",
    "I don't want to receive any more messages",
    "I no longer wish to be contacted",
    "please unsubscribe me",
    "I want to opt out",
    "take me off your list",
    "Remove my number from the mailing list",
    "quit texting",
    "Deje de escribirme por favor",
    "Dejen de enviarme mensajes",
    "No me manden más mensajes",
    "no me escriban más",
    "No quiero recibir más mensajes",
    "Sí, dejen de mandarme sms",
    "darme de baja de los mensajes",
    "Arrêtez de m’écrire",
    "arrêtez s'il vous plaît de m'envoyer des messages",
    "Ne m'envoyez plus de SMS",
    "Ne m'écrivez plus, merci",
    "Je ne veux plus recevoir de messages",
    "Je souhaite me désabonner",
    "Hören Sie bitte auf, mir zu schreiben",
    "hört auf mir Nachrichten zu schicken",
    "Schreiben Sie mir bitte nicht mehr",
    "Schicken Sie mir keine SMS mehr",
    "Ich möchte keine Nachrichten mehr erhalten",
    "Bitte keine Nachrichten mehr",
    "Nehmen Sie mich aus der Liste",
    "Smettetela di scrivermi",
    "smetta per favore di mandarmi messaggi",
    "Non mi scrivete più",
    "Non voglio più ricevere messaggi",
    "non mi mandate più sms",
    "Parem de me mandar mensagens",
    "pare de me escrever",
    "Não me mandem mais mensagens",
    "não quero mais receber mensagens",
    "Não me escrevam mais",
    "توقفوا عن مراسلتي",
    "لا ترسلوا لي رسائل",
    "لا أريد تلقي أي رسائل",
    "أوقفوا إرسال الرسائل",
    "请不要再给我发短信",
    "别再联系我了",
    "停止给我发消息",
    "我不想再收到你们的信息",
    "もう連絡しないでください",
    "メッセージを送らないでください",
    "これ以上メールは不要です",
    "配信停止希望",
    "मुझे मैसेज भेजना बंद करें",
    "मुझे मैसेज मत भेजो",
    "अब और संदेश नहीं चाहिए",
    "mujhe message mat bhejo",
    "Перестаньте мне писать",
    "Больше не пишите мне",
    "Не присылайте мне больше сообщений",
    "Я не хочу получать от вас сообщения",
    "хватит слать мне смс",
]

OFFERS = [
    "stop sending me offers",
    "No more promotions please",
    "no more ads",
    "I don't want to receive any marketing messages",
    "Schicken Sie mir keine Werbung mehr",
    "No me envíen más ofertas",
    "Je ne veux plus recevoir de publicités",
    "请不要再给我发广告",
    "Не присылайте мне рекламу",
]

LOOKALIKES = [
    "can you stop the AC noise",
    "the bus stop",
    "Where is the bus stop?",
    "Does the shuttle stop here?",
    "please stop the music next door",
    "stop sending housekeeping every day",
    "please stop sending towels to my room",
    "The alarm won't stop, and it keeps texting me",
    "a man won't stop texting me, can security help?",
    "make him stop texting me",
    "I want that guest to stop messaging me",
    "Why did you stop texting me?",
    "Please don't text me before 9",
    "stop texting me at night please",
    "Don't contact me until tomorrow",
    "don't message me if it is not ready",
    "Can I opt out of daily housekeeping?",
    "I would like to opt out of the breakfast",
    "remove me from the waiting list",
    "take me off the spa list for 4 pm",
    "the TV says no more messages",
    "I don't want to receive visitors",
    "Don't send me the bill yet",
    "don't text me the code here",
    "I did not get any messages",
    "Any messages for me?",
    "unsubscribe from the gym",
    "cancel my room",
    "the end of the pool",
    "Stop by at 5?",
    "we will stop at the bar",
    "Dejen de mandarme toallas",
    "¿Dónde está la parada de autobús?",
    "No me escriban antes de las 9",
    "No quiero recibir visitas",
    "Pueden parar el ruido",
    "quiero dar de baja mi reserva",
    "Arrêtez le bruit s'il vous plaît",
    "Je ne veux plus recevoir de visites",
    "N'écrivez pas avant midi",
    "l'arrêt de bus",
    "Ne m'écrivez plus avant 9h",
    "Hören Sie bitte auf zu bohren",
    "Schreiben Sie mir bitte nicht vor 9 Uhr",
    "Ich möchte keine Handtücher mehr",
    "Wo ist die Haltestelle?",
    "Schicken Sie mir keine Reinigung mehr",
    "Basta rumore",
    "Non voglio più asciugamani",
    "Non mi scrivete prima delle 9",
    "la fermata dell'autobus",
    "Parem o barulho",
    "Não quero mais toalhas",
    "onde é a paragem do autocarro",
    "أوقفوا الضوضاء",
    "لا أريد مناشف",
    "أين موقف الحافلة",
    "请不要打扰",
    "停止施工的噪音",
    "公交车站在哪里",
    "请晚上不要给我发短信",
    "うるさい音を止めてください",
    "バス停はどこですか",
    "夜は連絡しないでください",
    "शोर बंद करें",
    "बस स्टॉप कहाँ है",
    "Перестаньте шуметь",
    "Не присылайте мне уборщицу",
    "Где автобусная остановка?",
    "Не пишите мне до утра",
]


@pytest.mark.parametrize("text", ALL)
def test_r8_a_wish_for_no_more_messages_is_understood(text: str) -> None:
    wish = stop_wish(text)

    assert wish is not None
    assert (wish.purpose, wish.is_whole) == (Purpose.MESSAGES, True)


@pytest.mark.parametrize("text", OFFERS)
def test_r8_who_wants_no_offers_still_hears_of_the_stay(text: str) -> None:
    wish = stop_wish(text)

    assert wish is not None
    assert wish.purpose is Purpose.MARKETING


@pytest.mark.parametrize("text", LOOKALIKES)
def test_what_only_looks_like_it_is_an_ordinary_message(text: str) -> None:
    assert stop_wish(text) is None


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("Please stop texting me. Thank you!", True),
        ("Stop texting me! I mean it", True),
        ("Please stop texting me. But I still need two towels in 305", False),
        ("The shower in my room is broken. And stop messaging me.", False),
        ("不要再给我发短信。房间的空调坏了请派人来修理", False),
    ],
)
def test_what_else_was_said_is_not_lost(text: str, *, is_whole: bool) -> None:
    wish = stop_wish(text)

    assert wish is not None
    assert wish.is_whole is is_whole


@pytest.mark.parametrize("text", ["", " ", "?!", "👍", "a" * 2000, "stop " * 400])
def test_anything_can_be_looked_at(text: str) -> None:
    assert stop_wish(text) is None
