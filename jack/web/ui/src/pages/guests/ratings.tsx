/** How a guest rated their stays; nothing where nobody asked. */

import { may } from "../../api/auth";
import { get } from "../../api/client";
import { useLoaded } from "../../app/loaded";
import { moment } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge } from "../../ui/bits";
import { Part } from "../../ui/page";
import { channelWord } from "../inbox/words";

export function Ratings({ id }: { id: string }) {
  if (!may("conversations:read")) return null;
  return <Given id={id} />;
}

function Given({ id }: { id: string }) {
  const found = useLoaded(`ratings of ${id}`, () =>
    get("/api/v1/ratings", { query: { guestId: id, limit: 20 } }),
  );
  const given = found.value?.ratings ?? [];
  if (given.length === 0) return null;
  return (
    <Part title={w("report.ratings")}>
      <ul class="part-list">
        {given.map((rating) => (
          <li key={rating.id} class="part-row">
            <div>
              <a href={`/inbox/${rating.conversationId}`}>{moment(rating.ratedAt)}</a>
              <span class="quiet"> · {channelWord(rating.channel)}</span>
              {rating.comment && <p dir="auto">{rating.comment}</p>}
            </div>
            <Badge tone={rating.score > 3 ? "good" : "danger"} icon="star">
              {w("rated.stars", { count: rating.score })}
            </Badge>
          </li>
        ))}
      </ul>
    </Part>
  );
}
