"""The turn of somebody who is known to nobody and asks one thing: for trying what Jack would say."""

from __future__ import annotations

from jack.model.clock import Micros
from jack.model.conversations import Conversation, State
from jack.model.guests import Guest
from jack.model.messages import InboxItem, Kind, Message, Sender
from jack.services.turns import Turn

NOBODY = 0
CHANNEL = "webchat"


def asks(text: str, at: Micros) -> Turn:
    """A first message in web chat. Nothing of it is in the database."""
    message = Message(
        id=NOBODY,
        conversation_id=NOBODY,
        sender=Sender.GUEST,
        staff_id=None,
        channel=CHANNEL,
        address="",
        kind=Kind.TEXT,
        text=text,
        language=None,
        delivery=None,
        failure=None,
        sources=(),
        client_id=None,
        seq=None,
        created_at=at,
    )
    conversation = Conversation(
        id=NOBODY,
        guest_id=NOBODY,
        reservation_id=None,
        channel=CHANNEL,
        account="",
        address="",
        state=State.ACTIVE,
        owner_id=None,
        language=None,
        disclosed_at=at,
        last_message_at=at,
        last_guest_message_at=at,
        created_at=at,
        updated_at=at,
    )
    return Turn(
        item=InboxItem(NOBODY, (), (NOBODY,), 1, at),
        conversation=conversation,
        guest=Guest(NOBODY, "", "", None, None, None, is_vip=False, created_at=at),
        messages=(message,),
        history=(),
        stay=None,
        open_requests=(),
        is_first_answer=False,
    )
