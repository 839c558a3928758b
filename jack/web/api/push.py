"""Notices in staff's browsers while no page is open (web push)."""

from __future__ import annotations

from pydantic import Field

from jack.channels.base import Browser
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("push")


class PushKey(Model):
    """`publicKey` is the `applicationServerKey` of `pushManager.subscribe`, in base64url."""

    public_key: str
    is_enabled: bool
    browsers: int = Field(description="How many browsers show the caller's notices.")


class Keys(Model):
    p256dh: str = Field(min_length=1, max_length=200, alias="p256dh")
    auth: str = Field(min_length=1, max_length=100)


class Subscription(Model):
    """What `PushSubscription.toJSON()` gives."""

    endpoint: str = Field(min_length=1, max_length=1000)
    keys: Keys
    expiration_time: int | None = None


class Unsubscribe(Model):
    endpoint: str = Field(min_length=1, max_length=1000)


class Tested(Model):
    browsers: int


@routes.add("GET", "/api/v1/push", answer=PushKey, is_personal=True)
async def get_push(call: Call[Nothing, Nothing]) -> PushKey:
    """Jack's key for web push, and how many browsers show the caller's notices."""
    push = call.desk.push
    return PushKey(
        public_key=push.public_key,
        is_enabled=push.is_enabled,
        browsers=await push.count(call.who),
    )


@routes.add(
    "POST",
    "/api/v1/push/subscribe",
    body=Subscription,
    status=204,
    is_personal=True,
    errors=("CONFLICT",),
)
async def subscribe_push(call: Call[Nothing, Subscription]) -> None:
    """Show the caller's notices in this browser: escalations, and what they are given."""
    body = call.body
    browser = Browser(body.endpoint, body.keys.p256dh, body.keys.auth)
    await call.desk.push.subscribe(call.who, browser)


@routes.add(
    "POST",
    "/api/v1/push/unsubscribe",
    body=Unsubscribe,
    status=204,
    is_personal=True,
    errors=("NOT_FOUND",),
)
async def unsubscribe_push(call: Call[Nothing, Unsubscribe]) -> None:
    """Show no more notices in this browser."""
    await call.desk.push.unsubscribe(call.who, call.body.endpoint)


@routes.add(
    "POST",
    "/api/v1/push/test",
    answer=Tested,
    is_personal=True,
    errors=("NOT_FOUND", "RATE_LIMITED"),
)
async def test_push(call: Call[Nothing, Nothing]) -> Tested:
    """Send a notice to the caller's own browsers."""
    return Tested(browsers=await call.desk.push.test(call.who))
