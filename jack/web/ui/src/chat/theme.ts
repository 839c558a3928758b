/** The chat in the hotel's colour, and in light or dark where its site is only one of them. */

import { carrying, css, on, onDark, onLight, parse } from "./colours";

/** Takes `accent` (#rrggbb) and `scheme` (light or dark) from the address. */
export function dress(root: HTMLElement, query: URLSearchParams): void {
  const scheme = query.get("scheme");
  if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  const accent = parse(query.get("accent"));
  if (!accent) return;
  const surface = carrying(accent);
  const colours = {
    "--brand": surface,
    "--on-brand": on(surface),
    "--brand-light": onLight(accent),
    "--on-brand-light": on(onLight(accent)),
    "--brand-dark": onDark(accent),
    "--on-brand-dark": on(onDark(accent)),
  };
  for (const [name, colour] of Object.entries(colours)) root.style.setProperty(name, css(colour));
}
