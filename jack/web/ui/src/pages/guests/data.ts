/** What the guest pages ask the server for, and do there. */

import { get, patch, post, put, remove } from "../../api/client";
import type { Guest } from "../../api/types";

export async function readGuests(
  q: string,
  cursor: string | null,
): Promise<{ items: Guest[]; cursor: string | null }> {
  const found = await get("/api/v1/guests", {
    query: { limit: 50, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) },
  });
  return { items: found.guests, cursor: found.cursor };
}

const at = (id: string) => ({ path: { id } });

export const readGuest = (id: string) => get("/api/v1/guests/{id}", at(id));
export const readStays = async (id: string) =>
  (await get("/api/v1/guests/{id}/reservations", at(id))).reservations;
export const readPreferences = async (id: string) =>
  (await get("/api/v1/guests/{id}/preferences", at(id))).preferences;
export const readNotes = async (id: string) =>
  (await get("/api/v1/guests/{id}/notes", at(id))).notes;
export const readConsents = async (id: string) =>
  (await get("/api/v1/guests/{id}/consents", at(id))).consents;
export const readSuggestions = async (id: string) =>
  (await get("/api/v1/guests/{id}/merge-suggestions", at(id))).suggestions;
export const readMerges = async (id: string) =>
  (await get("/api/v1/guests/{id}/merges", at(id))).merges;

/** Where a guest writes from, and how they proved who they are. */
export async function readContacts(id: string) {
  const [found, proofs] = await Promise.all([
    get("/api/v1/guests/{id}/identities", at(id)),
    get("/api/v1/guests/{id}/verifications", at(id)),
  ]);
  return { identities: found.identities, verifications: proofs.verifications };
}

const MOST_HISTORY = 20;

/** Conversations and tasks, the newest first. */
export async function readHistory(id: string) {
  const [talks, tasks] = await Promise.all([
    get("/api/v1/conversations", { query: { guestId: id, limit: MOST_HISTORY } }),
    get("/api/v1/tasks", { query: { guestId: id, limit: MOST_HISTORY } }),
  ]);
  return { conversations: talks.conversations, tasks: tasks.tasks };
}

export interface GuestWords {
  firstName?: string;
  lastName?: string;
  phone?: string | null;
  email?: string | null;
  language?: string | null;
  isVip?: boolean;
  inRecovery?: boolean;
}

export const create = (words: GuestWords) => post("/api/v1/guests", { body: words });
export const edit = (id: string, words: GuestWords) =>
  patch("/api/v1/guests/{id}", { ...at(id), body: words });
export const setTags = (id: string, tags: string[]) =>
  put("/api/v1/guests/{id}/tags", { ...at(id), body: { tags } });

export const PREFERENCES = [
  "diet",
  "allergy",
  "accessibility",
  "room",
  "bed",
  "drink",
  "contact",
  "occasion",
  "other",
  "note",
] as const;
export type PreferenceName = (typeof PREFERENCES)[number];

interface Liking {
  name: PreferenceName;
  value: string;
}

export const prefer = (id: string, body: Liking) =>
  post("/api/v1/guests/{id}/preferences", { ...at(id), body });
export const changePreference = (id: string, preferenceId: string, body: Liking) =>
  put("/api/v1/guests/{id}/preferences/{preferenceId}", { path: { id, preferenceId }, body });
export const removePreference = (id: string, preferenceId: string) =>
  remove("/api/v1/guests/{id}/preferences/{preferenceId}", { path: { id, preferenceId } });

export const addNote = (id: string, text: string) =>
  post("/api/v1/guests/{id}/notes", { ...at(id), body: { text } });
export const removeNote = (id: string, noteId: string) =>
  remove("/api/v1/guests/{id}/notes/{noteId}", { path: { id, noteId } });

export const CHANNELS = ["whatsapp", "sms", "email", "webchat"] as const;
export type Channel = (typeof CHANNELS)[number];
export const PURPOSES = ["messages", "marketing"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const consent = (id: string, channel: Channel, purpose: Purpose, isGiven: boolean) =>
  post("/api/v1/guests/{id}/consents", { ...at(id), body: { channel, purpose, isGiven } });

export const previewMerge = (id: string, guestId: string) =>
  get("/api/v1/guests/{id}/merge", { ...at(id), query: { guestId } });
export const merge = (id: string, guestId: string) =>
  post("/api/v1/guests/{id}/merge", { ...at(id), body: { guestId } });
export const undoMerge = (id: string) => post("/api/v1/merges/{id}/undo", at(id));
export const setTwo = (id: string, guestId: string) =>
  post("/api/v1/guests/{id}/distinct", { ...at(id), body: { guestId } });
