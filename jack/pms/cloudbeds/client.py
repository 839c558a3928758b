"""Calls to the Cloudbeds API v1.3: the key, limits, numbered pages, and what each refusal means.

developers.cloudbeds.com: tech specs, FAQ (limits), and the OpenAPI description of v1.3.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp

import jack
from jack.errors import Delivery, Permanent, Transient
from jack.model.clock import Clock
from jack.pms.cloudbeds.mapping import JsonObject
from jack.pms.pace import Pace, retry_after_s

log = logging.getLogger(__name__)

LIMIT, PER_S = 5, 1.0
"""A property's own key may call 5 times a second, a partner's 10; too much may suspend a key."""
PAGE = 100
"""Most reservations in a page."""
REST_S = 5.0
"""How long to wait when Cloudbeds does not say."""
LONGEST_REST_S = 30.0
"""A longer `Retry-After` is the caller's to wait for."""
AGAIN = 3
"""How often a call that came too soon is repeated at once."""
MAX_WORDS = 200


class Refused(Permanent):
    """`success: false`: Cloudbeds understood the call and does not do it.

    It comes with HTTP 200, or with 400 or 404 for what is not there.
    """


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, and how many there are on all pages together (None: Cloudbeds did not say)."""

    items: Sequence[object]
    total: int | None


class Client:
    """One key's calls for one property. The key is never part of an error, a log line or a repr."""

    def __init__(
        self,
        *,
        api_key: str,
        property_id: str,
        api_url: str,
        timeout_s: float,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self.property_id = property_id
        self._key = api_key
        self._url = f"{api_url.rstrip('/')}/api/v1.3"
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(5, timeout_s))
        self._clock = clock
        self._pace = pace
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        headers = {
            "x-api-key": self._key,
            "X-PROPERTY-ID": self.property_id,
            "Accept": "application/json",
            "User-Agent": f"Jack The Butler {jack.__version__}",
        }
        self._session = aiohttp.ClientSession(timeout=self._timeout, headers=headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, parameters: Mapping[str, str]) -> JsonObject:
        """What `method` ("getReservations") answers; only an answer that says `success` is one.

        429 is waited for and repeated here a few times. Raises Refused, Transient or Permanent,
        whose text staff can act on.
        """
        refused = 0
        while True:
            await self._pace.turn()
            try:
                return await self._get(method, parameters)
            except Transient as error:
                wait = error.retry_after_s
                refused += 1
                if wait is None or refused > AGAIN or wait > LONGEST_REST_S:
                    raise
            log.info("cloudbeds asks to wait", extra={"path": method, "seconds": wait})
            await self._pace.rest(wait)

    async def of_property(self, method: str, parameters: Mapping[str, str]) -> JsonObject:
        """`call` for this property alone: a key may belong to a group of hotels."""
        return await self.call(method, {"propertyID": self.property_id, **parameters})

    async def page(self, method: str, parameters: Mapping[str, str], number: int) -> Page:
        """A page of what `method` lists; the first has number 1."""
        paging = {"pageNumber": str(number), "pageSize": str(PAGE)}
        answer = await self.of_property(method, {**parameters, **paging})
        items, total = answer.get("data"), answer.get("total")
        if not isinstance(items, list) or len(items) > PAGE:
            raise _garbage(method)
        is_number = isinstance(total, int) and not isinstance(total, bool) and total >= len(items)
        return Page(items, total if is_number else None)

    async def _get(self, method: str, parameters: Mapping[str, str]) -> JsonObject:
        if self._session is None:
            raise Transient("Cloudbeds is not started.", reason="not_started")
        try:
            async with self._session.get(
                f"{self._url}/{method}",
                params=parameters,
                allow_redirects=False,  # the key is in a header, and stays with this host
            ) as response:
                raw = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Transient("Cloudbeds cannot be reached.", reason="unreachable") from error
        except TimeoutError as error:
            raise Transient("Cloudbeds did not answer in time.", reason="timeout") from error
        except aiohttp.ClientError as error:
            raise Transient("The connection to Cloudbeds broke.", reason="reset") from error
        answer = await asyncio.to_thread(_parse, raw)
        if response.status != 200:
            raise self._failure(method, response.status, response.headers, answer)
        if answer is None:
            raise _garbage(method)
        return self._successful(method, answer)

    def _successful(self, method: str, answer: JsonObject) -> JsonObject:
        """A refusal can come with HTTP 200; an answer that says neither is none."""
        success = answer.get("success")
        if success in (True, "true"):
            return answer
        raise self._refusal(method, answer) if success in (False, "false") else _garbage(method)

    def _refusal(self, method: str, answer: JsonObject) -> Refused:
        return Refused(f"Cloudbeds refused {method}: {self._words(answer)}", reason="refused")

    def _failure(
        self, method: str, status: int, headers: Mapping[str, str], answer: JsonObject | None
    ) -> Delivery:
        code, words = str(status), self._words(answer)
        if status == 429:
            after = headers.get("Retry-After", "")
            wait = retry_after_s(after, self._clock, otherwise=REST_S)
            return Transient("Cloudbeds asks to call less often.", reason=code, retry_after_s=wait)
        if status >= 500 or status == 408:
            return Transient(f"Cloudbeds has trouble of its own ({status}).", reason=code)
        if status in (401, 403):
            return Permanent(
                f"Cloudbeds does not let Jack call {method}: {words} Check pms.cloudbeds.api_key, "
                "and that the key may read hotel, guest, reservation and housekeeping.",
                reason=code,
            )
        if status in (400, 404) and answer and answer.get("success") is False:
            return self._refusal(method, answer)
        if status < 400 or status in (404, 405):
            return Permanent(
                f"There is no Cloudbeds at that address ({status} for {method}). "
                "Check pms.cloudbeds.api_url.",
                reason=code,
            )
        return Permanent(
            f"Jack asked Cloudbeds wrongly ({status} for {method}): {words} "
            "This is a fault of Jack; please report it.",
            reason=code,
        )

    def _words(self, answer: JsonObject | None) -> str:
        """Cloudbeds' own sentence."""
        message = answer.get("message") if answer else None
        text = " ".join(message.split()) if isinstance(message, str) else ""
        text = text.replace(self._key, "***")[:MAX_WORDS].rstrip(". ")
        return f"{text}." if text else "no reason given."


def _parse(raw: bytes) -> JsonObject | None:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _garbage(method: str) -> Transient:
    return Transient(f"Cloudbeds' answer to {method} makes no sense.", reason="garbage")
