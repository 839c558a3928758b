/**
 * The one way to the server: `get("/api/v1/conversations", { query: { state: "open" } })`.
 *
 * Paths, parameters, bodies and answers are typed by `schema.d.ts`, which `npm run api` makes from
 * the server's own OpenAPI document: a route that changes breaks the compiler, not the hotel.
 */

import * as auth from "./auth";
import { ApiError, fromResponse } from "./errors";
import type { paths } from "./schema";

type Method = "get" | "post" | "put" | "patch" | "delete";
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O }
  ? O
  : never;

type Path<O> = O extends { parameters: { path: infer V } } ? V : never;
type Query<O> = O extends { parameters: { query?: infer V } } ? NonNullable<V> : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } }
  ? B
  : O extends { requestBody: { content: { "application/octet-stream": unknown } } }
    ? Blob
    : never;
type Json<R> = R extends { content: { "application/json": infer A } } ? A : undefined;
type Answer<O> = O extends { responses: infer R }
  ? Json<R[keyof R & (200 | 201 | 202 | 204)]>
  : never;

/** What a route answers: `AnswerOf<"get", "/api/v1/me">`. */
export type AnswerOf<M extends Method, P extends PathOf<M>> = Answer<Operation<P, M>>;

type Needed<Name extends string, V> = [V] extends [never] ? unknown : { [K in Name]: V };
type Optional<Name extends string, V> = [V] extends [never] ? unknown : { [K in Name]?: V };
type Given<O> = Needed<"path", Path<O>> &
  Optional<"query", Query<O>> &
  Needed<"body", Body<O>> & {
    signal?: AbortSignal;
    /** Of a send: the same key again is the same send. */
    key?: string;
  };
type Arguments<O> = object extends Given<O> ? [given?: Given<O>] : [given: Given<O>];

interface Loose {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  key?: string;
}

export function get<P extends PathOf<"get">>(
  path: P,
  ...given: Arguments<Operation<P, "get">>
): Promise<Answer<Operation<P, "get">>> {
  return call("GET", path, given[0] as Loose) as Promise<Answer<Operation<P, "get">>>;
}

export function post<P extends PathOf<"post">>(
  path: P,
  ...given: Arguments<Operation<P, "post">>
): Promise<Answer<Operation<P, "post">>> {
  return call("POST", path, given[0] as Loose) as Promise<Answer<Operation<P, "post">>>;
}

export function patch<P extends PathOf<"patch">>(
  path: P,
  ...given: Arguments<Operation<P, "patch">>
): Promise<Answer<Operation<P, "patch">>> {
  return call("PATCH", path, given[0] as Loose) as Promise<Answer<Operation<P, "patch">>>;
}

export function put<P extends PathOf<"put">>(
  path: P,
  ...given: Arguments<Operation<P, "put">>
): Promise<Answer<Operation<P, "put">>> {
  return call("PUT", path, given[0] as Loose) as Promise<Answer<Operation<P, "put">>>;
}

export function remove<P extends PathOf<"delete">>(
  path: P,
  ...given: Arguments<Operation<P, "delete">>
): Promise<Answer<Operation<P, "delete">>> {
  return call("DELETE", path, given[0] as Loose) as Promise<Answer<Operation<P, "delete">>>;
}

/** Sends, and sends once more when the session had to be renewed in between. */
async function call(method: string, path: string, given: Loose = {}): Promise<unknown> {
  const first = await send(method, path, given);
  const response =
    first.status === 401 && (await auth.renew()) ? await send(method, path, given) : first;
  if (!response.ok) {
    const error = await fromResponse(response);
    if (response.status === 401) auth.expire();
    throw error;
  }
  return response.status === 204 ? undefined : response.json();
}

async function send(method: string, path: string, given: Loose): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...auth.headers(method) };
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (given.body instanceof Blob) {
    headers["Content-Type"] = "application/octet-stream";
    init.body = given.body;
  } else if (given.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(given.body);
  }
  if (given.key) headers["Idempotency-Key"] = given.key;
  if (given.signal) init.signal = given.signal;
  try {
    return await fetch(address(path, given), init);
  } catch (error) {
    if (given.signal?.aborted) throw error;
    throw new ApiError(0, "OFFLINE", "The server could not be reached.");
  }
}

/** The address of a call; parameters that are undefined or null are left out. */
export function address(template: string, { path = {}, query = {} }: Loose): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ""),
  );
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
  return asked.length ? `${filled}?${search}` : filled;
}

/** A key for a send that may have to be tried again. */
export function newKey(): string {
  // Not randomUUID: browsers keep that from pages without TLS, as in a hotel's own network.
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
}
