/** What modules ask the browser for while they load, in tests that run without one. */

Object.defineProperty(globalThis, "navigator", {
  configurable: true,
  value: { languages: ["en-GB"], platform: "Linux" },
});
