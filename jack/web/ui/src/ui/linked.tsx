/** Text in which web addresses are links; everything else stays text. */

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

export function split(text: string): { text: string; href?: string }[] {
  const parts: { text: string; href?: string }[] = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const href = found[0].replace(TRAILING, "");
    if (found.index > end) parts.push({ text: text.slice(end, found.index) });
    parts.push({ text: href, href });
    end = found.index + href.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

export function Linked({ text }: { text: string }) {
  return (
    <>
      {split(text).map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
