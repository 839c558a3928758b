import { useState } from "preact/hooks";
import { toast } from "../ui/toast";
import { report } from "./problems";

/**
 * Does something at the server once at a time: says what was done, or what went wrong and how to go
 * on. Resolves to whether it was done.
 */
export function useActing(after: () => unknown = () => undefined): {
  busy: boolean;
  act: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    try {
      await work();
      if (done) toast(done);
      return true;
    } catch (error) {
      report(error);
      return false;
    } finally {
      setBusy(false);
      await after();
    }
  };
  return { busy, act };
}
