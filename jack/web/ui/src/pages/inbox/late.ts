import { useEffect, useState } from "preact/hooks";
import { report } from "../../app/problems";

interface Part {
  /** Resolves when the words that the part brings along are there. */
  ready?: () => Promise<void>;
}

/** A part of the inbox that few ever need, fetched when it is shown; null until it is there. */
export function useLate<T extends Part>(isWanted: boolean, load: () => Promise<T>): T | null {
  const [found, setFound] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a part is always the same
  useEffect(() => {
    if (!isWanted) return;
    const read = async () => {
      const part = await load();
      await part.ready?.();
      setFound(() => part);
    };
    read().catch(report);
  }, [isWanted]);
  return found;
}
