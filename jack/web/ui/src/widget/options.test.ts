import { describe, expect, it } from "vitest";
import { read } from "./options";

const SOURCE = "https://jack.hotel.example/widget.js?v=1";

describe("the hotel's script tag", () => {
  it("needs nothing but its address", () => {
    const options = read(SOURCE, {}, ["pt-BR", "en"]);

    expect(options).toEqual({
      origin: "https://jack.hotel.example",
      language: "pt",
      accent: null,
      side: "right",
      scheme: "auto",
      frame: "https://jack.hotel.example/widget?lang=pt",
    });
  });

  it("tells the frame of colour, language and scheme", () => {
    const tag = { lang: "ar", accent: "#7a1f3d", side: "left", scheme: "dark" };

    const options = read(SOURCE, tag, ["en"]);

    expect(options.frame).toBe(
      "https://jack.hotel.example/widget?lang=ar&accent=%237a1f3d&scheme=dark",
    );
    expect([options.side, options.accent]).toEqual(["left", [122, 31, 61]]);
  });

  it("passes over what is no colour, language, side or scheme", () => {
    const tag = { lang: "tlh", accent: "url(//evil.example)", side: "top", scheme: "sepia" };

    const options = read(SOURCE, tag, []);

    expect(options.frame).toBe("https://jack.hotel.example/widget?lang=en");
    expect([options.side, options.accent, options.scheme]).toEqual(["right", null, "auto"]);
  });
});
