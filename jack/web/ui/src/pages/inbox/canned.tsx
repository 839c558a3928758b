/** Canned replies: `/` and a few letters in the composer find one, Enter puts it in. */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { CannedReply } from "../../api/types";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import { toast } from "../../ui/toast";
import * as data from "./data";

const MOST = 6;
/** A slash at the beginning or after a space, and what follows it up to the cursor. */
const ASKED = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u;

const known = signal<readonly CannedReply[] | null>(null);

function load(): void {
  if (known.value) return;
  known.value = [];
  data.readCannedReplies().then(
    (found) => {
      known.value = found;
    },
    () => {
      known.value = null;
    },
  );
}

/** What is asked for at the end of a text; null when nothing is. */
export function askedIn(before: string): string | null {
  return ASKED.exec(before)?.[1] ?? null;
}

/** Replies whose shortcut begins so, then those that have it anywhere; the guest's language first. */
export function find(
  replies: readonly CannedReply[],
  asked: string,
  language: string | null,
): readonly CannedReply[] {
  const wanted = asked.toLocaleLowerCase();
  const rank = (reply: CannedReply) =>
    Number(!reply.shortcut.toLocaleLowerCase().startsWith(wanted)) * 2 +
    Number(reply.language !== language);
  return replies
    .filter(({ shortcut, text }) => `${shortcut} ${text}`.toLocaleLowerCase().includes(wanted))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST);
}

interface Canned {
  open: boolean;
  found: readonly CannedReply[];
  active: number;
  /** Takes keys that belong to the list; whether it did. */
  press: (event: KeyboardEvent) => boolean;
  pick: (reply: CannedReply) => void;
}

/** `put` replaces what was asked for at the end of `before`, `/` included, by the reply. */
export function useCanned(props: {
  conversationId: string;
  language: string | null;
  before: string;
  put: (asked: string, words: string) => void;
}): Canned {
  const { conversationId, language, before, put } = props;
  const asked = askedIn(before);
  const [active, setActive] = useState(0);
  const [dropped, setDropped] = useState<string | null>(null);
  useEffect(() => {
    if (asked !== null) load();
    setActive(0);
  }, [asked]);
  const found = asked === null ? [] : find(known.value ?? [], asked, language);
  const open = found.length > 0 && dropped !== before;

  const pick = async (reply: CannedReply) => {
    setDropped(before);
    try {
      const { text, missing, withheld } = await data.render(reply, conversationId);
      put(`/${asked}`, text);
      if (withheld.length) toast(t("canned.withheld"), { kind: "bad" });
      else if (missing.length)
        toast(t("canned.missing", { names: missing.join(", ") }), { kind: "bad" });
    } catch (error) {
      report(error);
    }
  };

  const press = (event: KeyboardEvent): boolean => {
    if (!open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[active];
    if (step) setActive((active + step + found.length) % found.length);
    else if (event.key === "Escape") setDropped(before);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) void pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return { open, found, active, press, pick: (reply) => void pick(reply) };
}

export const LIST_ID = "canned";
export const optionId = (index: number) => `${LIST_ID}-${index}`;

export function CannedList({ canned }: { canned: Canned }) {
  if (!canned.open) return null;
  return (
    <div class="canned" id={LIST_ID} role="listbox" aria-label={t("canned.label")}>
      {canned.found.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field hears the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
        <div
          key={reply.id}
          id={optionId(index)}
          role="option"
          aria-selected={index === canned.active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => canned.pick(reply)}
        >
          <strong>/{reply.shortcut}</strong>
          <span dir="auto">{reply.text}</span>
        </div>
      ))}
    </div>
  );
}
