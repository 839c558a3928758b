/** A form over some settings: only what was changed is sent, all of it or none. */

import { useState } from "preact/hooks";
import { ApiError } from "../../api/errors";
import type { Setting } from "../../api/types";
import { inWords } from "../../app/problems";
import { isKey, t } from "../../i18n";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Area, Field, Select, Switch } from "../../ui/field";
import { Part } from "../../ui/page";
import { toast } from "../../ui/toast";
import { type Changes, changeSettings, coming, type Settings } from "./data";
import { asText, choicesOf, kindOf, readBack, written } from "./values";

export interface Group {
  title: string;
  hint?: string;
  keys: readonly string[];
}

export function SettingsForm(props: {
  settings: Settings;
  groups: readonly Group[];
  refresh: () => Promise<void>;
  /** Of the button, where "Save" says too little. */
  submit?: string;
}) {
  const { settings, groups, refresh } = props;
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const save = async (changes: Changes) => {
    setBusy(true);
    setProblem(null);
    try {
      const { settings: changed } = await changeSettings(changes);
      const waits = changed.some(({ needsRestart }) => needsRestart);
      await refresh();
      setTexts({});
      toast(t(waits ? "settings.savedRestart" : "settings.saved"));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const changes: Changes = {};
    for (const [key, text] of Object.entries(texts)) {
      const setting = settings.get(key);
      if (setting) changes[key] = readBack(text, kindOf(setting), key);
    }
    if (Object.keys(changes).length > 0) void save(changes);
  };
  const isChanged = Object.keys(texts).length > 0;

  return (
    <form class="settings-form" onSubmit={submit}>
      {groups.map(({ title, hint, keys }) => (
        <Part key={title} title={title}>
          {hint && <p class="quiet">{hint}</p>}
          <div class="settings-fields">
            {keys.map((key) => {
              const setting = settings.get(key);
              if (!setting) return null;
              return (
                <SettingField
                  key={key}
                  setting={setting}
                  text={texts[key] ?? written(setting)}
                  isEdited={key in texts}
                  onInput={(text) => {
                    const { [key]: _, ...others } = texts;
                    setTexts(text === written(setting) ? others : { ...others, [key]: text });
                  }}
                  onTakeBack={() => void save({ [key]: null })}
                />
              );
            })}
          </div>
        </Part>
      ))}
      {problem !== null && <Refused problem={problem} />}
      <footer class="settings-save" data-changed={isChanged}>
        <Button kind="primary" type="submit" busy={busy} disabled={!isChanged}>
          {props.submit ?? t("save")}
        </Button>
        {isChanged ? (
          <Button kind="quiet" onClick={() => setTexts({})}>
            {t("settings.undo")}
          </Button>
        ) : (
          <span class="quiet">{t("settings.nothingChanged")}</span>
        )}
      </footer>
    </form>
  );
}

/** In words, and beneath them what exactly the server says, which names field and reason. */
export function Refused({ problem }: { problem: unknown }) {
  const isExact =
    problem instanceof ApiError &&
    ["VALIDATION_ERROR", "CONFLICT", "NOT_FOUND", "FORBIDDEN"].includes(problem.code);
  return (
    <Notice tone="danger" icon="alert">
      <p>{t(isExact ? "settings.refused" : "settings.failed")}</p>
      {isExact ? (
        <p lang="en" dir="ltr">
          {(problem as ApiError).message}
        </p>
      ) : (
        <p>{inWords(problem)}</p>
      )}
    </Notice>
  );
}

export function labelOf(key: string): string {
  const name = `set.${key}`;
  return isKey(name) ? t(name) : key;
}

function hintOf({ key, doc }: Setting): { text: string; isEnglish: boolean } {
  if (!isKey(`set.${key}`)) return { text: doc, isEnglish: true };
  const name = `set.${key}.hint`;
  return { text: isKey(name) ? t(name) : "", isEnglish: false };
}

function SettingField(props: {
  setting: Setting;
  text: string;
  isEdited: boolean;
  onInput: (text: string) => void;
  onTakeBack: () => void;
}) {
  const { setting, text, onInput } = props;
  const label = labelOf(setting.key);
  const hint = hintOf(setting);
  return (
    <div class="setting" data-kind={kindOf(setting)}>
      {setting.locked ? (
        <Locked setting={setting} label={label} />
      ) : (
        <Input setting={setting} label={label} text={text} onInput={onInput} />
      )}
      {hint.text && (
        <p class="quiet" {...(hint.isEnglish ? { lang: "en", dir: "ltr" as const } : {})}>
          {hint.text}
        </p>
      )}
      <Marks {...props} />
    </div>
  );
}

export function Input(props: {
  setting: Setting;
  label: string;
  text: string;
  onInput: (text: string) => void;
}) {
  const { setting, label, text, onInput } = props;
  const kind = kindOf(setting);
  switch (kind) {
    case "switch":
      return (
        <Switch
          label={label}
          checked={text === "true"}
          onChange={(checked) => onInput(String(checked))}
        />
      );
    case "choice":
      return <Select label={label} value={text} options={choicesOf(setting)} onChange={onInput} />;
    case "lines":
    case "pairs":
      return (
        <Area
          label={label}
          value={text}
          rows={Math.min(6, text.split("\n").length + 1)}
          hint={t(kind === "lines" ? "settings.onePerLine" : "settings.pairPerLine")}
          onInput={onInput}
        />
      );
    case "secret":
      return (
        <Field
          label={label}
          type="password"
          autocomplete="new-password"
          value={text}
          hint={t(isSet(setting) ? "settings.secretSet" : "settings.secretEmpty")}
          onInput={onInput}
        />
      );
    case "time":
      return <Field label={label} type="time" value={text} onInput={onInput} />;
    default:
      return <Field label={withUnit(label, setting)} value={text} onInput={onInput} />;
  }
}

/** Units that have no word here stand in the label already, like the dollars. */
function withUnit(label: string, { unit }: Setting): string {
  const name = `unit.${unit}`;
  return isKey(name) ? `${label} (${t(name)})` : label;
}

function isSet(setting: Setting): boolean {
  const value = coming(setting);
  return value !== null && value !== "";
}

/** A value as it is read, not typed; empty where there is none, and for secrets. */
function inWordsOf(setting: Setting, value: unknown): string {
  const kind = kindOf(setting);
  if (kind === "switch") return t(value ? "settings.on" : "settings.off");
  const text = asText(value, kind);
  if (kind !== "choice" || text === "") return text.replaceAll("\n", ", ");
  return choicesOf(setting).find((choice) => choice.value === text)?.label ?? text;
}

export function Locked({ setting, label }: { setting: Setting; label: string }) {
  const text =
    kindOf(setting) === "secret"
      ? t(isSet(setting) ? "settings.hidden" : "settings.empty")
      : inWordsOf(setting, setting.value) || t("settings.empty");
  return (
    <div class="locked">
      <h4>{label}</h4>
      <p dir="auto">{text}</p>
    </div>
  );
}

/** Where a value comes from, whether it can be changed here, and when a change counts. */
function Marks(props: { setting: Setting; isEdited: boolean; onTakeBack: () => void }) {
  const { setting, isEdited } = props;
  const { kind, name } = setting.source;
  const usual = inWordsOf(setting, setting.default);
  const outside = kind === "ui" || kind === "default" ? null : t(`settings.from.${kind}`, { name });
  return (
    <div class="badges setting-marks">
      {setting.needsRestart && (
        <Badge tone="warn" icon="retry">
          {t("settings.afterRestart")}
        </Badge>
      )}
      {setting.locked && <Badge icon="key">{outside ?? t("settings.machineOnly")}</Badge>}
      {isEdited && !setting.isLive && (
        <Badge tone="warn" icon="retry">
          {t("settings.willRestart")}
        </Badge>
      )}
      {kind === "ui" && !setting.locked && !isEdited && usual !== "" && (
        <button type="button" class="link-button" onClick={props.onTakeBack}>
          {t("settings.takeBack", { value: usual })}
          <span class="only-read-out"> {labelOf(setting.key)}</span>
        </button>
      )}
    </div>
  );
}
