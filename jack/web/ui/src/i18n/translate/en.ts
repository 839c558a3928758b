export const en = {
  "translate.by": "Translation:",
  "translate.show": "Translate",
  "translate.hide": "Hide translation",
  "translate.none": "No model translates here. The original stands alone.",
  "translate.into": "Translate into {language}",
  "translate.own": "Your words:",
  "translate.back": "Back to your words",
};
