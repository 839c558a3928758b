import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for borders of fields and the ring of focus (1.4.11). */
const TEXT = 4.5;
const SHAPE = 3;
const PAIRS: [string, string, number][] = [
  ...["ground", "surface", "raised", "hover", "chosen", "accent-soft", "note-soft"].flatMap(
    (ground): [string, string, number][] => [
      ["ink", ground, TEXT],
      ["muted", ground, TEXT],
      ["accent", ground, SHAPE],
    ],
  ),
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-strong", TEXT],
  ["on-danger", "danger", TEXT],
  ["accent", "accent-soft", TEXT],
  ["accent", "surface", TEXT],
  ["accent", "chosen", TEXT],
  ["danger", "danger-soft", TEXT],
  ["danger", "ground", TEXT],
  ["danger", "surface", TEXT],
  ["warn", "warn-soft", TEXT],
  ["warn", "surface", TEXT],
  ["good", "good-soft", TEXT],
  ["line-strong", "surface", SHAPE],
  ["line-strong", "ground", SHAPE],
];

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]): [string, [string, string]] => [
      String(name),
      [String(light), String(dark)],
    ],
  ),
);

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("in the %s theme", (_, theme) => {
  test.each(PAIRS)("%s on %s can be read", (ink, ground, least) => {
    const [first, second] = [colours.get(ink)?.[theme], colours.get(ground)?.[theme]];

    expect(contrast(String(first), String(second))).toBeGreaterThanOrEqual(least);
  });
});

test("black on white is the most there is", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
});
