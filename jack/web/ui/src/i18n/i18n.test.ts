import { describe, expect, test } from "vitest";
import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { choose, fill, type Text, type Texts } from "./index";

const LANGUAGES: [string, Texts][] = Object.entries({ en, es, de, fr, ar });
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const forms = (text: Text) => (typeof text === "string" ? [text] : Object.values(text));

describe.each(LANGUAGES)("%s", (code, texts) => {
  test("has every text and no other", () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  });

  test("leaves no text empty", () => {
    const empty = Object.entries(texts).filter(([, text]) =>
      forms(text).some((form) => !form.trim()),
    );
    expect(empty).toEqual([]);
  });

  test("has the holes of the English text", () => {
    for (const [key, text] of Object.entries(texts)) {
      const wanted = holes(choose(en[key as keyof typeof en], {}, new Intl.PluralRules("en")));
      expect(holes(choose(text, {}, new Intl.PluralRules(code))), key).toEqual(wanted);
    }
  });

  test("has every plural form of its language, or says 'other' for all", () => {
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(texts)) {
      if (typeof text === "string") continue;
      const missing = categories.filter((form) => !(form in text) && form !== "many");
      expect(missing, key).toEqual([]);
    }
  });
});

test("a language other than English is not English left standing", () => {
  const same = Object.keys(en).filter((key) => {
    const name = key as keyof typeof en;
    return LANGUAGES.slice(1).every(([, texts]) => texts[name] === en[name]);
  });
  // Names are the same everywhere.
  expect(same).toEqual([]);
});

test("the number in count chooses the form", () => {
  const text = { one: "{count} message", other: "{count} messages" };
  const rules = new Intl.PluralRules("en");

  expect(fill(choose(text, { count: 1 }, rules), { count: 1 })).toBe("1 message");
  expect(fill(choose(text, { count: 3 }, rules), { count: 3 })).toBe("3 messages");
});

test("a hole without a value stays to be seen", () => {
  expect(fill("Hello {name}", {})).toBe("Hello {name}");
});
