import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as live from "./live";

class Socket {
  static made: Socket[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  readyState = Socket.OPEN;
  sent: unknown[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  constructor(readonly url: string) {
    Socket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.({ code: 1006 });
  }

  says(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

const newest = () => Socket.made[Socket.made.length - 1] as Socket;

beforeEach(() => {
  vi.useFakeTimers();
  Socket.made = [];
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("location", { protocol: "https:", host: "jack.example" });
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  const window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
});

afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(number: number): void {
  newest().onopen?.();
  newest().says({ type: "connected", number });
}

test("after a break it comes back and asks for what it missed", () => {
  live.start();
  open(10);
  newest().says({ type: "message.new", number: 12, conversationId: "1" });

  newest().close();
  expect(live.connection.value).toBe("lost");
  vi.advanceTimersByTime(1_000);
  open(15);

  expect(newest().url).toBe("wss://jack.example/ws");
  expect(newest().sent).toEqual([{ type: "hello", after: 12 }]);
  expect(live.connection.value).toBe("open");
});

test("everybody catches up at first, and when the server does not know any more", () => {
  const look = vi.fn();
  const end = live.onCatchUp(look);
  live.start();

  open(10);
  expect(look).toHaveBeenCalledTimes(1);
  newest().says({ type: "resync", number: 11 });

  expect(look).toHaveBeenCalledTimes(2);
  end();
});

test("while the server is away listeners look every few seconds", () => {
  const look = vi.fn();
  const end = live.onCatchUp(look);
  live.start();
  newest().close();

  vi.advanceTimersByTime(30_000);

  expect(look).toHaveBeenCalledTimes(3);
  end();
});

test("it tries less and less often", () => {
  live.start();
  for (let at = 0; at < 120; at += 1) {
    newest().close();
    vi.advanceTimersByTime(1_000);
  }

  expect(Socket.made.length).toBeLessThan(30);
});

test("a connection that says nothing is given up", () => {
  live.start();
  open(1);

  vi.advanceTimersByTime(70_000);

  expect(Socket.made.length).toBeGreaterThan(1);
});

test("an event names its conversation wherever the server put it", () => {
  expect(live.parse('{"type":"a","conversation":{"id":"7"}}')?.conversationId).toBe("7");
  expect(live.parse('{"type":"a","task":{"conversationId":"8"}}')?.conversationId).toBe("8");
  expect(live.parse('{"type":"a","task":{"conversationId":null}}')?.conversationId).toBe(undefined);
  expect(live.parse("garbage")).toBe(null);
  expect(live.parse("[]")).toBe(null);
});
