"""From what changed to what is planned: runs are rows, worked out from rules and live stays.

Everything here runs inside a write. Planning again is harmless: a rule has one run for a stay and
occurrence, and a run that is done stays done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import automations as store
from jack.db import conversations, escalations, guests, reservations, tasks
from jack.db.automations import Changed
from jack.model.automations import (
    Event,
    Happened,
    HotelTimes,
    Judge,
    Late,
    Rule,
    RunReason,
    RunState,
    Schedule,
    ScheduleAudience,
    Subject,
)
from jack.model.clock import HOUR, MINUTE, Micros, seconds, to_datetime
from jack.model.reservations import LIVE_STATUSES, Reservation, ReservationStatus

LOOK_BACK = timedelta(days=60)
"""Rules may mean something for stays that ended so long ago."""
WALK = 100
"""Stays planned anew in one write."""
IDLE_BATCH = 50
REVIVABLE = (RunState.CANCELLED, RunState.SUPPRESSED)

STATUS_EVENTS: Mapping[ReservationStatus, Happened] = {
    ReservationStatus.CANCELLED: Happened.RESERVATION_CANCELLED,
    ReservationStatus.CHECKED_IN: Happened.CHECKED_IN,
    ReservationStatus.CHECKED_OUT: Happened.CHECKED_OUT,
    ReservationStatus.NO_SHOW: Happened.NO_SHOW,
}
GONE = {
    ReservationStatus.CANCELLED: RunReason.CANCELLED_STAY,
    ReservationStatus.NO_SHOW: RunReason.NO_SHOW,
}


def hotel_times(config: Config) -> HotelTimes:
    return HotelTimes(
        zone=config.hotel.timezone,
        checkin=config.hotel.checkin_time,
        checkout=config.hotel.checkout_time,
        quiet_from=config.tasks.quiet_from,
        quiet_until=config.tasks.quiet_until,
        gap=seconds(config.automations.gap_hours * 3600),
        recent=config.automations.recent_minutes * MINUTE,
    )


@dataclass(frozen=True, slots=True)
class Planner:
    judge: Judge
    config: Config

    def follow(self, at: Micros, limit: int) -> int:
        """Look at the oldest changes; how many. What they plan is written with their end."""
        changed = store.changes(limit)
        if not changed:
            return 0
        rules = store.rules(is_enabled=True)
        for each in changed:
            if self._follow(each, rules, at):
                store.looked_at(each.id)
        return len(changed)

    def look_around(self, at: Micros) -> None:
        """What no change tells of: schedules that came up, rooms that are ready, silence."""
        for rule in store.rules(is_enabled=True):
            match rule.definition.trigger:
                case Schedule() as schedule:
                    self._schedule(rule, schedule, at)
                case Event(event=Happened.ROOM_READY) as event:
                    self._rooms(rule, event, at)
                case Event(event=Happened.CONVERSATION_IDLE) as event:
                    self._idle(rule, event, at)
                case _:
                    pass
        self._expire_asked(at)

    def plan(
        self, stay: Reservation, rules: Sequence[Rule], at: Micros, *, since: Micros, is_news: bool
    ) -> None:
        """Bring the runs of rules by a stay's times up to date after a change made at `since`.

        `is_news`: the booking is new or its dates are, so what should have happened before that
        gets the rule's choice for late ones. Otherwise nothing is ever planned in the past.
        """
        hotel = hotel_times(self.config)
        guest = guests.get(stay.guest_id)
        phone = guest.phone if guest is not None else None
        for rule in rules:
            due_at = self.judge.due_at(rule, stay, hotel, phone)
            if due_at is not None:
                self._plan_one(rule, stay, hotel, due_at, at, since=since, is_news=is_news)

    # -- by the times of a stay ------------------------------------------------------------

    def _plan_one(
        self,
        rule: Rule,
        stay: Reservation,
        hotel: HotelTimes,
        due_at: Micros,
        at: Micros,
        *,
        since: Micros,
        is_news: bool,
    ) -> None:
        known = store.run_of(rule.id, Subject.RESERVATION, stay.id, "")
        is_open = known is not None and known.state in (RunState.PLANNED, RunState.ASK_STAFF)
        reason = self.judge.not_meant(rule, stay)
        if reason is not None:
            if known is not None and is_open:
                store.finish(known.id, RunState.CANCELLED, at, reason=reason)
            return
        if known is None:
            if due_at > since:
                self._add(rule, stay, due_at, at)
            elif is_news and not self.judge.is_too_late(rule, stay, hotel, due_at, at):
                self._add_late(rule, stay, due_at, at)
            return
        is_other_time = known.base_due_at != due_at
        may_revive = (
            known.state in REVIVABLE
            and known.reason is not RunReason.SKIPPED
            and (is_other_time or known.state is RunState.CANCELLED)
        )
        if due_at > since and ((is_open and is_other_time) or may_revive):
            store.move(known.id, due_at)
        elif due_at <= since and is_open and is_other_time and not known.is_late:
            self._moved_into_the_past(known.id, rule, stay, hotel, due_at, at, is_news=is_news)

    def _add(self, rule: Rule, stay: Reservation, due_at: Micros, at: Micros) -> None:
        store.add_run(
            rule.id,
            Subject.RESERVATION,
            stay.id,
            "",
            at,
            due_at=due_at,
            reservation_id=stay.id,
            guest_id=stay.guest_id,
        )

    def _add_late(self, rule: Rule, stay: Reservation, due_at: Micros, at: Micros) -> None:
        """The time has passed already: as the rule chooses."""
        late = rule.definition.late
        state = {Late.SKIP: RunState.SUPPRESSED, Late.ASK_STAFF: RunState.ASK_STAFF}.get(
            late, RunState.PLANNED
        )
        store.add_run(
            rule.id,
            Subject.RESERVATION,
            stay.id,
            "",
            at,
            due_at=due_at if late is Late.SKIP else at,
            state=state,
            reason=None if late is Late.SEND_NOW else RunReason.LATE,
            reservation_id=stay.id,
            guest_id=stay.guest_id,
            is_late=late is not Late.SKIP,
        )

    def _moved_into_the_past(
        self,
        run_id: int,
        rule: Rule,
        stay: Reservation,
        hotel: HotelTimes,
        due_at: Micros,
        at: Micros,
        *,
        is_news: bool,
    ) -> None:
        too_late = self.judge.is_too_late(rule, stay, hotel, due_at, at)
        if not is_news or too_late or rule.definition.late is Late.SKIP:
            store.finish(run_id, RunState.SUPPRESSED, at, reason=RunReason.LATE)
        elif rule.definition.late is Late.ASK_STAFF:
            store.ask(run_id, at)
        else:
            store.move(run_id, at, is_late=True)

    # -- changes ---------------------------------------------------------------------------

    def _follow(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> bool:
        """False when there is more of it to look at later."""
        match changed.kind:
            case "stay":
                self._stay(changed, rules, at)
            case "guest":
                for reservation_id in store.stays_of(changed.subject_id):
                    if (stay := reservations.get(reservation_id)) is not None:
                        self.plan(stay, rules, at, since=changed.at, is_news=False)
            case "rules":
                return self._walk(changed, rules, at)
            case "task":
                self._task(changed, rules, at)
            case "escalation":
                self._escalation(changed, rules, at)
            case "rating":
                self._rating(changed, rules, at)
            case _:
                pass
        return True

    def _walk(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> bool:
        """A rule is new, or another: every stay it may mean, some at a time."""
        since = (self._today(at) - LOOK_BACK).isoformat()
        last = int(changed.data.get("last", 0))
        found = store.plannable(last, since=since, limit=WALK)
        wanted = [r for r in rules if changed.subject_id in (0, r.id)]
        for reservation_id in found:
            if (stay := reservations.get(reservation_id)) is not None:
                self.plan(stay, wanted, at, since=changed.at, is_news=False)
        if len(found) < WALK:
            return True
        store.look_again_from(changed.id, found[-1])
        return False

    def _stay(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> None:
        stay = reservations.get(changed.subject_id)
        if stay is None:
            return
        told = changed.data
        is_new = told.get("isNew") == 1
        is_moved = "was" in told and (
            (told["arrival"], told["departure"])
            != (stay.arrival.isoformat(), stay.departure.isoformat())
        )
        is_back = (
            "was" in told and told["was"] not in LIVE_STATUSES and told["now"] in LIVE_STATUSES
        )
        is_news = is_new or is_moved or is_back
        self.plan(stay, rules, at, since=changed.at, is_news=is_news)
        if (reason := GONE.get(stay.status)) is not None:
            self._cancel_events(stay, reason, rules, at)
        for happened in self._happened(changed, stay, is_new=is_new, at=at):
            occurrence = str(changed.at) if happened is Happened.RESERVATION_CHANGED else ""
            self._add_events(happened, rules, changed, stay, occurrence=occurrence, at=at)

    def _cancel_events(
        self, stay: Reservation, reason: RunReason, rules: Sequence[Rule], at: Micros
    ) -> None:
        """What events of this stay planned for later, unless it is for this very end of it."""
        of_the_end = {
            rule.id
            for rule in rules
            if isinstance(rule.definition.trigger, Event)
            and rule.definition.trigger.event is STATUS_EVENTS.get(stay.status)
        }
        for run in store.open_runs_of(stay.id):
            if run.rule_id not in of_the_end:
                store.finish(run.id, RunState.CANCELLED, at, reason=reason)

    def _happened(
        self, changed: Changed, stay: Reservation, *, is_new: bool, at: Micros
    ) -> list[Happened]:
        told = changed.data
        now = ReservationStatus(told["now"])
        if "was" not in told:
            if not is_new or now not in LIVE_STATUSES or stay.departure < self._today(at):
                return []
            created = [Happened.RESERVATION_CREATED]
            is_here = now is ReservationStatus.CHECKED_IN and stay.arrival >= self._today(at)
            return [*created, Happened.CHECKED_IN] if is_here else created
        if told["was"] != now and now in STATUS_EVENTS:
            return [STATUS_EVENTS[now]]
        before = (told["arrival"], told["departure"], told["room"])
        after = (stay.arrival.isoformat(), stay.departure.isoformat(), stay.room)
        return [Happened.RESERVATION_CHANGED] if before != after and now in LIVE_STATUSES else []

    def _add_events(
        self,
        happened: Happened,
        rules: Sequence[Rule],
        changed: Changed,
        stay: Reservation,
        *,
        occurrence: str,
        at: Micros,
    ) -> None:
        for rule, trigger in _waiting_for(happened, rules, changed.at):
            store.add_run(
                rule.id,
                Subject.RESERVATION,
                stay.id,
                occurrence,
                at,
                due_at=changed.at + trigger.delay_m * MINUTE,
                reservation_id=stay.id,
                guest_id=stay.guest_id,
            )

    def _task(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> None:
        task = tasks.get(changed.subject_id)
        if task is None:
            return
        values = {
            "task.department": task.department.value,
            "task.intent": task.intent,
            "task.title": task.title,
        }
        for rule, trigger in _waiting_for(Happened.TASK_COMPLETED, rules, changed.at):
            store.add_run(
                rule.id,
                Subject.TASK,
                task.id,
                str(changed.at),
                at,
                due_at=changed.at + trigger.delay_m * MINUTE,
                reservation_id=task.reservation_id,
                guest_id=task.guest_id,
                conversation_id=task.conversation_id,
                values=values,
            )

    def _escalation(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> None:
        found = escalations.get(changed.subject_id)
        if found is None:
            return
        conversation = conversations.get(found.conversation_id)
        assert conversation is not None, "an escalation goes with its conversation"
        for rule, trigger in _waiting_for(Happened.ESCALATION, rules, changed.at):
            store.add_run(
                rule.id,
                Subject.ESCALATION,
                found.id,
                "",
                at,
                due_at=changed.at + trigger.delay_m * MINUTE,
                reservation_id=conversation.reservation_id,
                guest_id=conversation.guest_id,
                conversation_id=conversation.id,
                values={"escalation.priority": found.priority},
            )

    def _rating(self, changed: Changed, rules: Sequence[Rule], at: Micros) -> None:
        """`note("rating", id, at, score=…, guest_id=…, reservation_id=…)` tells of one."""
        told = changed.data
        for rule, trigger in _waiting_for(Happened.RATING, rules, changed.at):
            store.add_run(
                rule.id,
                Subject.RATING,
                changed.subject_id,
                "",
                at,
                due_at=changed.at + trigger.delay_m * MINUTE,
                reservation_id=told.get("reservation_id"),
                guest_id=told.get("guest_id"),
                conversation_id=told.get("conversation_id"),
                values={"rating.score": told.get("score")},
            )

    # -- looking around --------------------------------------------------------------------

    def _expire_asked(self, at: Micros) -> None:
        """What staff were asked and nobody decided until it had no sense any more."""
        hotel = hotel_times(self.config)
        for run in store.asking():
            rule = store.rule(run.rule_id)
            stay = reservations.get(run.subject_id)
            if rule is None or stay is None:
                continue
            if self.judge.is_too_late(rule, stay, hotel, run.base_due_at, at):
                store.finish(run.id, RunState.SUPPRESSED, at, reason=RunReason.STALE)

    def _schedule(self, rule: Rule, schedule: Schedule, at: Micros) -> None:
        came_up = self.judge.last_scheduled(rule, hotel_times(self.config), at)
        if came_up is None:
            return
        due_at, day = came_up
        done_until = max(rule.scheduled_at or 0, rule.enabled_at or 0)
        if due_at <= done_until:
            return
        store.set_scheduled(rule.id, due_at)
        if at >= due_at + rule.definition.patience:
            return
        if schedule.audience is ScheduleAudience.HOTEL:
            store.add_run(rule.id, Subject.HOTEL, 0, day, at, due_at=due_at)
            return
        for reservation_id in self._audience(schedule.audience, day):
            stay = reservations.get(reservation_id)
            assert stay is not None, "it was just found"
            store.add_run(
                rule.id,
                Subject.RESERVATION,
                stay.id,
                day,
                at,
                due_at=due_at,
                reservation_id=stay.id,
                guest_id=stay.guest_id,
            )

    @staticmethod
    def _audience(audience: ScheduleAudience, day: str) -> list[int]:
        if audience is ScheduleAudience.ARRIVING:
            return store.on_day(arrival=day)
        if audience is ScheduleAudience.DEPARTING:
            return store.on_day(departure=day)
        return store.in_house()

    def _rooms(self, rule: Rule, event: Event, at: Micros) -> None:
        fresh_since = at - self.config.pms.freshness_minutes * MINUTE
        today = self._today(at).isoformat()
        for reservation_id, room in store.ready_rooms(rule.id, today, since=fresh_since):
            stay = reservations.get(reservation_id)
            assert stay is not None, "it was just found"
            store.add_run(
                rule.id,
                Subject.RESERVATION,
                stay.id,
                room,
                at,
                due_at=at + event.delay_m * MINUTE,
                reservation_id=stay.id,
                guest_id=stay.guest_id,
                values={"room": room},
            )

    @staticmethod
    def _idle(rule: Rule, event: Event, at: Micros) -> None:
        silence = event.hours * HOUR
        found = store.idle(
            since=max(rule.enabled_at or 0, at - silence - rule.definition.patience),
            until=at - silence,
            rule_id=rule.id,
            limit=IDLE_BATCH,
        )
        for conversation_id, last in found:
            conversation = conversations.get(conversation_id)
            assert conversation is not None, "it was just found"
            store.add_run(
                rule.id,
                Subject.CONVERSATION,
                conversation.id,
                str(last),
                at,
                due_at=last + silence,
                reservation_id=conversation.reservation_id,
                guest_id=conversation.guest_id,
                conversation_id=conversation.id,
            )

    def _today(self, at: Micros) -> date:
        return to_datetime(at).astimezone(ZoneInfo(self.config.hotel.timezone)).date()


def _waiting_for(
    happened: Happened, rules: Sequence[Rule], since: Micros
) -> list[tuple[Rule, Event]]:
    """Rules for this that were on when it happened."""
    return [
        (rule, rule.definition.trigger)
        for rule in rules
        if isinstance(rule.definition.trigger, Event)
        and rule.definition.trigger.event is happened
        and (rule.enabled_at or 0) <= since
    ]
