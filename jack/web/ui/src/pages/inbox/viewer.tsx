/** Pictures of a thread, large: arrows go to the next, Escape leads back. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageFile } from "../../api/types";
import { direction, t } from "../../i18n";
import { IconButton } from "../../ui/button";
import { save } from "./files";
import { linkOf, spoil, want } from "./links";
import type { Thread } from "./thread-state";
import "./viewer.css";

export interface ViewerProps {
  /** The picture to begin with. */
  id: string;
  thread: Thread;
  onClose: () => void;
}

export function Viewer({ id, thread, onClose }: ViewerProps) {
  const pictures = picturesOf(thread);
  const [shown, setShown] = useState(id);
  const at = Math.max(
    0,
    pictures.findIndex((picture) => picture.id === shown),
  );
  const file = pictures[at];
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      before?.focus?.();
    };
  }, []);
  useEffect(() => void want(shown), [shown]);
  if (!file) return null;
  const to = (step: number) => {
    const next = pictures[at + step];
    if (next) setShown(next.id);
  };
  const pressed = (event: KeyboardEvent) => {
    const forward = direction.value === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = direction.value === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward) to(1);
    else if (event.key === back) to(-1);
  };
  const url = linkOf(file.id)?.url;
  return (
    <dialog
      ref={element}
      class="viewer"
      aria-label={t("files.viewer", { number: at + 1, count: pictures.length })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === element.current && onClose()}
      onKeyDown={pressed}
    >
      <header>
        <p aria-live="polite">
          <bdi>{file.name}</bdi>{" "}
          {pictures.length > 1 && (
            <span>{t("files.viewer", { number: at + 1, count: pictures.length })}</span>
          )}
        </p>
        <IconButton
          icon="download"
          label={t("files.save", { name: file.name })}
          onClick={() => void save(file)}
        />
        <IconButton icon="close" label={t("close")} onClick={onClose} />
      </header>
      <div class="viewer-frame">
        {url && (
          <img
            src={url}
            alt={file.name}
            {...(file.width && file.height ? { width: file.width, height: file.height } : {})}
            onError={() => {
              if (spoil(file.id)) void want(file.id);
            }}
          />
        )}
      </div>
      {pictures.length > 1 && (
        <footer>
          <IconButton
            icon="back"
            label={t("files.previous")}
            disabled={at === 0}
            onClick={() => to(-1)}
          />
          <IconButton
            icon="forward"
            label={t("files.next")}
            disabled={at === pictures.length - 1}
            onClick={() => to(1)}
          />
        </footer>
      )}
    </dialog>
  );
}

function picturesOf(thread: Thread): MessageFile[] {
  return thread.entries.value
    .flatMap(({ message }) => message?.files ?? [])
    .filter(({ kind, hasThumbnail }) => kind === "image" && hasThumbnail);
}
