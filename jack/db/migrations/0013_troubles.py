"""What keeps Jack from his work, and the renewed login of a mailbox."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE trouble (
        id INTEGER NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        priority TEXT NOT NULL,
        failure TEXT NOT NULL,
        since INTEGER NOT NULL,
        worked_at INTEGER,
        told_at INTEGER NOT NULL,
        ended_at INTEGER
    ) STRICT""",
    "CREATE UNIQUE INDEX trouble_kind_subject ON trouble (kind, subject)",
    "ALTER TABLE mailbox ADD COLUMN renewed TEXT",
    "ALTER TABLE mailbox ADD COLUMN renewed_from TEXT",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
