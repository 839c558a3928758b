/** When a rule acts: a time of the stay, something that happens, or a time of day. */

import type { Trigger } from "../../api/types";
import { dayName } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { CheckGroup } from "../../ui/checks";
import { Field, Select } from "../../ui/field";
import { Tabs } from "../../ui/tabs";
import { AUDIENCES, EVENTS, NEW_TRIGGERS } from "./data";
import { NumberField } from "./number";

type Of<K extends Trigger["kind"]> = Extract<Trigger, { kind: K }>;
type Change<T> = (trigger: T) => void;

export function TriggerForm(props: { trigger: Trigger; onChange: Change<Trigger> }) {
  const { trigger, onChange } = props;
  return (
    <>
      <Tabs
        label={w("edit.kind")}
        value={trigger.kind}
        options={(["stay", "event", "schedule"] as const).map((value) => ({
          value,
          label: w(`edit.kind.${value}`),
        }))}
        onChange={(kind) => kind !== trigger.kind && onChange(NEW_TRIGGERS[kind])}
      />
      {trigger.kind === "stay" && <Stay trigger={trigger} onChange={onChange} />}
      {trigger.kind === "event" && <Event trigger={trigger} onChange={onChange} />}
      {trigger.kind === "schedule" && <Schedule trigger={trigger} onChange={onChange} />}
    </>
  );
}

function Stay({ trigger, onChange }: { trigger: Of<"stay">; onChange: Change<Trigger> }) {
  const change = (changes: Partial<Of<"stay">>) => onChange({ ...trigger, ...changes });
  return (
    <div class="fields">
      <NumberField
        label={w("edit.days")}
        value={trigger.days ?? 0}
        most={365}
        onInput={(days) => change({ days })}
      />
      {!trigger.at && (
        <NumberField
          label={w("edit.hours")}
          value={trigger.hours ?? 0}
          most={1440}
          onInput={(hours) => change({ hours })}
        />
      )}
      <Select
        label={w("edit.side")}
        value={trigger.side}
        options={(["before", "after"] as const).map((value) => ({
          value,
          label: w(`edit.side.${value}`),
        }))}
        onChange={(side) => change({ side })}
      />
      <Select
        label={w("edit.anchor")}
        value={trigger.anchor}
        options={(["arrival", "departure"] as const).map((value) => ({
          value,
          label: w(`edit.anchor.${value}`),
        }))}
        onChange={(anchor) => change({ anchor })}
      />
      <Field
        type="time"
        label={w("edit.at")}
        hint={w("edit.atHint")}
        value={trigger.at ?? ""}
        onInput={(at) => change({ at: at || null, hours: at ? 0 : (trigger.hours ?? 0) })}
      />
      <Select
        label={w("edit.zone")}
        value={trigger.zone ?? "hotel"}
        options={(["hotel", "guest"] as const).map((value) => ({
          value,
          label: w(`edit.zone.${value}`),
        }))}
        onChange={(zone) => change({ zone })}
      />
    </div>
  );
}

function Event({ trigger, onChange }: { trigger: Of<"event">; onChange: Change<Trigger> }) {
  const change = (changes: Partial<Of<"event">>) => onChange({ ...trigger, ...changes });
  const isIdle = trigger.event === "conversation_idle";
  return (
    <div class="fields">
      <Select
        label={w("edit.event")}
        value={trigger.event}
        options={EVENTS.map((value) => ({ value, label: w(`event.${value}`) }))}
        onChange={(event) =>
          change({ event, hours: event === "conversation_idle" ? trigger.hours || 24 : 0 })
        }
      />
      {isIdle ? (
        <NumberField
          label={w("edit.idle")}
          value={trigger.hours ?? 0}
          least={1}
          most={1440}
          onInput={(hours) => change({ hours })}
        />
      ) : (
        <NumberField
          label={w("edit.delay")}
          value={trigger.delayMinutes ?? 0}
          most={86_400}
          onInput={(delayMinutes) => change({ delayMinutes })}
        />
      )}
    </div>
  );
}

const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;

function Schedule({ trigger, onChange }: { trigger: Of<"schedule">; onChange: Change<Trigger> }) {
  const change = (changes: Partial<Of<"schedule">>) => onChange({ ...trigger, ...changes });
  return (
    <div class="fields">
      <Field
        type="time"
        label={w("edit.at")}
        value={trigger.at}
        onInput={(at) => at && change({ at })}
      />
      <Select
        label={w("edit.audience")}
        value={trigger.audience ?? "hotel"}
        options={AUDIENCES.map((value) => ({ value, label: w(`edit.audience.${value}`) }))}
        onChange={(audience) => change({ audience })}
      />
      <CheckGroup
        label={w("edit.weekdays")}
        hint={w("edit.weekdaysHint")}
        value={(trigger.weekdays ?? []).map(String)}
        options={DAYS.map((value) => ({ value, label: dayName(Number(value) - 1) }))}
        onChange={(days) => change({ weekdays: days.map(Number).sort() })}
      />
    </div>
  );
}
