import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { Empty, Skeleton } from "../ui/bits";
import { Button } from "../ui/button";
import type { Loaded } from "./pages";
import { inWords } from "./problems";

/** A page whose file comes when somebody opens it. */
export function Lazy({ load }: { load: () => Promise<Loaded> }) {
  const [Found, setFound] = useState<ComponentType | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try loads again
  useEffect(() => {
    const read = async () => {
      const page = await load();
      await page.ready?.();
      setFound(() => page.default);
    };
    read().catch(setError);
  }, [load, tries]);
  if (error)
    return (
      <Empty
        icon="offline"
        title={t("error.page")}
        action={
          <Button
            onClick={() => {
              setError(null);
              setTries(tries + 1);
            }}
          >
            {t("retry")}
          </Button>
        }
      >
        {inWords(error)}
      </Empty>
    );
  return Found ? <Found /> : <Skeleton rows={6} kind="row" label={t("loading")} />;
}
