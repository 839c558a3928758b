import { expect, test } from "vitest";

const SOURCES = import.meta.glob("/src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
}) as Record<string, string>;

test("no module waits at its top: the first page would be cut into many files", () => {
  const waiting = Object.keys(SOURCES).filter((name) => /^await\s/m.test(SOURCES[name] ?? ""));

  expect(Object.keys(SOURCES).length).toBeGreaterThan(100);
  expect(waiting).toEqual([]);
});
