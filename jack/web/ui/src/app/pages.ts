/**
 * The pages of the app: a row for each, loaded when somebody opens it.
 *
 * A page is absent for people who lack its permission.
 */

import type { ComponentType } from "preact";
import type { Key } from "../i18n";
import type { IconName } from "../ui/icons";

export interface Page {
  section: string;
  name: Key;
  icon: IconName;
  needs: string | null;
  /** Keys that open it. */
  keys: string;
  load: () => Promise<{ default: ComponentType }>;
}

export const PAGES: readonly Page[] = [
  {
    section: "inbox",
    name: "nav.inbox",
    icon: "inbox",
    needs: "conversations:read",
    keys: "g i",
    load: () => import("../pages/inbox/page"),
  },
  {
    section: "tasks",
    name: "nav.tasks",
    icon: "tasks",
    needs: "tasks:read",
    keys: "g t",
    load: () => import("../pages/tasks/page"),
  },
  {
    section: "guests",
    name: "nav.guests",
    icon: "guests",
    needs: "guests:read",
    keys: "g u",
    load: () => import("../pages/guests/page"),
  },
  {
    section: "arrivals",
    name: "nav.arrivals",
    icon: "bed",
    needs: "guests:read",
    keys: "g a",
    load: () => import("../pages/arrivals/page"),
  },
  {
    section: "knowledge",
    name: "nav.knowledge",
    icon: "knowledge",
    needs: "knowledge:read",
    keys: "g k",
    load: () => import("../pages/knowledge/page"),
  },
];

/** Which page people land on: the first they may see. */
export function firstFor(may: (permission: string) => boolean): Page | undefined {
  return PAGES.find(({ needs }) => needs === null || may(needs));
}
