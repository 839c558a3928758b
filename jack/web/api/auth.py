"""Signing in and out, and the one-time links."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from jack.errors import Unauthorized
from jack.model.clock import to_iso
from jack.model.staff import PERMISSIONS, Staff
from jack.services.auth import Principal, Tokens
from jack.web.endpoint import Call, Model, Nothing, Routes
from jack.web.middleware import client_of

routes = Routes("auth")


class Person(Model):
    id: str
    email: str
    name: str
    role: str
    departments: list[str]
    permissions: list[str]

    @classmethod
    def of(cls, staff: Staff) -> Person:
        return cls(
            id=str(staff.id),
            email=staff.email,
            name=staff.name,
            role=staff.role,
            departments=list(staff.departments),
            permissions=sorted(PERMISSIONS[staff.role]),
        )


class Login(Model):
    email: str = Field(max_length=254, examples=["ana@hotel.example"])
    password: str = Field(max_length=200)


class Session(Model):
    """Tokens of a new session; the access token lives `expiresIn` seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: Person

    @classmethod
    def of(cls, tokens: Tokens) -> Session:
        return cls(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_in=tokens.expires_in_s,
            user=Person.of(tokens.staff),
        )


class Refresh(Model):
    refresh_token: str = Field(max_length=200)


class OpenSession(Model):
    id: str
    user_agent: str
    created_at: str
    expires_at: str
    is_this: bool


class Sessions(Model):
    sessions: list[OpenSession]


class NewPassword(Model):
    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class PasswordByLink(Model):
    token: str = Field(max_length=200)
    password: str = Field(max_length=200)


class Setup(Model):
    token: str = Field(max_length=200)
    email: str = Field(max_length=254)
    name: str = Field(max_length=200)
    password: str = Field(max_length=200)


@routes.add(
    "POST",
    "/api/v1/auth/login",
    body=Login,
    answer=Session,
    is_public=True,
    errors=("UNAUTHORIZED", "RATE_LIMITED"),
)
async def login(call: Call[Nothing, Login]) -> Session:
    """Sign in with e-mail and password."""
    tokens = await call.desk.auth.login(
        call.body.email,
        call.body.password,
        user_agent=call.request.headers.get("User-Agent", ""),
        client=client_of(call.request),
    )
    return Session.of(tokens)


@routes.add(
    "POST",
    "/api/v1/auth/refresh",
    body=Refresh,
    answer=Session,
    is_public=True,
    errors=("UNAUTHORIZED",),
)
async def refresh(call: Call[Nothing, Refresh]) -> Session:
    """Exchange a refresh token for new tokens.

    A refresh token works once; using it again ends the whole session.
    """
    return Session.of(await call.desk.auth.refresh(call.body.refresh_token))


@routes.add("POST", "/api/v1/auth/logout", status=204)
async def logout(call: Call[Nothing, Nothing]) -> None:
    """End this session."""
    await call.desk.auth.logout(_principal(call))


@routes.add("GET", "/api/v1/auth/sessions", answer=Sessions)
async def list_sessions(call: Call[Nothing, Nothing]) -> Sessions:
    """Where this account is signed in."""
    found = await call.desk.auth.sessions(call.who.id)
    return Sessions(
        sessions=[
            OpenSession(
                id=str(session.id),
                user_agent=session.user_agent,
                created_at=to_iso(session.created_at),
                expires_at=to_iso(session.expires_at),
                is_this=session.family == call.family,
            )
            for session in found
        ]
    )


@routes.add("DELETE", "/api/v1/auth/sessions/{id}", status=204, errors=("NOT_FOUND",))
async def revoke_session(call: Call[Nothing, Nothing]) -> None:
    """Sign out somewhere else."""
    await call.desk.auth.revoke_session(call.who.id, call.id())


@routes.add("POST", "/api/v1/auth/password", body=NewPassword, status=204)
async def change_password(call: Call[Nothing, NewPassword]) -> None:
    """Change the password; other sessions end."""
    await call.desk.auth.change_password(_principal(call), call.body.old, call.body.new)


@routes.add(
    "POST",
    "/api/v1/auth/password/link",
    body=PasswordByLink,
    answer=Person,
    is_public=True,
    errors=("UNAUTHORIZED",),
)
async def set_password_by_link(call: Call[Nothing, PasswordByLink]) -> Person:
    """Set a password with a one-time link."""
    return Person.of(await call.desk.auth.set_password_by_link(call.body.token, call.body.password))


@routes.add(
    "POST",
    "/api/v1/setup",
    body=Setup,
    answer=Person,
    status=201,
    is_public=True,
    errors=("UNAUTHORIZED", "CONFLICT"),
)
async def set_up(call: Call[Nothing, Setup]) -> Person:
    """Make the first account with the link that `jack serve` printed."""
    body = call.body
    return Person.of(
        await call.desk.auth.setup_admin(body.token, body.email, body.name, body.password)
    )


@routes.add("GET", "/api/v1/me", answer=Person)
async def me(call: Call[Nothing, Nothing]) -> Person:
    """Who is signed in."""
    return Person.of(call.who)


def _principal(call: Call[Any, Any]) -> Principal:
    if call.family is None:
        raise Unauthorized("Sign in first.")
    return Principal(call.who, call.family)
