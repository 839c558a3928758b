"""Addresses under which a file can be seen for some minutes, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jack.config import Config
from jack.db import live
from jack.errors import NotFound
from jack.model.clock import MINUTE, Clock, Micros
from jack.model.media import FileId, Variant
from jack.model.staff import Permission

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

FOR_VENDORS = 30 * MINUTE
"""A vendor fetches what it was sent within seconds, and tries again for some minutes."""
STAFF, GUEST, VENDOR = "s", "g", "v"


@dataclass(frozen=True, slots=True)
class Told:
    """What a link says. `staff_id` and `login` are those of the person it was made for."""

    file_id: FileId
    variant: Variant
    purpose: str
    staff_id: int
    login: str


@dataclass(frozen=True)
class Links:
    """A link for staff is worth what the login is that it was made for; one for a guest or a vendor
    is given to nobody else and shows this file only."""

    config: Config
    clock: Clock
    key: bytes

    @cached_property
    def _signer(self) -> URLSafeSerializer:
        from itsdangerous import URLSafeSerializer

        return URLSafeSerializer(self.key, salt="jack.media")

    def for_staff(self, file_id: FileId, variant: Variant, *, staff_id: int, login: str) -> str:
        return self._made(file_id, variant, STAFF, self._end(), staff_id, login)

    def for_guest(self, file_id: FileId, variant: Variant) -> str:
        return self._made(file_id, variant, GUEST, self._end())

    def for_vendor(self, file_id: FileId) -> str:
        return self._made(file_id, Variant.FILE, VENDOR, self.clock() + FOR_VENDORS)

    def open(self, link: str) -> Told:
        """Raises NotFound for a link that is forged or over."""
        from itsdangerous import BadSignature

        try:
            file_id, variant, purpose, until, staff_id, login = self._signer.loads(link)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound("There is no such link.") from error
        if until < self.clock():
            raise NotFound("This link is over.")
        return Told(file_id, Variant(variant), purpose, staff_id, login)

    def is_good_for(self, told: Told) -> bool:
        """Whether the person it was made for is still logged in and may see files. Runs inside a
        read."""
        if told.purpose != STAFF:
            return True
        person = live.still(told.staff_id, told.login, self.clock())
        return person is not None and person.may(Permission.READ_CONVERSATIONS)

    def _end(self) -> Micros:
        """The same for some minutes, so that a page that asks again gets the picture it has."""
        span = self.config.media.link_minutes * MINUTE
        return (self.clock() // span + 2) * span

    def _made(
        self,
        file_id: FileId,
        variant: Variant,
        purpose: str,
        until: Micros,
        staff_id: int = 0,
        login: str = "",
    ) -> str:
        told = [file_id, variant.value, purpose, until, staff_id, login]
        return str(self._signer.dumps(told))
