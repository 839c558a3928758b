import { post } from "../../api/client";
import { go } from "../../app/router";
import { t } from "../../i18n";
import { LinkForm, linkToken, OneCard } from "./account";

export default function Password() {
  if (!linkToken())
    return <OneCard title={t("setup.incomplete")} text={t("setup.passwordWhole")} />;
  return (
    <OneCard title={t("setup.choosePassword")} text={t("setup.choosePasswordText")}>
      <LinkForm
        fields={["password"]}
        submit={t("setup.savePassword")}
        newLink={t("setup.passwordOver")}
        use={({ password }) =>
          post("/api/v1/auth/password/link", { body: { token: linkToken(), password } })
        }
        onDone={() => go("/", { replace: true })}
      />
    </OneCard>
  );
}
