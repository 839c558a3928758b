/** Reading and writing in one's own language, where a model translates. */

import { useState } from "preact/hooks";
import { ApiError } from "../../api/errors";
import type { Message } from "../../api/types";
import { hotel } from "../../app/hotel";
import { report } from "../../app/problems";
import { language } from "../../i18n";
import * as format from "../../i18n/format";
import { w } from "../../i18n/translate";
import { Button } from "../../ui/button";
import { setOriginal, textOf, write } from "./composer-state";
import * as data from "./data";
import "./translate.css";

export { ready } from "../../i18n/translate";

/** A message in the reader's language, asked for once; a click hides and shows it. */
export function Translation({ message }: { message: Message }) {
  const [text, setText] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  if (!hotel.value?.translates) return null;
  const ask = async () => {
    if (text !== null) return setShown(!shown);
    setBusy(true);
    setMissing(false);
    try {
      setText((await data.translate(message, language.value)).content);
      setShown(true);
    } catch (error) {
      if (error instanceof ApiError && error.code === "CONFLICT") setMissing(true);
      else report(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="translate" aria-live="polite">
      {shown && (
        <p class="content translation" dir="auto">
          <span class="quiet">{w("translate.by")}</span> {text}
        </p>
      )}
      {missing && <p class="quiet">{w("translate.none")}</p>}
      <Button kind="quiet" busy={busy} onClick={ask}>
        {w(shown ? "translate.hide" : "translate.show")}
      </Button>
    </div>
  );
}

/** Puts what the guest would read into the field, to be looked at, changed and sent. */
export function TranslateReply({ id, spoken }: { id: string; spoken: string }) {
  const [busy, setBusy] = useState(false);
  if (!hotel.value?.translates) return <p class="translate quiet">{w("translate.none")}</p>;
  const words = textOf(id, "reply").trim();
  const ask = async () => {
    setBusy(true);
    try {
      const { content } = await data.preview(id, words);
      // Who wrote on meanwhile keeps what they have written.
      if (textOf(id, "reply").trim() !== words) return;
      setOriginal(id, { content: words, language: language.value });
      write(id, "reply", content);
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="translate">
      <Button kind="quiet" busy={busy} disabled={!words} onClick={ask}>
        {w("translate.into", { language: format.languageName(spoken) })}
      </Button>
    </div>
  );
}

/** What was written before it was translated, and the way back to it. */
export function OwnWords({ id, words }: { id: string; words: string }) {
  return (
    <div class="own-words">
      <p dir="auto">
        <span class="quiet">{w("translate.own")}</span> {words}
      </p>
      <Button
        kind="quiet"
        onClick={() => {
          write(id, "reply", words);
          setOriginal(id, null);
        }}
      >
        {w("translate.back")}
      </Button>
    </div>
  );
}
