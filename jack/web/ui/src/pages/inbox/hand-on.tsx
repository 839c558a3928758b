/** Windows for giving a conversation to others, and for calling more help. */

import { useEffect, useState } from "preact/hooks";
import type { Colleague } from "../../api/types";
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

/** To one colleague (`p` and the id) or to the people of a department. */
export function Transfer({ thread, onClose }: HandOnProps) {
  const [colleagues, setColleagues] = useState<readonly Colleague[]>([]);
  const [chosen, setChosen] = useState<string>("front_desk");
  const { busy, run } = useSending(thread, onClose);
  useEffect(() => {
    data.readColleagues().then(setColleagues, report);
  }, []);
  const people = colleagues.map(({ id, name, isOnDuty }) => ({
    value: `p${id}`,
    label: isOnDuty ? name : t("transfer.offDuty", { name }),
  }));
  const options = [...places(), ...people];
  const give = () => {
    const to = options.find(({ value }) => value === chosen)?.label ?? "";
    const body = /^p\d+$/.test(chosen) ? { to: chosen.slice(1) } : { department: chosen };
    return run(data.transfer(thread.id, body), t("transfer.done", { to }));
  };
  return (
    <Dialog
      title={t("transfer.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={give}>
            {t("transfer.do")}
          </Button>
        </>
      }
    >
      <p>{t("transfer.text")}</p>
      <Select label={t("transfer.to")} value={chosen} options={options} onChange={setChosen} />
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
