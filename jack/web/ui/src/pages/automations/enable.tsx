/** Before a rule is turned on: how many guests hear of it within a day. */

import { post } from "../../api/client";
import type { Rule } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { w } from "../../i18n/rules";
import { Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { quoted, ruleName } from "./words";

export function Enable(props: { rule: Rule; refresh: () => Promise<void>; onClose: () => void }) {
  const { rule, onClose } = props;
  const path = { id: rule.id };
  const name = ruleName(rule);
  const asked = useLoaded(`enable ${rule.id}`, () =>
    post("/api/v1/automations/{id}/enable", { path, body: { isConfirmed: false } }),
  );
  const { busy, act } = useActing(props.refresh);
  const enable = async () => {
    const done = await act(
      () => post("/api/v1/automations/{id}/enable", { path, body: { isConfirmed: true } }),
      w("enable.done", { name }),
    );
    if (done) onClose();
  };
  return (
    <Dialog
      title={w("enable.title", { name })}
      onClose={onClose}
      actions={
        <>
          <a class="button quiet" href={`/automations/try?rule=${rule.id}`}>
            {w("enable.look")}
          </a>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={asked.value === null}
            onClick={() => void enable()}
          >
            {w("enable.yes")}
          </Button>
        </>
      }
    >
      <Show loaded={asked} rows={2} kind="line">
        {({ guestsNextDay: count, promises }) => (
          <>
            <p>
              <strong>{count > 0 ? w("enable.guests", { count }) : w("enable.nobody")}</strong>{" "}
              {w("enable.past")}
            </p>
            {promises.length > 0 && (
              <Notice tone="warn" icon="alert">
                {w("enable.promises", { words: quoted(promises) })}
              </Notice>
            )}
          </>
        )}
      </Show>
    </Dialog>
  );
}
