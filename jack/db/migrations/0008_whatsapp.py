"""Templates that a vendor approves, windows for free text, dressed sends, and channels at rest."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE vendor_template (
        id INTEGER NOT NULL PRIMARY KEY,
        channel TEXT NOT NULL,
        vendor_id TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        category TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT NOT NULL,
        header TEXT NOT NULL,
        body TEXT NOT NULL,
        footer TEXT NOT NULL,
        buttons TEXT NOT NULL,
        lacks TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX vendor_template_channel_name_language"
    " ON vendor_template (channel, name, language)",
    "ALTER TABLE message_template ADD COLUMN vendor_template_id INTEGER"
    " REFERENCES vendor_template (id) ON DELETE SET NULL",
    "ALTER TABLE message_template ADD COLUMN fills TEXT",
    "CREATE INDEX message_template_vendor_template_id ON message_template (vendor_template_id)",
    """CREATE TABLE channel_rest (
        channel TEXT NOT NULL PRIMARY KEY,
        reason TEXT NOT NULL,
        text TEXT NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER
    ) STRICT""",
    "ALTER TABLE guest_identity ADD COLUMN wrote_at INTEGER",
    "UPDATE guest_identity SET wrote_at = (SELECT max(m.created_at) FROM message m"
    " WHERE m.channel = guest_identity.channel AND m.address = guest_identity.address"
    " AND m.sender = 'guest' AND m.kind NOT IN ('system', 'reaction'))",
    "ALTER TABLE outbox ADD COLUMN form TEXT",
    "ALTER TABLE outbox ADD COLUMN tried_at INTEGER",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
