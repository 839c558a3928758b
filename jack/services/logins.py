"""Logins that vendors renew while they are used: the newest is kept where a restart finds it."""

from __future__ import annotations

from collections.abc import Iterable

from jack.channels.base import Channel, Mailbox, Renewing
from jack.db import mails
from jack.db.database import Database


def keep_logins(db: Database, channels: Iterable[Channel]) -> None:
    """Have channels whose login changes find and keep the newest in the database, encrypted as
    everything there. A login that was configured anew since is not taken for its successor."""
    for channel in channels:
        has: object = channel
        if isinstance(has, Renewing) and isinstance(has, Mailbox):
            _keep(db, has, has)


def _keep(db: Database, box: Mailbox, renewing: Renewing) -> None:
    async def find(configured: str) -> str | None:
        return await db.read(mails.renewed, box.account, configured)

    async def keep(configured: str, newest: str) -> None:
        await db.write(mails.keep_renewed, box.account, box.folder, configured, newest)

    renewing.use_login(find, keep)
