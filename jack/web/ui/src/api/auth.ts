/**
 * Who is signed in. Everything about cookies and their proof against forgery is here.
 *
 * The session is an HttpOnly cookie that no script can read. Requests that change something carry a
 * second token, which only this page can ask for.
 */

import { signal } from "@preact/signals";
import { ApiError, fromResponse } from "./errors";
import type { Person } from "./types";

export type State =
  | { is: "unknown" } // before the server was asked
  | { is: "out"; because?: "expired" }
  | { is: "in"; person: Person };

interface PageSession {
  user: Person;
  csrfToken: string;
}

const SESSION = "/api/v1/auth/session";
const CSRF_HEADER = "X-CSRF-Token";

export const state = signal<State>({ is: "unknown" });
let csrfToken = "";
/** Whose page this is: what it remembers may not be shown to somebody else. */
let owner: string | null = null;

export function person(): Person | null {
  return state.value.is === "in" ? state.value.person : null;
}

/** Whether the person may do this; what they may not is not shown to them. */
export function may(permission: string): boolean {
  return person()?.permissions.includes(permission) ?? false;
}

export function headers(method: string): Record<string, string> {
  return method === "GET" || !csrfToken ? {} : { [CSRF_HEADER]: csrfToken };
}

/** Asks who this browser's cookie belongs to. Throws ApiError when nobody can say. */
export async function restore(): Promise<void> {
  const response = await reach(SESSION);
  if (response.ok) enter(await response.json());
  else if (response.status === 401) state.value = { is: "out" };
  else throw await fromResponse(response);
}

/** What somebody signs in with; `totp` where a second factor is on. */
export interface Login {
  email: string;
  password: string;
  totp?: string;
}

/** Throws ApiError: wrong password, too many attempts, not reachable, or `needsCode`. */
export async function login(given: Login): Promise<void> {
  const response = await reach(SESSION, given);
  if (!response.ok) throw await fromResponse(response);
  enter(await response.json());
}

/** Whether the password was right and the code of the second factor is asked for. */
export function needsCode(error: unknown): boolean {
  return error instanceof ApiError && error.details.needs === "totp";
}

export async function logout(): Promise<void> {
  const response = await reach("/api/v1/auth/logout", undefined, "POST");
  // A session that is over already is what was wanted.
  if (!response.ok && response.status !== 401) throw await fromResponse(response);
  // Everything that the page remembers goes with it.
  location.assign("/");
}

/** After a refusal: whether a newer session of the same person is there, so that a second try pays. */
export async function renew(): Promise<boolean> {
  const known = person();
  const before = csrfToken;
  if (!known) return false;
  const response = await reach(SESSION).catch(() => null);
  if (!response?.ok) return false;
  const session: PageSession = await response.json();
  if (session.user.id !== known.id) return false;
  enter(session);
  return csrfToken !== before;
}

/** Whether the session still stands; the socket asks when it was cut. */
export async function check(): Promise<void> {
  if (!person()) return;
  const response = await reach(SESSION).catch(() => null);
  if (response?.status === 401) expire();
}

/** The server no longer knows this session. What is on the screen stays until somebody signs in. */
export function expire(): void {
  if (state.value.is !== "in") return;
  csrfToken = "";
  state.value = { is: "out", because: "expired" };
}

function enter(session: PageSession): void {
  if (owner !== null && owner !== session.user.id) {
    location.assign("/");
    return;
  }
  owner = session.user.id;
  csrfToken = session.csrfToken;
  state.value = { is: "in", person: session.user };
}

async function reach(path: string, body?: unknown, method = body ? "POST" : "GET") {
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", ...headers(method) },
  };
  if (body) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  try {
    return await fetch(path, init);
  } catch {
    throw new ApiError(0, "OFFLINE", "The server could not be reached.");
  }
}
