"""What Jack may answer by himself, by topic; and the topics that no intent tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.intents import spec
from jack.model.languages import fold


class Autonomy(StrEnum):
    """The stricter comes later."""

    AUTO = "auto"
    DRAFT = "draft"
    OFF = "off"


class Vip(StrEnum):
    """What it means that a guest is a VIP: nothing, that calls for them are more pressing, or that a
    person is called for whatever they want."""

    SAME = "same"
    PRIORITY = "priority"
    PERSON = "person"


NEEDS_APPROVAL = "needs_approval"
"""Why a person is called for a topic on draft."""

STRICTNESS = list(Autonomy)

BILLING, REFUNDS, LEGAL, MEDICAL = "billing", "refunds", "legal", "medical"

INTENTS_OF = {BILLING: "complaint.billing", MEDICAL: "emergency.medical"}
"""Named topics that are intents too."""

# en es fr de it pt ar zh ja hi ru. Only what says that the guest wants money back, threatens with
# law, or asks for medical advice: questions about pharmacies and fees are for anybody.
_WORDS = {
    REFUNDS: (
        r"refund(?:s|ed|ing)?\b|money back|chargeback|reembols\w+|devol\w+ (?:el|mi|o meu) dinero"
        r"|rembours\w+|ruckerstatt\w+|geld zuruck|rimbors\w+|استرداد|استرجاع المبلغ|退款|退钱|返金"
        r"|रिफंड|पैसे वापस|вернит\w+ деньги|возврат\w* денег|возмещени\w+"
    ),
    LEGAL: (
        r"(?:hear(?:ing)? from|call(?:ing)?|contact(?:ing)?|get(?:ting)?|involv\w+|instruct\w*|hir(?:e|ing)"
        r"|through|with|via|speak(?:ing)? to|talk(?:ing)? to)(?: [\w']+){0,4}"
        r" (?:lawyers?|attorneys?|solicitors?)\b"
        r"|(?:my|our) (?:lawyers?|attorneys?|solicitors?)(?:'ll| will| is going| are going| has| have)\b"
        r"|lawsuit|legal action|small claims|\b(?:going to|will|gonna|have to|to) sue\b"
        r"|\bsue (?:you|the|this)|take (?:you|this|the hotel) to court"
        r"|(?:formal|official) complaint|trading standards|consumer protection|better business bureau"
        r"|abogad\w+|demanda judicial|acciones legales|(?:queja|reclamacion) formal|hojas? de reclamacion\w*"
        r"|denunciar(?:e|los|les)?\b|\bavocat\b|porter plainte|poursuites|plainte (?:officielle|formelle)"
        r"|reclamation (?:officielle|formelle)|au tribunal"
        r"|rechtsanwalt\w*|\banwalt\b|verklag\w+|(?:formelle|offizielle|formliche) beschwerde"
        r"|verbraucherschutz\w*|\b(?:zeige|zeigen) (?:sie|euch|das hotel) an\b|vor gericht"
        r"|avvocat\w+|azioni? legal\w+|(?:reclamo|denuncia) formale|vi denuncio|denuncero"
        r"|advogad\w+|processar o|(?:reclamacao|queixa) formal|livro de reclamacoes|\bprocon\b"
        r"|محامي|مقاضاة|شكوى رسمية|دعوى قضائية|律师|起诉|正式投诉|消费者协会|消协|弁護士|訴え(?:る|ます)|訴訟"
        r"|消費者センター|正式に(?:苦情|抗議)|वकील|मुकदमा|औपचारिक शिकायत|उपभोक्ता (?:फोरम|अदालत)"
        r"|адвокат\w*|юрист\w*|\bв суд\b|роспотребнадзор\w*|официальн\w+ жалоб\w+"
    ),
    MEDICAL: (
        r"(?:what|which|how (?:much|many)) (?:\w+ )?(?:medicine|medication|ibuprofen|paracetamol"
        r"|aspirin|pills)|\bdosage\b|medical advice|side effects?|que (?:medicamento|dosis)"
        r"|consejo medico|quel medicament|conseil medical|welche[sn]? medikament\w*|dosierung"
        r"|che medicin\w+|dosaggio|consiglio medico|que (?:remedio|dose)|conselho medico"
        r"|جرعة|نصيحة طبية|什么药|剂量|何の薬|用量|कौन सी दवा|खुराक|какое лекарство|дозировк\w+"
    ),
}
_FOUND = {topic: re.compile(fold(words)) for topic, words in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the hotel has set, by topic. The longest topic that fits an intent counts."""

    autonomy: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def autonomy_of(self, intents: Iterable[str], text: str) -> tuple[Autonomy, str]:
        """The strictest for what a message is about, and the topic that says so."""
        found = [(Autonomy.AUTO, "")]
        for topic in (*intents, *sensitive(text)):
            for name in _with_beginnings(topic):
                if name in self.autonomy:
                    found.append((Autonomy(self.autonomy[name]), name))
                    break
        return max(found, key=lambda each: STRICTNESS.index(each[0]))

    def threshold(self, intent: str) -> float:
        """How sure Jack must be: as the hotel set it, else as the topic asks for."""
        for name in _with_beginnings(intent):
            if name in self.thresholds:
                return self.thresholds[name]
        return spec(intent).threshold


def sensitive(text: str) -> list[str]:
    """The named topics that a guest's own words are about."""
    plain = fold(text)
    return [topic for topic, words in _FOUND.items() if words.search(plain)]


def _with_beginnings(topic: str) -> Iterator[str]:
    """`a.b.c`, the named topic it is part of, `a.b`, `a`."""
    parts = topic.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        yield name
        yield from (named for named, intent in INTENTS_OF.items() if intent == name)
