import type { OwnTexts } from "../own";
import type { en } from "./en";

export const de: OwnTexts<typeof en> = {
  "closed.text":
    "WhatsApp nimmt keine freien Nachrichten an: Der Gast hat seit 24 Stunden nicht geschrieben. Senden Sie eine freigegebene Vorlage, oder schreiben Sie über einen anderen Kanal.",
  "closed.template": "Vorlage",
  "closed.preview": "Der Gast liest",
  "closed.send": "Vorlage senden",
  "closed.sent": "Die Vorlage ist unterwegs.",
  "closed.missing": "Füllen Sie zuerst jede Lücke.",
  "closed.marketing": "Angebot",
  "closed.none": "Meta hat keine Vorlage freigegeben, die hier gesendet werden kann.",
  "closed.noneMore":
    "Vorlagen werden bei Meta geschrieben und freigegeben und auf der Seite „Vorlagen“ gezeigt.",
  "closed.other": "Über einen anderen Kanal",
  "closed.words": "Nachricht",
  "closed.by": "Per {channel} senden",
  "closed.byDone": "Die Nachricht ist per {channel} unterwegs.",
  "meta.title": "Vorlagen bei Meta",
  "meta.text":
    "WhatsApp nimmt diese auch an, wenn ein Gast seit einem Tag nicht geschrieben hat. Sagen Sie, was ihre Lücken füllt, und Jack sendet sie anstelle Ihres Textes.",
  "meta.none": "Von Meta wurden noch keine Vorlagen gelesen.",
  "meta.cannot":
    "Tragen Sie in den Einstellungen die Kennung des WhatsApp-Geschäftskontos ein; dann werden sie von Meta gelesen.",
  "meta.read": "Von Meta lesen",
  "meta.readDone": "Die Vorlagen wurden von Meta gelesen.",
  "meta.approved": "Freigegeben",
  "meta.pending": "In Prüfung",
  "meta.rejected": "Abgelehnt",
  "meta.paused": "Ausgesetzt",
  "meta.disabled": "Gesperrt",
  "meta.utility": "Service",
  "meta.marketing": "Angebot",
  "meta.authentication": "Anmeldung",
  "meta.lacks": "Jack kann sie nicht senden: {reason}",
  "meta.reason": "Meta sagt: {reason}",
  "meta.standsFor": "Gesendet für {name}",
  "meta.bind": "Steht für Ihren Text",
  "meta.nothing": "Keinen",
  "meta.fill": "Was {gap} füllt",
  "beside.map": "Auf einer Karte zeigen",
  "beside.reactedTo": "auf „{text}“",
  "beside.reactionGone": "Reaktion zurückgenommen",
  "beside.order": "Bestellung",
};
