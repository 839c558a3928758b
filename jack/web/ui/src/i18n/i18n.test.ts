import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { admin as adminAr } from "./admin/ar";
import { admin as adminDe } from "./admin/de";
import { admin } from "./admin/en";
import { admin as adminEs } from "./admin/es";
import { admin as adminFr } from "./admin/fr";
import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { choose, fill, type Text, type Texts } from "./index";
import { ar as learningAr } from "./learning/ar";
import { de as learningDe } from "./learning/de";
import { en as learning } from "./learning/en";
import { es as learningEs } from "./learning/es";
import { fr as learningFr } from "./learning/fr";
import { ar as rulesAr } from "./rules/ar";
import { de as rulesDe } from "./rules/de";
import { en as rules } from "./rules/en";
import { es as rulesEs } from "./rules/es";
import { fr as rulesFr } from "./rules/fr";
import { ar as translateAr } from "./translate/ar";
import { de as translateDe } from "./translate/de";
import { en as translate } from "./translate/en";
import { es as translateEs } from "./translate/es";
import { fr as translateFr } from "./translate/fr";
import { ar as whatsappAr } from "./whatsapp/ar";
import { de as whatsappDe } from "./whatsapp/de";
import { en as whatsapp } from "./whatsapp/en";
import { es as whatsappEs } from "./whatsapp/es";
import { fr as whatsappFr } from "./whatsapp/fr";

const LANGUAGES: [string, Texts][] = Object.entries({ en, es, de, fr, ar });
/** Texts that pages bring along themselves, in every language. */
const OWN = {
  admin: { en: admin, es: adminEs, de: adminDe, fr: adminFr, ar: adminAr },
  rules: { en: rules, es: rulesEs, de: rulesDe, fr: rulesFr, ar: rulesAr },
  translate: {
    en: translate,
    es: translateEs,
    de: translateDe,
    fr: translateFr,
    ar: translateAr,
  },
  whatsapp: { en: whatsapp, es: whatsappEs, de: whatsappDe, fr: whatsappFr, ar: whatsappAr },
  learning: { en: learning, es: learningEs, de: learningDe, fr: learningFr, ar: learningAr },
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

test("only pages that wait for the texts of admin use them", async () => {
  const late =
    /^(i18n|chat|widget|pages\/(settings|me|setup|analytics|handover|replies|templates|automations))\/|^ui\/hours/;
  const source = new URL("../", import.meta.url);
  const files = (await readdir(source, { recursive: true })).filter(
    (name) => /(?<!\.test|\.d)\.tsx?$/.test(name) && !late.test(name),
  );
  const early = await Promise.all(files.map((name) => readFile(new URL(name, source), "utf8")));
  const used = Object.keys(admin).filter((key) => early.some((text) => text.includes(`"${key}"`)));
  expect(files.length).toBeGreaterThan(50);
  expect(used).toEqual([]);
});
