import type { OwnTexts } from "../own";
import type { en } from "./en";

export const ar: OwnTexts<typeof en> = {
  "translate.by": "الترجمة:",
  "translate.show": "ترجمة",
  "translate.hide": "إخفاء الترجمة",
  "translate.none": "لا يترجم هنا أي نموذج. النص الأصلي وحده.",
  "translate.into": "ترجمة إلى: {language}",
  "translate.own": "كلماتكم:",
  "translate.back": "العودة إلى كلماتكم",
};
