/** For whom a rule is: words that are checked while they are typed. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type AnswerOf, post } from "../../api/client";
import { w } from "../../i18n/rules";
import { Button } from "../../ui/button";
import { Area } from "../../ui/field";

const TYPING_MS = 300;

export type Names = AnswerOf<"get", "/api/v1/automations/words">["names"];
type Checked = AnswerOf<"post", "/api/v1/automations/check">;

export function ConditionForm(props: {
  condition: string;
  names: Names;
  onInput: (condition: string) => void;
}) {
  const { condition, onInput } = props;
  const checked = useChecked(condition);
  const place = useRef<HTMLDivElement>(null);
  const insert = (name: string) => {
    const area = place.current?.querySelector("textarea");
    const at = area?.selectionStart ?? condition.length;
    onInput(`${condition.slice(0, at)}${name}${condition.slice(area?.selectionEnd ?? at)}`);
    area?.focus();
  };
  const nearest = checked?.nearest;
  return (
    <div class="condition" ref={place}>
      <Area
        label={w("edit.condition")}
        hint={w("edit.conditionHint")}
        value={condition}
        rows={2}
        maxLength={1000}
        error={checked?.isValid === false ? (checked.problem ?? undefined) : undefined}
        onInput={onInput}
      />
      {checked?.isValid && condition.trim() !== "" && (
        <p class="good" role="status">
          {w("edit.conditionGood")}
        </p>
      )}
      {nearest && (
        <Button kind="quiet" onClick={() => onInput(corrected(condition, checked, nearest))}>
          {w("edit.nearest", { name: nearest })}
        </Button>
      )}
      <details>
        <summary>{w("edit.conditionHelp")}</summary>
        <p class="quiet">{w("edit.conditionSigns")}</p>
        <dl class="names">
          {props.names.map(({ name, doc }) => (
            <div key={name}>
              <dt dir="ltr">
                <button type="button" class="gap" onClick={() => insert(name)}>
                  {name}
                </button>
              </dt>
              <dd lang="en" dir="ltr">
                {doc}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

/** The word at the place of the mistake, replaced by the one that may have been meant. */
export function corrected(
  condition: string,
  { position }: { position?: number | null },
  nearest: string,
): string {
  const start = (position ?? 1) - 1;
  const wrong = /^[\w.]+/.exec(condition.slice(start))?.[0] ?? "";
  return condition.slice(0, start) + nearest + condition.slice(start + wrong.length);
}

function useChecked(condition: string): Checked | null {
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const wait = setTimeout(() => {
      post("/api/v1/automations/check", { body: { condition }, signal: ended.signal }).then(
        setChecked,
        () => undefined, // saving says it again
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(wait);
      ended.abort();
    };
  }, [condition]);
  return checked;
}
