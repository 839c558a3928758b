import { describe, expect, it } from "vitest";
import { ChatStorage, type Entry, type Kept, MemoryStore } from "./storage";

const SESSION = { sessionId: "s", token: "t", hotelName: "Harbour Inn", maxLength: 2000 };
const ENTRY: Entry = { clientId: "c-1", content: "Hello", createdAt: "2026-01-01", refused: false };

describe("what the browser remembers", () => {
  it("goes on elsewhere with what was kept", () => {
    let kept: Kept = {};
    const first = new ChatStorage(
      new MemoryStore({}, (values) => {
        kept = values;
      }),
    );
    first.session = SESSION;
    first.add(ENTRY);
    first.seen = 7;

    const next = new ChatStorage(new MemoryStore());
    next.restore({ ...kept, "somebody.elses": "1" });

    expect([next.isInMemory, next.session, next.outbox, next.seen]).toEqual([
      true,
      SESSION,
      [ENTRY],
      7,
    ]);
  });

  it("takes nothing that is no text from the page around", () => {
    const storage = new ChatStorage(new MemoryStore());

    storage.restore({ "jack.chat.session": 7, "jack.chat.outbox": null } as unknown as Kept);

    expect([storage.session, storage.outbox]).toEqual([null, []]);
  });

  it("goes on in memory when the browser withdraws its permission", () => {
    const store = {
      getItem: () => JSON.stringify(SESSION),
      setItem: () => {
        throw new Error("quota");
      },
    };
    const storage = new ChatStorage(store);

    storage.seen = 3;

    expect([storage.isInMemory, storage.seen, storage.session]).toEqual([true, 3, SESSION]);
  });
});
