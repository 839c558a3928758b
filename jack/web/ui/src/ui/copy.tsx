import { useRef } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "./button";
import { toast } from "./toast";
import "./copy.css";

/** Something to take away, like a link that is shown once. */
export function Copy({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      toast(t("copy.done"));
    } catch {
      // Pages without TLS may not write there; what is chosen can be copied by hand.
      toast(document.execCommand("copy") ? t("copy.done") : t("copy.byHand"));
    }
  };
  return (
    <div class="copy">
      <input
        ref={field}
        readOnly
        dir="ltr"
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon="note" onClick={() => void copy()}>
        {t("copy.do")}
      </Button>
    </div>
  );
}
