import type { OwnTexts } from "../own";
import type { en } from "./en";

export const es: OwnTexts<typeof en> = {
  "translate.by": "Traducción:",
  "translate.show": "Traducir",
  "translate.hide": "Ocultar la traducción",
  "translate.none": "Ningún modelo traduce aquí. Solo está el original.",
  "translate.into": "Traducir a: {language}",
  "translate.own": "Sus palabras:",
  "translate.back": "Volver a sus palabras",
};
