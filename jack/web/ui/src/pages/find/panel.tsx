/** Search over all messages and guests, from every page. A result opens the thread at the message. */

import { useEffect, useRef, useState } from "preact/hooks";
import { may } from "../../api/auth";
import { now } from "../../app/clock";
import { closeFind } from "../../app/find";
import { inWords } from "../../app/problems";
import { isKey, t } from "../../i18n";
import * as format from "../../i18n/format";
import { Avatar, Badge } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icons";
import { guestWord } from "../inbox/words";
import * as data from "./data";
import "./find.css";
import { partsOf } from "./words";

const TYPING_MS = 200;

export function Panel() {
  const [text, setText] = useState("");
  const [found, setFound] = useState<data.Results | null>(null);
  const [asked, setAsked] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const latest = useRef("");
  const q = text.trim();

  const ask = async (cursor: string | null) => {
    setBusy(true);
    try {
      const page = await data.search(q, cursor);
      if (latest.current !== q) return;
      setFound((known) => (cursor && known ? { ...known, ...page, ...joined(known, page) } : page));
      setAsked(q);
      setProblem(null);
    } catch (error) {
      if (latest.current === q) setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the words decide
  useEffect(() => {
    latest.current = q;
    if (!q) {
      setFound(null);
      setProblem(null);
      return;
    }
    const wait = setTimeout(() => void ask(null), TYPING_MS);
    return () => clearTimeout(wait);
  }, [q]);

  const walk = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const links = [...(results.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (links[at - 1] ?? input.current)?.focus();
    // The browser would empty the field first.
    else if (event.key === "Escape") closeFind();
    else if (event.key === "Enter" && at < 0 && event.target === input.current) links[0]?.click();
    else return;
    event.preventDefault();
  };

  const isEmpty = found && found.guests.length + found.messages.length === 0;
  return (
    <Dialog title={t("find.title")} onClose={closeFind} wide>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears keys of what is inside */}
      <div class="find" onKeyDown={walk}>
        <search class="find-field">
          <Icon name="search" size={18} />
          <input
            ref={input}
            type="search"
            autofocus
            dir={text ? "auto" : undefined}
            value={text}
            maxLength={200}
            aria-label={t("find.label")}
            placeholder={t("find.label")}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </search>
        <p role="status" class={isEmpty || problem ? "find-note" : "only-read-out"}>
          {problem ? inWords(problem) : isEmpty ? t("find.none") : found ? summary(found) : ""}
        </p>
        {Boolean(problem) && <Button onClick={() => void ask(null)}>{t("retry")}</Button>}
        {found && !problem && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: it hears clicks on the links inside
          // biome-ignore lint/a11y/noStaticElementInteractions: they are what is used
          <div
            ref={results}
            onClick={(event) => (event.target as Element).closest("a") && closeFind()}
          >
            <Found found={found} asked={asked} />
            {found.cursor && (
              <Button busy={busy} onClick={() => void ask(found.cursor)}>
                {t("find.more")}
              </Button>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

const joined = (known: data.Results, page: data.Results) => ({
  messages: [...known.messages, ...page.messages],
  guests: known.guests,
});

const summary = ({ guests, messages }: data.Results) =>
  `${t("find.guests")}: ${guests.length}, ${t("find.messages")}: ${messages.length}`;

function Found({ found, asked }: { found: data.Results; asked: string }) {
  const guests = found.guests.filter(({ conversationId }) => conversationId || may("guests:read"));
  return (
    <>
      {guests.length > 0 && (
        <section>
          <h3>{t("find.guests")}</h3>
          <ul>
            {guests.map(({ id, name, phone, email, room, conversationId }) => (
              <li key={id}>
                <a href={conversationId ? `/inbox/${conversationId}` : `/guests/${id}`}>
                  <Avatar name={name} size="small" />
                  <span class="find-text">
                    <bdi class="find-name">{name || phone || email || guestWord("", id)}</bdi>
                    <span class="quiet">
                      <bdi>{phone ?? email ?? ""}</bdi>
                    </span>
                  </span>
                  {room && <Badge>{t("line.room", { room })}</Badge>}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.messages.length > 0 && (
        <section>
          <h3>{t("find.messages")}</h3>
          <ul>
            {found.messages.map((message) => (
              <li key={message.id}>
                <a href={`/inbox/${message.conversationId}?message=${message.id}`}>
                  <Avatar name={message.guestName} size="small" />
                  <span class="find-text">
                    <span class="find-top">
                      <bdi class="find-name">
                        {guestWord(message.guestName, message.conversationId)}
                      </bdi>
                      <time dateTime={message.createdAt} title={format.full(message.createdAt)}>
                        {format.short(message.createdAt, new Date(now.value))}
                      </time>
                    </span>
                    <span class="find-words">
                      {message.sender !== "guest" && <b>{sender(message.sender)}: </b>}
                      <bdi>
                        {partsOf(message.content, asked).map(({ text, isFound }, index) =>
                          isFound ? <mark key={index}>{text}</mark> : text,
                        )}
                      </bdi>
                    </span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function sender(code: string): string {
  const key = `sender.${code}`;
  return isKey(key) ? t(key) : code;
}
