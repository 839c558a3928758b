"""What has to be sent: the one way out, with statuses that only move forward."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jack.db import attempts, messages, sql
from jack.model.clock import Micros
from jack.model.consent import Purpose
from jack.model.masking import mask
from jack.model.messages import (
    Attempt,
    Delivery,
    OutboxItem,
    OutboxKind,
    StatusReport,
    moves_forward,
)
from jack.model.vendor_templates import TemplateCall
from jack.model.windows import CLOSED, CLOSED_TEXT, MARGIN, WINDOWS

_COLUMNS = (
    "id, message_id, conversation_id, kind, channel, account, address, text, attempts, state,"
    " next_at, expires_at, created_at, vendor_id, error_code, error_text, is_important,"
    " state = 'queued' AND holder IS NOT NULL, form, subject"
)

_MOVED = "id, message_id, conversation_id, channel, address"

_IS_NEXT = (
    "NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.address = o.address"
    " AND (e.state = 'sending' OR (e.state = 'queued' AND"
    "  CASE WHEN (e.kind = 'safety') = (o.kind = 'safety') THEN e.id < o.id"
    "  ELSE e.kind = 'safety' END)))"
)
"""Nothing to the same recipient is on its way or goes before outbox row `o`."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A delivery that changed, for those who watch."""

    outbox_id: int
    message_id: int
    conversation_id: int
    channel: str
    address: str
    state: Delivery


def put(
    *,
    message_id: int,
    conversation_id: int,
    kind: OutboxKind,
    channel: str,
    account: str,
    address: str,
    text: str,
    expires_at: Micros,
    at: Micros,
    is_important: bool = False,
    template: TemplateCall | None = None,
    options: Sequence[str] = (),
    subject: str = "",
) -> int:
    """What `is_important` goes on to another channel where this one cannot deliver it.

    `template` goes out in place of the text where the channel has templates; `options` are answers
    to choose from where it can show them. A `subject` begins a thread of its own where it goes by
    mail.
    """
    return sql.insert(
        "outbox",
        message_id=message_id,
        conversation_id=conversation_id,
        kind=kind,
        channel=channel,
        account=account,
        address=address,
        text=mask(text),
        state=Delivery.QUEUED,
        next_at=at,
        expires_at=expires_at,
        created_at=at,
        updated_at=at,
        is_important=int(is_important),
        form=_form(template, options),
        subject=mask(subject),
    )


def _form(template: TemplateCall | None, options: Sequence[str]) -> str | None:
    form: dict[str, object] = {}
    if template is not None:
        form["template"] = asdict(template)
    if options:
        form["options"] = list(options)
    return sql.dumps(form) if form else None


def get(outbox_id: int) -> OutboxItem | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", outbox_id)
    return _item(found) if found else None


def by_message(message_id: int) -> OutboxItem | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM outbox WHERE message_id = ?", message_id)
    return _item(found) if found else None


def claim(
    holder: str,
    at: Micros,
    *,
    limit: int,
    pacing: Mapping[str, Micros],
    resting: Collection[str] = (),
) -> list[OutboxItem]:
    """Take what is due, at most one per recipient and in order, and mark it `sending`.

    The owner is checked again here: an answer of Jack's in a conversation that staff took
    meanwhile stays with them as a suggestion (R3). What is too old is expired, never sent. A
    safety text does not queue behind answers that wait for another try (R10).
    `pacing` is the least time between two sends to one recipient, by channel; on channels that are
    `resting` nothing is taken. A safety text waits for neither: the vendor shall say no, not we.
    """
    expire(at)
    taken = []
    for item in _next_unowned(at, limit, resting):
        gap = 0 if item.kind is OutboxKind.SAFETY else pacing.get(item.channel, 0)
        if gap and (ready := _last_tried(item) + gap) > at:
            sql.run("UPDATE outbox SET next_at = ? WHERE id = ?", ready, item.id)
            continue
        sql.run(
            "UPDATE outbox SET state = 'sending', holder = ?, attempts = attempts + 1,"
            " updated_at = ?, tried_at = ? WHERE id = ?",
            holder,
            at,
            at,
            item.id,
        )
        messages.set_delivery(item.message_id, Delivery.SENDING)
        taken.append(item)
    return taken


def sent(outbox_id: int, vendor_id: str, at: Micros) -> Moved | None:
    """The vendor took it. A status that came before this answer is not undone."""
    sql.run("UPDATE outbox SET tried_at = ? WHERE id = ?", at, outbox_id)
    current = sql.value("SELECT state FROM outbox WHERE id = ?", outbox_id)
    if current is not None and moves_forward(Delivery(current), Delivery.SENT):
        moved = sql.row(
            "UPDATE outbox SET vendor_id = ?, state = 'sent', error_code = NULL,"
            f" error_text = NULL, holder = NULL, updated_at = ? WHERE id = ? RETURNING {_MOVED}",
            vendor_id,
            at,
            outbox_id,
        )
        return _told(moved, Delivery.SENT, None)
    sql.run(
        "UPDATE outbox SET vendor_id = ?,"
        " error_code = CASE WHEN state = 'failed' THEN error_code END,"
        " error_text = CASE WHEN state = 'failed' THEN error_text END WHERE id = ?",
        vendor_id,
        outbox_id,
    )
    return None


def retry_at(
    outbox_id: int,
    next_at: Micros,
    *,
    code: str,
    text: str,
    at: Micros,
    is_ambiguous: bool = False,
) -> Moved | None:
    """Not taken: queue it again, unless a status settled it meanwhile.

    What may have been taken all the same (`is_ambiguous`) keeps its holder, who waits for the
    vendor's status before repeating it; `recover` treats it like a send that a crash cut off.
    """
    holder = "holder" if is_ambiguous else "NULL"
    changed = sql.run(
        "UPDATE outbox SET state = 'queued', next_at = ?, error_code = ?, error_text = ?,"
        f" holder = {holder}, updated_at = ?, tried_at = ? WHERE id = ? AND state = 'sending'",
        next_at,
        code,
        text,
        at,
        at,
        outbox_id,
    )
    if not changed:
        return None
    return _tell(outbox_id, Delivery.QUEUED, text)


def failed(outbox_id: int, *, code: str, text: str, at: Micros) -> Moved | None:
    """Given up. Staff see why in words (R11)."""
    return _advance(outbox_id, Delivery.FAILED, at, code=code, text=text)


def unsettled(outbox_id: int, *, code: str, text: str, at: Micros) -> Moved | None:
    """Given up without knowing whether it arrived."""
    return _advance(
        outbox_id, Delivery.UNCERTAIN, at, code=code, text=f"{text} It may not have arrived."
    )


def apply_status(report: StatusReport, at: Micros) -> Moved | None:
    """A vendor's word about something we sent; None when it is unknown or moves backwards.

    It may settle a send whose answer was lost, or come before that answer.
    """
    item = _find(report)
    if item is None:
        return None
    is_of_another_try = item.vendor_id and report.vendor_id not in (None, item.vendor_id)
    if is_of_another_try and report.status not in (Delivery.DELIVERED, Delivery.READ):
        return None
    if report.vendor_id and item.vendor_id is None:
        sql.run("UPDATE outbox SET vendor_id = ? WHERE id = ?", report.vendor_id, item.id)
    return _advance(item.id, report.status, at, code=report.error_code, text=report.error_text)


def recover(at: Micros, *, repeatable: Sequence[str]) -> list[Moved]:
    """After a crash: what was being sent, or waited for the vendor's word, may have arrived (R2).

    On channels in `repeatable` sending again is harmless, so it is queued; elsewhere it becomes
    `uncertain` until the vendor's status settles it or staff decide.
    """
    moved = []
    for outbox_id, channel in sql.rows(
        "SELECT id, channel FROM outbox WHERE state = 'sending'"
        " OR (state = 'queued' AND holder IS NOT NULL)"
    ):
        if channel in repeatable:
            sql.run("UPDATE outbox SET state = 'queued', holder = NULL WHERE id = ?", outbox_id)
            told = _tell(outbox_id, Delivery.QUEUED, None)
        else:
            told = _advance(
                outbox_id, Delivery.UNCERTAIN, at, code="crash", text="It may not have arrived."
            )
        if told:
            moved.append(told)
    return moved


def try_again(outbox_id: int, next_at: Micros, at: Micros) -> Moved | None:
    """The vendor took it and could not deliver it for now: send it as a new message later."""
    attempts.close(outbox_id, at)
    sql.run(
        "UPDATE outbox SET state = 'queued', vendor_id = NULL, holder = NULL, next_at = ?,"
        " updated_at = ? WHERE id = ?",
        next_at,
        at,
        outbox_id,
    )
    text = sql.value("SELECT error_text FROM outbox WHERE id = ?", outbox_id)
    return _tell(outbox_id, Delivery.QUEUED, text)


def reroute(outbox_id: int, channel: str, address: str, at: Micros) -> Moved | None:
    """Send it by another channel from now on; what is said of the first is still understood."""
    attempts.close(outbox_id, at)
    _send_by(outbox_id, channel, "", address, None)
    sql.run(
        "UPDATE outbox SET state = 'queued', attempts = 0, next_at = ?, holder = NULL,"
        " error_code = NULL, error_text = NULL, updated_at = ? WHERE id = ?",
        at,
        at,
        outbox_id,
    )
    return _tell(outbox_id, Delivery.QUEUED, None)


def arrived_after_all(attempt: Attempt, state: Delivery, at: Micros) -> Moved | None:
    """An attempt that counted as failed has reached the guest: nothing more is sent.

    None where another way has reached them already. What is being sent at this moment cannot be
    called back.
    """
    current = sql.value("SELECT state FROM outbox WHERE id = ?", attempt.outbox_id)
    if current in (None, Delivery.DELIVERED, Delivery.READ, Delivery.DISCARDED):
        return None
    if current not in (Delivery.SENDING, Delivery.SENT):
        _send_by(
            attempt.outbox_id, attempt.channel, attempt.account, attempt.address, attempt.vendor_id
        )
    sql.run(
        "UPDATE outbox SET state = ?, holder = NULL, error_code = NULL, error_text = NULL,"
        " updated_at = ? WHERE id = ?",
        state,
        at,
        attempt.outbox_id,
    )
    return _tell(attempt.outbox_id, state, None)


def _send_by(
    outbox_id: int, channel: str, account: str, address: str, vendor_id: str | None
) -> None:
    sql.run(
        "UPDATE outbox SET channel = ?, account = ?, address = ?, vendor_id = ? WHERE id = ?",
        channel,
        account,
        address,
        vendor_id,
        outbox_id,
    )
    message_id = sql.value("SELECT message_id FROM outbox WHERE id = ?", outbox_id)
    messages.set_route(message_id, channel, address)


def crashed(channels: Sequence[str], *, since: Micros) -> list[OutboxItem]:
    """What a crash left open on channels whose vendor can be asked, oldest first."""
    return [
        _item(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM outbox WHERE state = 'uncertain' AND error_code = 'crash'"
            f" AND channel IN ({sql.marks(channels)}) AND created_at >= ? ORDER BY id",
            *channels,
            since,
        )
    ]


def never_taken(outbox_id: int, *, before: Micros, at: Micros) -> Moved | None:
    """The vendor surely has no such message: send it. None when the crash is too recent to be sure,
    or a status settled it meanwhile."""
    changed = sql.run(
        "UPDATE outbox SET state = 'queued', next_at = ?, holder = NULL, error_code = NULL,"
        " error_text = NULL, updated_at = ? WHERE id = ? AND state = 'uncertain'"
        " AND updated_at <= ?",
        at,
        at,
        outbox_id,
        before,
    )
    return _tell(outbox_id, Delivery.QUEUED, None) if changed else None


REFUSED = "The guest has stopped messages here."


def refuse(at: Micros, *, silenced: Sequence[str]) -> list[Moved]:
    """Hold back what a guest has refused (R8), in the write that takes what is to be sent.

    Everywhere what Jack starts; on channels in `silenced` everything but a safety text (R10) and
    the word that the stop was understood. Jack's answers stay as suggestions, the rest fails.
    """
    moved = []
    for outbox_id, kind in sql.rows(
        "SELECT o.id, o.kind FROM outbox o JOIN conversation c ON c.id = o.conversation_id"
        " WHERE o.state = 'queued' AND (o.kind = 'notice'"
        f"  OR (o.kind NOT IN ('safety', 'consent') AND o.channel IN ({sql.marks(silenced)})))"
        " AND (SELECT is_given FROM consent WHERE guest_id = c.guest_id AND channel = o.channel"
        "  AND purpose = ? ORDER BY created_at DESC, id DESC LIMIT 1) = 0",
        *silenced,
        Purpose.MESSAGES,
    ):
        is_answer = kind == OutboxKind.ANSWER
        sql.run(
            "UPDATE outbox SET state = ?, error_code = 'opted_out', error_text = ?,"
            " updated_at = ? WHERE id = ?",
            Delivery.DISCARDED if is_answer else Delivery.FAILED,
            REFUSED,
            at,
            outbox_id,
        )
        shown = Delivery.DRAFT if is_answer else Delivery.FAILED
        if (told := _tell(outbox_id, shown, REFUSED)) is not None:
            moved.append(told)
    return moved


def shut(at: Micros) -> list[Moved]:
    """Fail free text whose window has closed while it waited: the vendor would refuse it.

    What may have arrived stays open; what goes out as a template needs no window.
    """
    moved = []
    for channel, window in WINDOWS.items():
        for outbox_id, in_doubt in sql.rows(
            "SELECT o.id, o.holder IS NOT NULL FROM outbox o WHERE o.state = 'queued'"
            " AND o.channel = ? AND o.expires_at > ? AND json_extract(o.form, '$.template') IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM guest_identity i WHERE i.channel = o.channel"
            "  AND i.address = o.address AND i.wrote_at > ?)",
            channel,
            at,
            at - window + MARGIN,
        ):
            settle = unsettled if in_doubt else failed
            if (told := settle(outbox_id, code=CLOSED, text=CLOSED_TEXT, at=at)) is not None:
                moved.append(told)
    return moved


def expire(at: Micros) -> int:
    """What waited until it stopped being true: Jack's words become drafts, staff's turn red."""
    stale = sql.rows(
        "SELECT id, message_id, kind FROM outbox WHERE state = 'queued' AND expires_at <= ?", at
    )
    for outbox_id, message_id, kind in stale:
        is_staff = kind == OutboxKind.STAFF
        state = Delivery.FAILED if is_staff else Delivery.EXPIRED
        text = "It could not be sent in time."
        sql.run(
            "UPDATE outbox SET state = ?, error_code = 'expired', error_text = ?, updated_at = ?"
            " WHERE id = ?",
            state,
            text,
            at,
            outbox_id,
        )
        shown = Delivery.DRAFT if kind == OutboxKind.ANSWER else state
        messages.set_delivery(message_id, shown, text)
    return len(stale)


def withdraw(conversation_id: int, at: Micros) -> list[Moved]:
    """Take back Jack's answers that are not being sent yet; they stay as suggestions (R3)."""
    return [
        _take_back(row[0], at)
        for row in sql.rows(
            "SELECT id FROM outbox WHERE conversation_id = ? AND state = 'queued'"
            " AND kind IN ('answer', 'notice')",
            conversation_id,
        )
    ]


def retry(outbox_id: int, at: Micros, *, expires_at: Micros) -> Moved | None:
    """Send again because a person decided to. None when it is not in a state to repeat."""
    if sql.value(
        "SELECT 1 FROM outbox WHERE id = ? AND vendor_id IS NOT NULL"
        " AND state IN ('queued', 'failed', 'uncertain', 'expired')",
        outbox_id,
    ):
        attempts.close(outbox_id, at)
    changed = sql.run(
        "UPDATE outbox SET state = 'queued', attempts = 0, next_at = ?, expires_at = ?,"
        " error_code = NULL, error_text = NULL, holder = NULL, vendor_id = NULL, updated_at = ?"
        " WHERE id = ? AND state IN ('queued', 'failed', 'uncertain', 'expired')",
        at,
        expires_at,
        at,
        outbox_id,
    )
    return _tell(outbox_id, Delivery.QUEUED, None) if changed else None


def discard(outbox_id: int, at: Micros) -> Moved | None:
    """Never send it. None when it is being sent or was sent."""
    changed = sql.run(
        "UPDATE outbox SET state = 'discarded', updated_at = ? WHERE id = ?"
        " AND state IN ('queued', 'failed', 'uncertain', 'expired')",
        at,
        outbox_id,
    )
    return _tell(outbox_id, Delivery.DISCARDED, None) if changed else None


def listed(*, states: Sequence[str], before: int | None, limit: int) -> list[OutboxItem]:
    """Newest first."""
    return [
        _item(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM outbox WHERE state IN ({sql.marks(states)}) AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            *states,
            before if before is not None else 2**62,
            limit,
        )
    ]


def automatic(channel: str, address: str, *, since: Micros) -> int:
    """How many messages Jack made by himself for an address since then."""
    return int(
        sql.value(
            "SELECT count(*) FROM outbox WHERE channel = ? AND address = ? AND kind <> 'staff'"
            " AND state <> 'discarded' AND created_at > ?",
            channel,
            address,
            since,
        )
    )


def waiting() -> int:
    return int(sql.value("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"))


def next_due(*, resting: Collection[str] = ()) -> Micros | None:
    """When the next send may start; what waits for an earlier one to the same guest is left out."""
    found = sql.value(
        f"SELECT next_at FROM outbox o WHERE state = 'queued'{_awake(resting)} AND {_IS_NEXT}"
        " ORDER BY next_at LIMIT 1",
        *resting,
    )
    return int(found) if found is not None else None


def forget(before: Micros) -> int:
    """Drop what arrived long ago; its message keeps the final state."""
    # The ids of messages rise with time: nothing newer is looked at.
    return sql.run(
        "DELETE FROM outbox WHERE updated_at < ?1 AND message_id < coalesce("
        "  (SELECT id FROM message WHERE created_at >= ?1 ORDER BY created_at LIMIT 1), ?2)"
        " AND +state IN ('sent', 'delivered', 'read', 'discarded')",
        before,
        2**62,
    )


def _awake(resting: Collection[str]) -> str:
    """Leaves out what goes by a channel that rests."""
    if not resting:
        return ""
    return f" AND (o.kind = 'safety' OR o.channel NOT IN ({sql.marks(tuple(resting))}))"


def _next_unowned(at: Micros, limit: int, resting: Collection[str]) -> list[OutboxItem]:
    """What is due and first to its recipient, once Jack's words in owned conversations are back."""
    while True:
        due = sql.rows(
            f"SELECT {_COLUMNS}, o.kind IN ('answer', 'notice') AND EXISTS (SELECT 1"
            "  FROM conversation c WHERE c.id = o.conversation_id AND c.owner_id IS NOT NULL)"
            f" FROM outbox o WHERE o.state = 'queued' AND o.next_at <= ?{_awake(resting)}"
            f" AND {_IS_NEXT} ORDER BY o.next_at, o.id LIMIT ?",
            at,
            *resting,
            limit,
        )
        owned = [row[0] for row in due if row[-1]]
        if not owned:
            return [_item(row) for row in due]
        for outbox_id in owned:
            _take_back(outbox_id, at)


def _take_back(outbox_id: int, at: Micros) -> Moved:
    sql.run("UPDATE outbox SET state = 'discarded', updated_at = ? WHERE id = ?", at, outbox_id)
    moved = _tell(outbox_id, Delivery.DRAFT, None)
    assert moved is not None
    return moved


def _last_tried(item: OutboxItem) -> Micros:
    """When the vendor last heard of something for this recipient, taken or not."""
    found = sql.value(
        "SELECT max(tried_at) FROM outbox WHERE channel = ? AND address = ?",
        item.channel,
        item.address,
    )
    return int(found or 0)


def _find(report: StatusReport) -> OutboxItem | None:
    if report.outbox_id is not None and (item := get(report.outbox_id)) is not None:
        return item if item.channel == report.channel else None
    if report.vendor_id is None:
        return None
    found = sql.row(
        f"SELECT {_COLUMNS} FROM outbox WHERE channel = ? AND vendor_id = ?",
        report.channel,
        report.vendor_id,
    )
    return _item(found) if found else None


def _advance(
    outbox_id: int,
    state: Delivery,
    at: Micros,
    *,
    code: str | None = None,
    text: str | None = None,
) -> Moved | None:
    current = sql.value("SELECT state FROM outbox WHERE id = ?", outbox_id)
    if current is None or not moves_forward(Delivery(current), state):
        return None
    moved = sql.row(
        "UPDATE outbox SET state = ?, error_code = coalesce(?, error_code),"
        " error_text = coalesce(?, error_text), holder = NULL, updated_at = ? WHERE id = ?"
        f" RETURNING {_MOVED}",
        state,
        code,
        text,
        at,
        outbox_id,
    )
    return _told(moved, state, text)


def _tell(outbox_id: int, shown: Delivery, failure: str | None) -> Moved | None:
    return _told(sql.row(f"SELECT {_MOVED} FROM outbox WHERE id = ?", outbox_id), shown, failure)


def _told(found: sql.Row | None, shown: Delivery, failure: str | None) -> Moved | None:
    """`found` is a row of `_MOVED`; its message shows the same from now on."""
    if found is None:
        return None
    messages.set_delivery(found[1], shown, failure)
    return Moved(found[0], found[1], found[2], found[3], found[4], shown)


def _item(row: sql.Row) -> OutboxItem:
    form = sql.loads(row[18]) or {}
    return OutboxItem(
        id=row[0],
        message_id=row[1],
        conversation_id=row[2],
        kind=OutboxKind(row[3]),
        channel=row[4],
        account=row[5],
        address=row[6],
        text=row[7],
        attempts=row[8],
        state=Delivery(row[9]),
        next_at=row[10],
        expires_at=row[11],
        created_at=row[12],
        vendor_id=row[13],
        error_code=row[14],
        error_text=row[15],
        is_important=bool(row[16]),
        in_doubt=bool(row[17]),
        template=_template(form.get("template")),
        options=tuple(form.get("options", ())),
        subject=row[19],
    )


def _template(form: Mapping[str, Any] | None) -> TemplateCall | None:
    if form is None:
        return None
    header, body = (tuple((gap, value) for gap, value in form[part]) for part in ("header", "body"))
    return TemplateCall(form["name"], form["language"], header, body)


def by_channel() -> dict[str, tuple[int, int]]:
    """(waiting, failed or of unknown outcome) of every channel that has either."""
    return {
        row[0]: (row[1], row[2])
        for row in sql.rows(
            "SELECT channel, count(*) FILTER (WHERE state IN ('queued', 'sending')),"
            " count(*) FILTER (WHERE state IN ('failed', 'uncertain')) FROM outbox"
            " WHERE state IN ('queued', 'sending', 'failed', 'uncertain') GROUP BY channel"
        )
    }
