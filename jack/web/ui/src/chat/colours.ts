/** The hotel's colour, kept readable: what stands on it, and itself on light and dark grounds. */

export type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 18, 17];
/** The grounds of chat.css on which the accent is hardest to read. */
const LIGHT_GROUND: Rgb = [244, 241, 234];
const DARK_GROUND: Rgb = [48, 55, 53];
/** WCAG 2.2, 1.4.3: text of any size. */
const READABLE = 4.5;
const STEP = 0.05;

/** `#rgb` or `#rrggbb`; anything else is no colour. */
export function parse(text: string | null | undefined): Rgb | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? "")?.[1];
  if (!digits) return null;
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** WCAG 2.2: between 1 and 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** White or ink, whichever is easier to read on this colour. */
export function on(colour: Rgb): Rgb {
  return contrast(WHITE, colour) >= contrast(INK, colour) ? WHITE : INK;
}

/** The colour itself where text in it can be read on light grounds, else the nearest darker one. */
export function onLight(colour: Rgb): Rgb {
  return readable(colour, LIGHT_GROUND, INK);
}

/** The same for dark grounds, and lighter. */
export function onDark(colour: Rgb): Rgb {
  return readable(colour, DARK_GROUND, WHITE);
}

/**
 * The colour as a surface that text in `on` can be read on: a middle grey carries neither white nor
 * ink, so it gets darker.
 */
export function carrying(colour: Rgb): Rgb {
  let found = colour;
  for (let share = 0; contrast(found, on(found)) < READABLE; share += STEP) {
    found = mix(colour, INK, share);
  }
  return found;
}

function readable(colour: Rgb, ground: Rgb, towards: Rgb): Rgb {
  let found = colour;
  for (let share = 0; contrast(found, ground) < READABLE && share <= 1; share += STEP) {
    found = mix(colour, towards, share);
  }
  return found;
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const between = (index: 0 | 1 | 2) => Math.round(one[index] * (1 - share) + other[index] * share);
  return [between(0), between(1), between(2)];
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
