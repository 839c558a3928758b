import { useEffect, useState } from "preact/hooks";
import { report } from "../../app/problems";

/** A part of the inbox that few ever need, fetched when it is shown; null until it is there. */
export function useLate<T>(isWanted: boolean, load: () => Promise<T>): T | null {
  const [found, setFound] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a part is always the same
  useEffect(() => {
    if (isWanted) load().then((part) => setFound(() => part), report);
  }, [isWanted]);
  return found;
}
