"""How far a call for a person has climbed, and what goes to the duty phone because of it."""

from jack.db import sql

STATEMENTS = (
    "ALTER TABLE escalation ADD COLUMN step INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE escalation ADD COLUMN next_alert_at INTEGER",
    "CREATE INDEX escalation_next_alert_at ON escalation (next_alert_at)",
    """CREATE TABLE page (
        id INTEGER NOT NULL PRIMARY KEY,
        escalation_id INTEGER NOT NULL,
        way TEXT NOT NULL,
        address TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        failure TEXT,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        FOREIGN KEY (escalation_id) REFERENCES escalation (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX page_escalation_id ON page (escalation_id)",
    "CREATE INDEX page_state_next_at ON page (state, next_at)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
