import { expect, test } from "vitest";
import { partsOf } from "./words";

const shown = (text: string, asked: string) =>
  partsOf(text, asked)
    .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
    .join("");

test.each([
  ["Is there a pool?", "pool", "Is there a [pool]?"],
  ["Pool towels at the pool", "poo tow", "[Poo]l [tow]els at the [poo]l"],
  ["A whirlpool", "pool", "A whirlpool"],
  ["¿Hay desayuno?", "Desa", "¿Hay [desa]yuno?"],
  ["أين المسبح", "المس", "أين [المس]بح"],
  ["2 + 2 (really)", "(re", "2 + 2 ([re]ally)"],
  ["Nothing", "...", "Nothing"],
  ["", "pool", ""],
])("in %j, for %j, this is marked: %j", (text, asked, marked) => {
  expect(shown(text, asked)).toBe(marked);
});

test("a long text begins shortly before what was found", () => {
  const text = `${"Many words come first. ".repeat(10)}The pool is warm.`;

  expect(shown(text, "pool")).toBe("…first. Many words come first. The [pool] is warm.");
});
