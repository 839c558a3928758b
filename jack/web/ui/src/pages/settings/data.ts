import { get, patch, post } from "../../api/client";
import type { Setting } from "../../api/types";

export type Settings = ReadonlyMap<string, Setting>;
export type Changes = Record<string, unknown>;

export async function readSettings(): Promise<Settings> {
  const { settings } = await get("/api/v1/settings");
  return new Map(settings.map((setting) => [setting.key, setting]));
}

/** All of them or none. */
export const changeSettings = (settings: Changes) =>
  patch("/api/v1/settings", { body: { settings } });

export const readChannels = () => get("/api/v1/channels");
export const testChannel = (name: string) =>
  post("/api/v1/channels/{name}/test", { path: { name } });
export const readSystem = () => get("/api/v1/system");
export const readSpending = () => get("/api/v1/ai/spending", {});
export const checkUp = () => post("/api/v1/system/checkup");

/** What counts once Jack has been started again, which is what forms show. */
export function coming(setting: Setting): unknown {
  return setting.needsRestart ? setting.next : setting.value;
}

/** How often staff said the same as Jack, by topic. */
export const readAgreement = async () =>
  new Map((await get("/api/v1/ai/agreement")).topics.map((one) => [one.topic, one] as const));
