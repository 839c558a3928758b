import { useState } from "preact/hooks";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Part } from "../../ui/page";
import * as data from "./data";
import { Suggestions } from "./merges";
import { Consents, Contacts, History, Marks, Notes, Preferences, StayLine } from "./parts";

/** The guest beside a conversation: the parts of the guest's page that help to answer. */
export function Beside({ id, conversationId }: { id: string; conversationId: string }) {
  const [version, setVersion] = useState(0);
  const found = useLoaded(
    `guest ${id}`,
    () => data.readGuest(id),
    ({ type, conversationId: about }) =>
      type === "conversation.updated" && about === conversationId,
  );
  return (
    <Show loaded={found} kind="line" rows={4}>
      {(guest) => (
        <div class="beside" key={`${guest.id} ${version}`}>
          <Marks guest={guest} />
          {guest.stay && (
            <Part title={t("guests.stay")}>
              <StayLine stay={guest.stay} />
            </Part>
          )}
          <Suggestions
            guest={guest}
            onChanged={() => {
              setVersion(version + 1);
              void found.refresh();
            }}
          />
          <Preferences id={guest.id} />
          <Notes id={guest.id} />
          <History id={guest.id} without={conversationId} />
          <Contacts id={guest.id} />
          <Consents id={guest.id} />
          <a class="button plain" href={`/guests/${guest.id}`}>
            {t("guests.open")}
          </a>
        </div>
      )}
    </Show>
  );
}
