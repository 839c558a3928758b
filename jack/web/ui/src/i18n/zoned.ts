/** Times as they are typed into a field, on the hotel's clock. */

/** `2027-01-15T14:30` on the hotel's clock, as a field takes it. */
export function toField(iso: string, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  })
    .format(new Date(iso))
    .replace(" ", "T");
}

/** The moment at which the hotel's clock shows what stands in a field; null for none. */
export function fromField(text: string, zone: string): string | null {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;
  let at = wanted;
  // Twice: near a change of the clock the first guess has the other offset.
  for (let turn = 0; turn < 2; turn++)
    at += wanted - Date.parse(`${toField(new Date(at).toISOString(), zone)}Z`);
  return new Date(at).toISOString();
}
