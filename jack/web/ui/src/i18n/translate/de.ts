import type { OwnTexts } from "../own";
import type { en } from "./en";

export const de: OwnTexts<typeof en> = {
  "translate.by": "Übersetzung:",
  "translate.show": "Übersetzen",
  "translate.hide": "Übersetzung ausblenden",
  "translate.none": "Hier übersetzt kein Modell. Nur das Original ist da.",
  "translate.into": "Übersetzen: {language}",
  "translate.own": "Ihre Worte:",
  "translate.back": "Zurück zu Ihren Worten",
};
