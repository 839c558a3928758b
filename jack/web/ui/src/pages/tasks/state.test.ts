import { expect, test } from "vitest";
import type { Person, Task } from "../../api/types";
import { byRoom, byUrgency, lateSince, nextStep, possible } from "./state";

const NOW = Date.parse("2027-01-15T12:00Z");
const MILENA = { id: "5", role: "housekeeping", permissions: ["tasks:write"] } as Person;
const ANA = { id: "3", role: "front_desk", permissions: ["tasks:write"] } as Person;

function task(given: Partial<Task> = {}): Task {
  return {
    id: "1",
    kind: "request",
    status: "pending",
    priority: "standard",
    assignedTo: null,
    isWaiting: false,
    result: null,
    respondedAt: null,
    responseDueAt: "2027-01-15T12:15Z",
    resolutionDueAt: "2027-01-15T13:00Z",
    room: null,
    ...given,
  } as Task;
}

test("a task goes from hand to hand in three steps", () => {
  expect(nextStep(task(), MILENA)).toBe("claim");
  expect(nextStep(task({ status: "assigned", assignedTo: "5" }), MILENA)).toBe("start");
  expect(nextStep(task({ status: "in_progress", assignedTo: "5" }), MILENA)).toBe("complete");
  expect(nextStep(task({ status: "completed", assignedTo: "5" }), MILENA)).toBeNull();
});

test("a colleague's task can be given on or finished, not taken", () => {
  const theirs = task({ status: "assigned", assignedTo: "9" });

  expect(nextStep(theirs, MILENA)).toBeNull();
  expect(possible(theirs, MILENA)).not.toContain("claim");
  expect(possible(theirs, MILENA)).not.toContain("start");
  expect(possible(theirs, MILENA)).toContain("reassign");
});

test("only those who decide may answer an approval", () => {
  const approval = task({ kind: "approval" });

  expect(possible(approval, MILENA)).toEqual([]);
  expect(nextStep(approval, ANA)).toBe("approve");
  expect(possible(approval, ANA)).toEqual(
    expect.arrayContaining(["approve", "decline", "counter"]),
  );
  expect(possible(approval, ANA)).not.toContain("complete");
});

test("without the permission nothing is offered", () => {
  expect(possible(task(), { ...ANA, permissions: ["tasks:read"] })).toEqual([]);
});

test("the missed response counts until somebody has it, then the resolution", () => {
  const late = { responseDueAt: "2027-01-15T11:40Z", resolutionDueAt: "2027-01-15T13:00Z" };

  expect(lateSince(task(late), NOW)).toBe(Date.parse("2027-01-15T11:40Z"));
  expect(lateSince(task({ ...late, respondedAt: "2027-01-15T11:50Z" }), NOW)).toBeNull();
});

test("on the waiting list, and while the guest has an offer, nothing is late", () => {
  const late = { responseDueAt: "2027-01-15T11:00Z", resolutionDueAt: "2027-01-15T11:30Z" };

  expect(lateSince(task({ ...late, isWaiting: true }), NOW)).toBeNull();
  expect(lateSince(task({ ...late, result: "countered" }), NOW)).toBeNull();
  expect(lateSince(task({ ...late, status: "completed" }), NOW)).toBeNull();
});

test("what is late longest comes first, what waits comes last", () => {
  const tasks = [
    task({ id: "1" }),
    task({ id: "2", isWaiting: true }),
    task({ id: "3", responseDueAt: "2027-01-15T11:59Z" }),
    task({ id: "4", responseDueAt: "2027-01-15T11:00Z" }),
    task({ id: "5", priority: "urgent" }),
  ];

  expect(tasks.sort(byUrgency(NOW)).map(({ id }) => id)).toEqual(["4", "3", "5", "1", "2"]);
});

test("rooms are counted like numbers", () => {
  const rooms = ["204", null, "99", "1010"].map((room) => task({ room }));

  expect(rooms.sort(byRoom).map(({ room }) => room)).toEqual(["99", "204", "1010", null]);
});
