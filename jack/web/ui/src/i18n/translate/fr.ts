import type { OwnTexts } from "../own";
import type { en } from "./en";

export const fr: OwnTexts<typeof en> = {
  "translate.by": "Traduction :",
  "translate.show": "Traduire",
  "translate.hide": "Masquer la traduction",
  "translate.none": "Aucun modèle ne traduit ici. Seul l’original est là.",
  "translate.into": "Traduire : {language}",
  "translate.own": "Vos mots :",
  "translate.back": "Revenir à vos mots",
};
