/** Errors in words a person at the desk can use, always with a way on. */

import { ApiError, type ErrorCode } from "../api/errors";
import { type Key, t } from "../i18n";
import { toast } from "../ui/toast";

const WORDS: Record<ErrorCode, Key> = {
  OFFLINE: "error.offline",
  GARBLED: "error.server",
  INTERNAL_ERROR: "error.server",
  NOT_READY: "error.notReady",
  UNAUTHORIZED: "error.signedOut",
  FORBIDDEN: "error.forbidden",
  NOT_FOUND: "error.gone",
  CONFLICT: "error.conflict",
  RATE_LIMITED: "error.tooMany",
  VALIDATION_ERROR: "error.invalid",
  PAYLOAD_TOO_LARGE: "error.tooLarge",
  METHOD_NOT_ALLOWED: "error.server",
};

export function inWords(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.server");
  return t(WORDS[error.code] ?? "error.server", { seconds: Math.ceil(error.retryAfterS ?? 30) });
}

/** Tells about a failed action, with a button that tries again. A lost session tells itself. */
export function report(error: unknown, again?: () => void): void {
  if (error instanceof ApiError && error.status === 401) return;
  const action = again && { label: t("retry"), run: again };
  toast(inWords(error), { kind: "bad", ...(action ? { action } : {}) });
}
