/** Sending a file, with its progress: `fetch` does not tell how far an upload is. */

import * as auth from "./auth";
import { ApiError, fromResponse } from "./errors";
import type { Media } from "./types";

export interface Upload {
  done: Promise<Media>;
  stop: () => void;
}

/** `onProgress` gets the share that is sent, 0 to 1. `done` throws ApiError. */
export function upload(file: File, onProgress: (share: number) => void): Upload {
  let request = new XMLHttpRequest();
  let isStopped = false;
  const attempt = async (): Promise<Response> => {
    request = new XMLHttpRequest();
    return isStopped ? Promise.reject(stopped()) : send(request, file, onProgress);
  };
  const done = async () => {
    const first = await attempt();
    const response = first.status === 401 && (await auth.renew()) ? await attempt() : first;
    if (response.ok) return (await response.json()) as Media;
    if (response.status === 401) auth.expire();
    throw await fromResponse(response);
  };
  return {
    done: done(),
    stop: () => {
      isStopped = true;
      request.abort();
    },
  };
}

function send(
  request: XMLHttpRequest,
  file: File,
  onProgress: (share: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    request.open("POST", `/api/v1/media?${new URLSearchParams({ name: file.name.slice(-300) })}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(auth.headers("POST")))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () =>
      resolve(new Response(request.responseText || null, { status: request.status }));
    request.onerror = () => reject(new ApiError(0, "OFFLINE", "The server could not be reached."));
    request.onabort = () => reject(stopped());
    request.send(file);
  });
}

function stopped(): DOMException {
  return new DOMException("The upload was stopped.", "AbortError");
}
