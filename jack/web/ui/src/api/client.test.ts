import { beforeEach, expect, test, vi } from "vitest";
import * as auth from "./auth";
import { address, get, post } from "./client";

const ANA = {
  id: "3",
  email: "ana@hotel.example",
  name: "Ana",
  permissions: ["conversations:read"],
};
const SESSION = { user: ANA, csrfToken: "proof", expiresAt: "2027-01-15T12:00:00Z" };

/** A server that answers in turn, and what it was asked. */
function serve(...answers: (Response | Error)[]): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(new Request(new URL(path, "http://jack.example"), init));
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error("asked too often");
    return answer;
  });
  return asked;
}

const json = (body: unknown, status = 200) => Response.json(body, { status });
const refused = (code: string, status: number) =>
  json({ error: { code, message: "No.", details: {}, requestId: "r1" } }, status);

beforeEach(async () => {
  serve(json(SESSION));
  await auth.restore();
});

test("parameters are put into the address, those without a value are left out", () => {
  const given = {
    path: { id: "7" },
    query: { limit: 50, cursor: null, q: "a b&c", mine: undefined },
  };

  expect(address("/api/v1/things/{id}", given)).toBe("/api/v1/things/7?limit=50&q=a+b%26c");
  expect(address("/api/v1/things/{id}", { path: { id: "../me" } })).toBe("/api/v1/things/..%2Fme");
});

test("what changes something carries the proof against forgery, what reads does not", async () => {
  const asked = serve(json({ conversations: [], cursor: null }), json({ id: "1" }));

  await get("/api/v1/inbox");
  await post("/api/v1/conversations/{id}/claim", { path: { id: "1" } });

  expect(asked[0]?.headers.has("X-CSRF-Token")).toBe(false);
  expect(asked[1]?.headers.get("X-CSRF-Token")).toBe("proof");
  expect(asked[1]?.url).toBe("http://jack.example/api/v1/conversations/1/claim");
});

test("an error of the server keeps its code and its number", async () => {
  serve(refused("CONFLICT", 409));

  await expect(get("/api/v1/inbox")).rejects.toMatchObject({
    status: 409,
    code: "CONFLICT",
    requestId: "r1",
  });
});

test("an answer that is no envelope is an error too", async () => {
  serve(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));

  await expect(get("/api/v1/inbox")).rejects.toMatchObject({ status: 502, code: "GARBLED" });
});

test("a server that cannot be reached is said to be away", async () => {
  serve(new TypeError("Failed to fetch"));

  await expect(get("/api/v1/inbox")).rejects.toMatchObject({ code: "OFFLINE" });
});

test("a session that is over signs out and says why", async () => {
  serve(refused("UNAUTHORIZED", 401), refused("UNAUTHORIZED", 401));

  await expect(get("/api/v1/inbox")).rejects.toMatchObject({ status: 401 });

  expect(auth.state.value).toEqual({ is: "out", because: "expired" });
});

test("a session that was renewed in another window is used again", async () => {
  const asked = serve(
    refused("UNAUTHORIZED", 401),
    json({ ...SESSION, csrfToken: "newer" }),
    json({ conversations: [], cursor: null }),
  );

  await expect(get("/api/v1/inbox")).resolves.toMatchObject({ cursor: null });

  expect(asked).toHaveLength(3);
  expect(auth.person()?.name).toBe("Ana");
});

test("people may do what their role permits", () => {
  expect(auth.may("conversations:read")).toBe(true);
  expect(auth.may("staff:manage")).toBe(false);
});
