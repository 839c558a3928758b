"""Channels: what state they are in, and whether their vendor answers."""

from __future__ import annotations

from typing import Literal

from jack.config import value_of
from jack.model.staff import Permission
from jack.services.doctor import Finding
from jack.services.system import ChannelSends
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("channels")

SECTION = "channels."


class ChannelShape(Model):
    """`state`: `on`, `off`, or `restart` when the settings say otherwise after a restart.

    `failed` also counts messages whose arrival nobody knows.
    """

    name: str
    state: Literal["on", "off", "restart"]
    waiting: int
    failed: int


class ChannelList(Model):
    channels: list[ChannelShape]


class CheckShape(Model):
    """What a check found, and the one thing to do about it."""

    code: str
    level: Literal["OK", "WARN", "FAIL"]
    text: str
    fix: str

    @classmethod
    def of(cls, finding: Finding) -> CheckShape:
        found = finding.found
        return cls(code=finding.code, level=found.level.value, text=found.text, fix=found.fix)


class ChannelTest(Model):
    """Login, account, mailbox and webhooks, as far as the channel has them."""

    checks: list[CheckShape]


@routes.add("GET", "/api/v1/channels", answer=ChannelList, needs=Permission.READ_SYSTEM)
async def list_channels(call: Call[Nothing, Nothing]) -> ChannelList:
    """Every channel there is, switched on or not."""
    desk = call.desk
    sends = await desk.system.sends_by_channel()
    coming = (await desk.settings.coming()).config

    def shape(name: str) -> ChannelShape:
        is_on, will_be_on = name in desk.channels, value_of(coming, f"{SECTION}{name}.enabled")
        counts = sends.get(name, ChannelSends())
        state: Literal["on", "off", "restart"] = "on" if is_on else "off"
        return ChannelShape(
            name=name,
            state=state if is_on == will_be_on else "restart",
            waiting=counts.waiting,
            failed=counts.failed,
        )

    return ChannelList(channels=[shape(name) for name in type(coming.channels).model_fields])


@routes.add(
    "POST",
    "/api/v1/channels/{name}/test",
    answer=ChannelTest,
    needs=Permission.MANAGE_SETTINGS,
    errors=("NOT_FOUND",),
)
async def check_channel(call: Call[Nothing, Nothing]) -> ChannelTest:
    """Ask the vendor for real, with the settings that count after a restart."""
    name = call.request.match_info["name"]
    found = await call.desk.checkup.test_channel(call.who, name)
    return ChannelTest(checks=[CheckShape.of(each) for each in found])
