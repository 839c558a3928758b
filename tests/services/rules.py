"""A hotel with rules: stays as a PMS tells them, texts for every channel, and a clock to step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jack.automations.engine import Engine
from jack.config import Config
from jack.db import automations as store
from jack.db import messages, pms, stays, templates
from jack.db.stays import Upserted
from jack.model.automations import (
    Action,
    Anchor,
    Definition,
    Late,
    Rule,
    Run,
    RunReason,
    RunState,
    SendMessage,
    Side,
    StayTime,
    Trigger,
)
from jack.model.clock import HOUR, Micros, from_datetime
from jack.model.languages import Language
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Role, Staff
from jack.model.templates import TemplateStatus
from jack.services.automation_acts import Acts
from jack.services.automation_dryrun import DryRuns
from jack.services.automation_plans import Planner
from jack.services.automation_runs import Runner
from jack.services.automation_ways import Ways
from jack.services.automations import Automations
from tests.house import SMS_NUMBER, House

ZONE = ZoneInfo("Europe/Lisbon")
PROVIDER = "mews"
NOW = (2027, 3, 1, 12, 0)
"""A Monday in winter, by the hotel's clock."""
BEFORE_ARRIVAL = StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="10:00")
AFTER_DEPARTURE = StayTime(Anchor.DEPARTURE, Side.AFTER, hours=24)
TEXT = "Hello {{guest.first_name|there}}, see you on {{stay.arrival|your day}}."


def local(*parts: int) -> Micros:
    """A moment by the hotel's clock: year, month, day, hour, minute."""
    return from_datetime(datetime(*parts, tzinfo=ZONE))  # type: ignore[misc,arg-type]


def rules_config(**automations: object) -> Config:
    """A hotel that writes by SMS and WhatsApp."""
    return Config.model_validate(
        {
            "data": {"dir": "/nowhere"},
            "server": {"public_url": "https://jack.hotel.example"},
            "hotel": {
                "name": "Harbour Inn",
                "country": "PT",
                "timezone": str(ZONE),
                "checkin_time": "15:00",
                "checkout_time": "11:00",
                "wifi_network": "Harbour",
                "wifi_password": "seagull-42",
            },
            "automations": {"webhook_secret": "a secret of the webhooks", **automations},
            "outbox": {"fallback": ["whatsapp", "sms"]},
            "channels": {
                "whatsapp": {
                    "enabled": True,
                    "access_token": "token",
                    "app_secret": "secret",
                    "verify_token": "verify",
                    "phone_number_id": "106540352242922",
                },
                "sms": {
                    "enabled": True,
                    "account_sid": "AC" + "a1" * 16,
                    "auth_token": "twilio-token",
                    "from_number": SMS_NUMBER,
                },
            },
        }
    )


@dataclass
class Rules:
    """The services on a house's database. The PMS was read before: what comes now is new."""

    house: House
    has_synced: bool = True
    has_texts: bool = True
    told: dict[str, PmsReservation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        house = self.house
        config, judge = house.config, Engine()
        runner = Runner(judge, Ways(house.channels, config), Acts(config), config, house.holder)
        self.planner = Planner(judge, config)
        self.automations = Automations(
            house.db, house.bus, config, house.clock, judge, self.planner, runner
        )
        self.dry_runs = DryRuns(house.db, house.channels, config, house.clock, judge)
        self.at(*NOW)
        if self.has_synced:
            self.synced()
        for channel in ("sms", "whatsapp") if self.has_texts else ():
            self.text("hello", TEXT, channel=channel)

    # -- what there is -------------------------------------------------------------------------

    def synced(self) -> None:
        """The PMS was read completely once."""
        self.house.db.write_now(
            pms.succeeded, PROVIDER, self.house.clock(), scanned_on=None, report={}
        )

    def manager(self) -> Staff:
        return self.house.staff("Mia Lopes", Role.MANAGER)

    def text(
        self, name: str, body: str, *, channel: str = "sms", language: Language = Language.EN
    ) -> int:
        return self.house.db.write_now(
            templates.add_template,
            name,
            channel,
            language,
            body,
            TemplateStatus.APPROVED,
            self.house.clock(),
        )

    def rule(
        self,
        trigger: Trigger = BEFORE_ARRIVAL,
        *actions: Action,
        key: str = "hello",
        condition: str = "",
        late: Late = Late.SKIP,
        stale_after_m: int = 24 * 60,
        is_enabled: bool = True,
    ) -> int:
        """A rule that sends the text `hello`, unless `actions` say otherwise; its id."""
        definition = Definition(
            trigger, actions or (SendMessage("hello"),), condition, late, stale_after_m
        )
        at = self.house.clock()

        def work() -> int:
            rule_id = store.add_rule(key, key, definition, at, actor="test")
            if is_enabled:
                store.set_enabled(rule_id, at, is_on=True)
                store.note("rules", rule_id, at)
            return rule_id

        return self.house.db.write_now(work)

    def stay(
        self,
        external_id: str = "R1",
        arrival: date = date(2027, 3, 10),
        departure: date = date(2027, 3, 13),
        *,
        phone: str | None = "+351912345678",
        guest: Mapping[str, Any] | None = None,
        status: ReservationStatus = ReservationStatus.CONFIRMED,
        **more: Any,
    ) -> int:
        """The PMS tells of a stay, anew or again; its id."""
        number = external_id.removeprefix("R")
        person: dict[str, Any] = {
            "external_id": f"G{number}",
            "first_name": "Ana",
            "last_name": f"Silva{number}",
            "phone": phone,
            **(guest or {}),
        }
        told = PmsReservation(
            external_id=external_id,
            confirmation=f"C-{external_id}",
            status=status,
            arrival=arrival,
            departure=departure,
            guest=PmsGuest(**person),
            **more,
        )
        return self.tell(told).reservation_id

    def tell(self, told: PmsReservation) -> Upserted:
        self.told[told.external_id] = told
        return self.house.db.write_now(stays.upsert, PROVIDER, told, self.house.clock())

    def amend(self, external_id: str = "R1", **changes: Any) -> None:
        """The PMS tells of the stay again, with these changes."""
        self.tell(replace(self.told[external_id], **changes))

    # -- time ----------------------------------------------------------------------------------

    def at(self, *parts: int) -> Micros:
        """It is then by the hotel's clock: year, month, day, hour, minute."""
        self.house.clock.at = local(*parts)
        return self.house.clock.at

    async def sweep(self, *parts: int) -> int:
        """It is then, and what is due is done; how many runs ended."""
        if parts:
            self.at(*parts)
        return await self.automations.sweep()

    async def until(self, *parts: int) -> None:
        """Everything up to then, each when it is due; it is looked around every hour."""
        end, clock = local(*parts), self.house.clock
        while clock.at < end:
            await self.automations.sweep()
            due = await self.automations.next_due()
            moments = [end, clock.at - clock.at % HOUR + HOUR, *([due] if due is not None else [])]
            clock.at = max(min(moments), clock.at + 1)
        await self.automations.sweep()

    # -- what came of it -----------------------------------------------------------------------

    def runs(self, *states: RunState, **wanted: Any) -> list[Run]:
        """In the order they are due."""
        return self.house.db.read_now(
            store.listed, states=states, is_ascending=True, limit=1000, **wanted
        )

    def only_run(self) -> Run:
        (run,) = self.runs()
        return run

    def ended(self) -> list[tuple[RunState, RunReason | None]]:
        return [(run.state, run.reason) for run in self.runs()]

    def rule_of(self, rule_id: int) -> Rule:
        found = self.house.db.read_now(store.rule, rule_id)
        assert found is not None
        return found

    def sent(self) -> list[tuple[str, str, str]]:
        """(channel, address, text) of every message that was queued, oldest first."""
        return [(each.channel, each.address, each.text) for each in self.house.sends()]

    def message_at(self, message_id: int | None) -> Micros:
        assert message_id is not None
        found = self.house.db.read_now(messages.get, message_id)
        assert found is not None
        return found.created_at
