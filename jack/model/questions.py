"""Whether words ask something, also where nobody typed a question mark."""

from __future__ import annotations

import re
from functools import cache

from jack.model.languages import fold

MARKS = ("?", "？", "؟")

# Words that open a question, at the beginning of a clause. Those that open statements as well
# ("when we came", "hay un problema") are left out: the mark decides there.
_OPENINGS = (
    r"what(?! a\b)|which|how (?:much|many|long|far|late|early|do|does|can|could|is|are)|what's|where's",
    r"(?:where|when) (?:is|are|do|does|can|could|will|should)|any (?:chance|way)|is it|is there|are there",
    r"(?:do|does|did|can|could|may|might|will|would|should|shall|must|am|are|is) (?:i|we|you|they|he|she"
    r"|it|the|my|our|your|there|anybody|anyone|somebody|someone|guests|kids|children|dogs|pets)",
    r"(?:do|may|can) (?:dogs|pets|kids|children|guests)|have you|has the",
    r"wie (?:lange|viel|weit|teuer|komm\w*|spat|fruh|kann)|wann|wo|welche[rsn]?|gibt es|gibt's|muss ich",
    r"(?:kann|darf|konnte|durfte|sollte) (?:ich|man|ihr|unser\w*|mein\w*)|haben sie|habt ihr|ist es|ist das",
    r"(?:konnen|durfen|konnten|durften|mussen|sollten|bieten) (?:wir|sie)",
    r"a que hora|cuanto (?:cuesta|es|vale|tarda)|se puede|(?:puedo|podemos|podria|podriamos)|hay algun\w*",
    r"(?:tienen|tienes|tiene usted|aceptan|ofrecen)|donde (?:esta|estan|hay|puedo|podemos)|es posible",
    r"est-ce (?:que|qu')|y a-t-il|avez-vous|peut-on|puis-je|pouvons-nous|pourrait-on|a quelle heure",
    r"combien|quel(?:le)?s? (?:est|sont)|proposez-vous|acceptez-vous|est-il|est-elle|faut-il|doit-on",
    r"a che ora|avete|si puo|possiamo|posso|quanto (?:costa|dista|tempo)|dov'e|c'e un\w* possibilita",
    r"a que horas|quanto custa|pode-se|podemos|posso|tem algum\w*|ha algum\w*|onde (?:fica|posso|podemos)",
    r"во сколько|сколько|можно ли|есть ли|где|какой|какие|какая|могу ли|можем ли|нужно ли|подскажите",
    r"هل|متي|اين|كم|كيف|क्या|कब|कहाँ|कहां|कितन\w*",
    r"(?:can|could|would) you (?:please )?(?:tell|say|let)|(?:please )?(?:tell|let) (?:me|us)"
    r"|(?:konnen|konnten|wurden) sie mir sagen|(?:me|nos) (?:puede|podria)\w* decir|pouvez-vous me dire"
    r"|mi sa dire|(?:puo|potete) dirmi|pode(?:m|ria)? (?:me )?dizer|اخبر(?:ني|ونا|نا)",
)
_ANYWHERE = (
    r"吗|呢[。！]?$|几点|多少|哪里|哪儿|什么|怎么|有没有|能不能|可不可以|是否|请问|告诉我"
    r"|ですか|ますか|でしょうか|教えて|何時|どこ|いくら|बताइए|बता (?:सकते|दीजिए)|क्या .+ है$|\bли\b"
)


def is_question(text: str) -> bool:
    """A question mark, or words that begin a question in one of the guest languages."""
    if any(mark in text for mark in MARKS):
        return True
    opening, anywhere = _compiled()
    plain = fold(text)
    return bool(opening.search(plain) or anywhere.search(plain))


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    openings = "|".join(map(fold, _OPENINGS))
    before = r"(?:^|[,;:.!…–—-]\s*|\b(?:and|und|y|et|e|и|و)\s+)"
    return re.compile(rf"{before}(?:{openings})(?!\w)"), re.compile(fold(_ANYWHERE))
