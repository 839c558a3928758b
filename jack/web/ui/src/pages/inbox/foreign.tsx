import type { Message } from "../../api/types";
import { useLate } from "./late";
import type { Thread } from "./thread-state";
import { isForeign } from "./words";

/** A way to read what is in another language: with most guests there is none. */
export function Foreign({ message, thread }: { message: Message; thread: Thread }) {
  const spoken = message.language ?? thread.conversation.value?.language ?? null;
  const isWanted = isForeign(spoken) && message.content !== "" && !message.translation;
  const part = useLate(isWanted, () => import("./translate"));
  return isWanted && part && <part.Translation message={message} />;
}
