"""Tokens for scripts: made by a person, for some of what that person may, shown once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from jack import crypto
from jack.db import api_tokens as store
from jack.db import audit
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Forbidden, Invalid, NotFound
from jack.model.api_tokens import PREFIX, ApiToken
from jack.model.clock import Clock, Micros, now
from jack.model.staff import Permission, Staff
from jack.services.auth import SEEN_EVERY, Principal, digest_of
from jack.services.refusals import refused

MAX_NAME = 100
HINT_CHARS = 4
_OVER = "This token was revoked, has expired or is wrong."


@dataclass(frozen=True, slots=True)
class ApiTokens:
    db: Database
    clock: Clock = now

    async def create(
        self, by: Staff, name: str, scopes: Collection[Permission], *, expires_at: Micros | None
    ) -> tuple[ApiToken, str]:
        """The token, and its text, which nobody can see again.

        Raises Forbidden for a scope that its maker lacks, Invalid for what makes no sense.
        """
        _must_manage(by)
        name = _name(name)
        if not scopes:
            raise Invalid("A token without scopes could do nothing.", field="scopes")
        if beyond := sorted(scope for scope in scopes if not by.may(scope)):
            raise Forbidden(f"You may not give what you may not do: {', '.join(beyond)}.")
        if expires_at is not None and expires_at <= self.clock():
            raise Invalid("expiresAt has passed already.", field="expiresAt")
        text = PREFIX + crypto.token()

        def work(at: Micros) -> ApiToken:
            token_id = store.add(
                by.id,
                name,
                digest_of(text),
                at,
                hint=text[-HINT_CHARS:],
                scopes=scopes,
                expires_at=expires_at,
            )
            _audit(by, "token.created", token_id, at, scopes=sorted(scopes))
            return _must(token_id)

        return await self.db.write(work, self.clock()), text

    async def page(self, *, before: int | None, limit: int) -> list[ApiToken]:
        """Everybody's that were not revoked, newest first."""
        return await self.db.read(store.page, before=before, limit=limit)

    async def get(self, token_id: int) -> ApiToken:
        """Raises NotFound."""
        return await self.db.read(_must, token_id)

    async def rename(self, by: Staff, token_id: int, name: str) -> ApiToken:
        """Raises NotFound, Invalid."""
        _must_manage(by)
        name = _name(name)

        def work(at: Micros) -> ApiToken:
            _must(token_id)
            store.rename(token_id, name)
            _audit(by, "token.renamed", token_id, at)
            return _must(token_id)

        return await self.db.write(work, self.clock())

    async def revoke(self, by: Staff, token_id: int) -> None:
        """It stops at once. Raises NotFound."""
        _must_manage(by)

        def work(at: Micros) -> None:
            _must(token_id)
            store.revoke(token_id, at)
            _audit(by, "token.revoked", token_id, at)

        await self.db.write(work, self.clock())

    async def verify(self, text: str) -> Principal:
        """Who acts by it: its maker, within its scopes. Raises Unauthorized."""
        at = self.clock()
        found = await self.db.read(_live, digest_of(text), at)
        if found is None:
            raise refused(_OVER, "api token")
        token, staff = found
        if token.used_at is None or at - token.used_at >= SEEN_EVERY:
            await self.db.write(store.touch, token.id, at)
        return Principal(replace(staff, scopes=token.scopes), family="")


def _live(digest: str, at: Micros) -> tuple[ApiToken, Staff] | None:
    token = store.by_hash(digest, at)
    staff = people.get(token.staff_id) if token is not None else None
    if token is None or staff is None or staff.is_disabled:
        return None
    return token, staff


def _must(token_id: int) -> ApiToken:
    token = store.get(token_id)
    if token is None:
        raise NotFound(f"There is no token {token_id}.")
    return token


def _must_manage(by: Staff) -> None:
    if not by.may(Permission.MANAGE_TOKENS):
        raise Forbidden(f"Your role, {by.role}, may not manage tokens.")


def _name(text: str) -> str:
    name = text.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise Invalid(f"A token's name has 1 to {MAX_NAME} characters.", field="name")
    return name


def _audit(by: Staff, action: str, token_id: int, at: Micros, **data: object) -> None:
    audit.add(f"staff:{by.id}", action, f"token:{token_id}", at, **data)
