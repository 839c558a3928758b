/** Texts with gaps, `{{name|fallback}}`, as the server fills them; here for a preview. */

const GAP = /\{\{([^{}]*)\}\}/g;

export interface Piece {
  text: string;
  /** A gap: filled, standing empty, or with a name that nothing fills. */
  kind: "text" | "filled" | "empty" | "unknown";
}

/** A text in pieces, its gaps filled with what stands for a guest. */
export function pieces(text: string, values: ReadonlyMap<string, string>): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const gap of text.matchAll(GAP)) {
    if (gap.index > end) found.push({ text: text.slice(end, gap.index), kind: "text" });
    found.push(fill(gap[1] ?? "", values));
    end = gap.index + gap[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), kind: "text" });
  return found;
}

function fill(inside: string, values: ReadonlyMap<string, string>): Piece {
  const [name = "", ...rest] = inside.split("|").map((part) => part.trim());
  const fallback = rest.join("|");
  const isLink = /^link\.[a-z][a-z0-9_]*$/.test(name);
  const value = values.get(name) ?? (isLink ? `https://… (${name.slice(5)})` : undefined);
  if (value === undefined) return { text: inside, kind: "unknown" };
  if (value) return { text: value, kind: "filled" };
  return fallback ? { text: fallback, kind: "filled" } : { text: name, kind: "empty" };
}
