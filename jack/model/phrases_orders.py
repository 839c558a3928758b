"""What Jack asks before a request can be passed on, by the name of the phrase."""

from __future__ import annotations

from jack.model.languages import Language

TEXTS: dict[str, dict[Language, str]] = {
    "ask_time": {
        Language.EN: "At what time?",
        Language.ES: "¿A qué hora?",
        Language.FR: "À quelle heure ?",
        Language.DE: "Um wie viel Uhr?",
        Language.IT: "A che ora?",
        Language.PT: "A que horas?",
        Language.AR: "في أي ساعة؟",
        Language.ZH: "请问几点？",
        Language.JA: "何時でしょうか。",
        Language.HI: "कितने बजे?",
        Language.RU: "В какое время?",
    },
    "confirm_order": {
        Language.EN: "Shall I pass this order on: {what}? Please answer yes or no.",
        Language.ES: "¿Paso este pedido: {what}? Responda sí o no, por favor.",
        Language.FR: "Dois-je transmettre cette commande : {what} ? Répondez oui ou non, s'il vous plaît.",
        Language.DE: "Soll ich diese Bestellung weitergeben: {what}? Bitte antworten Sie mit Ja oder Nein.",
        Language.IT: "Passo questo ordine: {what}? Risponda sì o no, per favore.",
        Language.PT: "Passo este pedido: {what}? Responda sim ou não, por favor.",
        Language.AR: "هل أنقل هذا الطلب: {what}؟ يُرجى الإجابة بنعم أو لا.",
        Language.ZH: "要我转达这份订单吗：{what}？请回答“是”或“否”。",
        Language.JA: "このご注文をお伝えしてよろしいですか：{what}。「はい」か「いいえ」でお答えください。",
        Language.HI: "क्या मैं यह ऑर्डर आगे पहुँचा दूँ: {what}? कृपया हाँ या नहीं में उत्तर दें।",
        Language.RU: "Передать этот заказ: {what}? Ответьте, пожалуйста, да или нет.",
    },
    "order_dropped": {
        Language.EN: "All right, I have not passed the order on.",
        Language.ES: "De acuerdo, no he pasado el pedido.",
        Language.FR: "Très bien, je n'ai pas transmis la commande.",
        Language.DE: "In Ordnung, ich habe die Bestellung nicht weitergegeben.",
        Language.IT: "Va bene, non ho passato l'ordine.",
        Language.PT: "Certo, não passei o pedido.",
        Language.AR: "حسنًا، لم أنقل الطلب.",
        Language.ZH: "好的，我没有转达这份订单。",
        Language.JA: "承知しました。ご注文はお伝えしておりません。",
        Language.HI: "ठीक है, मैंने ऑर्डर आगे नहीं पहुँचाया।",
        Language.RU: "Хорошо, заказ я не передавал.",
    },
}
