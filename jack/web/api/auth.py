"""Signing in and out, and the one-time links."""

from __future__ import annotations

from pydantic import Field

from jack.errors import NotFound
from jack.model.clock import to_iso
from jack.model.staff import Staff
from jack.services.auth import Tokens
from jack.services.web_sessions import WebSession
from jack.web.endpoint import Call, Cookie, Model, Nothing, Routes
from jack.web.middleware import client_of
from jack.web.principal import (
    COOKIE,
    SECURE_COOKIE,
    cookie_name,
    is_secure,
    must_be_own_page,
    web_session,
)

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
            permissions=sorted(staff.permissions),
        )


class Login(Model):
    email: str = Field(max_length=254, examples=["ana@hotel.example"])
    password: str = Field(max_length=200)
    totp: str = Field(
        default="",
        max_length=100,
        description="Code of the authenticator app, or a recovery code, where that is turned on.",
    )


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


class PageSession(Model):
    """A session of the web page; its cookie is in `Set-Cookie`."""

    user: Person
    csrf_token: str = Field(
        description="Goes into the header X-CSRF-Token of every request that changes something."
    )
    expires_at: str = Field(description="When it ends if it is not used again.")

    @classmethod
    def of(cls, session: WebSession) -> PageSession:
        return cls(
            user=Person.of(session.staff),
            csrf_token=session.csrf_token,
            expires_at=to_iso(session.expires_at),
        )


class Refresh(Model):
    refresh_token: str = Field(max_length=200)


class OpenSession(Model):
    """`kind` is `cookie` for the web page, `token` for programs."""

    id: str
    kind: str
    user_agent: str
    address: str
    created_at: str
    last_seen_at: str
    expires_at: str
    is_this: bool


class Sessions(Model):
    sessions: list[OpenSession]


class NewPassword(Model):
    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class SecondFactorState(Model):
    is_on: bool
    recovery_codes_left: int


class Password(Model):
    password: str = Field(max_length=200, description="To be sure that it is you.")


class Enrolment(Model):
    """For the authenticator app: scan the QR code, or type the secret."""

    secret: str
    uri: str = Field(examples=["otpauth://totp/…"])
    qr_svg: str


class Code(Model):
    code: str = Field(max_length=100, examples=["123456"])


class PasswordAndCode(Model):
    password: str = Field(max_length=200)
    code: str = Field(max_length=100)


class OwnName(Model):
    name: str = Field(max_length=200, examples=["Ana Silva"])


class RecoveryCodes(Model):
    """Each works once in place of a code; nobody can see them again."""

    recovery_codes: list[str]


class PasswordByLink(Model):
    token: str = Field(max_length=200)
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
    """Sign in with e-mail and password.

    Where a second factor is on and `totp` is missing or wrong, `details.needs` is `totp`.
    """
    tokens = await call.desk.auth.login(
        call.body.email,
        call.body.password,
        totp=call.body.totp,
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


@routes.add(
    "POST",
    "/api/v1/auth/session",
    body=Login,
    answer=PageSession,
    is_public=True,
    errors=("UNAUTHORIZED", "FORBIDDEN", "RATE_LIMITED"),
)
async def open_session(call: Call[Nothing, Login]) -> PageSession:
    """Sign in on the web page.

    Sets a cookie instead of giving tokens. It is HttpOnly and SameSite=Strict, renews itself by
    being used, and counts for changes only together with the header X-CSRF-Token.
    """
    must_be_own_page(call.request)
    session = await call.desk.web_sessions.open(
        call.body.email,
        call.body.password,
        totp=call.body.totp,
        user_agent=call.request.headers.get("User-Agent", ""),
        client=client_of(call.request),
    )
    longest_s = round(call.desk.web_sessions.longest.total_seconds())
    call.cookies.append(
        Cookie(cookie_name(call.request), session.token, longest_s, is_secure(call.request))
    )
    return PageSession.of(session)


@routes.add(
    "GET", "/api/v1/auth/session", answer=PageSession, is_personal=True, errors=("NOT_FOUND",)
)
async def page_session(call: Call[Nothing, Nothing]) -> PageSession:
    """The session of the cookie, with its CSRF token."""
    session = await web_session(call.request)
    if session is None:
        raise NotFound("This caller came with a token, not with a session cookie.")
    return PageSession.of(session)


@routes.add("POST", "/api/v1/auth/logout", status=204, is_personal=True)
async def logout(call: Call[Nothing, Nothing]) -> None:
    """End this session."""
    await call.desk.auth.logout(call.caller)
    call.desk.live.doubt()
    for name in (COOKIE, SECURE_COOKIE):
        if name in call.request.cookies:
            call.cookies.append(Cookie(name, "", is_secure=name == SECURE_COOKIE))


@routes.add("GET", "/api/v1/auth/sessions", answer=Sessions, is_personal=True)
async def list_sessions(call: Call[Nothing, Nothing]) -> Sessions:
    """Where this account is signed in."""
    found = await call.desk.auth.sessions(call.who.id)
    return Sessions(
        sessions=[
            OpenSession(
                id=str(session.id),
                kind=session.kind,
                user_agent=session.user_agent,
                address=session.address,
                created_at=to_iso(session.created_at),
                last_seen_at=to_iso(session.seen_at or session.created_at),
                expires_at=to_iso(session.expires_at),
                is_this=session.family == call.caller.family,
            )
            for session in found
        ]
    )


@routes.add("DELETE", "/api/v1/auth/sessions", status=204, is_personal=True)
async def revoke_other_sessions(call: Call[Nothing, Nothing]) -> None:
    """Sign out everywhere else."""
    await call.desk.auth.revoke_others(call.caller)
    call.desk.live.doubt()


@routes.add(
    "DELETE",
    "/api/v1/auth/sessions/{id}",
    status=204,
    is_personal=True,
    errors=("NOT_FOUND",),
)
async def revoke_session(call: Call[Nothing, Nothing]) -> None:
    """Sign out somewhere else."""
    await call.desk.auth.revoke_session(call.who.id, call.id())
    call.desk.live.doubt()


@routes.add(
    "POST",
    "/api/v1/auth/password",
    body=NewPassword,
    status=204,
    is_personal=True,
    errors=("CONFLICT", "RATE_LIMITED"),
)
async def change_password(call: Call[Nothing, NewPassword]) -> None:
    """Change the password; other sessions end."""
    await call.desk.auth.change_password(call.caller, call.body.old, call.body.new)
    call.desk.live.doubt()


TOTP = "/api/v1/auth/totp"


@routes.add("GET", TOTP, answer=SecondFactorState, is_personal=True)
async def second_factor(call: Call[Nothing, Nothing]) -> SecondFactorState:
    """Whether the second factor is on."""
    factor, me = call.desk.second_factor, call.who.id
    return SecondFactorState(
        is_on=await factor.is_on(me), recovery_codes_left=await factor.codes_left(me)
    )


@routes.add(
    "POST",
    TOTP,
    body=Password,
    answer=Enrolment,
    is_personal=True,
    errors=("CONFLICT", "RATE_LIMITED"),
)
async def begin_second_factor(call: Call[Nothing, Password]) -> Enrolment:
    """Begin to turn the second factor on; a code confirms it."""
    await call.desk.auth.confirm_password(call.who, call.body.password)
    issuer = call.desk.config.hotel.name or "Jack The Butler"
    begun = await call.desk.second_factor.begin(call.who, issuer)
    return Enrolment(secret=begun.secret, uri=begun.uri, qr_svg=begun.qr_svg)


@routes.add(
    "POST",
    f"{TOTP}/confirm",
    body=Code,
    answer=RecoveryCodes,
    is_personal=True,
    errors=("CONFLICT", "RATE_LIMITED"),
)
async def confirm_second_factor(call: Call[Nothing, Code]) -> RecoveryCodes:
    """Turn the second factor on with its first code."""
    call.desk.auth.attempts.take(f"totp {call.who.id}")
    return RecoveryCodes(
        recovery_codes=await call.desk.second_factor.confirm(call.who, call.body.code)
    )


@routes.add(
    "POST",
    f"{TOTP}/recovery-codes",
    body=PasswordAndCode,
    answer=RecoveryCodes,
    is_personal=True,
    errors=("CONFLICT", "RATE_LIMITED"),
)
async def renew_recovery_codes(call: Call[Nothing, PasswordAndCode]) -> RecoveryCodes:
    """New recovery codes; the old ones stop."""
    await call.desk.auth.confirm_password(call.who, call.body.password)
    return RecoveryCodes(
        recovery_codes=await call.desk.second_factor.renew_codes(call.who, call.body.code)
    )


@routes.add(
    "POST",
    f"{TOTP}/disable",
    body=PasswordAndCode,
    status=204,
    is_personal=True,
    errors=("CONFLICT", "RATE_LIMITED"),
)
async def disable_second_factor(call: Call[Nothing, PasswordAndCode]) -> None:
    """Turn the second factor off."""
    await call.desk.auth.confirm_password(call.who, call.body.password)
    await call.desk.second_factor.disable(call.who, call.body.code)


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


@routes.add("GET", "/api/v1/me", answer=Person)
async def me(call: Call[Nothing, Nothing]) -> Person:
    """Who is signed in."""
    return Person.of(call.who)


@routes.add("PATCH", "/api/v1/me", body=OwnName, answer=Person, is_personal=True)
async def rename_me(call: Call[Nothing, OwnName]) -> Person:
    """Change your own name."""
    return Person.of(await call.desk.staffing.rename(call.who, call.body.name))
