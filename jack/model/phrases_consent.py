"""What Jack says about messages that a guest stops, takes up again, or asks about (R8)."""

from collections.abc import Mapping

from jack.model.languages import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    # The last words by SMS: after them not even an answer goes out.
    "opted_out_sms": {
        Language.EN: "You will get no more SMS from us. Write START to receive them again.",
        Language.ES: (
            "No recibirá más SMS de nuestra parte. Escriba START para volver a recibirlos."
        ),
        Language.FR: (
            "Vous ne recevrez plus de SMS de notre part. Écrivez START pour en recevoir à nouveau."
        ),
        Language.DE: (
            "Sie erhalten keine SMS mehr von uns. Schreiben Sie START, um sie wieder zu bekommen."
        ),
        Language.IT: "Non riceverà più SMS da noi. Scriva START per riceverli di nuovo.",
        Language.PT: "Não receberá mais SMS nossos. Escreva START para voltar a recebê-los.",
        Language.AR: "لن تصلكم منا رسائل SMS بعد الآن. اكتبوا START لاستلامها من جديد.",
        Language.ZH: "您将不再收到我们的短信。如需恢复，请回复 START。",
        Language.JA: "今後、当ホテルからSMSはお送りいたしません。再開するには START とご返信ください。",
        Language.HI: "अब आपको हमारी ओर से SMS नहीं मिलेंगे। इन्हें फिर से पाने के लिए START लिखें।",
        Language.RU: (
            "Вы больше не будете получать от нас SMS. Чтобы получать их снова, напишите START."
        ),
    },
    "opted_out_offers": {
        Language.EN: (
            "You will get no more offers from us. Messages about your stay still reach you."
        ),
        Language.ES: (
            "No recibirá más ofertas nuestras. Los mensajes sobre su estancia le seguirán llegando."
        ),
        Language.FR: (
            "Vous ne recevrez plus d'offres de notre part. Les messages sur votre séjour "
            "vous parviendront toujours."
        ),
        Language.DE: (
            "Sie erhalten keine Angebote mehr von uns. Nachrichten zu Ihrem Aufenthalt "
            "kommen weiterhin."
        ),
        Language.IT: (
            "Non riceverà più offerte da noi. I messaggi sul suo soggiorno arriveranno ancora."
        ),
        Language.PT: (
            "Não receberá mais ofertas nossas. As mensagens sobre a sua estadia continuam a chegar."
        ),
        Language.AR: "لن تصلكم منا عروض بعد الآن. ستستمر الرسائل المتعلقة بإقامتكم.",
        Language.ZH: "您将不再收到我们的优惠信息。与您住宿有关的消息仍会发送。",
        Language.JA: "今後、ご案内や広告はお送りいたしません。ご滞在に関するご連絡は引き続きお届けします。",
        Language.HI: "अब आपको हमारे ऑफ़र नहीं मिलेंगे। आपके ठहरने से जुड़े संदेश मिलते रहेंगे।",
        Language.RU: (
            "Вы больше не будете получать наши предложения. Сообщения о вашем проживании "
            "приходить будут."
        ),
    },
    "sms_help": {
        Language.EN: (
            "Messages from {hotel} about your stay. Write STOP to end them, START to get "
            "them again."
        ),
        Language.ES: (
            "Mensajes de {hotel} sobre su estancia. Escriba STOP para no recibirlos, "
            "START para volver a recibirlos."
        ),
        Language.FR: (
            "Messages de {hotel} sur votre séjour. Écrivez STOP pour ne plus en "
            "recevoir, START pour en recevoir à nouveau."
        ),
        Language.DE: (
            "Nachrichten von {hotel} zu Ihrem Aufenthalt. STOP beendet sie, START nimmt "
            "sie wieder auf."
        ),
        Language.IT: (
            "Messaggi di {hotel} sul suo soggiorno. Scriva STOP per non riceverli più, "
            "START per riceverli di nuovo."
        ),
        Language.PT: (
            "Mensagens de {hotel} sobre a sua estadia. Escreva STOP para não as receber, "
            "START para voltar a recebê-las."
        ),
        Language.AR: "رسائل من {hotel} عن إقامتكم. اكتبوا STOP لإيقافها وSTART لاستلامها من جديد.",
        Language.ZH: "{hotel} 关于您住宿的消息。回复 STOP 停止接收，回复 START 恢复接收。",
        Language.JA: (
            "{hotel}からのご滞在に関するメッセージです。"
            "停止は STOP、再開は START とご返信ください。"
        ),
        Language.HI: (
            "{hotel} की ओर से आपके ठहरने से जुड़े संदेश। बंद करने के लिए STOP, फिर से पाने के लिए START लिखें।"
        ),
        Language.RU: (
            "Сообщения от {hotel} о вашем проживании. STOP прекращает их, START возобновляет."
        ),
    },
}
