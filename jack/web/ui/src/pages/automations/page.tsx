/** Rules that act by themselves: which there are, what they did, and what they would do. */

import * as auth from "../../api/auth";
import { go, parts } from "../../app/router";
import { t } from "../../i18n";
import { w } from "../../i18n/rules";
import { PageBody, PageHead } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { Always } from "./always";
import { Editor } from "./editor";
import { List } from "./list";
import { Runs } from "./runs";
import { Simulate } from "./simulate";
import "../../ui/admin.css";
import "../replies/editor.css";
import "./automations.css";

const VIEWS = ["rules", "runs", "try", "always"] as const;
type View = (typeof VIEWS)[number];

export { ready } from "../../i18n/rules";

export default function Automations() {
  const [, second] = parts.value;
  const isRule = second === "new" || /^\d+$/.test(second ?? "");
  if (isRule && second) return <Editor key={second} id={second} />;
  const view = VIEWS.find((one) => one === second) ?? "rules";
  return (
    <div class="page">
      <PageHead
        title={t("nav.automations")}
        actions={
          auth.may("automations:manage") && (
            <a class="button primary" href="/automations/new">
              {w("page.new")}
            </a>
          )
        }
      >
        <p class="quiet">{w("page.text")}</p>
        <Tabs<View>
          label={w("page.views")}
          value={view}
          more={w("page.views")}
          options={VIEWS.map((value) => ({ value, label: w(`page.${value}`) }))}
          onChange={(value) => go(value === "rules" ? "/automations" : `/automations/${value}`)}
        />
      </PageHead>
      <PageBody>
        <div class="texts rules-page">
          {view === "rules" && <List />}
          {view === "runs" && <Runs />}
          {view === "try" && <Simulate />}
          {view === "always" && <Always />}
        </div>
      </PageBody>
    </div>
  );
}
