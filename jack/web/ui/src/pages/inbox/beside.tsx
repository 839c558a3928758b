/** What a message is beside its words. Nothing is loaded from elsewhere before somebody clicks. */

import type { Message } from "../../api/types";
import { w } from "../../i18n/whatsapp";

export { ready } from "../../i18n/whatsapp";

/** `about` is what a reaction is to. */
export function Beside({ message, about }: { message: Message; about: string }) {
  const { extra, content } = message;
  if (message.kind === "reaction" && !content)
    return <p class="quiet">{w("beside.reactionGone")}</p>;
  if (!extra) return null;
  return (
    <>
      {extra.place && (
        <a class="place" href={mapOf(extra.place)} target="_blank" rel="noopener noreferrer">
          {w("beside.map")} ({extra.place.latitude}, {extra.place.longitude})
        </a>
      )}
      {extra.contacts.map(({ name, phones }) => (
        <p class="content" key={`${name} ${phones[0]}`} dir="auto">
          <bdi>{name}</bdi>{" "}
          {phones.map((phone) => (
            <a key={phone} href={`tel:${phone.replace(/[^+\d]/g, "")}`} dir="ltr">
              {phone}
            </a>
          ))}
        </p>
      ))}
      {extra.items.length > 0 && (
        <>
          <p class="kind">{w("beside.order")}</p>
          <ul>
            {extra.items.map(({ name, quantity }) => (
              <li key={name}>
                {quantity} × <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {about && (
        <p class="quiet" dir="auto">
          {w("beside.reactedTo", { text: about.slice(0, 80) })}
        </p>
      )}
      {extra.problem && (
        <p class="quiet" dir="auto">
          {extra.problem}
        </p>
      )}
    </>
  );
}

const mapOf = ({ latitude, longitude }: { latitude: number; longitude: number }) =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
