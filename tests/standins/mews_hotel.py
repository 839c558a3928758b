"""A hotel as Mews keeps it: thousands of stays from a seed, whose local days are known."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.standins.base import JsonObject

FIRST_NAMES = (
    "Ana",
    "Wei",
    "Jonas",
    "Amélie",
    "Priya",
    "Ibrahim",
    "Yuki",
    "Chloé",
    "Noah",
    "Łucja",
)
LAST_NAMES = ("Silva", "Zhang", "Müller", "O'Brien", "Patel", "Haddad", "Tanaka", "Nowak", "Ek")
LANGUAGES = ("pt-PT", "zh-CN", "de-DE", "en-GB", "fr-FR", "ar-AE", "ja-JP", None)
PHONES = ("+35191200{:04d}", "0044770090{:04d}", "+1 305 555 {:04d}", None)
CHECK_INS = ("00:00", "00:30", "12:00", "15:00", "15:00", "18:45", "23:30", "23:59")
CHECK_OUTS = ("00:00", "00:15", "10:00", "11:00", "11:00", "12:30", "23:45")

UNCONFIRMED = ("Inquired", "Optional", "Requested")


def iso(at: datetime) -> str:
    """As Mews writes times: UTC, whole seconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(slots=True)
class MewsHotel:
    """All entities by id, in Mews' shapes. `truth` has the local arrival and departure of stays."""

    zone: str
    seed: int = 1
    name: str = "Hotel Stand-in"
    rooms: int = 40
    truth: dict[str, tuple[date, date]] = field(default_factory=dict)
    reservations: dict[str, JsonObject] = field(default_factory=dict)
    customers: dict[str, JsonObject] = field(default_factory=dict)
    companionships: dict[str, JsonObject] = field(default_factory=dict)
    services: dict[str, JsonObject] = field(default_factory=dict)
    resources: dict[str, JsonObject] = field(default_factory=dict)
    categories: dict[str, JsonObject] = field(default_factory=dict)
    ages: dict[str, JsonObject] = field(default_factory=dict)
    _random: random.Random = field(init=False)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        stays = self._service("Accommodation", "Day")
        parking = self._service("Parking", "Day")
        self._service("Restaurant", "Hour")
        self._service("Airport transfer", None)
        for name, kind in (("Standard", "Room"), ("Superior", "Room"), ("Junior suite", "Suite")):
            self._category(name, kind, stays)
        self._category("Garage", "ParkingSpot", parking)
        for number in range(self.rooms):
            self.add_resource(str(101 + number % 10 + 100 * (number // 10)))
        for name, is_child in (("Adults", False), ("Children", True)):
            self._age(name, stays, is_child=is_child)

    # -- what there is ---------------------------------------------------------------------

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def service(self, name: str) -> str:
        """Id of the service of that name."""
        return next(key for key, each in self.services.items() if each["Name"] == name)

    def category(self, name: str) -> str:
        """Id of the resource category of that name."""
        found = self.categories.items()
        return next(key for key, each in found if each["Names"]["en-US"] == name)

    def configuration(self, now: datetime) -> JsonObject:
        """What configuration/get answers."""
        return {
            "NowUtc": iso(now),
            "Enterprise": {
                "Id": "851df8c8-90f2-4c4a-8e01-a4fc46b25178",
                "ChainId": "8ddea57b-6a5c-4eec-8c4c-24467dce118e",
                "Name": self.name,
                "TimeZoneIdentifier": self.zone,
                "DefaultLanguageCode": "en-US",
                "Address": {"City": "Prague", "CountryCode": "CZ"},
                "Currencies": [{"Currency": "EUR", "IsDefault": True, "IsEnabled": True}],
            },
        }

    # -- making it up ----------------------------------------------------------------------

    def fill(self, count: int, *, now: datetime) -> None:
        """`count` stays within 200 days of `now`, a third of them around the clock changes, and
        some orders that are no stays: not confirmed, or of another service."""
        today = now.astimezone(self.tz).date()
        changes = self._clock_changes(today)
        for _ in range(count):
            day = today + timedelta(days=self._random.randint(-200, 200))
            if changes and self._random.random() < 1 / 3:
                day = self._random.choice(changes) + timedelta(days=self._random.randint(-2, 2))
            arrival = day - timedelta(days=self._random.choice((0, 0, 1, 2)))
            departure = arrival + timedelta(days=self._random.choice((1, 1, 2, 3, 7, 14)))
            self._made_up_stay(arrival, departure, today=today, now=now)
        for number in range(count // 20):
            key = self.add(today, today + timedelta(days=1), at=self._before(now))
            del self.truth[key]
            order = self.reservations[key]
            if number % 2:
                order["State"] = UNCONFIRMED[number % 3]
            else:
                order["ServiceId"] = self.service("Restaurant")

    def add(
        self,
        arrival: date,
        departure: date,
        *,
        at: datetime,
        check_in: time = time(15, 0),
        check_out: time = time(11, 0),
        owner: str | None = None,
        **properties: object,
    ) -> str:
        """Add a confirmed stay by local day and time; other properties as Mews names them."""
        key = self._new_id()
        self._numbers += 1
        start = datetime.combine(arrival, check_in, self.tz)
        end = datetime.combine(departure, check_out, self.tz)
        self.reservations[key] = {
            "Id": key,
            "ServiceId": self.service("Accommodation"),
            "AccountId": owner or self.add_customer(at=at),
            "AccountType": "Customer",
            "BookerId": None,
            "Number": str(self._numbers),
            "State": "Confirmed",
            "Origin": "Distributor",
            "CreatedUtc": iso(at),
            "UpdatedUtc": iso(at),
            "CancelledUtc": None,
            "GroupId": self._new_id(),
            "RequestedResourceCategoryId": self._random.choice(list(self.categories)[:3]),
            "AssignedResourceId": self._random.choice([*self.resources, None]),
            "CancellationReason": None,
            "StartUtc": iso(start),
            "EndUtc": iso(end),
            "ScheduledStartUtc": iso(start),
            "ActualStartUtc": None,
            "ScheduledEndUtc": iso(end),
            "ActualEndUtc": None,
            "PersonCounts": [{"AgeCategoryId": next(iter(self.ages)), "Count": 2}],
            **properties,
        }
        self.truth[key] = (arrival, departure)
        return key

    def add_customer(self, *, at: datetime, **properties: object) -> str:
        key = self._new_id()
        number = len(self.customers)
        phone = self._random.choice(PHONES)
        self.customers[key] = {
            "Id": key,
            "Number": str(number),
            "FirstName": self._random.choice(FIRST_NAMES),
            "LastName": self._random.choice(LAST_NAMES),
            "SecondLastName": None,
            "NationalityCode": None,
            "PreferredLanguageCode": None,
            "LanguageCode": self._random.choice(LANGUAGES),
            "Email": f"guest{number}@example.com" if number % 5 else None,
            "HasOtaEmail": False,
            "Phone": phone and phone.format(number % 10_000),
            "LoyaltyCode": None,
            "DietaryRequirements": None,
            "CreatedUtc": iso(at),
            "UpdatedUtc": iso(at),
            "Classifications": [],
            "Options": [],
            "IsActive": True,
            "PreferredSpaceFeatures": [],
            **properties,
        }
        return key

    def add_resource(self, number: str) -> str:
        """A room of that number; its id."""
        key = self._new_id()
        self.resources[key] = {
            "Id": key,
            "IsActive": True,
            "Name": number,
            "ParentResourceId": None,
            "State": self._random.choice(("Dirty", "Clean", "Inspected")),
            "Data": {"Discriminator": "Space", "Value": {"FloorNumber": number[0]}},
        }
        return key

    def accompany(self, reservation_id: str, customer_id: str) -> None:
        """Put another person on a reservation."""
        key = self._new_id()
        self.companionships[key] = {
            "Id": key,
            "CustomerId": customer_id,
            "ReservationGroupId": self.reservations[reservation_id]["GroupId"],
            "ReservationId": reservation_id,
        }

    def move(
        self,
        reservation_id: str,
        arrival: date,
        departure: date,
        *,
        check_in: time = time(15, 0),
        check_out: time = time(11, 0),
    ) -> None:
        """Other days for a stay, by local time."""
        stay = self.reservations[reservation_id]
        start = iso(datetime.combine(arrival, check_in, self.tz))
        end = iso(datetime.combine(departure, check_out, self.tz))
        stay |= {"StartUtc": start, "ScheduledStartUtc": start}
        stay |= {"EndUtc": end, "ScheduledEndUtc": end}
        self.truth[reservation_id] = (arrival, departure)

    def _made_up_stay(self, arrival: date, departure: date, *, today: date, now: datetime) -> None:
        key = self.add(
            arrival,
            departure,
            at=self._before(now),
            check_in=time.fromisoformat(self._random.choice(CHECK_INS)),
            check_out=time.fromisoformat(self._random.choice(CHECK_OUTS)),
        )
        stay = self.reservations[key]
        chance = self._random.random()
        if chance < 0.05:
            reason = self._random.choice(("NoShow", "RequestedByGuest"))
            stay |= {"State": "Canceled", "CancellationReason": reason}
        elif departure < today:
            stay |= {"State": "Processed", "ActualEndUtc": stay["ScheduledEndUtc"]}
            if chance < 0.1 and (departure - arrival).days > 1:
                left = departure - timedelta(days=1)
                stay["ActualEndUtc"] = iso(datetime.combine(left, time(23, 15), self.tz))
                self.truth[key] = (arrival, left)
        elif arrival < today:
            stay |= {"State": "Started", "ActualStartUtc": stay["ScheduledStartUtc"]}
        if chance > 0.7:
            self.accompany(key, stay["AccountId"])
            self.accompany(key, self.add_customer(at=now))

    def _before(self, now: datetime) -> datetime:
        return now - timedelta(seconds=self._random.randint(3600, 200 * 86_400))

    def _clock_changes(self, today: date) -> list[date]:
        """Days within 200 of `today` on which the clocks change."""
        days = [today + timedelta(days=offset) for offset in range(-200, 201)]
        noons = [datetime.combine(day, time(12), self.tz).utcoffset() for day in days]
        return [days[at] for at in range(1, len(days)) if noons[at] != noons[at - 1]]

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _service(self, name: str, unit: str | None) -> str:
        key = self._new_id()
        if unit is None:
            data: JsonObject = {"Discriminator": "Additional", "Value": {"Promotions": {}}}
        else:
            data = {"Discriminator": "Bookable", "Value": {"TimeUnitPeriod": unit}}
        self.services[key] = {
            "Id": key,
            "IsActive": True,
            "Name": name,
            "Names": {"en-US": name},
            "Data": data,
        }
        return key

    def _category(self, name: str, kind: str, service_id: str) -> None:
        key = self._new_id()
        self.categories[key] = {
            "Id": key,
            "ServiceId": service_id,
            "IsActive": True,
            "Type": kind,
            "Names": {"de-DE": f"{name} (de)", "en-US": name},
            "ShortNames": {},
            "Descriptions": {},
            "Ordering": 1,
            "Capacity": 2,
        }

    def _age(self, name: str, service_id: str, *, is_child: bool) -> None:
        key = self._new_id()
        self.ages[key] = {
            "Id": key,
            "ServiceId": service_id,
            "Names": {"en-US": name},
            "MinimalAge": 0 if is_child else None,
            "MaximalAge": 18 if is_child else None,
            "Classification": "Child" if is_child else "Adult",
        }
