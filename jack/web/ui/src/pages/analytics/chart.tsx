/** Bars over days, drawn as SVG; the same figures stand in a table. */

import { useState } from "preact/hooks";

export interface Bar {
  key: string;
  label: string;
  value: number | null;
  words: string;
}

const [WIDTH, HEIGHT] = [720, 200];
const GAP = 0.25;

/** A round number at or above the largest: 1, 2 or 5 with zeros. */
export function ceiling(values: readonly (number | null)[]): number {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

export function Chart(props: {
  label: string;
  bars: readonly Bar[];
  /** The largest value that is drawn; else a round number above all. */
  most?: number;
  inWords: (value: number) => string;
}) {
  const [at, setAt] = useState<number | null>(null);
  const { bars } = props;
  const most = props.most ?? ceiling(bars.map(({ value }) => value));
  const step = WIDTH / Math.max(1, bars.length);
  const rtl = document.dir === "rtl";
  const left = (index: number) => (rtl ? WIDTH - (index + 1) * step : index * step);
  const shown = at === null ? undefined : bars[at];
  return (
    <figure class="chart">
      <div class="chart-words" aria-hidden="true">
        <span>{props.inWords(most)}</span>
        <span>{shown ? `${shown.label}: ${shown.words}` : ""}</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={props.label}
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            class="chart-line"
            x1={0}
            x2={WIDTH}
            y1={HEIGHT * share}
            y2={HEIGHT * share}
          />
        ))}
        {bars.map(({ key, value }, index) => {
          const height = value === null ? 0 : Math.min(1, value / most) * HEIGHT;
          return (
            <g key={key} onPointerEnter={() => setAt(index)} onPointerLeave={() => setAt(null)}>
              <rect class="chart-ground" x={left(index)} y={0} width={step} height={HEIGHT} />
              <rect
                class="chart-bar"
                data-at={at === index}
                x={left(index) + (step * GAP) / 2}
                y={HEIGHT - height}
                width={step * (1 - GAP)}
                height={height}
              />
            </g>
          );
        })}
      </svg>
      <figcaption class="chart-words" aria-hidden="true">
        <span>{bars[0]?.label}</span>
        <span>{bars.length > 1 ? bars[bars.length - 1]?.label : ""}</span>
      </figcaption>
    </figure>
  );
}
