"""What files WhatsApp takes, and telling a right one from a spoiled one. Pure.

Sizes and types: Cloud API, supported media types.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

MEBIBYTE = 1024 * 1024
MAX_CAPTION = 1024
MEDIA_HOST = "lookaside.fbsbx.com"
"""Where Meta keeps media; the token goes there and to the Graph API alone."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
FILES: Mapping[str, int] = {
    **dict.fromkeys(("image/jpeg", "image/png"), 5 * MEBIBYTE),
    **dict.fromkeys(
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * MEBIBYTE
    ),
    **dict.fromkeys(("video/mp4", "video/3gpp"), 16 * MEBIBYTE),
    **dict.fromkeys(
        (
            "application/pdf",
            "text/plain",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        ),
        100 * MEBIBYTE,
    ),
}


def is_intact(data: bytes, told: str) -> bool:
    """Whether the bytes are those whose SHA-256 Meta told, in base64 (webhooks) or in hex (Graph).

    Where it told none, nothing is known against them.
    """
    if not told:
        return True
    digest = hashlib.sha256(data).digest()
    spellings = (digest.hex(), base64.b64encode(digest).decode())
    return any(hmac.compare_digest(told.encode(), each.encode()) for each in spellings)
