"""Mexican and Brazilian mobile numbers as they are dialled, which WhatsApp writes otherwise."""

from jack.db import sql

MEXICO = "length(phone) = 14 AND phone GLOB '+521[2-9]*'"
BRAZIL = "length(phone) = 13 AND phone GLOB '+55[1-9][1-9][6-9]*'"


def up(migrator: object, db: object) -> None:
    for table in ("guest", "guest_identity"):
        sql.run(f"UPDATE {table} SET phone = '+52' || substr(phone, 5) WHERE {MEXICO}")
        sql.run(
            f"UPDATE {table} SET phone = substr(phone, 1, 5) || '9' || substr(phone, 6)"
            f" WHERE {BRAZIL}"
        )
