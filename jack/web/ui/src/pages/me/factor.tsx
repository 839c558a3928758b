/** The second factor: a code of an app on the phone beside the password. */

import { useState } from "preact/hooks";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Copy } from "../../ui/copy";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Refused } from "../settings/form";
import * as data from "./data";

type Wanted = "begin" | "renew" | "end";

export function SecondFactor() {
  const found = useLoaded("factor", data.readFactor);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  return (
    <Show loaded={found} rows={1} kind="line">
      {({ isOn, recoveryCodesLeft }) => (
        <>
          <div class="badges">
            <Badge tone={isOn ? "good" : "plain"} icon="key">
              {t(isOn ? "settings.on" : "settings.off")}
            </Badge>
            {isOn && (
              <Badge tone={recoveryCodesLeft < 3 ? "warn" : "plain"}>
                {t("factor.left", { count: recoveryCodesLeft })}
              </Badge>
            )}
          </div>
          <p class="quiet">{t("factor.text")}</p>
          <div class="actions">
            {isOn ? (
              <>
                <Button onClick={() => setWanted("renew")}>{t("factor.renew")}</Button>
                <Button onClick={() => setWanted("end")}>{t("factor.end")}</Button>
              </>
            ) : (
              <Button icon="key" onClick={() => setWanted("begin")}>
                {t("factor.begin")}
              </Button>
            )}
          </div>
          {wanted && (
            <Steps
              wanted={wanted}
              onClose={() => {
                setWanted(null);
                void found.refresh();
              }}
            />
          )}
        </>
      )}
    </Show>
  );
}

interface Enrolment {
  secret: string;
  qrSvg: string;
}

function Steps({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [begun, setBegun] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  const asksPassword = !begun;
  const asksCode = wanted !== "begin" || begun !== null;
  const isReady = (!asksPassword || password !== "") && (!asksCode || code.trim() !== "");
  const step = async () => {
    if (wanted === "begin" && !begun) setBegun(await data.beginFactor(password));
    else if (wanted === "begin") setCodes((await data.confirmFactor(code.trim())).recoveryCodes);
    else if (wanted === "renew")
      setCodes((await data.renewCodes(password, code.trim())).recoveryCodes);
    else {
      await data.endFactor(password, code.trim());
      onClose();
    }
  };
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await step();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  if (codes)
    return (
      <Dialog
        title={t("factor.codes")}
        onClose={onClose}
        actions={
          <Button kind="primary" onClick={onClose}>
            {t("factor.codesTaken")}
          </Button>
        }
      >
        <p>{t("factor.codesText")}</p>
        <ul class="codes" dir="ltr">
          {codes.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ul>
        <Copy label={t("factor.codes")} text={codes.join(" ")} />
        <Notice tone="warn" icon="info">
          {t("factor.codesOnce")}
        </Notice>
      </Dialog>
    );
  return (
    <Dialog title={t(`factor.${wanted}`)} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void submit();
        }}
      >
        {begun && (
          <>
            <p>{t("factor.scan")}</p>
            <Qr svg={begun.qrSvg} />
            <Copy label={t("factor.secret")} text={begun.secret} />
          </>
        )}
        {asksPassword && (
          <Field
            label={t("login.password")}
            hint={t("factor.sure")}
            type="password"
            autocomplete="current-password"
            value={password}
            autofocus
            onInput={setPassword}
          />
        )}
        {asksCode && (
          <Field
            label={t("login.code")}
            hint={t(begun ? "factor.codeNow" : "login.codeHint")}
            autocomplete="one-time-code"
            value={code}
            onInput={setCode}
          />
        )}
        {problem !== null && <Refused problem={problem} />}
        <div class="actions end">
          <Button
            kind={wanted === "end" ? "danger" : "primary"}
            type="submit"
            busy={busy}
            disabled={!isReady}
          >
            {t(wanted === "begin" && !begun ? "factor.next" : `factor.${wanted}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Drawn anew from the server's picture: the page's policy takes no pictures from text. */
function Qr({ svg }: { svg: string }) {
  const made = new DOMParser().parseFromString(svg, "text/html");
  const path = made.querySelector("path");
  return (
    <svg
      class="qr"
      role="img"
      aria-label={t("factor.qr")}
      viewBox={made.querySelector("svg")?.getAttribute("viewBox") ?? undefined}
    >
      <path
        d={path?.getAttribute("d") ?? ""}
        transform={path?.getAttribute("transform") ?? undefined}
        stroke="#000"
      />
    </svg>
  );
}
