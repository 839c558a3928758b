import type { OwnTexts } from "../own";
import type { en } from "./en";

export const fr: OwnTexts<typeof en> = {
  "closed.text":
    "WhatsApp n’accepte pas de message libre : le client n’a pas écrit depuis 24 heures. Envoyez un modèle approuvé ou écrivez par un autre canal.",
  "closed.template": "Modèle",
  "closed.preview": "Le client lira",
  "closed.send": "Envoyer le modèle",
  "closed.sent": "Le modèle est en route.",
  "closed.missing": "Remplissez d’abord chaque blanc.",
  "closed.marketing": "offre",
  "closed.none": "Meta n’a approuvé aucun modèle qui puisse être envoyé ici.",
  "closed.noneMore":
    "Les modèles sont rédigés et approuvés chez Meta, et affichés sur la page « Modèles ».",
  "closed.other": "Par un autre canal",
  "closed.words": "Message",
  "closed.by": "Envoyer par {channel}",
  "closed.byDone": "Le message est en route par {channel}.",
  "meta.title": "Modèles chez Meta",
  "meta.text":
    "WhatsApp accepte ceux-ci même quand un client n’a pas écrit depuis un jour. Dites ce qui remplit leurs blancs, et Jack les envoie à la place de votre texte.",
  "meta.none": "Aucun modèle n’a encore été lu chez Meta.",
  "meta.cannot":
    "Indiquez dans les réglages l’identifiant du compte professionnel WhatsApp ; ils sont alors lus chez Meta.",
  "meta.read": "Lire chez Meta",
  "meta.readDone": "Les modèles ont été lus chez Meta.",
  "meta.approved": "Approuvé",
  "meta.pending": "En vérification",
  "meta.rejected": "Refusé",
  "meta.paused": "En pause",
  "meta.disabled": "Désactivé",
  "meta.utility": "Service",
  "meta.marketing": "Offre",
  "meta.authentication": "Connexion",
  "meta.lacks": "Jack ne peut pas l’envoyer : {reason}",
  "meta.reason": "Meta dit : {reason}",
  "meta.standsFor": "Envoyé pour {name}",
  "meta.bind": "Remplace votre texte",
  "meta.nothing": "Aucun",
  "meta.fill": "Ce qui remplit {gap}",
  "beside.map": "Afficher sur une carte",
  "beside.reactedTo": "à « {text} »",
  "beside.reactionGone": "Réaction retirée",
  "beside.order": "Commande",
};
