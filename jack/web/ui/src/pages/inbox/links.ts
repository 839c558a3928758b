/** Addresses of files: good for some minutes, asked for together, and asked for again when over. */

import { signal } from "@preact/signals";
import { get } from "../../api/client";
import type { Media } from "../../api/types";

export type Link = Pick<Media, "url" | "thumbnailUrl">;

const FRESH_MS = 4 * 60_000;
/** As many as the server gives at once. */
const MOST = 50;

const links = signal<Readonly<Record<string, Link>>>({});
const askedAt = new Map<string, number>();
let wanted = new Set<string>();
let asking: Promise<void> | null = null;

/** The address of a file; null until `want`ed and there. */
export const linkOf = (id: string): Link | null => links.value[id] ?? null;

/** Asks for the address of a file, together with those that others want at this moment. */
export function want(id: string): Promise<void> {
  if (Date.now() - (askedAt.get(id) ?? 0) < FRESH_MS && links.value[id]) return Promise.resolve();
  wanted.add(id);
  asking ??= new Promise((resolve) => setTimeout(resolve)).then(ask);
  return asking;
}

/** An address that is surely good now, for a press; null when there is none. */
export async function fresh(id: string): Promise<Link | null> {
  await want(id);
  return linkOf(id);
}

/** What was shown by it failed: the next `want` asks again. Once a minute, not for ever. */
export function spoil(id: string): boolean {
  if (Date.now() - (askedAt.get(id) ?? 0) < FRESH_MS / 4) return false;
  askedAt.delete(id);
  return true;
}

async function ask(): Promise<void> {
  const ids = [...wanted];
  wanted = new Set();
  asking = null;
  for (let at = 0; at < ids.length; at += MOST) {
    const some = ids.slice(at, at + MOST);
    try {
      const { media } = await get("/api/v1/media", { query: { ids: some.join(",") } });
      const found = media.map(({ id, url, thumbnailUrl }) => [id, { url, thumbnailUrl }] as const);
      for (const id of some) askedAt.set(id, Date.now());
      links.value = { ...links.value, ...Object.fromEntries(found) };
    } catch {
      // The banner says that the server is away; what is looked at next asks again.
    }
  }
}
