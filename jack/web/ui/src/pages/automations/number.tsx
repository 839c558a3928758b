import { useId } from "preact/hooks";

/** A whole number between two others; what is none stays unsaid. */
export function NumberField(props: {
  label: string;
  value: number;
  least?: number;
  most: number;
  onInput: (value: number) => void;
}) {
  const id = useId();
  const { least = 0, most } = props;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        value={props.value}
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isInteger(value) && value >= least && value <= most) props.onInput(value);
        }}
      />
    </div>
  );
}
