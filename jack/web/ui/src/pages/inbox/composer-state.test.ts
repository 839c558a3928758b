import { expect, test } from "vitest";
import { edit, editOf, leftAfter, putIn } from "./composer-state";

test.each([
  ["Good morning", "Good morning", ""],
  ["  Good morning \n", "Good morning", ""],
  ["Good morning\nAnd welcome", "Good morning", "And welcome"],
  ["Good evening", "Good morning", "Good evening"],
])("of %j, with %j sent, %j stays", (text, sent, left) => {
  expect(leftAfter(text, sent)).toBe(left);
});

test.each([
  ["/wi", "/wi", "Free WiFi"],
  ["Hello /wi", "Hello /wi", "Hello Free WiFi"],
  ["/wi and a", "/wi", "Free WiFi and a"],
  ["Another", "/wi", "Another\n\nFree WiFi"],
  ["", "/wi", "Free WiFi"],
])("in %j, where %j asked for it, a canned reply makes %j", (text, before, made) => {
  expect(putIn(text, before, "/wi", "Free WiFi")).toBe(made);
});

test("a changed draft keeps a person's words until they are dropped", () => {
  edit("7", "");
  expect(editOf("7")).toBe("");

  edit("7", null);

  expect(editOf("7")).toBeNull();
});
