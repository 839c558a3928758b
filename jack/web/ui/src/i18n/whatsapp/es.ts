import type { OwnTexts } from "../own";
import type { en } from "./en";

export const es: OwnTexts<typeof en> = {
  "closed.text":
    "WhatsApp no acepta mensajes libres: el huésped no ha escrito en 24 horas. Envíe una plantilla aprobada o escriba por otro canal.",
  "closed.template": "Plantilla",
  "closed.preview": "El huésped leerá",
  "closed.send": "Enviar la plantilla",
  "closed.sent": "La plantilla está en camino.",
  "closed.missing": "Rellene primero todos los huecos.",
  "closed.marketing": "oferta",
  "closed.none": "Meta no ha aprobado ninguna plantilla que se pueda enviar aquí.",
  "closed.noneMore":
    "Las plantillas se escriben y aprueban en Meta, y se muestran en la página «Plantillas».",
  "closed.other": "Por otro canal",
  "closed.words": "Mensaje",
  "closed.by": "Enviar por {channel}",
  "closed.byDone": "El mensaje está en camino por {channel}.",
  "meta.title": "Plantillas en Meta",
  "meta.text":
    "WhatsApp acepta estas también cuando un huésped no ha escrito en un día. Diga qué rellena sus huecos y Jack las enviará en lugar de su texto.",
  "meta.none": "Todavía no se han leído plantillas de Meta.",
  "meta.cannot":
    "Indique en los ajustes el identificador de la cuenta de empresa de WhatsApp; entonces se leen de Meta.",
  "meta.read": "Leer de Meta",
  "meta.readDone": "Se han leído las plantillas de Meta.",
  "meta.approved": "Aprobada",
  "meta.pending": "En revisión",
  "meta.rejected": "Rechazada",
  "meta.paused": "En pausa",
  "meta.disabled": "Desactivada",
  "meta.utility": "Servicio",
  "meta.marketing": "Oferta",
  "meta.authentication": "Acceso",
  "meta.lacks": "Jack no puede enviarla: {reason}",
  "meta.reason": "Meta dice: {reason}",
  "meta.standsFor": "Se envía por {name}",
  "meta.bind": "Sustituye a su texto",
  "meta.nothing": "Ninguno",
  "meta.fill": "Qué rellena {gap}",
  "beside.map": "Mostrar en un mapa",
  "beside.reactedTo": "a «{text}»",
  "beside.reactionGone": "Reacción retirada",
  "beside.order": "Pedido",
};
