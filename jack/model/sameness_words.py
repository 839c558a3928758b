"""Words that tell questions apart, or tie them to their asker or the moment, in the guest languages.

The tables behind `sameness`: regular expressions for folded text.
"""

from __future__ import annotations

from collections.abc import Mapping

from jack.model.languages import fold

FILLERS = """
    hi hello hey dear please thanks thank you good morning evening afternoon there sir madam could can would
    tell me know i we a an the is are do does to of for at in on your this hotel here ok okay so and um just
    hola buenas buenos dias tardes por favor gracias el la los las un una de en es hay que
    bonjour bonsoir merci s'il vous plait le les une des du est y et
    hallo guten tag morgen abend bitte danke der die das ein eine ist es gibt und sie ihr
    ciao buongiorno buonasera grazie prego il lo gli e c'e di
    ola bom dia boa tarde obrigado obrigada o os um uma do da
    здравствуйте добрый день пожалуйста спасибо у вас в и
    مرحبا من فضلك شكرا هل في
    您好 你好 请问 谢谢 こんにちは すみません ありがとう नमस्ते कृपया धन्यवाद
"""
"""Words that ask for nothing."""

PERSONAL = fold(
    r"\b(?:my|mine|our|ours|me|us|i'm|i am|we're|we are|i have|we have|i've|we've|i want|i need|we need|i lost"
    r"|mi|mis|nuestr[oa]s?|mio|mia|mei|mie|nostr[oaie]|mon|ma|mes|notre|nos|moi|mein\w*|unser\w*|mir|mich"
    r"|meu|meus|minha\w*|noss[oa]s?)\b|(?<!\w)(?:мой|моя|моё|мое|мои|моей|моего|наш\w*|мне|меня)(?!\w)"
    r"|我的|我们的|我想|我要|私の|私は|मेरा|मेरी|मेरे|हमारा|हमारे|मुझे|غرفتي|حجزي|لدي|أريد|عندي"
)
OF_NOW = fold(
    r"\b(?:now|today|tonight|tomorrow|currently|still|at the moment|this (?:morning|evening|week|weekend)|yesterday"
    r"|ahora|hoy|manana|esta noche|maintenant|aujourd'hui|demain|ce soir|jetzt|heute|morgen|gerade|adesso|oggi"
    r"|domani|stasera|agora|hoje|amanha)\b|(?<!\w)(?:сейчас|сегодня|завтра)(?!\w)|现在|今天|明天|今晚|今日|明日|今夜"
    r"|いま|今は|अभी|आज|कल|الآن|اليوم|غدا|الليلة"
)
ASPECTS: Mapping[str, str] = {
    "when": r"\b(?:when|what time|hours|cuando|que hora|horario|quand|quelle heure|horaires|wann|uhr|quando|che ora|orari"
    r"|que horas|horario)\b|когда|во сколько|几点|時間|何時|什么时候|कब|कितने बजे|متى|ساعة",
    "start": r"\b(?:open|opens|opening|start|starts|begin|abre|abren|empieza|ouvre|commence|offnet|beginnt|apre|inizia|comeca)\b"
    r"|открыва|начина|开门|开始|開|始ま|खुल|शुरू|يفتح|يبدأ",
    "end": r"\b(?:close|closes|closing|until|end|ends|last|cierra|hasta|ferme|jusqu'a|schliesst|endet|bis|chiude|fino|fecha"
    r"|ate)\b|закрыва|до скольк|关门|结束|閉|終わ|बंद|يغلق|حتى",
    "price": r"\b(?:price|prices|cost|costs|charge|charges|fee|fees|pay|free|how much|expensive|precio|cuesta|cuanto cuesta"
    r"|gratis|pagar|cobran|prix|coute|combien|gratuit\w*|payant|preis|kostet|kosten|kostenlos|prezzo|costa|quanto"
    r"|gratuit[oa]|paga|preco|custa|cobra\w*)\b|цен|стоит|стоимост|платн|бесплатн|多少钱|价格|收费|免费|料金|いくら|無料"
    r"|कीमत|कितना|मुफ्त|سعر|تكلفة|مجان|بكم",
    "where": r"\b(?:where|far|distance|address|floor|donde|lejos|ou|adresse|loin|wo|entfernt|weit|dove|lontano|onde|longe)\b"
    r"|где|далеко|адрес|哪里|在哪|地址|どこ|住所|कहाँ|कहां|पता|أين|عنوان",
    "how": r"\b(?:how do|how can|como|comment|wie(?! (?:viel|spat))|come si)\b|как |怎么|如何|どうやって|कैसे|كيف",
    "number": r"\b(?:phone|telephone|number|telefono|telephone|telefon|numero)\b|телефон|电话|電話|फोन|هاتف",
    "young": r"\b(?:child|children|kids?|baby|babies|nin[oa]s?|bebe\w*|enfants?|kind|kinder|bambin\w*|crianca\w*)\b"
    r"|дет|ребен|儿童|孩子|婴儿|子供|子ども|बच्च|أطفال|طفل",
    "not": r"\b(?:not|no|without|except|nicht|kein\w*|ohne|sin|sans|pas|non|senza|nao|sem)\b|не |без |不|没|なし|ない|नहीं|بدون|لا ",
    "cat": r"\b(?:cats?|gat[oa]s?|chats?|katzen?|gatt[oi])\b|кош|кот|猫|ネコ|बिल्ली|قط",
    "book": r"\b(?:book|reserve|reservation|reservar|reserva|reserver|buchen|reservieren|prenotare)\b|заброн|预订|予約|बुक|حجز",
}
"""In which respect something is asked about. Unlike respects are unlike questions."""
