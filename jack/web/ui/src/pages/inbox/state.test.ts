import { expect, test } from "vitest";
import type { InboxLine } from "../../api/types";
import type { Entry } from "./data";
import { byAttention, merged } from "./list-state";
import { byTime, isGap, joined } from "./thread-state";

function line(
  id: string,
  lastMessageAt: string,
  attention?: { since: string; due?: string },
): InboxLine {
  return {
    id,
    lastMessageAt,
    attention: attention
      ? { wants: ["waiting"], waitingSince: attention.since, dueAt: attention.due ?? null }
      : null,
  } as unknown as InboxLine;
}

const known = (...lines: InboxLine[]) => new Map(lines.map((one) => [one.id, one]));

test("who needs a person comes first, the earliest deadline before the longest wait", () => {
  const lines = [
    line("1", "2027-01-15T10:00Z"),
    line("2", "2027-01-15T09:00Z", { since: "2027-01-15T08:30Z" }),
    line("3", "2027-01-15T11:00Z"),
    line("4", "2027-01-15T07:00Z", { since: "2027-01-15T07:00Z", due: "2027-01-15T08:00Z" }),
  ];

  expect(lines.sort(byAttention).map(({ id }) => id)).toEqual(["4", "2", "3", "1"]);
});

test("a fresh page drops what has left it and keeps what lies behind it", () => {
  const before = known(
    line("1", "2027-01-15T10:00Z"),
    line("2", "2027-01-15T09:00Z"),
    line("3", "2027-01-15T08:00Z"),
  );
  const page = [line("1", "2027-01-15T10:30Z"), line("4", "2027-01-15T08:30Z")];

  expect([...merged(before, page, false).keys()].sort()).toEqual(["1", "3", "4"]);
  expect([...merged(before, page, true).keys()].sort()).toEqual(["1", "4"]);
  expect(merged(before, page, false).get("1")?.lastMessageAt).toBe("2027-01-15T10:30Z");
});

const said = (id: string, at: string, content = ""): Entry =>
  ({ kind: "message", at, key: `message ${id}`, message: { id, content } }) as unknown as Entry;

test("entries that did not change stay the same objects, so that nothing is drawn again", () => {
  const first = joined(new Map(), [said("1", "2027-01-15T10:00Z"), said("2", "2027-01-15T10:01Z")]);

  const second = joined(first, [
    said("2", "2027-01-15T10:01Z", "new"),
    said("1", "2027-01-15T10:00Z"),
  ]);

  expect(second.get("message 1")).toBe(first.get("message 1"));
  expect(second.get("message 2")).not.toBe(first.get("message 2"));
});

test("of one moment, messages come before the task they led to, and in their own order", () => {
  const at = "2027-01-15T10:00Z";
  const task = { kind: "task", at, key: "task 1" } as unknown as Entry;

  const sorted = [task, said("10", at), said("9", at)].sort(byTime).map(({ key }) => key);

  expect(sorted).toEqual(["message 9", "message 10", "task 1"]);
});

test("a page that touches nothing known leaves a gap", () => {
  const before = joined(new Map(), [said("1", "2027-01-15T10:00Z")]);

  expect(isGap(before, [said("60", "2027-01-15T12:00Z")])).toBe(true);
  expect(isGap(before, [said("1", "2027-01-15T10:00Z")])).toBe(false);
  expect(isGap(new Map(), [said("60", "2027-01-15T12:00Z")])).toBe(false);
});
