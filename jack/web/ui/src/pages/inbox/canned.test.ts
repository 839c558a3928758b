import { expect, test } from "vitest";
import type { CannedReply } from "../../api/types";
import { askedIn, find } from "./canned";

test.each([
  ["/", ""],
  ["/wi", "wi"],
  ["Hello /wi", "wi"],
  ["https://hotel.example/wi", null],
  ["and/or", null],
  ["/wi fi", null],
  ["", null],
])("in %j is asked for %j", (before, asked) => {
  expect(askedIn(before)).toBe(asked);
});

const reply = (id: string, shortcut: string, language: string, text = "") =>
  ({ id, shortcut, language, text }) as CannedReply;

test("what begins so comes first, and of it the guest's language", () => {
  const replies = [
    reply("1", "free-wifi", "en"),
    reply("2", "wifi", "en"),
    reply("3", "wifi", "es"),
    reply("4", "late", "en", "wifi is in the text"),
    reply("5", "taxi", "en"),
  ];

  expect(find(replies, "wifi", "es").map(({ id }) => id)).toEqual(["3", "2", "1", "4"]);
});
