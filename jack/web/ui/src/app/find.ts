/** Whether the search over everything is open. */

import { signal } from "@preact/signals";

export const findIsOpen = signal(false);

export function openFind(): void {
  findIsOpen.value = true;
}

export function closeFind(): void {
  findIsOpen.value = false;
}
