"""What Jack says to guests who tell him what they like, by the name of the phrase."""

from __future__ import annotations

from jack.model.languages import Language

TEXTS: dict[str, dict[Language, str]] = {
    "preference_noted": {
        Language.EN: "Thank you for telling us. I have made a note of it for my colleagues.",
        Language.ES: "Gracias por decírnoslo. Lo he anotado para mis colegas.",
        Language.FR: "Merci de nous le dire. Je l'ai noté pour mes collègues.",
        Language.DE: "Danke für den Hinweis. Ich habe es für meine Kollegen notiert.",
        Language.IT: "Grazie per avercelo detto. L'ho annotato per i miei colleghi.",
        Language.PT: "Obrigado por nos dizer. Anotei para os meus colegas.",
        Language.AR: "شكرًا لإخبارنا. لقد دوّنت ذلك لزملائي.",
        Language.ZH: "谢谢您告诉我们。我已为同事们记下。",
        Language.JA: "お知らせいただきありがとうございます。担当者のために記録いたしました。",
        Language.HI: "बताने के लिए धन्यवाद। मैंने इसे अपने सहयोगियों के लिए नोट कर लिया है।",
        Language.RU: "Спасибо, что сообщили. Я записал это для коллег.",
    },
}
