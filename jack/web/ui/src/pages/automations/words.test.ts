import { expect, test } from "vitest";
import type { Trigger } from "../../api/types";
import { corrected } from "./condition";
import { isWritten, keyOf, newAction, newDefinition } from "./data";
import { nameWord, ruleName, triggerWords } from "./words";

test.each<[Trigger, string]>([
  [
    { kind: "stay", anchor: "arrival", side: "before", days: 3, at: "10:00", zone: "hotel" },
    "3 days before arrival, 10:00",
  ],
  [
    {
      kind: "stay",
      anchor: "departure",
      side: "after",
      days: 1,
      hours: 2,
      at: null,
      zone: "hotel",
    },
    "1 day, 2 hours after departure",
  ],
  [
    { kind: "stay", anchor: "departure", side: "before", days: 0, at: "08:30", zone: "hotel" },
    "on the day of departure, 08:30",
  ],
  [{ kind: "event", event: "room_ready" }, "when a room is ready"],
  [{ kind: "event", event: "checked_in", delayMinutes: 120 }, "2 hours after a guest checks in"],
  [{ kind: "event", event: "checked_in", delayMinutes: 1 }, "1 minute after a guest checks in"],
  [{ kind: "schedule", at: "09:00", weekdays: [], audience: "hotel" }, "every day, 09:00"],
  [{ kind: "schedule", at: "09:00", weekdays: [1, 5], audience: "hotel" }, "Monday, Friday, 09:00"],
])("a trigger in words", (trigger, words) => {
  expect(triggerWords(trigger)).toBe(words);
});

test.each([
  ["Sea view: hello!", "sea_view_hello"],
  ["  3 Tage vorher ", "tage_vorher"],
  ["Été à Nice", "ete_a_nice"],
  ["مرحبا", ""],
])("a short name is made of a name: %s", (name, key) => {
  expect(keyOf(name)).toBe(key);
});

test("only the word at the mistake is replaced", () => {
  const condition = "stay.nights > 2 and guest.is_vop or guest.is_vop";

  expect(corrected(condition, { position: 21 }, "guest.is_vip")).toBe(
    "stay.nights > 2 and guest.is_vip or guest.is_vop",
  );
});

test("a rule is written when it has a name and every step is whole", () => {
  const definition = newDefinition("arrival_1d");

  expect(isWritten({ name: "Hello", definition })).toBe(true);
  expect(isWritten({ name: " ", definition })).toBe(false);
  expect(isWritten({ name: "Hello", definition: { ...definition, actions: [] } })).toBe(false);
  const task = { ...definition, actions: [newAction("create_task", "")] };
  expect(isWritten({ name: "Hello", definition: task })).toBe(false);
});

test("a rule of Jack's is named in the person's language until somebody renames it", () => {
  expect(nameWord("room_ready", "The room is ready")).toBe("The room is ready");
  expect(nameWord("room_ready", "Ready!")).toBe("Ready!");
  expect(ruleName({ key: "room_ready", name: "Mine", isShipped: false })).toBe("Mine");
});
