import { expect, test } from "vitest";
import { fitting } from "./fitting";

const WIDTHS = [40, 80, 60, 50, 70];

test.each([
  [300, 0, [0, 1, 2, 3, 4]],
  [299, 0, [0, 1, 2, 3]],
  [240, 0, [0, 1, 2]],
  [240, 4, [0, 1, 4]],
  [100, 4, [4]],
  [0, 2, [2]],
])("in %d px with choice %d chosen, %j are shown", (room, chosen, shown) => {
  expect(fitting(WIDTHS, room, 20, chosen)).toEqual(shown);
});

test("nothing chosen takes no room", () => {
  expect(fitting(WIDTHS, 140, 20, -1)).toEqual([0, 1]);
});
