"""Threads of mail, how far mailboxes were read, and addresses that take nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from jack.db import attempts, sql
from jack.model.clock import Micros
from jack.model.mails import Cursor, Letter, MailboxState, Thread, bare
from jack.model.messages import OutboxItem

MAX_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Ours:
    """A mail of ours that another one speaks of."""

    message_id: str
    conversation_id: int
    outbox_id: int | None
    address: str


# -- threads ---------------------------------------------------------------------------------------


def add_theirs(letter: Letter, conversation_id: int | None, at: Micros) -> None:
    """Remember a mail that came. One that nobody is shown is remembered without its writer."""
    if is_known(letter.message_id):
        return
    is_shown = conversation_id is not None
    sql.insert(
        "mail",
        message_id=letter.message_id,
        is_ours=0,
        conversation_id=conversation_id,
        outbox_id=None,
        address=letter.address if is_shown else "",
        subject=letter.subject[:MAX_SUBJECT] if is_shown else "",
        thread=" ".join(reversed(letter.references)) if is_shown else "",
        verdict=letter.verdict,
        created_at=at,
    )


def is_known(message_id: str) -> bool:
    return bool(sql.value("SELECT 1 FROM mail WHERE message_id = ? AND is_ours = 0", message_id))


def known(message_ids: Sequence[str]) -> list[str]:
    """Those that came before, or are ours."""
    found = sql.rows(
        f"SELECT DISTINCT message_id FROM mail WHERE message_id IN ({sql.marks(message_ids)})",
        *message_ids,
    )
    return [row[0] for row in found]


def thread_of(item: OutboxItem, new_id: str, at: Micros) -> Thread:
    """What a send continues, under a Message-ID that is stored before it is used (R2).

    Another try of the same send keeps it, so that a mail server that has both shows one; a new
    send of the same message, which `send_attempt` tells, gets `new_id`.
    """
    last = sql.row(
        "SELECT message_id, subject, thread FROM mail WHERE outbox_id = ? AND is_ours = 1"
        " ORDER BY id DESC LIMIT 1",
        item.id,
    )
    if last is None or attempts.find("email", last[0]) is not None:
        subject, thread = _continued(item)
        last = (new_id, subject, thread)
        sql.insert(
            "mail",
            message_id=new_id,
            is_ours=1,
            conversation_id=item.conversation_id,
            outbox_id=item.id,
            address=bare(item.address),
            subject=subject,
            thread=thread,
            verdict=None,
            created_at=at,
        )
    return Thread(
        message_id=last[0],
        subject=last[1],
        references=tuple(last[2].split()),
        bounced=bounced(item.address) or "",
    )


def sent_as(outbox_id: int) -> str | None:
    """The Message-ID of the last try of a send."""
    found: str | None = sql.value(
        "SELECT message_id FROM mail WHERE outbox_id = ? AND is_ours = 1 ORDER BY id DESC LIMIT 1",
        outbox_id,
    )
    return found


def _continued(item: OutboxItem) -> tuple[str, str]:
    """(subject, chain) of the newest mail from this address in the conversation, else of ours to it.

    What has a subject of its own continues nothing.
    """
    if item.subject:
        return item.subject[:MAX_SUBJECT], ""
    found = sql.row(
        "SELECT message_id, subject, thread FROM mail WHERE conversation_id = ? AND address = ?"
        " ORDER BY is_ours, id DESC LIMIT 1",
        item.conversation_id,
        bare(item.address),
    )
    return (found[1], f"{found[2]} {found[0]}".strip()) if found else ("", "")


def answered(references: Sequence[str], tokens: Sequence[str]) -> Ours | None:
    """The mail of ours that one answers: by the nearest Message-ID, else by a token."""
    for message_id in references:
        if (ours := _ours("message_id = ?", message_id)) is not None:
            return ours
    for token in tokens:
        if (
            ours := _ours("message_id >= ? AND message_id < ?", f"<{token}@", f"<{token}A")
        ) is not None:
            return ours
    return None


def _ours(test: str, *params: object) -> Ours | None:
    found = sql.row(
        "SELECT message_id, conversation_id, outbox_id, address FROM mail"
        f" WHERE is_ours = 1 AND conversation_id IS NOT NULL AND {test} LIMIT 1",
        *params,
    )
    return Ours(*found) if found else None


# -- addresses that take nothing -------------------------------------------------------------------


def mark_bounced(address: str, reason: str, at: Micros) -> None:
    sql.run(
        "INSERT INTO bounced_address (address, reason, created_at) VALUES (?, ?, ?)"
        " ON CONFLICT (address) DO UPDATE SET reason = excluded.reason,"
        " created_at = excluded.created_at",
        bare(address),
        reason,
        at,
    )


def bounced(address: str) -> str | None:
    """Why mail to an address came back for good."""
    found: str | None = sql.value(
        "SELECT reason FROM bounced_address WHERE address = ?", bare(address)
    )
    return found


def unmark_bounced(address: str) -> None:
    sql.run("DELETE FROM bounced_address WHERE address = ?", bare(address))


# -- mailboxes -------------------------------------------------------------------------------------


def state(account: str, folder: str) -> MailboxState:
    found = sql.row(
        "SELECT uid_validity, last_uid, baseline_at, fetched_at, failed_at, failure FROM mailbox"
        " WHERE account = ? AND folder = ?",
        account,
        folder,
    )
    if found is None:
        return MailboxState()
    cursor = None if found[0] is None else Cursor(found[0], found[1], found[2])
    return MailboxState(cursor, found[3], found[4], found[5])


def move_cursor(account: str, folder: str, cursor: Cursor) -> None:
    _ensure(account, folder)
    sql.run(
        "UPDATE mailbox SET uid_validity = ?, last_uid = ?, baseline_at = ?"
        " WHERE account = ? AND folder = ?",
        cursor.uid_validity,
        cursor.last_uid,
        cursor.baseline_at,
        account,
        folder,
    )


def renewed(account: str, configured: str) -> str | None:
    """The newest login that came of a configured one; None when another is configured by now."""
    found: str | None = sql.value(
        "SELECT renewed FROM mailbox WHERE account = ? AND renewed_from = ? LIMIT 1",
        account,
        _trace_of(configured),
    )
    return found


def keep_renewed(account: str, folder: str, configured: str, newest: str) -> None:
    _ensure(account, folder)
    sql.run(
        "UPDATE mailbox SET renewed = ?, renewed_from = ? WHERE account = ? AND folder = ?",
        newest,
        _trace_of(configured),
        account,
        folder,
    )


def _trace_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def fetched(account: str, folder: str, at: Micros) -> bool:
    """The mailbox was read; whether it could not be before."""
    was_failing = state(account, folder).failed_at is not None
    _ensure(account, folder)
    sql.run(
        "UPDATE mailbox SET fetched_at = ?, failed_at = NULL, failure = ''"
        " WHERE account = ? AND folder = ?",
        at,
        account,
        folder,
    )
    return was_failing


def failed(account: str, folder: str, failure: str, at: Micros) -> bool:
    """The mailbox could not be read; whether that, or why, is news."""
    before = state(account, folder)
    _ensure(account, folder)
    sql.run(
        "UPDATE mailbox SET failed_at = coalesce(failed_at, ?), failure = ?"
        " WHERE account = ? AND folder = ?",
        at,
        failure,
        account,
        folder,
    )
    return before.failed_at is None or before.failure != failure


def _ensure(account: str, folder: str) -> None:
    sql.run(
        "INSERT INTO mailbox (account, folder, failure) VALUES (?, ?, '')"
        " ON CONFLICT (account, folder) DO NOTHING",
        account,
        folder,
    )
