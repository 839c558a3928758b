import { signal } from "@preact/signals";
import { get } from "../api/client";
import type { Hotel } from "../api/types";
import { zone } from "../i18n/format";

export const hotel = signal<Hotel | null>(null);

export async function loadHotel(): Promise<void> {
  hotel.value = await get("/api/v1/hotel");
  zone.value = hotel.value.timezone;
}
