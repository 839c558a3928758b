import { expect, test } from "vitest";
import { fromField, toField } from "./zoned";

test.each([
  ["2027-01-15T14:30", "Europe/Lisbon", "2027-01-15T14:30:00.000Z"],
  ["2027-07-15T14:30", "Europe/Lisbon", "2027-07-15T13:30:00.000Z"],
  ["2027-01-15T00:10", "Pacific/Auckland", "2027-01-14T11:10:00.000Z"],
  ["2027-03-28T03:30", "Europe/Berlin", "2027-03-28T01:30:00.000Z"],
  ["2027-01-15T20:15", "America/New_York", "2027-01-16T01:15:00.000Z"],
])("%s in %s is %s", (text, zone, iso) => {
  expect(fromField(text, zone)).toBe(iso);
  expect(toField(iso, zone)).toBe(text);
});

test("an empty field is no time", () => {
  expect(fromField("", "Europe/Lisbon")).toBeNull();
});
