/**
 * Looks of the button and the panel. They stand in a shadow tree: neither page styles the
 * other, and no size hangs on the font size of the hotel's root.
 */

export const STYLES = `
:host {
  all: initial !important;
  position: fixed !important;
  z-index: 2147483000 !important;
  inset: 0 !important;
  pointer-events: none !important;
  color-scheme: light dark !important;
  font: medium/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif !important;
}
:host([data-scheme="light"]) { color-scheme: light !important; }
:host([data-scheme="dark"]) { color-scheme: dark !important; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.button, dialog { pointer-events: auto; }
.button {
  position: fixed;
  bottom: calc(1.25em + env(safe-area-inset-bottom));
  right: calc(1.25em + env(safe-area-inset-right));
  display: grid;
  place-items: center;
  width: 3.75em;
  height: 3.75em;
  margin: 0;
  padding: 0;
  border: 2px solid #fff;
  font: inherit;
  border-radius: 50%;
  background: var(--accent, #1f5a52);
  color: var(--on-accent, #fff);
  box-shadow: 0 4px 18px rgb(0 0 0 / 30%);
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
  transition: transform 150ms ease-out;
}
:host([data-side="left"]) .button { right: auto; left: calc(1.25em + env(safe-area-inset-left)); }
.button:hover { transform: scale(1.05); }
.button:focus-visible { outline: 3px solid #111; outline-offset: 2px; box-shadow: 0 0 0 8px #fff; }
svg {
  width: 1.75em;
  height: 1.75em;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.badge {
  position: absolute;
  top: -0.46em;
  inset-inline-end: -0.46em;
  min-width: 1.846em;
  height: 1.846em;
  padding: 0 0.46em;
  border-radius: 1em;
  background: #b3261e;
  color: #fff;
  font: 600 0.8125em/1.846 system-ui, sans-serif;
  text-align: center;
  box-shadow: 0 0 0 2px #fff;
}
.status {
  position: fixed;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
dialog {
  position: fixed;
  inset: auto calc(1.25em + env(safe-area-inset-right)) calc(6em + env(safe-area-inset-bottom)) auto;
  width: 25em;
  max-width: calc(100vw - 2.5em);
  height: 40em;
  max-height: calc(100dvh - 7.5em);
  margin: 0;
  padding: 0;
  border: 1px solid rgb(128 128 128 / 40%);
  border-radius: 1.25em;
  overflow: hidden;
  background: Canvas;
  color: CanvasText;
  box-shadow: 0 12px 48px rgb(0 0 0 / 28%);
}
:host([data-side="left"]) dialog { right: auto; left: calc(1.25em + env(safe-area-inset-left)); }
dialog[open] { animation: rise 180ms ease-out; }
dialog.full {
  inset: 0;
  width: 100%;
  max-width: none;
  height: 100dvh;
  max-height: none;
  border: 0;
  border-radius: 0;
}
@keyframes rise { from { opacity: 0; transform: translateY(0.75em); } }
iframe { display: block; width: 100%; height: 100%; border: 0; }
.waiting {
  position: absolute;
  inset: 0;
  display: grid;
  place-content: center;
  justify-items: center;
  gap: 1em;
  padding: 1.5em;
  background: Canvas;
  text-align: center;
}
.ring {
  width: 2em;
  height: 2em;
  border: 3px solid rgb(128 128 128 / 30%);
  border-top-color: var(--accent, #1f5a52);
  border-radius: 50%;
  animation: turn 900ms linear infinite;
}
@keyframes turn { to { transform: rotate(1turn); } }
.waiting a { color: LinkText; font-weight: 600; text-underline-offset: 0.15em; }
.waiting button {
  min-height: 2.75em;
  padding: 0.5em 1.125em;
  border: 1px solid GrayText;
  border-radius: 999px;
  background: none;
  color: CanvasText;
  font: inherit;
  cursor: pointer;
}
.waiting :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; transition: none !important; }
  .button:hover { transform: none; }
}
@media (forced-colors: active) { .button { border-color: ButtonText; } }
@media print { :host { display: none !important; } }
`;
