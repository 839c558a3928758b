/** Writing a guest down, or changing what is known. What the PMS has the say of is changed there. */

import { useState } from "preact/hooks";
import type { Guest } from "../../api/types";
import { useActing } from "../../app/acting";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select, Switch } from "../../ui/field";
import * as data from "./data";

export const LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "ar", "zh", "ja", "hi", "ru"];
const MAX_TAGS = 20;

export function GuestForm(props: {
  guest?: Guest;
  onClose: () => void;
  onSaved: (guest: Guest) => void;
}) {
  const { guest } = props;
  const [firstName, setFirstName] = useState(guest?.firstName ?? "");
  const [lastName, setLastName] = useState(guest?.lastName ?? "");
  const [phone, setPhone] = useState(guest?.phone ?? "");
  const [email, setEmail] = useState(guest?.email ?? "");
  const [language, setLanguage] = useState(guest?.language ?? "");
  const [isVip, setIsVip] = useState(guest?.isVip ?? false);
  const [inRecovery, setInRecovery] = useState(guest?.inRecovery ?? false);
  const [tags, setTags] = useState(guest?.tags.join(", ") ?? "");
  const { busy, act } = useActing();
  const isOfPms = (guest?.pms.length ?? 0) > 0;

  const save = () =>
    act(async () => {
      const own = isOfPms
        ? {}
        : {
            firstName: firstName.trim(),
            lastName: lastName.trim(),
            phone: phone.trim() || null,
            email: email.trim() || null,
          };
      const words = { ...own, language: language || null, isVip };
      const saved = guest
        ? await data.edit(guest.id, { ...words, inRecovery })
        : await data.create(words);
      const wanted = split(tags);
      const isSame = wanted.join("\n") === saved.tags.join("\n");
      props.onSaved(isSame ? saved : await data.setTags(saved.id, wanted));
    }, t("tasks.saved"));

  return (
    <Dialog
      title={t(guest ? "guests.edit" : "guests.new")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t("save")}
          </Button>
        </>
      }
    >
      {isOfPms ? (
        <Notice tone="plain" icon="info">
          {t("guests.ofPms")}
        </Notice>
      ) : (
        <>
          <Field label={t("guests.firstName")} value={firstName} onInput={setFirstName} autofocus />
          <Field label={t("guests.lastName")} value={lastName} onInput={setLastName} />
          <Field label={t("guests.phone")} type="tel" value={phone} onInput={setPhone} />
          <Field label={t("login.email")} type="email" value={email} onInput={setEmail} />
        </>
      )}
      <Select
        label={t("panel.language")}
        value={language}
        options={[
          { value: "", label: t("guests.anyLanguage") },
          ...[...new Set([...LANGUAGES, ...(language ? [language] : [])])].map((code) => ({
            value: code,
            label: format.languageName(code),
          })),
        ]}
        onChange={setLanguage}
      />
      <Field
        label={t("guests.tags")}
        hint={t("guests.tagsHint")}
        value={tags}
        onInput={setTags}
        maxLength={600}
      />
      <Switch label={t("guests.vip")} checked={isVip} onChange={setIsVip} />
      {guest && (
        <Switch label={t("guests.recoveryLong")} checked={inRecovery} onChange={setInRecovery} />
      )}
    </Dialog>
  );
}

function split(tags: string): string[] {
  const known = tags.split(/[,،]/).map((tag) => tag.trim().slice(0, 40));
  return [...new Set(known.filter(Boolean))].slice(0, MAX_TAGS);
}
