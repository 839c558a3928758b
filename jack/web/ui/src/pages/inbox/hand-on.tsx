/** Windows for giving a conversation to others, and for calling more help. */

import { useState } from "preact/hooks";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Select } from "../../ui/field";
import { toast } from "../../ui/toast";
import * as data from "./data";
import * as list from "./list-state";
import type { Thread } from "./thread-state";
import { placeWord } from "./words";

type Place = (typeof data.PLACES)[number];

interface HandOnProps {
  thread: Thread;
  onClose: () => void;
}

const places = () => data.PLACES.map((value) => ({ value, label: placeWord(value) }));

export function Transfer({ thread, onClose }: HandOnProps) {
  const [place, setPlace] = useState<Place>("front_desk");
  const { busy, run } = useSending(thread, onClose);
  return (
    <Dialog
      title={t("transfer.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            busy={busy}
            onClick={() =>
              run(data.transfer(thread.id, place), t("transfer.done", { to: placeWord(place) }))
            }
          >
            {t("transfer.do")}
          </Button>
        </>
      }
    >
      <p>{t("transfer.text")}</p>
      <Select label={t("transfer.to")} value={place} options={places()} onChange={setPlace} />
    </Dialog>
  );
}

export function Escalate({ thread, onClose }: HandOnProps) {
  const [place, setPlace] = useState<Place>("manager");
  const [priority, setPriority] = useState<data.Priority>("high");
  const [note, setNote] = useState("");
  const { busy, run } = useSending(thread, onClose);
  return (
    <Dialog
      title={t("escalate.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            busy={busy}
            onClick={() =>
              run(
                data.escalate(thread.id, place, priority, note.trim()),
                t("escalate.done", { to: placeWord(place) }),
              )
            }
          >
            {t("escalate.do")}
          </Button>
        </>
      }
    >
      <Select label={t("escalate.to")} value={place} options={places()} onChange={setPlace} />
      <Select
        label={t("escalate.priority")}
        value={priority}
        options={data.PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        onChange={setPriority}
      />
      <Area
        label={t("escalate.note")}
        hint={t("note.hint")}
        value={note}
        onInput={setNote}
        rows={3}
        maxLength={4000}
      />
    </Dialog>
  );
}

function useSending(thread: Thread, onClose: () => void) {
  const [busy, setBusy] = useState(false);
  const run = async (work: Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work;
      toast(done);
      onClose();
    } catch (error) {
      report(error);
      setBusy(false);
    } finally {
      void thread.refresh();
      void list.refresh();
    }
  };
  return { busy, run };
}
