"""Calls to the Mews Connector API: tokens, limits, pages, and what each refusal means.

docs.mews.com/connector-api, guidelines: requests, responses, pagination, environments.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import aiohttp

import jack
from jack.errors import Delivery, Permanent, Transient
from jack.model.clock import Clock
from jack.pms.mews.mapping import JsonObject, is_id
from jack.pms.pace import Pace, retry_after_s

log = logging.getLogger(__name__)

LIMIT, PER_S = 200, 30.0
"""So many requests for each access token in any so many seconds."""
PAGE = 1000
"""Most items in a page, and most ids in a filter."""
LONGEST_REST_S = 30.0
"""A longer `Retry-After` is the caller's to wait for."""
AGAIN = {"429": 3, "409": 1}
"""How often a refused call is repeated at once."""
MAX_WORDS = 200


class TooHeavy(Transient):
    """Mews gave up on a call (408): ask for a smaller time window."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, newest first. `cursor` asks for the next page; None: this was the last one."""

    items: Sequence[object]
    cursor: str | None


class Client:
    """One access token's calls. Neither token is ever part of an error, a log line or a repr."""

    def __init__(
        self,
        *,
        client_token: str,
        access_token: str,
        client_name: str,
        api_url: str,
        timeout_s: float,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self._credentials = {
            "ClientToken": client_token,
            "AccessToken": access_token,
            "Client": f"{client_name} {jack.__version__}",
        }
        self._url = f"{api_url.rstrip('/')}/api/connector/v1"
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(5, timeout_s))
        self._clock = clock
        self._pace = pace
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=self._timeout)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, operation: str, body: Mapping[str, object]) -> JsonObject:
        """What `operation` ("customers/getAll", case matters) answers.

        429 and 409 are waited for and repeated here a few times. Raises TooHeavy, Transient or
        Permanent, whose text staff can act on.
        """
        refused: Counter[str] = Counter()
        while True:
            await self._pace.turn()
            try:
                return await self._post(operation, body)
            except Transient as error:
                wait = error.retry_after_s or 0.0
                refused[error.reason] += 1
                is_enough = refused[error.reason] > AGAIN.get(error.reason, 0)
                if is_enough or wait > LONGEST_REST_S:
                    raise
                extra = {"path": operation, "reason": error.reason, "seconds": wait}
            log.info("mews asks to wait", extra=extra)
            if wait:
                await self._pace.rest(wait)

    async def page(
        self, operation: str, key: str, filters: Mapping[str, object], *, cursor: str | None = None
    ) -> Page:
        """A page of what `operation` lists under `key`; pages end at null or a short one."""
        limitation = {"Count": PAGE, "Cursor": cursor}
        answer = await self.call(operation, {**filters, "Limitation": limitation})
        items = answer.get(key, "missing")
        items = [] if items is None else items
        following = answer.get("Cursor")
        if not isinstance(items, list) or not isinstance(following, str | None):
            raise _garbage(operation)
        if following is None or len(items) < PAGE:
            return Page(items, None)
        if following == cursor:
            raise _garbage(operation)
        return Page(items, following)

    async def every(
        self, operation: str, key: str, filters: Mapping[str, object]
    ) -> list[JsonObject]:
        """All that `operation` lists under `key`, whatever is no object left out."""
        found: list[JsonObject] = []
        cursor: str | None = None
        while True:
            page = await self.page(operation, key, filters, cursor=cursor)
            found += [item for item in page.items if isinstance(item, dict)]
            if page.cursor is None:
                return found
            cursor = page.cursor

    async def by_ids(
        self,
        operation: str,
        key: str,
        filter_name: str,
        ids: Iterable[object],
        others: Mapping[str, object],
    ) -> list[JsonObject]:
        """`every` for any number of ids, each asked for once; what is no id is not asked for."""
        unique = list(dict.fromkeys(filter(is_id, ids)))
        found: list[JsonObject] = []
        for at in range(0, len(unique), PAGE):
            filters = {filter_name: unique[at : at + PAGE], **others}
            found += await self.every(operation, key, filters)
        return found

    async def _post(self, operation: str, body: Mapping[str, object]) -> JsonObject:
        if self._session is None:
            raise Transient("Mews is not started.", reason="not_started")
        try:
            async with self._session.post(
                f"{self._url}/{operation}",
                json={**self._credentials, **body},
                allow_redirects=False,  # the tokens are in the body, and stay with this host
            ) as response:
                raw = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Transient("Mews cannot be reached.", reason="unreachable") from error
        except TimeoutError as error:
            raise Transient("Mews did not answer in time.", reason="timeout") from error
        except aiohttp.ClientError as error:
            raise Transient("The connection to Mews broke.", reason="reset") from error
        answer = await asyncio.to_thread(_parse, raw)
        if response.status != 200:
            raise self._failure(operation, response.status, response.headers, answer)
        if answer is None:
            raise _garbage(operation)
        return answer

    def _failure(
        self, operation: str, status: int, headers: Mapping[str, str], answer: JsonObject | None
    ) -> Delivery:
        code, words = str(status), self._words(answer)
        if status == 408:
            return TooHeavy(f"Mews took too long over {operation}.", reason=code)
        if status == 409:
            return Transient("Mews' data changed in the middle of a call.", reason=code)
        if status == 429:
            wait = retry_after_s(headers.get("Retry-After", ""), self._clock, otherwise=PER_S)
            return Transient("Mews asks to call less often.", reason=code, retry_after_s=wait)
        if status >= 500:
            return Transient(f"Mews has trouble of its own ({status}).", reason=code)
        if status == 401:
            return Permanent(
                f"Mews does not let Jack call {operation}: {words} Check pms.mews.client_token and "
                "pms.mews.access_token, and the integration's permissions in Mews.",
                reason=code,
            )
        if status == 403:
            return Permanent(f"Mews refused {operation}: {words}", reason=code)
        if status < 400 or status in (404, 405):
            return Permanent(
                f"There is no Mews at that address ({status} for {operation}). "
                "Check pms.mews.api_url.",
                reason=code,
            )
        return Permanent(
            f"Jack asked Mews wrongly ({status} for {operation}): {words} "
            "This is a fault of Jack; please report it.",
            reason=code,
        )

    def _words(self, answer: JsonObject | None) -> str:
        """Mews' own sentence. `Details` may repeat the whole request and is never looked at."""
        message = answer.get("Message") if answer else None
        text = " ".join(message.split()) if isinstance(message, str) else ""
        for name in ("ClientToken", "AccessToken"):
            text = text.replace(self._credentials[name], "***")
        text = text[:MAX_WORDS].rstrip(". ")
        return f"{text}." if text else "no reason given."


def _parse(raw: bytes) -> JsonObject | None:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _garbage(operation: str) -> Transient:
    return Transient(f"Mews' answer to {operation} makes no sense.", reason="garbage")
