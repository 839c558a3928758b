"""Subjects of mails, ratings of stays, and shift reports that went out by mail."""

from jack.db import sql

STATEMENTS = (
    "ALTER TABLE message_template ADD COLUMN subject TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message_template ADD COLUMN asks_rating INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN subject TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE rating (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        reservation_id INTEGER,
        conversation_id INTEGER NOT NULL,
        question_id INTEGER,
        channel TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        score INTEGER,
        rated_at INTEGER,
        answer_id INTEGER,
        comment_id INTEGER,
        task_id INTEGER,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (reservation_id) REFERENCES reservation (id) ON DELETE SET NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (question_id) REFERENCES message (id) ON DELETE SET NULL,
        FOREIGN KEY (answer_id) REFERENCES message (id) ON DELETE SET NULL,
        FOREIGN KEY (comment_id) REFERENCES message (id) ON DELETE SET NULL,
        FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX rating_guest_id ON rating (guest_id)",
    "CREATE INDEX rating_reservation_id ON rating (reservation_id)",
    "CREATE INDEX rating_conversation_id ON rating (conversation_id)",
    "CREATE INDEX rating_question_id ON rating (question_id)",
    "CREATE INDEX rating_answer_id ON rating (answer_id)",
    "CREATE INDEX rating_comment_id ON rating (comment_id)",
    "CREATE INDEX rating_task_id ON rating (task_id)",
    "CREATE INDEX rating_rated_at ON rating (rated_at)",
    """CREATE TABLE report_mail (
        id INTEGER NOT NULL PRIMARY KEY,
        day TEXT NOT NULL,
        time TEXT NOT NULL,
        address TEXT NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        failure TEXT,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX report_mail_day_time_address ON report_mail (day, time, address)",
    "CREATE INDEX report_mail_state_next_at ON report_mail (state, next_at)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
