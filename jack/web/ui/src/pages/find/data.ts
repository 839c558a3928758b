/** What the search asks the server for. */

import { get } from "../../api/client";

const PAGE = 20;

export const search = (q: string, cursor: string | null) =>
  get("/api/v1/search", { query: { q, limit: PAGE, ...(cursor ? { cursor } : {}) } });

export type Results = Awaited<ReturnType<typeof search>>;
