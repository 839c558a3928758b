/** Which parts of a text were searched for. */

const BEFORE = 30;

export interface Part {
  text: string;
  isFound: boolean;
}

/** The text in parts, from shortly before the first word that begins like one of `asked`. */
export function partsOf(text: string, asked: string): Part[] {
  const words = asked.match(/[\p{L}\p{N}]+/gu);
  if (!words) return text ? [{ text, isFound: false }] : [];
  const wanted = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "giu");
  const first = text.search(wanted);
  const shown = first > BEFORE ? `…${text.slice(text.lastIndexOf(" ", first - BEFORE) + 1)}` : text;
  const parts: Part[] = [];
  let at = 0;
  for (const match of shown.matchAll(wanted)) {
    if (match.index > at) parts.push({ text: shown.slice(at, match.index), isFound: false });
    at = match.index + match[0].length;
    parts.push({ text: match[0], isFound: true });
  }
  if (at < shown.length) parts.push({ text: shown.slice(at), isFound: false });
  return parts;
}
