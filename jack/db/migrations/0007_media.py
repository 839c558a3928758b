"""Files of messages. What they hold lies encrypted in the media folder."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE media (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER,
        place INTEGER NOT NULL DEFAULT 0,
        channel TEXT NOT NULL,
        is_outgoing INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        content_type TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT,
        width INTEGER,
        height INTEGER,
        stored_as TEXT,
        has_thumbnail INTEGER NOT NULL DEFAULT 0,
        source TEXT,
        uploaded_by_id INTEGER,
        uploaded_from TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (uploaded_by_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX media_message_id ON media (message_id)",
    "CREATE INDEX media_state_next_at ON media (state, next_at)",
    "CREATE INDEX media_stored_as ON media (stored_as)",
    "CREATE INDEX media_uploaded_from ON media (uploaded_from)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
