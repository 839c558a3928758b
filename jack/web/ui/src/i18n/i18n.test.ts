import { describe, expect, test } from "vitest";
import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { choose, fill, type Text, type Texts } from "./index";
import { ar as rulesAr } from "./rules/ar";
import { de as rulesDe } from "./rules/de";
import { en as rules } from "./rules/en";
import { es as rulesEs } from "./rules/es";
import { fr as rulesFr } from "./rules/fr";
import { ar as whatsappAr } from "./whatsapp/ar";
import { de as whatsappDe } from "./whatsapp/de";
import { en as whatsapp } from "./whatsapp/en";
import { es as whatsappEs } from "./whatsapp/es";
import { fr as whatsappFr } from "./whatsapp/fr";

const LANGUAGES: [string, Texts][] = Object.entries({ en, es, de, fr, ar });
/** Texts that pages bring along themselves, in every language. */
const OWN = {
  rules: { en: rules, es: rulesEs, de: rulesDe, fr: rulesFr, ar: rulesAr },
  whatsapp: { en: whatsapp, es: whatsappEs, de: whatsappDe, fr: whatsappFr, ar: whatsappAr },
};
const PACKS: [string, string, Record<string, Text>, Record<string, Text>][] = [
  ...LANGUAGES.map(([code, texts]) => ["all pages", code, texts, en] as never),
  ...Object.entries(OWN).flatMap(([name, languages]) =>
    Object.entries(languages).map(([code, texts]) => [name, code, texts, languages.en] as never),
  ),
];
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const forms = (text: Text) => (typeof text === "string" ? [text] : Object.values(text));

describe.each(PACKS)("%s, %s", (_, code, texts, english) => {
  test("has every text and no other", () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
  });

  test("leaves no text empty", () => {
    const empty = Object.entries(texts).filter(([, text]) =>
      forms(text).some((form) => !form.trim()),
    );
    expect(empty).toEqual([]);
  });

  test("has the holes of the English text", () => {
    for (const [key, text] of Object.entries(texts)) {
      const wanted = holes(choose(english[key] as Text, {}, new Intl.PluralRules("en")));
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
