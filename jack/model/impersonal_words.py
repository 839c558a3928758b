"""Words of replies that are for one guest or one day, in the guest languages: the tables behind
`impersonal`. Phrases are parted by `/`; those of scripts without spaces stand apart."""

from __future__ import annotations

from jack.model.languages import fold

GREETINGS = """
dear / hello / hi / hey / good morning / good afternoon / good evening / good day / thanks / thank you
/ welcome / you're welcome / you are welcome / with pleasure / my pleasure
/ querido / querida / estimado / estimada / estimados / hola / buenos / buenas / gracias
/ muchas gracias / de nada / cher / chère / bonjour / bonsoir / merci / avec plaisir / je vous en prie
/ liebe / lieber / sehr geehrte / sehr geehrter / hallo / guten tag / guten morgen / guten abend / grüß
/ danke / vielen dank / gern geschehen
/ ciao / buongiorno / buonasera / gentile / grazie / caro / cara
/ olá / bom dia / boa tarde / boa noite / obrigado / obrigada / prezado / prezada
/ здравствуйте / добрый день / добрый вечер / доброе утро / спасибо / уважаемый / уважаемая
/ عزيزي / عزيزتي / مرحبا / السلام عليكم / صباح الخير / مساء الخير / شكرا / नमस्ते / प्रिय / धन्यवाद
"""
GREETINGS_UNSPACED = """
您好 / 你好 / 尊敬的 / 谢谢 / 感谢 / こんにちは / こんばんは / おはよう / ありがとう / お問い合わせ
"""
CLOSINGS = """
kind regards / best regards / warm regards / best wishes / regards / sincerely / yours / cheers / all the best
/ have a nice / have a lovely / have a great / have a good / see you / let me know / let us know / enjoy your
/ saludos / un saludo / atentamente / cordialement / bien à vous / bonne journée / bonne soirée
/ mit freundlichen grüßen / mit besten grüßen / mit herzlichen grüßen / viele grüße / liebe grüße
/ beste grüße / herzliche grüße / schönen tag / schönen abend / schönen aufenthalt
/ cordiali saluti / distinti saluti / saluti / atenciosamente / cumprimentos / com os melhores cumprimentos
/ с уважением / хорошего / всего доброго / مع التحيات / مع أطيب التحيات / تحياتي / सादर / शुभकामनाएँ
"""
CLOSINGS_UNSPACED = """
此致 / 祝您 / 敬具 / よろしく / 宜しく
"""
DAYS = """
today / tonight / yesterday / this morning / this afternoon / this evening / this weekend
/ hoy / esta noche / esta tarde / ayer / pasado mañana / aujourd'hui / ce soir / hier soir
/ heute / übermorgen / gestern / oggi / stasera / stanotte / ieri / hoje / ontem / сегодня / вчера / आज
/ اليوم / الليلة / أمس
"""
DAYS_UNSPACED = """
今天 / 今晚 / 昨天 / 今日 / 今夜 / 昨日
"""
MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec ene abr ago dic janv fevr avr mai juin juil aout marz"
    " okt dez mag giu lug set ott fev maio janeiro январ феврал март апрел мая июн июл август сентябр октябр"
    " ноябр декабр"
)


def any_of(spaced: str, unspaced: str) -> str:
    """An expression for text that went through `fold`: whole words of the first, any of the second."""
    words, signs = (
        "|".join(fold(each) for each in table.split("/")) for table in (spaced, unspaced)
    )
    return rf"(?:(?:{words})(?!\w)|{signs})"
