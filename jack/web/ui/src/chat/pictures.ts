/** Pictures that go along with the next message: chosen, pasted or dropped, and on their way. */

import type { ChatFile } from "./connection";
import type { ChatStorage } from "./storage";
import type { Texts } from "./texts";

const TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/** As many as the hotel takes in one message. */
const MOST = 5;

interface Parts {
  list: HTMLElement;
  template: HTMLTemplateElement;
  texts: Texts;
  storage: ChatStorage;
  /** Something was added, came through or was taken away. */
  onChange: () => void;
  /** The button that was pressed is gone: where the keyboard goes on. */
  onRemoved: () => void;
}

interface Picture {
  item: HTMLElement;
  request: XMLHttpRequest;
  file: ChatFile | null;
  isRefused: boolean;
}

export class Pictures {
  #parts: Parts;
  #chosen: Picture[] = [];
  /** Chosen before the hotel knew of the guest. */
  #early: [Picture, File][] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#chosen.length === 0;
  }

  /** Whether everything that was chosen is with the hotel. */
  get isReady(): boolean {
    return this.#chosen.every(({ file }) => file !== null);
  }

  /** What goes along; nothing is left then. */
  take(): ChatFile[] {
    const files = this.#chosen.flatMap(({ file }) => file ?? []);
    this.clear();
    return files;
  }

  clear(): void {
    for (const { item, request, file } of this.#chosen) {
      if (!file) request.abort();
      item.remove();
    }
    this.#chosen = [];
    this.#changed();
  }

  add(files: readonly File[]): void {
    const { texts, storage } = this.#parts;
    for (const file of files) {
      const picture = this.#show(file.name);
      const most = storage.session?.maxFileBytes;
      if (this.#chosen.filter(({ isRefused }) => !isRefused).length > MOST)
        this.#refuse(picture, texts.tooMany);
      else if (!TYPES.includes(file.type)) this.#refuse(picture, texts.notPicture);
      else if (most && file.size > most) this.#refuse(picture, texts.tooLarge);
      else this.#upload(picture, file);
    }
    this.#changed();
  }

  #show(name: string): Picture {
    const { list, template, texts } = this.#parts;
    const item = document.importNode(template.content, true).querySelector("li");
    if (!item) throw new Error("The page has no template.");
    const picture = { item, request: new XMLHttpRequest(), file: null, isRefused: false };
    const remove = item.querySelector("button") as HTMLButtonElement;
    remove.setAttribute("aria-label", `${texts.takeAway}: ${name}`);
    remove.addEventListener("click", () => this.#remove(picture));
    (item.querySelector("span") as HTMLElement).textContent = name;
    list.append(item);
    this.#chosen.push(picture);
    return picture;
  }

  /** There is a session now: what was chosen before goes on its way. */
  start(): void {
    const early = this.#early;
    this.#early = [];
    for (const [picture, file] of early)
      if (this.#chosen.includes(picture)) this.#upload(picture, file);
  }

  #upload(picture: Picture, file: File): void {
    const { texts, storage } = this.#parts;
    const { item, request } = picture;
    const progress = item.querySelector("progress") as HTMLProgressElement;
    progress.hidden = false;
    progress.setAttribute("aria-label", texts.uploading);
    if (!storage.session) {
      this.#early.push([picture, file]);
      return;
    }
    request.open("POST", `/api/v1/webchat/files?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("Authorization", `Bearer ${storage.session.token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => {
      progress.value = total ? loaded / total : 0;
    };
    request.onload = () => {
      progress.hidden = true;
      if (request.status === 201) this.#came(picture, JSON.parse(request.responseText));
      else this.#refuse(picture, this.#whyNot(request.status));
    };
    request.onerror = () => {
      progress.hidden = true;
      this.#refuse(picture, texts.uploadFailed);
    };
    request.send(file);
  }

  #whyNot(status: number): string {
    const { tooLarge, notPicture, tooMany, uploadFailed } = this.#parts.texts;
    return { 400: notPicture, 413: tooLarge, 429: tooMany }[status] ?? uploadFailed;
  }

  #came(picture: Picture, file: ChatFile): void {
    picture.file = file;
    const image = picture.item.querySelector("img") as HTMLImageElement;
    image.src = file.thumbnailUrl ?? "";
    image.hidden = false;
    this.#changed();
  }

  #refuse(picture: Picture, words: string): void {
    picture.isRefused = true;
    const name = picture.item.querySelector("span") as HTMLElement;
    name.textContent = `${name.textContent}: ${words}`;
    picture.item.dataset.refused = "";
    picture.item.setAttribute("role", "alert");
    this.#changed();
  }

  #remove(picture: Picture): void {
    if (!picture.file) picture.request.abort();
    picture.item.remove();
    this.#chosen = this.#chosen.filter((other) => other !== picture);
    this.#changed();
    this.#parts.onRemoved();
  }

  #changed(): void {
    this.#parts.list.hidden = this.isEmpty;
    this.#parts.onChange();
  }
}

/** Pictures of a paste or a drop; none when it is words. */
export function filesOf(given: DataTransfer | null): File[] {
  return [...(given?.files ?? [])];
}
