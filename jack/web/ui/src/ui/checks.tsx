import "./checks.css";

/** A choice of any number of things. */
export function CheckGroup<V extends string>(props: {
  label: string;
  value: readonly V[];
  options: readonly { value: V; label: string }[];
  onChange: (value: V[]) => void;
  hint?: string;
}) {
  return (
    <fieldset class="check-group">
      <legend>{props.label}</legend>
      {props.hint && <p class="quiet">{props.hint}</p>}
      <div class="check-options">
        {props.options.map(({ value, label }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={props.value.includes(value)}
              onChange={(event) =>
                props.onChange(
                  event.currentTarget.checked
                    ? [...props.value, value]
                    : props.value.filter((one) => one !== value),
                )
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
