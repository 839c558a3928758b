"""What a notice says on a locked screen, in the languages of the staff pages: no guest is named."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "escalation": "A guest needs you",
        "conversation": "A conversation is yours now",
        "task": "A task is yours now",
        "channel": "A channel cannot send any more",
        "trouble": "Jack cannot read the PMS or the mail any more",
        "automation": "A rule has something to tell you",
        "budget": "The month's budget for models is nearly spent",
        "autonomy": "Jack asks before he answers a topic: he was corrected",
        "test": "Notices work",
    },
    "es": {
        "escalation": "Un huésped le necesita",
        "conversation": "Ahora lleva usted una conversación",
        "task": "Ahora tiene usted una tarea",
        "channel": "Un canal ya no puede enviar",
        "trouble": "Jack ya no puede leer el PMS o el correo",
        "automation": "Una regla tiene algo que decirle",
        "budget": "El presupuesto del mes para modelos casi se ha agotado",
        "autonomy": "Jack pregunta antes de responder a un tema: fue corregido",
        "test": "Los avisos funcionan",
    },
    "de": {
        "escalation": "Ein Gast braucht Sie",
        "conversation": "Ein Gespräch ist jetzt Ihres",
        "task": "Eine Aufgabe ist jetzt Ihre",
        "channel": "Ein Kanal kann nicht mehr senden",
        "trouble": "Jack kann das PMS oder die Post nicht mehr lesen",
        "automation": "Eine Regel hat Ihnen etwas mitzuteilen",
        "budget": "Das Monatsbudget für Modelle ist fast aufgebraucht",
        "autonomy": "Jack fragt bei einem Thema wieder nach: Er wurde berichtigt",
        "test": "Hinweise kommen an",
    },
    "fr": {
        "escalation": "Un client a besoin de vous",
        "conversation": "Une conversation est maintenant à vous",
        "task": "Une tâche est maintenant à vous",
        "channel": "Un canal ne peut plus envoyer",
        "trouble": "Jack ne peut plus lire le PMS ou le courrier",
        "automation": "Une règle a quelque chose à vous dire",
        "budget": "Le budget du mois pour les modèles est presque épuisé",
        "autonomy": "Jack demande avant de répondre à un sujet : il a été corrigé",
        "test": "Les notifications fonctionnent",
    },
    "ar": {
        "escalation": "ضيف بحاجة إليك",
        "conversation": "أصبحت محادثة في عهدتك",
        "task": "أصبحت مهمة في عهدتك",
        "channel": "لم تعد إحدى القنوات قادرة على الإرسال",
        "trouble": "لم يعد جاك قادرًا على قراءة نظام الفندق أو البريد",
        "automation": "لدى إحدى القواعد ما تخبرك به",
        "budget": "أوشكت ميزانية النماذج لهذا الشهر على النفاد",
        "autonomy": "جاك يسأل قبل الرد في موضوع ما: لقد صُحّح",
        "test": "الإشعارات تعمل",
    },
}


def title(kind: str, language: str) -> str:
    """In English where the pages do not speak the language."""
    return TITLES.get(language, TITLES["en"])[kind]
