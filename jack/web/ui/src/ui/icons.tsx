/** Our own drawings, 24 by 24, in the colour of the text around them. */

const PATHS = {
  inbox:
    "M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20M4 13.5V18a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 18v-4.5M4 13.5 6.6 5.6a1.5 1.5 0 0 1 1.4-1.1h8a1.5 1.5 0 0 1 1.4 1.1L20 13.5",
  tasks: "M9 6h11M9 12h11M9 18h11M4 6l1 1 1.6-2M4 12l1 1 1.6-2M4 18l1 1 1.6-2",
  guests: "M15.5 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM5 19.5c.6-3.4 3.4-5 7-5s6.4 1.6 7 5",
  knowledge:
    "M12 6.5C10.5 5.3 8.2 4.7 5 4.8v13.4c3.2-.1 5.5.5 7 1.6 1.5-1.1 3.8-1.7 7-1.6V4.8c-3.2-.1-5.5.5-7 1.7Zm0 0v13.2",
  settings:
    "M4 7h9m4 0h3M4 17h3m4 0h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  chart: "M5 19.5V12m4.7 7.5v-13m4.6 13V10M19 19.5V4.5",
  bell: "M4 17.5h16M6 17.5a6 6 0 0 1 12 0M12 11.5V9M10.3 8.7h3.4M3.5 20h17",
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Zm4.7-1.8L20 20",
  close: "m6 6 12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  forward: "M9.5 5.5 16 12l-6.5 6.5",
  down: "m6 9.5 6 6 6-6",
  up: "m6 14.5 6-6 6 6",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
  checks: "m2.5 12.5 4 4L14 8.5m-2.5 6.5 1.5 1.5 8-8",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.5V12l3 2",
  alert:
    "M12 8.5v4.5m0 3v.01M10.7 4.8 3.2 17.6a1.5 1.5 0 0 0 1.3 2.3h15a1.5 1.5 0 0 0 1.3-2.3L13.3 4.8a1.5 1.5 0 0 0-2.6 0Z",
  send: "M5 12h13M12.5 6l6 6-6 6",
  note: "M6 4.5h12A1.5 1.5 0 0 1 19.5 6v8L14 19.5H6A1.5 1.5 0 0 1 4.5 18V6A1.5 1.5 0 0 1 6 4.5Zm13.5 9.5H15a1 1 0 0 0-1 1v4.5",
  hand: "M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-.5V5a1.5 1.5 0 0 1 3 0v5.5m0 0V6.5a1.5 1.5 0 0 1 3 0V14a6 6 0 0 1-6 6c-2.5 0-3.9-1-5-3l-2.3-4a1.4 1.4 0 0 1 2.3-1.5L8 14",
  handBack: "M9 14 4.5 9.5 9 5M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3",
  person: "M15.5 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM5 19.5c.6-3.4 3.4-5 7-5s6.4 1.6 7 5",
  transfer: "M4 8.5h13.5M14 5l3.5 3.5L14 12M20 15.5H6.5M10 12l-3.5 3.5L10 19",
  retry: "M19 12a7 7 0 1 1-2-5m2-2.5V8h-3.5",
  edit: "m5 19 1-4L16.5 4.5l3 3L9 18l-4 1Zm9.5-12.5 3 3",
  trash: "M5 7h14M10 7V5h4v2m-7.5 0 .8 12h9.4l.8-12M10 10.5v5m4-5v5",
  spark:
    "M12 4.5c.6 4.3 3.2 6.9 7.5 7.5-4.3.6-6.9 3.2-7.5 7.5-.6-4.3-3.2-6.9-7.5-7.5 4.3-.6 6.9-3.2 7.5-7.5Z",
  book: "M6.5 4.5h11v15h-11A2 2 0 0 1 4.5 17.5v-11a2 2 0 0 1 2-2Zm-2 13a2 2 0 0 1 2-2h11M9 8.5h5",
  bed: "M4 18.5v-12m0 9h16m0 3v-5a3 3 0 0 0-3-3H4m3.5-2.2h2.3",
  info: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-8.5V16m0-8v.01",
  offline:
    "M4 4.5 20 20M8.5 15.5a5 5 0 0 1 4.8-1.2m-7.8-2a9 9 0 0 1 4-2.3m3.8-.2a9 9 0 0 1 5.2 2.5M2.8 8.8A13 13 0 0 1 7 6.2m4-.9a13 13 0 0 1 10.2 3.5M12 19h.01",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-12.5V5m0 14v1.5M3.5 12H5m14 0h1.5M6 6l1 1m10 10 1 1M18 6l-1 1M7 17l-1 1",
  keyboard:
    "M4.5 7h15A1.5 1.5 0 0 1 21 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7ZM7 10.3h.01m3.3 0h.01m3.3 0h.01m3.3 0h.01M8 13.7h8",
  clip: "m8.5 12.5 5-5a2.300 2.300 0 0 1 3.300 3.300l-6.800 6.700a4 4 0 0 1-5.600-5.600l6.800-6.800",
  out: "M13.5 5h-7A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h7M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5",
  plus: "M12 5v14M5 12h14",
  play: "M8 5.5v13l10.5-6.5L8 5.5Z",
  print:
    "M7.5 9V4.5h9V9m-9 8H6A1.5 1.5 0 0 1 4.5 15.5v-5A1.5 1.5 0 0 1 6 9h12a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 18 17h-1.5m-9-2.5h9v5h-9v-5Z",
  key: "M13.5 12.5a4.5 4.5 0 1 1-2-2L19.5 4.5m-3 2.300 2.5 2.5",
  calendar:
    "M6 6h12a1.5 1.5 0 0 1 1.5 1.5v10.5a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5V7.5A1.5 1.5 0 0 1 6 6Zm-1.5 4.5h15M8.5 4v3.5m7-3.5v3.5",
  merge: "M6 4.5c0 5 1 7.5 6 7.5s6 2.5 6 7.5M18 4.5c0 5-1 7.5-6 7.5s-6 2.5-6 7.5",
  download: "M12 4.5v10.5m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  upload: "M12 15V4.5m-4.5 4.5L12 4.5 16.5 9M5 19.5h14",
  star: "m12 4.5 2.300 4.800 5.200.7-3.800 3.600.9 5.200-4.600-2.5-4.600 2.5.9-5.200L4.5 10l5.200-.7L12 4.5Z",
  whatsapp:
    "M4.5 19.5 5.7 16A8 8 0 1 1 8.5 18.6l-4 .9Zm5-11c-.6 3 2.9 6.8 6 6.2l.7-1.5-1.9-1-1 .8c-1-.5-1.7-1.3-2.2-2.3l.9-.9-.9-2-1.6.7Z",
  sms: "M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5V16h-1A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5Zm3 5.5h.01m3.480 0H12m3.5 0h.01",
  email:
    "M5 6h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 6Zm-1 1.5 8 6 8-6",
  webchat:
    "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4.2 12h15.6M12 4c2.2 2.2 3.3 4.8 3.3 8s-1.1 5.8-3.3 8c-2.2-2.2-3.3-4.8-3.3-8s1.1-5.8 3.3-8Z",
} as const;

export type IconName = keyof typeof PATHS;

/** Icons that point along the line of reading. */
const TURNS = new Set<IconName>(["back", "forward", "send", "handBack", "out", "tasks", "play"]);

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={TURNS.has(name) ? "turns" : undefined}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "more" ? 2.6 : 1.7}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Jack's mark: the bell on the desk. */
export function Bell({ size = 32 }: { size?: number }) {
  return (
    <svg class="bell" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#1f5a52" />
      <g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
        <path d="M8 20.5a8 8 0 0 1 16 0z" fill="#fff" fill-opacity=".16" />
        <path d="M6.5 24h19M16 12.5V9.8M13.8 9.5h4.4" />
      </g>
    </svg>
  );
}
