/** What the button on the hotel's page and the chat in its frame tell each other. */

import type { Kept } from "../chat/storage";

/**
 * From the hotel's page. `page` is its address without query and fragment; `kept` what the chat gave
 * to keep on an earlier page.
 */
export interface ToChat {
  jack: "hello" | "opened" | "closed";
  page: string;
  kept?: Kept;
}

/**
 * From the chat. `started`: the guest has written, so there is something to come back to. `keep`: the
 * browser lets the frame store nothing, so that the hotel's page has to.
 */
export type FromChat =
  | { jack: "ready" | "started" | "close" }
  | { jack: "unread"; count: number }
  | { jack: "keep"; kept: Kept };

export function isToChat(data: unknown): data is ToChat {
  return isSaid(data) && typeof (data as Partial<ToChat>).page === "string";
}

export function isFromChat(data: unknown): data is FromChat {
  return isSaid(data);
}

function isSaid(data: unknown): data is { jack: string } {
  return typeof data === "object" && data !== null && "jack" in data;
}
