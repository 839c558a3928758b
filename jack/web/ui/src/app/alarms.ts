/** A sound and a notice of the desktop when a guest needs a person, while the page is open. */

import { person } from "../api/auth";
import * as live from "../api/live";
import { t } from "../i18n";
import { go } from "./router";
import { settings } from "./settings";

export interface Alarm {
  title: string;
  /** The same as in the push notice of the same thing, so that one takes the other's place. */
  tag: string;
  to: string;
}

/** What an event is to `me`: an alarm, or nothing that should disturb. */
export function alarmOf(event: live.LiveEvent, me: string): Alarm | null {
  const about = event.conversationId;
  if (event.type === "escalation" && about) {
    const { id } = (event.escalation ?? {}) as { id?: string };
    return {
      title: t("alarm.escalation"),
      tag: `escalation-${id ?? about}`,
      to: `/inbox/${about}`,
    };
  }
  const task = event.task as
    | { id?: string; assignedTo?: string | null; status?: string }
    | undefined;
  if (event.type === "task.updated" && task?.assignedTo === me && task.status === "assigned")
    return { title: t("alarm.task"), tag: `task-${task.id}`, to: `/tasks/${task.id}` };
  return null;
}

export function followAlarms(): () => void {
  const rung = new Set<string>();
  return live.onEvent((event) => {
    const me = person();
    const alarm = me && alarmOf(event, me.id);
    if (!alarm || rung.has(alarm.tag)) return;
    rung.add(alarm.tag);
    if (settings.value.sound) ring();
    if (settings.value.desktop && document.hidden) knock(alarm);
  });
}

/** Whether this browser can show notices at all, and was allowed to. */
export function noticesAre(): "granted" | "denied" | "default" | "missing" {
  return "Notification" in globalThis ? Notification.permission : "missing";
}

function knock({ title, tag, to }: Alarm): void {
  if (noticesAre() !== "granted") return;
  try {
    const notice = new Notification(title, { tag, icon: "/icons/icon-192.png" });
    notice.onclick = () => {
      focus();
      go(to);
      notice.close();
    };
  } catch {
    // Phones show notices of the service worker only; those come by web push.
  }
}

const NOTES_HZ = [880, 1175];
const NOTE_S = 0.18;

/** Two short notes, like the bell on a desk. */
export function ring(): void {
  try {
    const sound = new AudioContext();
    NOTES_HZ.forEach((pitch, index) => {
      const [note, loud] = [sound.createOscillator(), sound.createGain()];
      const from = sound.currentTime + index * NOTE_S;
      note.frequency.value = pitch;
      loud.gain.setValueAtTime(0.18, from);
      loud.gain.exponentialRampToValueAtTime(0.001, from + 2 * NOTE_S);
      note.connect(loud).connect(sound.destination);
      note.start(from);
      note.stop(from + 2 * NOTE_S);
    });
    setTimeout(() => void sound.close(), 1_000);
  } catch {
    // A browser without sound, or one that wants a click first.
  }
}
