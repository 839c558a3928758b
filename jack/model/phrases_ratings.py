"""What Jack says to a guest who has rated the stay, by the name of the phrase."""

from __future__ import annotations

from jack.model.languages import Language

TEXTS: dict[str, dict[Language, str]] = {
    "rating_good": {
        Language.EN: (
            "Thank you very much! We are delighted that you enjoyed your stay. It would be a "
            "pleasure to welcome you again."
        ),
        Language.ES: (
            "¡Muchas gracias! Nos alegra mucho que haya disfrutado de su estancia. Será un "
            "placer volver a recibirle."
        ),
        Language.FR: (
            "Merci beaucoup ! Nous sommes ravis que votre séjour vous ait plu. Ce sera une "
            "joie de vous accueillir à nouveau."
        ),
        Language.DE: (
            "Vielen Dank! Wir freuen uns sehr, dass es Ihnen bei uns gefallen hat, und "
            "würden Sie gern wieder begrüßen."
        ),
        Language.IT: (
            "Grazie mille! Siamo felici che il soggiorno Le sia piaciuto. Sarà un piacere "
            "accoglierLa di nuovo."
        ),
        Language.PT: (
            "Muito obrigado! Ficamos felizes por ter gostado da sua estadia. Será um prazer "
            "receber de novo a sua visita."
        ),
        Language.AR: ("شكرًا جزيلًا! يسعدنا أن إقامتكم قد أعجبتكم، ويسرّنا أن نستقبلكم مرة أخرى."),
        Language.ZH: "非常感谢！很高兴您对入住感到满意，期待再次欢迎您的光临。",
        Language.JA: (
            "ありがとうございます。ご滞在をお楽しみいただけて何よりです。またのお越しを心より"
            "お待ちしております。"
        ),
        Language.HI: (
            "बहुत-बहुत धन्यवाद! हमें बहुत खुशी है कि आपको यहाँ ठहरना अच्छा लगा। आपका फिर से "
            "स्वागत करके हमें प्रसन्नता होगी।"
        ),
        Language.RU: (
            "Большое спасибо! Мы очень рады, что вам у нас понравилось. Будем рады видеть "
            "вас снова."
        ),
    },
    "rating_low": {
        Language.EN: (
            "Thank you for being honest. I am truly sorry that your stay was not as it "
            "should have been. I have told our manager. What went wrong? If you write it "
            "here, our manager will read it."
        ),
        Language.ES: (
            "Gracias por su sinceridad. Siento de verdad que su estancia no fuera como "
            "debía. Se lo he comunicado a la dirección. ¿Qué salió mal? Si lo escribe aquí, "
            "la dirección lo leerá."
        ),
        Language.FR: (
            "Merci de votre franchise. Je suis sincèrement désolé que votre séjour n'ait pas "
            "été à la hauteur. J'en ai informé la direction. Que s'est-il passé ? Écrivez-le "
            "ici, la direction le lira."
        ),
        Language.DE: (
            "Danke für Ihre Offenheit. Es tut mir aufrichtig leid, dass Ihr Aufenthalt nicht "
            "so war, wie er sein sollte. Ich habe unsere Direktion informiert. Was ist "
            "schiefgelaufen? Schreiben Sie es hier, unsere Direktion liest es."
        ),
        Language.IT: (
            "Grazie per la sincerità. Mi dispiace davvero che il Suo soggiorno non sia stato "
            "come doveva. Ho informato la direzione. Che cosa non è andato bene? Se lo "
            "scrive qui, la direzione lo leggerà."
        ),
        Language.PT: (
            "Obrigado pela sinceridade. Lamento muito que a sua estadia não tenha sido como "
            "devia. Informei a direção. O que correu mal? Se o escrever aqui, a direção vai "
            "ler."
        ),
        Language.AR: (
            "شكرًا لصراحتكم. يؤسفني حقًا أن إقامتكم لم تكن كما ينبغي. لقد أبلغت المدير بذلك. "
            "ما الذي لم يكن على ما يرام؟ إذا كتبتموه هنا فسيقرؤه المدير."
        ),
        Language.ZH: (
            "感谢您的坦诚。您的入住体验未达到应有的水准，我深感抱歉。我已告知经理。是哪里没有"
            "做好？您写在这里，经理会看到。"
        ),
        Language.JA: (
            "率直なご意見をありがとうございます。ご期待に沿えず、誠に申し訳ございません。支配"
            "人に伝えました。至らなかった点をこちらにお書きいただければ、支配人が拝見します。"
        ),
        Language.HI: (
            "सच कहने के लिए धन्यवाद। मुझे सचमुच खेद है कि आपका प्रवास वैसा नहीं रहा जैसा "
            "होना चाहिए था। मैंने हमारे प्रबंधक को बता दिया है। क्या ठीक नहीं था? यहाँ "
            "लिखें, प्रबंधक पढ़ेंगे।"
        ),
        Language.RU: (
            "Спасибо за откровенность. Мне искренне жаль, что ваше пребывание прошло не так, "
            "как должно было. Я сообщил управляющему. Что было не так? Напишите здесь, "
            "управляющий прочтёт."
        ),
    },
    "rating_low_told": {
        Language.EN: (
            "Thank you for being honest. I am truly sorry that your stay was not as it "
            "should have been. I have passed your words on to our manager."
        ),
        Language.ES: (
            "Gracias por su sinceridad. Siento de verdad que su estancia no fuera como "
            "debía. He transmitido sus palabras a la dirección."
        ),
        Language.FR: (
            "Merci de votre franchise. Je suis sincèrement désolé que votre séjour n'ait pas "
            "été à la hauteur. J'ai transmis vos mots à la direction."
        ),
        Language.DE: (
            "Danke für Ihre Offenheit. Es tut mir aufrichtig leid, dass Ihr Aufenthalt nicht "
            "so war, wie er sein sollte. Ich habe Ihre Worte an unsere Direktion "
            "weitergegeben."
        ),
        Language.IT: (
            "Grazie per la sincerità. Mi dispiace davvero che il Suo soggiorno non sia stato "
            "come doveva. Ho trasmesso le Sue parole alla direzione."
        ),
        Language.PT: (
            "Obrigado pela sinceridade. Lamento muito que a sua estadia não tenha sido como "
            "devia. Transmiti as suas palavras à direção."
        ),
        Language.AR: (
            "شكرًا لصراحتكم. يؤسفني حقًا أن إقامتكم لم تكن كما ينبغي. لقد نقلت كلامكم إلى المدير."
        ),
        Language.ZH: (
            "感谢您的坦诚。您的入住体验未达到应有的水准，我深感抱歉。我已将您的话转告经理。"
        ),
        Language.JA: (
            "率直なご意見をありがとうございます。ご期待に沿えず、誠に申し訳ございません。いた"
            "だいたお言葉は支配人に伝えました。"
        ),
        Language.HI: (
            "सच कहने के लिए धन्यवाद। मुझे सचमुच खेद है कि आपका प्रवास वैसा नहीं रहा जैसा "
            "होना चाहिए था। मैंने आपकी बात हमारे प्रबंधक तक पहुँचा दी है।"
        ),
        Language.RU: (
            "Спасибо за откровенность. Мне искренне жаль, что ваше пребывание прошло не так, "
            "как должно было. Я передал ваши слова управляющему."
        ),
    },
}
