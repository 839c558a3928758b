"""Indexes for what took longer the longer a hotel had been open.

Deleting a row looks for those that point to it: without an index, through the whole table. Dropping
one raw payload took 0.3 s among 1,000,000 messages, and nothing could be stored meanwhile.
"""

from jack.db import sql

STATEMENTS = (
    "CREATE INDEX inbox_payload_id ON inbox (payload_id) WHERE payload_id IS NOT NULL",
    "CREATE INDEX inbox_message_id ON inbox (message_id)",
    "CREATE INDEX task_message_id ON task (message_id)",
    "CREATE INDEX escalation_message_id ON escalation (message_id)",
    "CREATE INDEX trace_conversation_id ON trace (conversation_id)",
    "CREATE INDEX verification_reservation_id ON verification (reservation_id)",
    "CREATE INDEX knowledge_proposal_reply_id ON knowledge_proposal (reply_id)",
    "CREATE INDEX conversation_channel_last_message_at_id"
    " ON conversation (channel, last_message_at, id)",
    "CREATE INDEX conversation_created_at ON conversation (created_at)",
    "CREATE INDEX task_finished_at ON task (finished_at)",
    "CREATE INDEX automation_run_finished_at ON automation_run (finished_at)",
    "CREATE INDEX verification_channel_created_at ON verification (channel, created_at)",
    "CREATE INDEX shadow_unjudged ON shadow (id) WHERE judged_at IS NULL",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
