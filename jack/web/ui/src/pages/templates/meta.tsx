/** Templates as Meta has them, and which of the hotel's own texts they stand for. */

import { useState } from "preact/hooks";
import { get, patch, post } from "../../api/client";
import type { MessageTemplate, VendorTemplate } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { languageName } from "../../i18n/format";
import { w } from "../../i18n/whatsapp";
import { Badge, type Tone } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { Refused } from "../settings/form";

const TONES: Record<VendorTemplate["status"], Tone> = {
  approved: "good",
  pending: "warn",
  rejected: "danger",
  paused: "warn",
  disabled: "danger",
};

interface MetaProps {
  own: readonly MessageTemplate[];
  mayWrite: boolean;
  refresh: () => Promise<void>;
}

export function MetaTemplates({ own, mayWrite, refresh }: MetaProps) {
  const found = useLoaded("meta", () => get("/api/v1/vendor-templates"));
  const [open, setOpen] = useState<VendorTemplate | null>(null);
  const { busy, act } = useActing(found.refresh);
  return (
    <section aria-labelledby="meta-templates">
      <div class="page-tools">
        <h2 id="meta-templates">{w("meta.title")}</h2>
        {mayWrite && (
          <Button
            icon="retry"
            busy={busy}
            onClick={() =>
              void act(() => post("/api/v1/vendor-templates/read"), w("meta.readDone"))
            }
          >
            {w("meta.read")}
          </Button>
        )}
      </div>
      <p class="quiet">{w("meta.text")}</p>
      <Show loaded={found}>
        {({ templates, canRead }) => (
          <>
            {templates.length === 0 && (
              <p class="quiet">{w(canRead ? "meta.none" : "meta.cannot")}</p>
            )}
            <ul class="rows">
              {templates.map((template) => (
                <li key={template.id}>
                  <button
                    type="button"
                    class="row-line"
                    disabled={!mayWrite || template.lacks !== ""}
                    onClick={() => setOpen(template)}
                  >
                    <Line
                      template={template}
                      own={own.find(({ vendorTemplateId }) => vendorTemplateId === template.id)}
                    />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Show>
      {open && (
        <Binding template={open} own={own} refresh={refresh} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function Line({ template, own }: { template: VendorTemplate; own: MessageTemplate | undefined }) {
  const { name, header, body, language, category, status, lacks, reason } = template;
  return (
    <>
      <span class="row-main">
        <code class="row-title" dir="ltr">
          {name}
        </code>
        <span class="reply-text" dir="auto">
          {[header, body].filter(Boolean).join(" · ")}
        </span>
        {lacks && <span class="quiet">{w("meta.lacks", { reason: lacks })}</span>}
        {reason && <span class="quiet">{w("meta.reason", { reason })}</span>}
      </span>
      <span class="badges">
        {own && <Badge tone="good">{w("meta.standsFor", { name: own.name })}</Badge>}
        <Badge>{languageName(language.split("_")[0] ?? language)}</Badge>
        <Badge>{w(`meta.${category}`)}</Badge>
        <Badge tone={TONES[status]}>{w(`meta.${status}`)}</Badge>
      </span>
    </>
  );
}

function Binding(props: {
  template: VendorTemplate;
  own: readonly MessageTemplate[];
  refresh: () => Promise<void>;
  onClose: () => void;
}) {
  const { template, onClose } = props;
  const own = props.own.filter(({ channel }) => ["whatsapp", "any"].includes(channel));
  const bound = own.find(({ vendorTemplateId }) => vendorTemplateId === template.id);
  const [chosen, setChosen] = useState(bound?.id ?? "");
  const [fills, setFills] = useState<readonly string[]>(
    bound?.fills ?? template.gaps.map(() => ""),
  );
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isReady = chosen === "" || fills.every((fill) => fill.trim() !== "");
  const change = (id: string, vendorTemplateId: string, filled: readonly string[]) =>
    patch("/api/v1/templates/{id}", {
      path: { id },
      body: { vendorTemplateId, fills: [...filled] },
    });
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (bound && bound.id !== chosen) await change(bound.id, "", []);
      if (chosen) await change(chosen, template.id, fills);
      await props.refresh();
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={template.name} onClose={onClose} wide>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void save();
        }}
      >
        <p class="reply-text" dir="auto">
          {[template.header, template.body, template.footer].filter(Boolean).join("\n\n")}
        </p>
        <Select
          label={w("meta.bind")}
          value={chosen}
          options={[
            { value: "", label: w("meta.nothing") },
            ...own.map(({ id, name, language }) => ({
              value: id,
              label: `${name} · ${languageName(language)}`,
            })),
          ]}
          onChange={setChosen}
        />
        {chosen !== "" &&
          template.gaps.map((gap, at) => (
            <Field
              key={`${gap} ${at}`}
              label={w("meta.fill", { gap: `{{${gap}}}` })}
              hint={at === 0 ? "{{guest.first_name|guest}}" : ""}
              value={fills[at] ?? ""}
              maxLength={500}
              onInput={(value) => setFills(fills.map((fill, i) => (i === at ? value : fill)))}
            />
          ))}
        {problem !== null && <Refused problem={problem} />}
        <div class="actions end">
          <Button kind="primary" type="submit" busy={busy} disabled={!isReady}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
