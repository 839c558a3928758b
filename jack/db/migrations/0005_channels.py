"""Sends that went on to another try or another channel."""

from jack.db import sql

STATEMENTS = (
    "ALTER TABLE outbox ADD COLUMN is_important INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE send_attempt (
        id INTEGER NOT NULL PRIMARY KEY,
        outbox_id INTEGER NOT NULL,
        channel TEXT NOT NULL,
        account TEXT NOT NULL,
        address TEXT NOT NULL,
        vendor_id TEXT,
        error_code TEXT,
        error_text TEXT,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX send_attempt_outbox_id ON send_attempt (outbox_id)",
    "CREATE INDEX send_attempt_channel_vendor_id ON send_attempt (channel, vendor_id)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
