"""What Jack says about tasks that staff have dealt with, by the name of the phrase.

Each says what staff did, in their name, and nothing about what comes next (R5).
"""

from __future__ import annotations

from jack.model.languages import Language

TEXTS: dict[str, dict[Language, str]] = {
    # {what}: a list, in the guest's language where its things are known
    "task_done": {
        Language.EN: (
            "Our team has taken care of this: {what}. If anything is missing, please write here."
        ),
        Language.ES: (
            "Nuestro equipo se ha ocupado de esto: {what}. Si falta algo, escríbanos aquí, por favor."
        ),
        Language.FR: (
            "Notre équipe s'en est occupée : {what}. S'il manque quelque chose, écrivez-nous ici, "
            "s'il vous plaît."
        ),
        Language.DE: (
            "Unser Team hat das erledigt: {what}. Falls etwas fehlt, schreiben Sie uns bitte hier."
        ),
        Language.IT: "Il nostro team se n'è occupato: {what}. Se manca qualcosa, ci scriva pure qui.",
        Language.PT: (
            "A nossa equipe cuidou disto: {what}. Se faltar alguma coisa, escreva-nos aqui, por "
            "favor."
        ),
        Language.AR: "أنجز فريقنا ما يلي: {what}. إذا كان هناك أي نقص فيُرجى إخبارنا هنا.",
        Language.ZH: "我们的团队已为您办妥：{what}。如有遗漏，请在这里告诉我们。",
        Language.JA: (
            "次の件について、スタッフの対応が完了しました：{what}。"
            "不足などがございましたら、こちらへお知らせください。"
        ),
        Language.HI: (
            "हमारी टीम ने यह काम पूरा कर दिया है: {what}। अगर कुछ रह गया हो तो कृपया यहीं बताइए।"
        ),
        Language.RU: (
            "Наши сотрудники выполнили следующее: {what}. Если чего-то не хватает, напишите нам, "
            "пожалуйста, сюда."
        ),
    },
    # {what}; STAFF_WORDS with the reason follows
    "task_not_possible": {
        Language.EN: "I'm sorry, our team could not do this: {what}.",
        Language.ES: "Lo siento, nuestro equipo no ha podido hacer esto: {what}.",
        Language.FR: "Je suis désolé, notre équipe n'a pas pu donner suite à ceci : {what}.",
        Language.DE: "Es tut mir leid, das war unserem Team nicht möglich: {what}.",
        Language.IT: "Mi dispiace, per il nostro team non è stato possibile: {what}.",
        Language.PT: "Sinto muito, isto não foi possível para a nossa equipe: {what}.",
        Language.AR: "عذرًا، لم يتمكن فريقنا من تلبية ما يلي: {what}.",
        Language.ZH: "很抱歉，我们的团队未能办到：{what}。",
        Language.JA: "申し訳ございませんが、次の件は対応いたしかねました：{what}。",
        Language.HI: "क्षमा कीजिए, हमारी टीम यह नहीं कर पाई: {what}।",
        Language.RU: "К сожалению, нашим сотрудникам не удалось это сделать: {what}.",
    },
    # {what}
    "task_waiting": {
        Language.EN: (
            "This is not available at the moment; our team has put it on the waiting list: {what}. "
            "I can't say yet when it will be possible."
        ),
        Language.ES: (
            "Esto no está disponible en este momento; nuestro equipo lo ha puesto en la lista de "
            "espera: {what}. Todavía no puedo decirle cuándo será posible."
        ),
        Language.FR: (
            "Ce n'est pas disponible pour le moment ; notre équipe l'a mis sur la liste d'attente : "
            "{what}. Je ne peux pas encore vous dire quand ce sera possible."
        ),
        Language.DE: (
            "Das ist im Moment nicht verfügbar; unser Team hat es auf die Warteliste gesetzt: "
            "{what}. Wann es möglich ist, kann ich noch nicht sagen."
        ),
        Language.IT: (
            "Al momento non è disponibile; il nostro team l'ha messo in lista d'attesa: {what}. Non "
            "posso ancora dirle quando sarà possibile."
        ),
        Language.PT: (
            "Isto não está disponível no momento; a nossa equipe colocou-o na lista de espera: "
            "{what}. Ainda não posso dizer quando será possível."
        ),
        Language.AR: (
            "هذا غير متوفر حاليًا، وقد وضعه فريقنا على قائمة الانتظار: {what}. لا يمكنني بعد تحديد متى "
            "سيكون ذلك ممكنًا."
        ),
        Language.ZH: (
            "目前暂时无法提供，我们的团队已将其列入等候名单：{what}。何时可以提供，我暂时还无法告知。"
        ),
        Language.JA: (
            "ただいまご用意できないため、スタッフが順番待ちのリストに加えました：{what}。"
            "いつご用意できるかは、まだ申し上げられません。"
        ),
        Language.HI: (
            "यह इस समय उपलब्ध नहीं है; हमारी टीम ने इसे प्रतीक्षा सूची में रखा है: {what}। यह कब संभव "
            "होगा, मैं अभी नहीं बता सकता।"
        ),
        Language.RU: (
            "Сейчас это недоступно; наши сотрудники внесли вашу просьбу в список ожидания: {what}. "
            "Когда это станет возможно, я пока сказать не могу."
        ),
    },
    # {what}; after a counter-offer STAFF_WORDS with the offer follows
    "approval_approved": {
        Language.EN: "Good news: our team has approved your request ({what}).",
        Language.ES: "Buenas noticias: nuestro equipo ha aprobado su petición ({what}).",
        Language.FR: "Bonne nouvelle : notre équipe a accepté votre demande ({what}).",
        Language.DE: "Gute Nachricht: Unser Team hat Ihren Wunsch genehmigt ({what}).",
        Language.IT: "Buone notizie: il nostro team ha approvato la sua richiesta ({what}).",
        Language.PT: "Boas notícias: a nossa equipe aprovou o seu pedido ({what}).",
        Language.AR: "خبر سار: وافق فريقنا على طلبكم ({what}).",
        Language.ZH: "好消息：我们的团队已同意您的请求（{what}）。",
        Language.JA: "ご希望の件（{what}）は、スタッフが承認いたしました。",
        Language.HI: "अच्छी ख़बर: हमारी टीम ने आपका अनुरोध स्वीकार कर लिया है ({what})।",
        Language.RU: "Хорошая новость: наши сотрудники одобрили вашу просьбу ({what}).",
    },
    # {what}; STAFF_WORDS with the reason follows
    "approval_declined": {
        Language.EN: "I'm sorry, our team cannot agree to your request ({what}).",
        Language.ES: "Lo siento, nuestro equipo no puede aceptar su petición ({what}).",
        Language.FR: "Je suis désolé, notre équipe ne peut pas accepter votre demande ({what}).",
        Language.DE: "Es tut mir leid, unser Team kann Ihrem Wunsch nicht zustimmen ({what}).",
        Language.IT: "Mi dispiace, il nostro team non può accogliere la sua richiesta ({what}).",
        Language.PT: "Sinto muito, a nossa equipe não pode aceitar o seu pedido ({what}).",
        Language.AR: "عذرًا، لا يستطيع فريقنا الموافقة على طلبكم ({what}).",
        Language.ZH: "很抱歉，我们的团队无法同意您的请求（{what}）。",
        Language.JA: "申し訳ございませんが、ご希望の件（{what}）はお受けいたしかねます。",
        Language.HI: "क्षमा कीजिए, हमारी टीम आपका अनुरोध स्वीकार नहीं कर सकती ({what})।",
        Language.RU: "К сожалению, наши сотрудники не могут согласиться на вашу просьбу ({what}).",
    },
    # {what}, {words}: the offer in the words of staff
    "approval_countered": {
        Language.EN: (
            "Our team has an offer in answer to your request ({what}): “{words}” Please write here "
            "whether that suits you."
        ),
        Language.ES: (
            "Nuestro equipo le hace una propuesta en respuesta a su petición ({what}): «{words}» "
            "Díganos aquí si le parece bien, por favor."
        ),
        Language.FR: (
            "Notre équipe vous fait une proposition en réponse à votre demande ({what}) : "
            "« {words} » Dites-nous ici si cela vous convient, s'il vous plaît."
        ),
        Language.DE: (
            "Unser Team macht Ihnen zu Ihrem Wunsch ({what}) ein Angebot: „{words}“ Bitte schreiben "
            "Sie uns hier, ob Ihnen das passt."
        ),
        Language.IT: (
            "Il nostro team le fa una proposta in risposta alla sua richiesta ({what}): «{words}» Ci "
            "scriva qui se le va bene, per favore."
        ),
        Language.PT: (
            "A nossa equipe tem uma proposta em resposta ao seu pedido ({what}): “{words}” "
            "Escreva-nos aqui se lhe convém, por favor."
        ),
        Language.AR: (
            "لدى فريقنا عرض ردًّا على طلبكم ({what}): «{words}» يُرجى أن تكتبوا لنا هنا إن كان يناسبكم."
        ),
        Language.ZH: (
            "针对您的请求（{what}），我们的团队提出以下方案：“{words}” 请在这里告诉我们是否合适。"
        ),
        Language.JA: (
            "ご希望の件（{what}）について、スタッフから次のご提案がございます：「{words}」 "
            "ご都合がよろしいか、こちらでお知らせください。"
        ),
        Language.HI: (
            "आपके अनुरोध ({what}) पर हमारी टीम का यह प्रस्ताव है: “{words}” कृपया यहीं बताइए कि यह आपको "
            "ठीक लगता है या नहीं।"
        ),
        Language.RU: (
            "По вашей просьбе ({what}) наши сотрудники предлагают следующее: «{words}» Напишите нам "
            "сюда, пожалуйста, подходит ли вам это."
        ),
    },
    # {words}: quoted as staff wrote them
    "staff_words": {
        Language.EN: "They write: “{words}”",
        Language.ES: "El equipo escribe: «{words}»",
        Language.FR: "L'équipe écrit : « {words} »",
        Language.DE: "Das Team schreibt: „{words}“",
        Language.IT: "Il team scrive: «{words}»",
        Language.PT: "A equipe escreve: “{words}”",
        Language.AR: "يقول الفريق: «{words}»",
        Language.ZH: "团队留言：“{words}”",
        Language.JA: "スタッフからのメッセージ：「{words}」",
        Language.HI: "टीम का संदेश: “{words}”",
        Language.RU: "Сотрудники пишут: «{words}»",
    },
}
