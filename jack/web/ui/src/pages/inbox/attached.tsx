/** What goes along with the reply: chosen, pasted or dropped, with its progress. */

import { useRef } from "preact/hooks";
import type { FileLimit } from "../../api/types";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icons";
import { type Attachment, attach, drop, of, problemOf } from "./attachments";
import "./files.css";
import { channelWord } from "./words";

interface Place {
  id: string;
  channel: string;
  limits: readonly FileLimit[];
}

/** The button that chooses files; where the channel takes none, it says so. */
export function Attach({ id, channel, limits }: Place) {
  const input = useRef<HTMLInputElement>(null);
  const isTaken = limits.length > 0;
  return (
    <>
      <IconButton
        icon="clip"
        label={isTaken ? t("files.attach") : t("files.none", { channel: channelWord(channel) })}
        disabled={!isTaken}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={limits.map(({ contentType }) => contentType).join(",")}
        onChange={({ currentTarget }) => {
          attach(id, [...(currentTarget.files ?? [])], limits, channel);
          currentTarget.value = "";
        }}
      />
    </>
  );
}

export function Attached({ id, channel, limits, refocus }: Place & { refocus: () => void }) {
  const files = of(id);
  if (!files.length) return null;
  return (
    <ul class="attached" aria-label={t("files.list")}>
      {files.map((file) => (
        <One
          key={file.key}
          file={file}
          problem={problemOf(file, limits, channel)}
          onRemove={() => {
            drop(id, file.key);
            refocus();
          }}
        />
      ))}
    </ul>
  );
}

interface OneProps {
  file: Attachment;
  problem: string | null;
  onRemove: () => void;
}

function One({ file, problem, onRemove }: OneProps) {
  const { name, size, share, media } = file;
  const isComing = media === null && problem === null;
  return (
    <li data-tone={problem ? "bad" : undefined} role={problem ? "alert" : undefined}>
      {problem ? (
        <Icon name="alert" size={18} />
      ) : media?.thumbnailUrl ? (
        <img src={media.thumbnailUrl} alt="" />
      ) : (
        <Icon name="clip" size={18} />
      )}
      <span>
        {problem ?? <bdi>{media?.name ?? name}</bdi>}
        {isComing && (
          <progress value={share} aria-label={t("files.uploading", { name })}>
            {Math.round(share * 100)} %
          </progress>
        )}
        {media && !problem && <small>{format.size(media.size ?? size)}</small>}
      </span>
      <IconButton icon="close" label={t("files.remove", { name })} onClick={onRemove} />
    </li>
  );
}

/** Files of a paste or a drop; none when it is words. */
export function filesOf(given: DataTransfer | null): File[] {
  return [...(given?.files ?? [])];
}
