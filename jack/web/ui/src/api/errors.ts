import type { components } from "./schema";

type Envelope = components["schemas"]["Error"]["error"];
export type ErrorCode = Envelope["code"] | "OFFLINE" | "GARBLED";

/** What went wrong with a call, as the server said it or as the browser noticed it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly requestId: string | null = null,
    readonly retryAfterS: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Whether a call failed because the server could not be reached at all. */
export function isOffline(error: unknown): boolean {
  return error instanceof ApiError && error.code === "OFFLINE";
}

export async function fromResponse(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfterS = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const { error } = (await response.json()) as { error: Envelope };
    return new ApiError(
      response.status,
      error.code,
      error.message,
      error.details,
      error.requestId,
      retryAfterS,
    );
  } catch {
    return new ApiError(response.status, "GARBLED", response.statusText, {}, null, retryAfterS);
  }
}
