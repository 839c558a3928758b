import { expect, test } from "vitest";
import { nameOf } from "./shortcuts";

const plain = { ctrlKey: false, metaKey: false, altKey: false };

test("Ctrl and Cmd are the same key, letters are small", () => {
  expect(nameOf({ ...plain, key: "J" })).toBe("j");
  expect(nameOf({ ...plain, key: "Enter", ctrlKey: true })).toBe("mod+Enter");
  expect(nameOf({ ...plain, key: "Enter", metaKey: true })).toBe("mod+Enter");
  expect(nameOf({ ...plain, key: "?" })).toBe("?");
});
