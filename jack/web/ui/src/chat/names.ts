/** What the hotel's own page has to say of the chat, in the eleven languages of Jack's guests. */

export interface Names {
  title: string;
  close: string;
  newMessages: string;
}

export const NAMES = {
  en: { title: "Chat with the hotel", close: "Close", newMessages: "New messages" },
  es: { title: "Chat con el hotel", close: "Cerrar", newMessages: "Mensajes nuevos" },
  fr: { title: "Discuter avec l’hôtel", close: "Fermer", newMessages: "Nouveaux messages" },
  de: { title: "Chat mit dem Hotel", close: "Schließen", newMessages: "Neue Nachrichten" },
  it: { title: "Chat con l’hotel", close: "Chiudi", newMessages: "Nuovi messaggi" },
  pt: { title: "Conversar com o hotel", close: "Fechar", newMessages: "Novas mensagens" },
  ar: { title: "تحدّث مع الفندق", close: "إغلاق", newMessages: "رسائل جديدة" },
  zh: { title: "与酒店聊天", close: "关闭", newMessages: "新消息" },
  ja: { title: "ホテルとチャット", close: "閉じる", newMessages: "新しいメッセージ" },
  hi: { title: "होटल से चैट", close: "बंद करें", newMessages: "नए संदेश" },
  ru: { title: "Чат с отелем", close: "Закрыть", newMessages: "Новые сообщения" },
} satisfies Record<string, Names>;

export type Language = keyof typeof NAMES;

/** The first wanted language that there is; else English. */
export function choose(wanted: readonly string[]): Language {
  return wanted.map(primary).find(isKnown) ?? "en";
}

export function direction(language: Language): "rtl" | "ltr" {
  return language === "ar" ? "rtl" : "ltr";
}

/** The browser's own form of a language, for times: en-GB and en-US write them differently. */
export function localeOf(language: Language, browserLanguages: readonly string[]): string {
  return browserLanguages.find((tag) => primary(tag) === language) ?? language;
}

function isKnown(code: string): code is Language {
  return Object.hasOwn(NAMES, code);
}

function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
