/** Whether the search over everything is open; its file comes when somebody opens it. */

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { report } from "./problems";

export const findIsOpen = signal(false);

export function openFind(): void {
  findIsOpen.value = true;
}

export function closeFind(): void {
  findIsOpen.value = false;
}

export function Find() {
  return findIsOpen.value ? <Opened /> : null;
}

function Opened() {
  const [Panel, setPanel] = useState<ComponentType | null>(null);
  useEffect(() => {
    import("../pages/find/panel").then(
      (module) => setPanel(() => module.Panel),
      (error: unknown) => {
        closeFind();
        report(error, openFind);
      },
    );
  }, []);
  return Panel && <Panel />;
}
