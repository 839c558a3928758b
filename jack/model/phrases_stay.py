"""What Jack says about a guest's own stay, by the name of the phrase."""

from __future__ import annotations

from jack.model.languages import Language

TEXTS: dict[str, dict[Language, str]] = {
    "stay_departure": {
        Language.EN: "You leave on {date}; check-out is until {time}.",
        Language.ES: "Su salida es el {date}; el check-out es hasta las {time}.",
        Language.FR: "Vous partez le {date} ; le départ se fait jusqu'à {time}.",
        Language.DE: "Sie reisen am {date} ab; Check-out ist bis {time} Uhr.",
        Language.IT: "La partenza è il {date}; il check-out è entro le {time}.",
        Language.PT: "A sua saída é em {date}; o check-out é até as {time}.",
        Language.AR: "موعد مغادرتكم هو {date}، وتسجيل المغادرة حتى الساعة {time}.",
        Language.ZH: "您的离店日期是{date}，退房时间截至 {time}。",
        Language.JA: "ご出発日は{date}、チェックアウトは{time}までです。",
        Language.HI: "आपका प्रस्थान {date} को है; चेक-आउट {time} बजे तक है।",
        Language.RU: "Ваш отъезд — {date}; расчётный час — до {time}.",
    },
    "stay_arrival": {
        Language.EN: "You arrive on {date}; check-in is from {time}.",
        Language.ES: "Su llegada es el {date}; el check-in es a partir de las {time}.",
        Language.FR: "Vous arrivez le {date} ; l'arrivée se fait à partir de {time}.",
        Language.DE: "Sie reisen am {date} an; Check-in ist ab {time} Uhr.",
        Language.IT: "L'arrivo è il {date}; il check-in è dalle {time}.",
        Language.PT: "A sua chegada é em {date}; o check-in é a partir das {time}.",
        Language.AR: "موعد وصولكم هو {date}، وتسجيل الوصول من الساعة {time}.",
        Language.ZH: "您的入住日期是{date}，办理入住从 {time} 开始。",
        Language.JA: "ご到着日は{date}、チェックインは{time}からです。",
        Language.HI: "आपका आगमन {date} को है; चेक-इन {time} बजे से है।",
        Language.RU: "Ваш заезд — {date}; заселение с {time}.",
    },
    "stay_dates": {
        Language.EN: "Your stay: {arrival} to {departure} (nights: {nights}).",
        Language.ES: "Su estancia: del {arrival} al {departure} (noches: {nights}).",
        Language.FR: "Votre séjour : du {arrival} au {departure} (nuits : {nights}).",
        Language.DE: "Ihr Aufenthalt: {arrival} bis {departure} (Nächte: {nights}).",
        Language.IT: "Il Suo soggiorno: dal {arrival} al {departure} (notti: {nights}).",
        Language.PT: "A sua estadia: de {arrival} a {departure} (noites: {nights}).",
        Language.AR: "إقامتكم: من {arrival} إلى {departure} (عدد الليالي: {nights}).",
        Language.ZH: "您的住宿：{arrival} 至 {departure}（共 {nights} 晚）。",
        Language.JA: "ご滞在：{arrival}から{departure}まで（{nights}泊）。",
        Language.HI: "आपका प्रवास: {arrival} से {departure} तक (रातें: {nights})।",
        Language.RU: "Ваше проживание: с {arrival} по {departure} (ночей: {nights}).",
    },
    "stay_room": {
        Language.EN: "Your room is {room}.",
        Language.ES: "Su habitación es la {room}.",
        Language.FR: "Votre chambre est la {room}.",
        Language.DE: "Ihr Zimmer ist {room}.",
        Language.IT: "La Sua camera è la {room}.",
        Language.PT: "O seu quarto é o {room}.",
        Language.AR: "غرفتكم هي {room}.",
        Language.ZH: "您的房间是 {room}。",
        Language.JA: "お部屋は{room}です。",
        Language.HI: "आपका कमरा {room} है।",
        Language.RU: "Ваш номер — {room}.",
    },
    "stay_no_room": {
        Language.EN: "No room number has been given to your booking yet.",
        Language.ES: "Su reserva todavía no tiene un número de habitación asignado.",
        Language.FR: "Aucun numéro de chambre n'est encore attribué à votre réservation.",
        Language.DE: "Ihrer Buchung ist noch keine Zimmernummer zugeteilt.",
        Language.IT: "Alla Sua prenotazione non è ancora assegnato un numero di camera.",
        Language.PT: "A sua reserva ainda não tem um número de quarto atribuído.",
        Language.AR: "لم يُحدَّد رقم غرفة لحجزكم بعد.",
        Language.ZH: "您的预订还没有分配房间号。",
        Language.JA: "ご予約のお部屋番号はまだ決まっておりません。",
        Language.HI: "आपकी बुकिंग के लिए अभी कमरा नंबर तय नहीं हुआ है।",
        Language.RU: "Номер комнаты для вашей брони ещё не назначен.",
    },
    "stay_balance": {
        Language.EN: "The open balance of your stay is {balance}.",
        Language.ES: "El saldo pendiente de su estancia es de {balance}.",
        Language.FR: "Le solde à régler de votre séjour est de {balance}.",
        Language.DE: "Der offene Betrag Ihres Aufenthalts ist {balance}.",
        Language.IT: "Il saldo del Suo soggiorno è di {balance}.",
        Language.PT: "O saldo em aberto da sua estadia é de {balance}.",
        Language.AR: "الرصيد المستحق على إقامتكم هو {balance}.",
        Language.ZH: "您本次住宿的未结余额为 {balance}。",
        Language.JA: "ご滞在の未精算額は{balance}です。",
        Language.HI: "आपके प्रवास की बकाया राशि {balance} है।",
        Language.RU: "Остаток к оплате за ваше проживание: {balance}.",
    },
    "stay_as_of": {
        Language.EN: "(As of {time}.)",
        Language.ES: "(A las {time}.)",
        Language.FR: "(État à {time}.)",
        Language.DE: "(Stand {time} Uhr.)",
        Language.IT: "(Aggiornato alle {time}.)",
        Language.PT: "(Atualizado às {time}.)",
        Language.AR: "(حتى الساعة {time}.)",
        Language.ZH: "（截至 {time}。）",
        Language.JA: "（{time}時点の情報です）",
        Language.HI: "({time} बजे तक की जानकारी।)",
        Language.RU: "(По данным на {time}.)",
    },
    "stay_stale": {
        Language.EN: (
            "I can't see the current state of your booking at the moment. I've passed your question "
            "to a colleague, who will answer you here."
        ),
        Language.ES: (
            "En este momento no puedo ver el estado actual de su reserva. He pasado su pregunta a "
            "un compañero, que le responderá aquí."
        ),
        Language.FR: (
            "Je ne vois pas l'état actuel de votre réservation en ce moment. J'ai transmis votre "
            "question à un collègue, qui vous répondra ici."
        ),
        Language.DE: (
            "Ich sehe den aktuellen Stand Ihrer Buchung im Moment nicht. Ich habe Ihre Frage einem "
            "Kollegen gegeben, der Ihnen hier antwortet."
        ),
        Language.IT: (
            "In questo momento non vedo lo stato attuale della Sua prenotazione. Ho passato la "
            "domanda a un collega, che Le risponderà qui."
        ),
        Language.PT: (
            "Neste momento não consigo ver o estado atual da sua reserva. Passei a sua pergunta a "
            "um colega, que lhe responderá aqui."
        ),
        Language.AR: (
            "لا أستطيع رؤية الحالة الحالية لحجزكم في هذه اللحظة. لقد حوّلت سؤالكم إلى زميل وسيجيبكم هنا."
        ),
        Language.ZH: "我现在看不到您预订的最新状态。我已把您的问题转给同事，同事会在这里回复您。",
        Language.JA: (
            "ただいまご予約の最新の状況を確認できません。ご質問を担当者に伝えましたので、"
            "こちらでお返事いたします。"
        ),
        Language.HI: (
            "इस समय मैं आपकी बुकिंग की मौजूदा स्थिति नहीं देख पा रहा हूँ। मैंने आपका सवाल एक सहकर्मी को "
            "दे दिया है, वे यहीं जवाब देंगे।"
        ),
        Language.RU: (
            "Сейчас я не вижу актуального состояния вашей брони. Я передал ваш вопрос коллеге, "
            "который ответит вам здесь."
        ),
    },
    "approval_asked_name": {
        Language.EN: (
            "{name}, I've passed your wish to the front desk ({what}). I can't promise it myself; a "
            "colleague decides and will let you know here."
        ),
        Language.ES: (
            "{name}, he pasado su petición a recepción ({what}). Yo no puedo prometérsela; un "
            "compañero decide y le avisará aquí."
        ),
        Language.FR: (
            "{name}, j'ai transmis votre souhait à la réception ({what}). Je ne peux rien promettre "
            "moi-même ; un collègue décide et vous le dira ici."
        ),
        Language.DE: (
            "{name}, ich habe Ihren Wunsch an die Rezeption gegeben ({what}). Zusagen kann ich ihn "
            "nicht; ein Kollege entscheidet und meldet sich hier."
        ),
        Language.IT: (
            "{name}, ho passato la Sua richiesta alla reception ({what}). Non posso prometterla io; "
            "decide un collega, che Le scriverà qui."
        ),
        Language.PT: (
            "{name}, passei o seu pedido à receção ({what}). Eu não o posso prometer; um colega "
            "decide e responde-lhe aqui."
        ),
        Language.AR: (
            "{name}، لقد نقلت رغبتكم إلى الاستقبال ({what}). لا أستطيع أن أعدكم بها بنفسي؛ يقرر زميل "
            "ذلك ويخبركم هنا."
        ),
        Language.ZH: "{name}，我已把您的愿望转达给前台（{what}）。我不能自行承诺，由同事决定并在这里告诉您。",
        Language.JA: (
            "{name}様、ご希望をフロントに伝えました（{what}）。私からお約束はできませんが、"
            "担当者が判断し、こちらでお知らせします。"
        ),
        Language.HI: (
            "{name}, मैंने आपकी इच्छा फ़्रंट डेस्क तक पहुँचा दी है ({what})। मैं ख़ुद इसका वादा नहीं कर "
            "सकता; एक सहकर्मी तय करके यहीं बताएँगे।"
        ),
        Language.RU: (
            "{name}, я передал ваше пожелание на стойку регистрации ({what}). Сам я обещать не "
            "могу: решит коллега и сообщит вам здесь."
        ),
    },
    "approval_asked_room": {
        Language.EN: (
            "{name}, I've passed your wish for room {room} to the front desk ({what}). I can't "
            "promise it myself; a colleague decides and will let you know here."
        ),
        Language.ES: (
            "{name}, he pasado a recepción su petición para la habitación {room} ({what}). Yo no "
            "puedo prometérsela; un compañero decide y le avisará aquí."
        ),
        Language.FR: (
            "{name}, j'ai transmis à la réception votre souhait pour la chambre {room} ({what}). Je "
            "ne peux rien promettre moi-même ; un collègue décide et vous le dira ici."
        ),
        Language.DE: (
            "{name}, ich habe Ihren Wunsch für Zimmer {room} an die Rezeption gegeben ({what}). "
            "Zusagen kann ich ihn nicht; ein Kollege entscheidet und meldet sich hier."
        ),
        Language.IT: (
            "{name}, ho passato alla reception la Sua richiesta per la camera {room} ({what}). Non "
            "posso prometterla io; decide un collega, che Le scriverà qui."
        ),
        Language.PT: (
            "{name}, passei à receção o seu pedido para o quarto {room} ({what}). Eu não o posso "
            "prometer; um colega decide e responde-lhe aqui."
        ),
        Language.AR: (
            "{name}، لقد نقلت رغبتكم للغرفة {room} إلى الاستقبال ({what}). لا أستطيع أن أعدكم بها "
            "بنفسي؛ يقرر زميل ذلك ويخبركم هنا."
        ),
        Language.ZH: (
            "{name}，我已把您关于 {room} 房间的愿望转达给前台（{what}）。我不能自行承诺，"
            "由同事决定并在这里告诉您。"
        ),
        Language.JA: (
            "{name}様、{room}号室のご希望をフロントに伝えました（{what}）。"
            "私からお約束はできませんが、担当者が判断し、こちらでお知らせします。"
        ),
        Language.HI: (
            "{name}, मैंने कमरा {room} के लिए आपकी इच्छा फ़्रंट डेस्क तक पहुँचा दी है ({what})। मैं ख़ुद "
            "इसका वादा नहीं कर सकता; एक सहकर्मी तय करके यहीं बताएँगे।"
        ),
        Language.RU: (
            "{name}, я передал ваше пожелание для номера {room} на стойку регистрации ({what}). "
            "Сам я обещать не могу: решит коллега и сообщит вам здесь."
        ),
    },
    "verified": {
        Language.EN: "Thank you, {name}, I've found your booking.",
        Language.ES: "Gracias, {name}, he encontrado su reserva.",
        Language.FR: "Merci {name}, j'ai trouvé votre réservation.",
        Language.DE: "Danke, {name}, ich habe Ihre Buchung gefunden.",
        Language.IT: "Grazie, {name}, ho trovato la Sua prenotazione.",
        Language.PT: "Obrigado, {name}, encontrei a sua reserva.",
        Language.AR: "شكرًا {name}، لقد وجدت حجزكم.",
        Language.ZH: "谢谢您，{name}，我找到了您的预订。",
        Language.JA: "{name}様、ありがとうございます。ご予約を確認できました。",
        Language.HI: "धन्यवाद {name}, मुझे आपकी बुकिंग मिल गई है।",
        Language.RU: "Спасибо, {name}, я нашёл вашу бронь.",
    },
    "verify_failed": {
        Language.EN: (
            "I can't find a booking with this name and number together. Please check both and write "
            "them in one message."
        ),
        Language.ES: (
            "No encuentro ninguna reserva con este nombre y este número juntos. Compruebe ambos y "
            "escríbalos en un solo mensaje, por favor."
        ),
        Language.FR: (
            "Je ne trouve pas de réservation avec ce nom et ce numéro ensemble. Vérifiez les deux et "
            "écrivez-les dans un même message, s'il vous plaît."
        ),
        Language.DE: (
            "Zu diesem Namen und dieser Nummer zusammen finde ich keine Buchung. Bitte prüfen Sie "
            "beides und schreiben Sie es in einer Nachricht."
        ),
        Language.IT: (
            "Non trovo una prenotazione con questo nome e questo numero insieme. Controlli entrambi "
            "e li scriva in un solo messaggio, per favore."
        ),
        Language.PT: (
            "Não encontro uma reserva com este nome e este número em conjunto. Verifique ambos e "
            "escreva-os numa só mensagem, por favor."
        ),
        Language.AR: (
            "لا أجد حجزًا بهذا الاسم وهذا الرقم معًا. يُرجى التحقق منهما وكتابتهما في رسالة واحدة."
        ),
        Language.ZH: "我找不到与这个姓名和号码同时相符的预订。请核对后在同一条消息里写上这两项。",
        Language.JA: (
            "このお名前と番号の両方に合うご予約が見つかりません。ご確認のうえ、"
            "一つのメッセージにまとめてお書きください。"
        ),
        Language.HI: ("इस नाम और इस नंबर की कोई बुकिंग नहीं मिली। कृपया दोनों जाँचकर एक ही संदेश में लिखें।"),
        Language.RU: (
            "Я не нахожу брони с таким именем и таким номером вместе. Проверьте, пожалуйста, и "
            "напишите их одним сообщением."
        ),
    },
    "verify_locked": {
        Language.EN: (
            "That did not match several times, so I can't look at bookings here any more. I've told "
            "a colleague, who will help you."
        ),
        Language.ES: (
            "No ha coincidido varias veces, por eso ya no puedo consultar reservas aquí. He avisado "
            "a un compañero, que le ayudará."
        ),
        Language.FR: (
            "Cela n'a pas correspondu plusieurs fois : je ne peux plus consulter de réservation ici. "
            "J'ai prévenu un collègue, qui vous aidera."
        ),
        Language.DE: (
            "Das hat mehrmals nicht gepasst, deshalb kann ich hier keine Buchungen mehr einsehen. "
            "Ich habe einem Kollegen Bescheid gegeben, der Ihnen hilft."
        ),
        Language.IT: (
            "Più volte i dati non corrispondevano, quindi qui non posso più vedere prenotazioni. Ho "
            "avvisato un collega, che La aiuterà."
        ),
        Language.PT: (
            "Os dados não coincidiram várias vezes, por isso já não posso ver reservas aqui. Avisei "
            "um colega, que o ajudará."
        ),
        Language.AR: (
            "لم تتطابق البيانات عدة مرات، لذلك لا يمكنني الاطلاع على الحجوزات هنا بعد الآن. لقد أبلغت "
            "زميلًا وسيساعدكم."
        ),
        Language.ZH: "多次核对都不相符，因此我不能再在这里查看预订。我已通知同事，同事会帮助您。",
        Language.JA: (
            "何度か一致しなかったため、こちらではご予約を確認できなくなりました。"
            "担当者に知らせましたので、お手伝いいたします。"
        ),
        Language.HI: (
            "जानकारी कई बार मेल नहीं खाई, इसलिए अब मैं यहाँ बुकिंग नहीं देख सकता। मैंने एक सहकर्मी को "
            "बता दिया है, वे आपकी मदद करेंगे।"
        ),
        Language.RU: (
            "Данные несколько раз не совпали, поэтому здесь я больше не могу смотреть брони. Я "
            "сообщил коллеге, он вам поможет."
        ),
    },
    "link_here": {
        Language.EN: "You can do it here: {url}",
        Language.ES: "Puede hacerlo aquí: {url}",
        Language.FR: "Vous pouvez le faire ici : {url}",
        Language.DE: "Das geht hier: {url}",
        Language.IT: "Può farlo qui: {url}",
        Language.PT: "Pode fazê-lo aqui: {url}",
        Language.AR: "يمكنكم القيام بذلك هنا: {url}",
        Language.ZH: "您可以在这里办理：{url}",
        Language.JA: "こちらから手続きできます：{url}",
        Language.HI: "आप यह यहाँ कर सकते हैं: {url}",
        Language.RU: "Это можно сделать здесь: {url}",
    },
}
