import { expect, test } from "vitest";
import { pieces } from "./gaps";

const VALUES = new Map([
  ["guest.first_name", "Ana"],
  ["hotel.phone", ""],
]);
const words = (text: string) => pieces(text, VALUES).map(({ text: words, kind }) => [kind, words]);

test("a gap holds what stands for the guest", () => {
  expect(words("Dear {{ guest.first_name }}!")).toEqual([
    ["text", "Dear "],
    ["filled", "Ana"],
    ["text", "!"],
  ]);
});

test("an empty value takes the fallback, and without one the gap is seen", () => {
  expect(words("{{hotel.phone|the desk}}")).toEqual([["filled", "the desk"]]);
  expect(words("{{hotel.phone}}")).toEqual([["empty", "hotel.phone"]]);
});

test("a name that nothing fills is seen", () => {
  expect(words("{{guest.shoe}}")).toEqual([["unknown", "guest.shoe"]]);
});

test("a link of the hotel is shown by its name", () => {
  expect(words("{{link.menu}}")).toEqual([["filled", "https://… (menu)"]]);
});
