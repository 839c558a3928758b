/** What a page shows of the server: read when it opens, read again when events say so. */

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import * as live from "../api/live";
import { t } from "../i18n";
import { Empty, Skeleton } from "../ui/bits";
import { Button } from "../ui/button";
import { gathered } from "./gathered";
import { inWords } from "./problems";

export interface Loaded<T> {
  /** Null until it is there; what is known stays while it is read again. */
  value: T | null;
  problem: unknown;
  refresh: () => Promise<void>;
}

const GATHER_MS = 80;
const AGAIN_MS = 2_000;
const never = () => false;

/** Reads under a `key`; another key is another thing and starts anew. */
export function useLoaded<T>(
  key: string,
  read: () => Promise<T>,
  isAbout: (event: live.LiveEvent) => boolean = never,
): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; problem: unknown }>({
    key,
    value: null,
    problem: null,
  });
  const current = useRef({ read, isAbout });
  current.current = { read, isAbout };
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    const mine = ++asked.current;
    try {
      const value = await current.current.read();
      if (mine === asked.current) setState({ key, value, problem: null });
    } catch (problem) {
      if (mine !== asked.current) return;
      setState((known) => ({ key, value: known.key === key ? known.value : null, problem }));
    }
  }, [key]);

  useEffect(() => {
    const soon = gathered(() => void refresh(), GATHER_MS);
    const ends = [
      live.onEvent((event) => current.current.isAbout(event) && soon.run()),
      live.onCatchUp(() => void refresh()),
      soon.stop,
    ];
    void refresh();
    return () => {
      asked.current += 1;
      for (const end of ends) end();
    };
  }, [refresh]);

  const isOther = state.key !== key;
  return {
    value: isOther ? null : state.value,
    problem: isOther ? null : state.problem,
    refresh,
  };
}

/** Reads again every while, as long as something is under way that no event tells the end of. */
export function useAgainWhile(isUnderWay: boolean, refresh: () => Promise<void>): void {
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => void refresh(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, refresh]);
}

/** Grey shapes while it loads, a way on when it failed, and then what `children` make of it. */
export function Show<T>(props: {
  loaded: Loaded<T>;
  rows?: number;
  kind?: "row" | "line";
  children: (value: T) => ComponentChildren;
}) {
  const { value, problem, refresh } = props.loaded;
  if (value !== null) return <>{props.children(value)}</>;
  if (problem)
    return (
      <Empty
        icon="offline"
        title={t("loaded.failed")}
        action={<Button onClick={() => void refresh()}>{t("retry")}</Button>}
      >
        {inWords(problem)}
      </Empty>
    );
  return <Skeleton rows={props.rows ?? 6} kind={props.kind ?? "row"} label={t("loading")} />;
}

/** Pages of a list one after the other, up to `most` items. */
export async function readAll<T>(
  read: (cursor: string | null) => Promise<{ items: T[]; cursor: string | null }>,
  most: number,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor && all.length < most);
  return all;
}
