/** A text with gaps: written on one side, seen as a guest would on the other. */

import { useMemo, useRef } from "preact/hooks";
import { hotel } from "../../app/hotel";
import { t } from "../../i18n";
import { Area } from "../../ui/field";
import { pieces } from "./gaps";
import "./editor.css";

/** What stands for a guest in the preview. */
function sample(variables: readonly string[]): ReadonlyMap<string, string> {
  const known: Record<string, string> = {
    "guest.first_name": "Ana",
    "guest.last_name": "Silva",
    "guest.title": "Ms",
    "stay.arrival": "15 May",
    "stay.departure": "18 May",
    "stay.nights": "3",
    "stay.room": "204",
    "stay.room_type": "Double",
    "stay.confirmation": "HX4711",
    "hotel.name": hotel.value?.name || "Hotel",
    "hotel.phone": "+44 20 7946 0000",
    "hotel.address": "1 Harbour Road",
    "hotel.checkin_time": "15:00",
    "hotel.checkout_time": "11:00",
    "hotel.wifi_network": "Guests",
    "hotel.wifi_password": "••••••",
    "task.title": t("texts.sampleTask"),
  };
  return new Map(
    variables.filter((name) => !name.includes("<")).map((name) => [name, known[name] ?? name]),
  );
}

export function Preview({ text, variables }: { text: string; variables: readonly string[] }) {
  const values = useMemo(() => sample(variables), [variables]);
  const found = pieces(text, values);
  const unknown = found.filter(({ kind }) => kind === "unknown").map(({ text: name }) => name);
  return (
    <div class="preview">
      <h3>{t("texts.preview")}</h3>
      <p class="preview-bubble" dir="auto">
        {text.trim() === "" && <span class="quiet">{t("texts.previewEmpty")}</span>}
        {found.map(({ text: words, kind }, index) =>
          kind === "text" ? (
            words
          ) : (
            <mark key={index} data-kind={kind}>
              {words}
            </mark>
          ),
        )}
      </p>
      {unknown.length > 0 && (
        <p class="problem">{t("texts.unknown", { names: unknown.join(", ") })}</p>
      )}
    </div>
  );
}

export function TextEditor(props: {
  label: string;
  text: string;
  variables: readonly string[];
  onInput: (text: string) => void;
}) {
  const { text, variables, onInput } = props;
  const place = useRef<HTMLDivElement>(null);
  const insert = (name: string) => {
    const area = place.current?.querySelector("textarea");
    const at = area?.selectionStart ?? text.length;
    onInput(`${text.slice(0, at)}{{${name}}}${text.slice(area?.selectionEnd ?? at)}`);
    area?.focus();
  };
  return (
    <div class="text-editor">
      <div class="text-editor-write" ref={place}>
        <Area
          label={props.label}
          hint={t("texts.gapHint")}
          value={text}
          rows={7}
          maxLength={4000}
          onInput={onInput}
        />
        <details>
          <summary>{t("texts.gaps")}</summary>
          <div class="gap-buttons" dir="ltr">
            {variables
              .filter((name) => !name.includes("<"))
              .map((name) => (
                <button key={name} type="button" class="gap" onClick={() => insert(name)}>
                  {name}
                </button>
              ))}
          </div>
        </details>
      </div>
      <Preview text={text} variables={variables} />
    </div>
  );
}
