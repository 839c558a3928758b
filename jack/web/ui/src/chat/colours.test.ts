import { describe, expect, it } from "vitest";
import { carrying, contrast, on, onDark, onLight, parse, type Rgb } from "./colours";

const LIGHTEST: Rgb = [255, 253, 249];
const GROUND: Rgb = [244, 241, 234];
const LINE_IN_THE_DARK: Rgb = [48, 55, 53];

/** Every colour of a coarse cube, and the greys between, where neither black nor white is easy. */
const COLOURS: Rgb[] = [0, 51, 102, 153, 204, 255].flatMap((red) =>
  [0, 51, 102, 153, 204, 255].flatMap((green) =>
    [0, 51, 102, 153, 204, 255].map((blue): Rgb => [red, green, blue]),
  ),
);
for (let grey = 100; grey < 140; grey += 1) COLOURS.push([grey, grey, grey]);

describe("the hotel's colour", () => {
  it.each([
    ["#7a1f3d", [122, 31, 61]],
    [" #FFF ", [255, 255, 255]],
    ["#1a2b3c4d", null],
    ["7a1f3d", null],
    ["red", null],
    ["#7a1f3d;}body{", null],
    ["", null],
    [undefined, null],
  ])("is read from %s", (text, colour) => {
    expect(parse(text)).toEqual(colour);
  });

  it("has the contrast of WCAG's own examples", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  });

  it("carries readable text whatever it is", () => {
    for (const colour of COLOURS) {
      const surface = carrying(colour);
      expect(contrast(surface, on(surface))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("is readable as text on light and dark grounds whatever it is", () => {
    for (const colour of COLOURS) {
      for (const ground of [LIGHTEST, GROUND])
        expect(contrast(onLight(colour), ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onDark(colour), LINE_IN_THE_DARK)).toBeGreaterThanOrEqual(4.5);
      for (const shown of [onLight(colour), onDark(colour)])
        expect(contrast(shown, on(shown))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("stays as it is where it can be read", () => {
    expect(carrying([122, 31, 61])).toEqual([122, 31, 61]);
    expect(onLight([122, 31, 61])).toEqual([122, 31, 61]);
    expect(onDark([255, 225, 0])).toEqual([255, 225, 0]);
  });
});
