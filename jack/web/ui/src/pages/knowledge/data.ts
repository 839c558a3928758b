/** What the knowledge pages ask the server for, and do there. */

import { get, post, put, remove } from "../../api/client";
import type { GoldenWritten, KnowledgeEntry } from "../../api/types";
import { readAll } from "../../app/loaded";

export const CATEGORIES = ["faq", "policy", "amenity", "menu", "local", "service"] as const;
export type Category = (typeof CATEGORIES)[number];
export const AUDIENCES = ["guest", "internal"] as const;
export type Audience = (typeof AUDIENCES)[number];
export const LANGUAGES = [
  "en",
  "es",
  "fr",
  "de",
  "it",
  "pt",
  "ar",
  "zh",
  "ja",
  "hi",
  "ru",
] as const;
export type Language = (typeof LANGUAGES)[number];

const MOST = 3_000;

/** Every entry: a hotel has hundreds, and choosing among them happens here. */
export const readEntries = (): Promise<KnowledgeEntry[]> =>
  readAll(async (cursor) => {
    const found = await get("/api/v1/knowledge", {
      query: { limit: 100, ...(cursor ? { cursor } : {}) },
    });
    return { items: found.entries, cursor: found.cursor };
  }, MOST);

const at = (id: string) => ({ path: { id } });

export const readEntry = (id: string) => get("/api/v1/knowledge/{id}", at(id));
export const readVersions = async (id: string) =>
  (await get("/api/v1/knowledge/{id}/versions", at(id))).versions;

/** An entry as it is written; without a language it is detected. */
export interface Words {
  title: string;
  body: string;
  category: Category;
  language: Language | null;
  audience: Audience;
  validFrom: string | null;
  validUntil: string | null;
}

export const create = (words: Words) => post("/api/v1/knowledge", { body: words });
export const edit = (id: string, version: number, words: Words) =>
  put("/api/v1/knowledge/{id}", { ...at(id), body: { ...words, version } });
export const drop = (id: string) => remove("/api/v1/knowledge/{id}", at(id));
export const preview = (words: Words) => post("/api/v1/knowledge/preview", { body: words });

export const search = (q: string, audience: Audience) =>
  get("/api/v1/knowledge/search", { query: { q, audience } });

export const importFile = (file: File, { dryRun, prune }: { dryRun: boolean; prune: boolean }) =>
  post("/api/v1/knowledge/import", { query: { name: file.name, dryRun, prune }, body: file });

/** The kinds of files that the server reads. */
export const READABLE = ".md,.markdown,.txt,.html,.htm,.csv,.json,.jsonl,.pdf,.docx";

export const readWebsite = (url: string) => post("/api/v1/knowledge/websites", { body: { url } });
export const lookAtWebsite = (id: string) => get("/api/v1/knowledge/websites/{id}", at(id));
export const takeWebsite = (id: string, how: { dryRun: boolean; prune: boolean }) =>
  post("/api/v1/knowledge/websites/{id}/import", { ...at(id), body: how });
export const leaveWebsite = (id: string) => remove("/api/v1/knowledge/websites/{id}", at(id));

export const readGaps = async () => (await get("/api/v1/knowledge/gaps")).gaps;
export const answerGap = (ids: string[], entry: Words) =>
  post("/api/v1/knowledge/gaps/answer", { body: { ids, entry } });
export const dismissGap = (ids: string[]) =>
  post("/api/v1/knowledge/gaps/dismiss", { body: { ids } });

export const readGolden = async () => (await get("/api/v1/evaluations")).golden;
export const saveGolden = (id: string | null, written: GoldenWritten) =>
  id === null
    ? post("/api/v1/evaluations", { body: written })
    : put("/api/v1/evaluations/{id}", { ...at(id), body: written });
export const dropGolden = (id: string) => remove("/api/v1/evaluations/{id}", at(id));
export const runGolden = () => post("/api/v1/evaluations/runs");
export const lookAtRun = (id: string) => get("/api/v1/evaluations/runs/{id}", at(id));
export const tryFile = (file: File, prune: boolean) =>
  post("/api/v1/evaluations/trials", { query: { name: file.name, prune }, body: file });
export const tryModels = () => post("/api/v1/evaluations/trials/models");
export const tryWebsite = (id: string, prune: boolean) =>
  post("/api/v1/evaluations/trials/website", { body: { id, prune } });

export const readContradictions = async () =>
  (await get("/api/v1/knowledge/contradictions")).contradictions;
export const acceptContradiction = (key: string) =>
  post("/api/v1/knowledge/contradictions/accept", { body: { key } });

export const readProposals = async () =>
  (await get("/api/v1/knowledge/proposals", { query: { limit: 100 } })).proposals;
/** As an entry of its own, or as the next version of one. */
export const approve = (id: string, words: Words, into: KnowledgeEntry | undefined) =>
  post("/api/v1/knowledge/proposals/{id}/approve", {
    ...at(id),
    body: { ...words, into: into ? { id: into.id, version: into.version } : null },
  });
export const reject = (id: string) => post("/api/v1/knowledge/proposals/{id}/reject", at(id));
