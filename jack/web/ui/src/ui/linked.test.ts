import { expect, test } from "vitest";
import { split } from "./linked";

test("web addresses become links, without the punctuation behind them", () => {
  expect(split("See (https://hotel.example/pool). Bye")).toEqual([
    { text: "See (" },
    { text: "https://hotel.example/pool", href: "https://hotel.example/pool" },
    { text: "). Bye" },
  ]);
});

test("nothing else becomes a link", () => {
  const text = "javascript:alert(1) data:text/html,x <img src=x> hotel.example";

  expect(split(text)).toEqual([{ text }]);
});
