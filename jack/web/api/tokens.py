"""Tokens of scripts."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from jack.model.api_tokens import ApiToken
from jack.model.clock import to_iso
from jack.model.staff import Permission
from jack.web.api.shapes import Page, as_iso, as_micros, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("tokens")

MANAGE = Permission.MANAGE_TOKENS


class TokenShape(Model):
    """`hint` is the end of its text; `staffId` is whom it acts for."""

    id: str
    name: str
    hint: str
    scopes: list[Permission]
    staff_id: str
    created_at: str
    expires_at: str | None
    last_used_at: str | None

    @classmethod
    def of(cls, token: ApiToken) -> TokenShape:
        return cls(
            id=str(token.id),
            name=token.name,
            hint=token.hint,
            scopes=sorted(token.scopes),
            staff_id=str(token.staff_id),
            created_at=to_iso(token.created_at),
            expires_at=as_iso(token.expires_at),
            last_used_at=as_iso(token.used_at),
        )


class ApiTokens(Model):
    tokens: list[TokenShape]
    cursor: str | None


class NewToken(Model):
    name: str = Field(max_length=100, examples=["Prometheus"])
    scopes: list[Permission] = Field(min_length=1, max_length=50, examples=[["metrics"]])
    expires_at: AwareDatetime | None = Field(default=None, description="Without it: never.")


class CreatedToken(Model):
    """`secret` is shown this once: `Authorization: Bearer SECRET`."""

    token: TokenShape
    secret: str = Field(examples=["jack_…"])


class TokenName(Model):
    name: str = Field(max_length=100)


@routes.add("GET", "/api/v1/tokens", query=Page, answer=ApiTokens, needs=MANAGE, is_personal=True)
async def list_tokens(call: Call[Page, Nothing]) -> ApiTokens:
    """Everybody's tokens, newest first."""
    before = decode(call.query.cursor, 1)
    found = await call.desk.api_tokens.page(
        before=before[0] if before else None, limit=call.query.limit
    )
    is_full = len(found) == call.query.limit
    return ApiTokens(
        tokens=[TokenShape.of(token) for token in found],
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    "/api/v1/tokens",
    body=NewToken,
    answer=CreatedToken,
    status=201,
    needs=MANAGE,
    is_personal=True,
)
async def create_token(call: Call[Nothing, NewToken]) -> CreatedToken:
    """Make a token that acts for you, within its scopes."""
    token, secret = await call.desk.api_tokens.create(
        call.who,
        call.body.name,
        frozenset(call.body.scopes),
        expires_at=as_micros(call.body.expires_at),
    )
    return CreatedToken(token=TokenShape.of(token), secret=secret)


@routes.add(
    "GET",
    "/api/v1/tokens/{id}",
    answer=TokenShape,
    needs=MANAGE,
    is_personal=True,
    errors=("NOT_FOUND",),
)
async def get_token(call: Call[Nothing, Nothing]) -> TokenShape:
    """One token, without its text."""
    return TokenShape.of(await call.desk.api_tokens.get(call.id()))


@routes.add(
    "PATCH",
    "/api/v1/tokens/{id}",
    body=TokenName,
    answer=TokenShape,
    needs=MANAGE,
    is_personal=True,
    errors=("NOT_FOUND",),
)
async def rename_token(call: Call[Nothing, TokenName]) -> TokenShape:
    """Call it something else."""
    return TokenShape.of(await call.desk.api_tokens.rename(call.who, call.id(), call.body.name))


@routes.add(
    "DELETE",
    "/api/v1/tokens/{id}",
    status=204,
    needs=MANAGE,
    is_personal=True,
    errors=("NOT_FOUND",),
)
async def revoke_token(call: Call[Nothing, Nothing]) -> None:
    """Stop it at once."""
    await call.desk.api_tokens.revoke(call.who, call.id())
