import { get, patch, post, put, remove } from "../../api/client";
import type { Duty, Shift } from "../../api/types";

export const readSessions = async () => (await get("/api/v1/auth/sessions")).sessions;
export const endSession = (id: string) => remove("/api/v1/auth/sessions/{id}", { path: { id } });
export const endOthers = () => remove("/api/v1/auth/sessions");
export const rename = (name: string) => patch("/api/v1/me", { body: { name } });
export const setPassword = (old: string, wanted: string) =>
  post("/api/v1/auth/password", { body: { old, new: wanted } });

export const readDuty = () => get("/api/v1/me/duty");
export const setDuty = (changes: { switch?: Duty["switch"]; hours?: Shift[] }) =>
  put("/api/v1/me/duty", { body: changes });

export const readFactor = () => get("/api/v1/auth/totp");
export const beginFactor = (password: string) => post("/api/v1/auth/totp", { body: { password } });
export const confirmFactor = (code: string) =>
  post("/api/v1/auth/totp/confirm", { body: { code } });
export const renewCodes = (password: string, code: string) =>
  post("/api/v1/auth/totp/recovery-codes", { body: { password, code } });
export const endFactor = (password: string, code: string) =>
  post("/api/v1/auth/totp/disable", { body: { password, code } });

export const readPush = () => get("/api/v1/push");
export const testPush = () => post("/api/v1/push/test");

/** Whether this browser can show notices while no page is open: with TLS, or on its own machine. */
export function canPush(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis;
}

export async function subscription(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, then the browser, then tells Jack. False when the person said no. */
export async function subscribe(publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const worker = await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  });
  const { endpoint, keys } = made.toJSON();
  await post("/api/v1/push/subscribe", {
    body: {
      endpoint: endpoint ?? made.endpoint,
      keys: { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" },
    },
  });
  return true;
}

export async function unsubscribe(): Promise<void> {
  const found = await subscription();
  if (!found) return;
  await post("/api/v1/push/unsubscribe", { body: { endpoint: found.endpoint } });
  await found.unsubscribe();
}

/** base64url as the browser wants a key. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** "Chrome, Windows": what people know a session by. */
export function deviceOf(agent: string): string {
  const browser = [
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ] as const;
  const system = [
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS/, "macOS"],
    [/Linux/, "Linux"],
  ] as const;
  const names = [browser, system].map((known) => known.find(([sign]) => sign.test(agent))?.[1]);
  return names.filter(Boolean).join(", ") || agent.slice(0, 60);
}
