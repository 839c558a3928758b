/** Files that somebody is about to send, by conversation. They stay while the page is open. */

import { signal } from "@preact/signals";
import { remove } from "../../api/client";
import { ApiError } from "../../api/errors";
import type { FileLimit, Media } from "../../api/types";
import { type Upload, upload } from "../../api/upload";
import { inWords } from "../../app/problems";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { channelWord } from "./words";

/** As many as the server takes in one message. */
export const MOST = 10;

export interface Attachment {
  key: number;
  name: string;
  size: number;
  /** How much is sent, 0 to 1. */
  share: number;
  /** Once the server has it. */
  media: Media | null;
  /** Why it did not come through, in words. */
  problem: string | null;
}

export const attached = signal<Readonly<Record<string, readonly Attachment[]>>>({});

const uploads = new Map<number, Upload>();
let lastKey = 0;

export const of = (id: string): readonly Attachment[] => attached.value[id] ?? [];

/** Begins to upload what the channel may take; what it surely does not is said at once. */
export function attach(
  id: string,
  files: readonly File[],
  limits: readonly FileLimit[],
  channel: string,
): void {
  const room = MOST - of(id).length;
  for (const file of files.slice(0, room)) begin(id, file, limits, channel);
  for (const file of files.slice(room))
    put(id, blank(file, t("files.tooMany", { name: file.name, count: MOST })));
}

function begin(id: string, file: File, limits: readonly FileLimit[], channel: string): void {
  const most = Math.max(0, ...limits.map(({ maxBytes }) => maxBytes));
  if (!file.type.startsWith("image/") && file.size > most) {
    put(id, blank(file, tooLarge(file.name, channel, most)));
    return;
  }
  const attachment = blank(file, null);
  const { key } = attachment;
  put(id, attachment);
  const running = upload(file, (share) => change(id, key, { share }));
  uploads.set(key, running);
  running.done
    .then(
      (media) => change(id, key, { media, share: 1 }),
      (error: unknown) => change(id, key, { problem: told(file.name, error) }),
    )
    .finally(() => uploads.delete(key));
}

/**
 * Why a file cannot go; null where it can. The guest may meanwhile write by another channel, which
 * takes other files.
 */
export function problemOf(
  { media, problem }: Attachment,
  limits: readonly FileLimit[],
  channel: string,
): string | null {
  return problem ?? (media && whyNot(media, limits, channel));
}

/** Why the guest's channel does not take a file as the server keeps it; null where it does. */
export function whyNot(
  { name, contentType, size }: Pick<Media, "name" | "contentType" | "size">,
  limits: readonly FileLimit[],
  channel: string,
): string | null {
  const limit = limits.find((each) => each.contentType === contentType);
  if (!limit) return t("files.wrongType", { name, channel: channelWord(channel) });
  return size > limit.maxBytes ? tooLarge(name, channel, limit.maxBytes) : null;
}

function tooLarge(name: string, channel: string, most: number): string {
  return t("files.tooLarge", { name, channel: channelWord(channel), size: format.size(most) });
}

function told(name: string, error: unknown): string {
  const reason = error instanceof ApiError ? error.details.reason : null;
  const words = typeof reason === "string" ? reasonWord(reason) : inWords(error);
  return t("files.failed", { name, reason: words });
}

/** Why Jack has no file, by its code. */
export function reasonWord(reason: string | null): string {
  switch (reason) {
    case "too_large":
      return t("files.reason.tooLarge");
    case "too_many":
      return t("files.reason.tooMany");
    case "empty":
      return t("files.reason.empty");
    case "type":
      return t("files.reason.type");
    case "damaged":
      return t("files.reason.damaged");
    case "gone":
      return t("files.reason.gone");
    default:
      return t("files.reason.unreachable");
  }
}

/** Takes a file away again. */
export function drop(id: string, key: number): void {
  const gone = of(id).find((each) => each.key === key);
  uploads.get(key)?.stop();
  set(
    id,
    of(id).filter((each) => each !== gone),
  );
  // If the server does not hear it, it forgets the file after a day by itself.
  if (gone?.media)
    remove("/api/v1/media/{id}", { path: { id: gone.media.id } }).catch(() => undefined);
}

/** They went out with a message. */
export function sent(id: string, keys: readonly number[]): void {
  set(
    id,
    of(id).filter(({ key }) => !keys.includes(key)),
  );
}

function blank({ name, size }: File, problem: string | null): Attachment {
  lastKey += 1;
  return { key: lastKey, name, size, share: 0, media: null, problem };
}

function put(id: string, attachment: Attachment): void {
  set(id, [...of(id), attachment]);
}

function change(id: string, key: number, what: Partial<Attachment>): void {
  set(
    id,
    of(id).map((each) => (each.key === key ? { ...each, ...what } : each)),
  );
}

function set(id: string, files: readonly Attachment[]): void {
  attached.value = { ...attached.value, [id]: files };
}
