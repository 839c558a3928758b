import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?:
    | "text"
    | "email"
    | "password"
    | "search"
    | "tel"
    | "url"
    | "date"
    | "datetime-local"
    | "time";
  name?: string;
  hint?: string;
  error?: string | undefined;
  autocomplete?: string;
  required?: boolean;
  maxLength?: number;
  autofocus?: boolean;
}

/** A line of text with its label above and what is wrong with it below. */
export function Field({
  label,
  hint,
  error,
  type,
  autofocus = false,
  onInput,
  ...input
}: FieldProps) {
  const id = useId();
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as "text"}
        dir={input.value ? "auto" : undefined}
        ref={(element) => focusOnce(element, autofocus)}
        aria-invalid={Boolean(error)}
        aria-describedby={about || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...input}
      />
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  hint?: string;
}

export function Select<V extends string>(props: SelectProps<V>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as V)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Below id={id} hint={props.hint} />
    </div>
  );
}

interface AreaProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  rows?: number;
  hint?: string;
  error?: string | undefined;
  maxLength?: number;
}

export function Area({ label, hint, error, rows = 4, onInput, ...area }: AreaProps) {
  const id = useId();
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        dir="auto"
        aria-invalid={Boolean(error)}
        aria-describedby={about || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...area}
      />
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

export function Switch(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ComponentChildren;
}) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
      {props.children}
    </label>
  );
}

function Below({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="problem" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

const focused = new WeakSet<HTMLElement>();

function focusOnce(element: HTMLElement | null, wanted: boolean): void {
  if (!element || !wanted || focused.has(element)) return;
  focused.add(element);
  // A dialog that opens around it gives it the focus by this.
  element.autofocus = true;
  element.focus();
}
