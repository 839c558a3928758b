"""Rules tried on a copy of the live data: what would be sent, and what not."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from jack.model.automations import (
    REASONS,
    Amendment,
    Foreseen,
    RunReason,
    RunState,
)
from jack.model.clock import DAY, from_datetime, to_iso
from jack.model.reservations import ReservationStatus
from jack.model.staff import Permission
from jack.services.automation_dryrun import DryRun, Wish
from jack.web.api.automation_shapes import DefinitionShape, Id
from jack.web.api.shapes import as_id
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("automations")

SIMULATE = "/api/v1/automations/simulate"
MOST_DAYS = 60
"""Longer dry runs are for the command line: they take a core for minutes."""


class AmendmentShape(Model):
    """At a time the stay (confirmation number or id) becomes this."""

    at: AwareDatetime
    reservation: str = Field(min_length=1, max_length=64)
    status: ReservationStatus | None = None
    arrival: date | None = None
    departure: date | None = None
    room: str | None = Field(default=None, max_length=20)

    def read(self) -> Amendment:
        return Amendment(
            at=from_datetime(self.at),
            reservation=self.reservation,
            status=self.status,
            arrival=self.arrival,
            departure=self.departure,
            room=self.room,
        )


class Draft(Model):
    name: str = Field(default="Draft", min_length=1, max_length=100)
    definition: DefinitionShape


class SimulationWish(Model):
    """`ruleIds` count as enabled beside those that are; with a `draft` only its lines are told."""

    days: int = Field(default=14, ge=1, le=MOST_DAYS)
    begin: date | None = Field(default=None, description="Hotel day to begin with; else now.")
    rule_ids: list[Id] = Field(default_factory=list, max_length=100)
    draft: Draft | None = None
    amendments: list[AmendmentShape] = Field(default_factory=list, max_length=1000)
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000


class ForeseenShape(Model):
    """`waited`: for what it was put off before."""

    at: str
    rule_key: str
    rule_name: str
    state: RunState
    reason: RunReason | None
    detail: str
    explanation: str
    waited: str
    guest_id: str | None
    guest_name: str
    reservation_id: str | None
    room: str | None
    channel: str | None
    address: str | None
    text: str
    kinds: list[str]

    @classmethod
    def of(cls, line: Foreseen) -> ForeseenShape:
        return cls(
            at=to_iso(line.at),
            rule_key=line.rule_key,
            rule_name=line.rule_name,
            state=line.state,
            reason=line.reason,
            detail=line.detail,
            explanation=REASONS[line.reason] if line.reason else "",
            waited=line.waited,
            guest_id=as_id(line.guest_id),
            guest_name=line.guest_name,
            reservation_id=as_id(line.reservation_id),
            room=line.room,
            channel=line.channel,
            address=line.address,
            text=line.text,
            kinds=list(line.kinds),
        )


class CountShape(Model):
    state: RunState
    reason: RunReason | None
    count: int


class Simulation(Model):
    """Times are UTC; `zone` is the hotel's. `guestsNextDay` get a message within 24 hours."""

    begin: str
    end: str
    zone: str
    lines: list[ForeseenShape]
    counts: list[CountShape]
    guests_next_day: int
    left_off: int

    @classmethod
    def of(cls, found: DryRun, limit: int) -> Simulation:
        told = found.lines[:limit]
        return cls(
            begin=to_iso(found.begin),
            end=to_iso(found.end),
            zone=found.zone,
            lines=[ForeseenShape.of(line) for line in told],
            counts=[
                CountShape(state=state, reason=reason, count=count)
                for (state, reason), count in sorted(
                    found.counts.items(), key=lambda each: (each[0][0], each[0][1] or "")
                )
            ],
            guests_next_day=found.guests_within(DAY),
            left_off=found.left_off + len(found.lines) - len(told),
        )


@routes.add(
    "POST", SIMULATE, body=SimulationWish, answer=Simulation, needs=Permission.READ_AUTOMATIONS
)
async def simulate_automations(call: Call[Nothing, SimulationWish]) -> Simulation:
    """What the rules would do in the next days, on a copy of the live data; nothing is sent.

    Guests are taken to arrive and leave as booked.
    """
    body = call.body
    draft = (body.draft.name, body.draft.definition.read()) if body.draft else None
    wish = Wish(
        days=body.days,
        begin=body.begin,
        rule_ids=tuple(int(each) for each in body.rule_ids),
        draft=draft,
        amendments=tuple(each.read() for each in body.amendments),
    )
    return Simulation.of(
        await call.desk.dry_runs.run(wish, actor=f"staff:{call.who.id}"), body.limit
    )
