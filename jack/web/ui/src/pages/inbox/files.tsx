/** Files in a thread: pictures small and of one size, sound and films to play, the rest to save. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageFile } from "../../api/types";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Icon } from "../../ui/icons";
import { reasonWord } from "./attachments";
import "./files.css";
import { fresh, linkOf, spoil, want } from "./links";
import type { Thread } from "./thread-state";
import type { ViewerProps } from "./viewer";

export function Files({ files, thread }: { files: readonly MessageFile[]; thread: Thread }) {
  const [shown, setShown] = useState<string | null>(null);
  if (!files.length) return null;
  return (
    <div class="files">
      {files.map((file) => (
        <FileView key={file.id} file={file} show={() => setShown(file.id)} />
      ))}
      {shown && <Viewing id={shown} thread={thread} onClose={() => setShown(null)} />}
    </div>
  );
}

function FileView({ file, show }: { file: MessageFile; show: () => void }) {
  const { id, state, kind, hasThumbnail } = file;
  const isThere = state === "stored";
  useEffect(() => {
    if (isThere) void want(id);
  }, [id, isThere]);
  if (state === "pending")
    return (
      <p class="file-note" role="status">
        <Icon name="clock" size={16} />
        {t("files.pending")}
      </p>
    );
  if (!isThere)
    return (
      <p class="file-note" data-tone="bad">
        <Icon name="alert" size={16} />
        <span dir="auto">
          {file.name
            ? t("files.failed", { name: file.name, reason: reasonWord(file.reason) })
            : reasonWord(file.reason)}
        </span>
      </p>
    );
  if (kind === "image" && hasThumbnail) return <Photo file={file} show={show} />;
  if (isPlayable(file)) return <Playing file={file} />;
  return <Saving file={file} />;
}

/** Voice notes of old phones are in forms that browsers do not know: those are saved. */
function isPlayable({ kind, contentType }: MessageFile): boolean {
  const isRecording = kind === "audio" || kind === "video";
  return isRecording && document.createElement("video").canPlayType(contentType) !== "";
}

/** A link that ended while the page was open is asked for again, once. */
const again = (id: string) => () => {
  if (spoil(id)) void want(id);
};

function Photo({ file, show }: { file: MessageFile; show: () => void }) {
  const link = linkOf(file.id);
  return (
    <button
      type="button"
      class="photo"
      onClick={show}
      aria-label={t("files.open", { name: file.name })}
    >
      {link?.thumbnailUrl && <img src={link.thumbnailUrl} alt="" onError={again(file.id)} />}
    </button>
  );
}

function Playing({ file }: { file: MessageFile }) {
  const url = linkOf(file.id)?.url ?? undefined;
  const given = {
    src: url,
    controls: true,
    preload: "none" as const,
    "aria-label": file.name,
    onError: again(file.id),
  };
  return file.kind === "audio" ? <audio {...given} /> : <video {...given} />;
}

function Saving({ file }: { file: MessageFile }) {
  return (
    <button
      type="button"
      class="document"
      onClick={() => void save(file)}
      aria-label={t("files.save", { name: file.name })}
    >
      <Icon name="download" size={18} />
      <span>
        <bdi>{file.name}</bdi>
        <small>{format.size(file.size)}</small>
      </span>
    </button>
  );
}

export async function save({ id, name }: Pick<MessageFile, "id" | "name">): Promise<void> {
  try {
    const url = (await fresh(id))?.url;
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
  } catch (error) {
    report(error);
  }
}

/** The large view is a file of its own: few look at a picture in the first second. */
function Viewing(props: ViewerProps) {
  const [Viewer, setViewer] = useState<ComponentType<ViewerProps> | null>(null);
  useEffect(() => {
    import("./viewer").then(({ Viewer }) => setViewer(() => Viewer), report);
  }, []);
  return Viewer ? <Viewer {...props} /> : null;
}
