/** What pages are made of: a head, a search field, facts, a part at the side. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { IconButton } from "./button";
import { Icon } from "./icons";
import "./page.css";

const TYPING_MS = 250;

/** The title of a page, what can be done there, and below it how to choose. */
export function PageHead(props: {
  title: string;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      <div class="page-title">
        <h1>{props.title}</h1>
        {props.actions && <div class="page-actions">{props.actions}</div>}
      </div>
      {props.children}
    </header>
  );
}

/** What scrolls below the head. It takes the focus: else a keyboard could not scroll plain text. */
export function PageBody({ children }: { children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else to focus
    <div class="page-body" tabIndex={0}>
      {children}
    </div>
  );
}

/** Tells what was typed once the typing rests. */
export function Search(props: {
  id: string;
  label: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const input = useRef<HTMLInputElement>(null);
  const tell = useRef(props.onSearch);
  tell.current = props.onSearch;
  const { value } = props;
  useEffect(() => {
    if (text.trim() === value) return;
    const wait = setTimeout(() => tell.current(text.trim()), TYPING_MS);
    return () => clearTimeout(wait);
  }, [text, value]);
  return (
    <search class="search-field">
      <Icon name="search" size={18} />
      <input
        id={props.id}
        ref={input}
        type="search"
        dir={text ? "auto" : undefined}
        value={text}
        aria-label={props.label}
        placeholder={props.label}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (text) setText("");
          else input.current?.blur();
        }}
      />
      {text && (
        <IconButton icon="close" label={t("inbox.searchClear")} onClick={() => setText("")} />
      )}
    </search>
  );
}

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Details at the side of a page; on a phone they take its place. */
export function Drawer(props: {
  label: string;
  title: ComponentChildren;
  onClose: () => void;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside class="drawer" aria-label={props.label}>
      <header>
        <span class="drawer-back">
          <IconButton icon="back" label={t("back")} onClick={props.onClose} />
        </span>
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{props.title}</bdi>
        </h2>
        {props.actions}
        <span class="drawer-close">
          <IconButton icon="close" label={t("close")} onClick={props.onClose} />
        </span>
      </header>
      <div class="drawer-body">{props.children}</div>
    </aside>
  );
}

/** A titled part of a page. */
export function Part(props: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="part" aria-label={props.title}>
      <header>
        <h3>{props.title}</h3>
        {props.actions}
      </header>
      {props.children}
    </section>
  );
}
