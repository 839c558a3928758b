import { expect, test } from "vitest";
import { initials } from "./bits";

test.each([
  ["Ana Pacheco", "AP"],
  ["maria da costa", "MC"],
  ["Jean-Luc", "JL"],
  ["李", "李"],
  ["Guest 12", "G"],
  ["", ""],
])("the initials of %j are %j", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
