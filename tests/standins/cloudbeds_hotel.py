"""A hotel as Cloudbeds keeps it: thousands of stays from a seed, whose days are known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.standins.base import JsonObject
from tests.standins.cloudbeds_rules import LOCAL

FIRST_NAMES = ("Ana", "Wei", "Jonas", "Amélie", "Priya", "Ibrahim", "Yuki", "Chloé", "Łucja")
LAST_NAMES = ("Silva", "Zhang", "Müller", "O'Brien", "Patel", "Haddad", "Tanaka", "Nowak", "Ek")
PHONES = ("+35191200{:04d}", "0044770090{:04d}", "+1 305 555 {:04d}", "")
KINDS = {"1": "Standard", "2": "Superior", "3": "Junior suite"}
CONDITIONS = ("clean", "dirty", "inspected")


@dataclass(slots=True)
class CloudbedsHotel:
    """Everything by id, in Cloudbeds' shapes. `truth` has the arrival and departure of stays.

    `rooms` and `guestList` of a reservation are kept with it, and left out of lists that do not
    ask for them.
    """

    zone: str
    seed: int = 1
    property_id: str = "318000"
    name: str = "Hotel Stand-in"
    truth: dict[str, tuple[date, date]] = field(default_factory=dict)
    reservations: dict[str, JsonObject] = field(default_factory=dict)
    guests: dict[str, JsonObject] = field(default_factory=dict)
    rooms: dict[str, JsonObject] = field(default_factory=dict)
    _random: random.Random = field(init=False)
    _ids: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._ids = 7_000_000 + self.seed * 1_000_000
        for number in range(40):
            name = str(101 + number % 10 + 100 * (number // 10))
            kind = str(1 + number % 3)
            self.rooms[f"{kind}-{number}"] = {
                "date": "2027-01-15",
                "roomTypeID": kind,
                "roomTypeName": KINDS[kind],
                "roomID": f"{kind}-{number}",
                "roomName": name,
                "roomCondition": CONDITIONS[number % 3],
                "roomOccupied": number % 2 == 0,
                "roomBlocked": False,
                "frontdeskStatus": "unused",
                "doNotDisturb": False,
                "refusedService": False,
                "vacantPickup": False,
                "roomComments": "",
            }

    # -- what there is ---------------------------------------------------------------------

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, at: datetime) -> str:
        """As the property's clocks show it: in an hour that comes twice nobody knows which."""
        return at.astimezone(self.tz).strftime(LOCAL)

    def listing(self) -> JsonObject:
        """This property in getHotels."""
        return {
            "propertyID": self.property_id,
            "organizationID": "77",
            "propertyName": self.name,
            "propertyImage": "",
            "propertyDescription": "",
            "propertyTimezone": self.zone,
            "propertyCurrency": [{"currencyCode": "EUR", "currencySymbol": "€"}],
        }

    def details(self) -> JsonObject:
        """What getHotelDetails answers; it does not tell the time zone."""
        return {
            "propertyID": self.property_id,
            "propertyName": self.name,
            "propertyCurrency": {"currencyCode": "EUR", "currencySymbol": "€"},
            "propertyPrimaryLanguage": "en",
            "propertyAddress": {"propertyCity": "Porto", "propertyCountry": "PT"},
            "propertyPolicy": {"propertyCheckInTime": "15:00", "propertyCheckOutTime": "11:00"},
        }

    # -- making it up ----------------------------------------------------------------------

    def fill(self, count: int, *, now: datetime) -> None:
        """`count` stays within 200 days of `now`, and some that are not confirmed."""
        today = now.astimezone(self.tz).date()
        for _ in range(count):
            arrival = today + timedelta(days=self._random.randint(-200, 200))
            departure = arrival + timedelta(days=self._random.choice((0, 1, 1, 2, 3, 7, 14)))
            self._made_up_stay(arrival, departure, today=today, now=now)
        for _ in range(count // 20):
            key = self.add(today, today + timedelta(days=1), at=self._before(now))
            self.reservations[key]["status"] = "not_confirmed"
            del self.truth[key]

    def add(self, arrival: date, departure: date, *, at: datetime) -> str:
        """Add a confirmed stay in one room that is not assigned yet."""
        key = str(self._new_id())
        main = self.add_guest()
        person = self.guests[main]
        moment = self.local(at)
        self.reservations[key] = {
            "propertyID": self.property_id,
            "reservationID": key,
            "dateCreated": moment,
            "dateModified": moment,
            "status": "confirmed",
            "guestID": main,
            "profileID": f"p{main}",
            "guestName": f"{person['firstName']} {person['lastName']}",
            "startDate": str(arrival),
            "endDate": str(departure),
            "allotmentBlockCode": None,
            "adults": self._random.choice((1, 2, 2)),
            "children": self._random.choice((0, 0, 1)),
            "balance": round(self._random.uniform(0, 900), 2),
            "sourceName": "Website/Booking Engine",
            "sourceID": "s-1",
            "thirdPartyIdentifier": "",
            "origin": "website",
            "rooms": [],
            "guestList": {},
        }
        self.add_room(key)
        self.join(key, main, leads=True)
        self.truth[key] = (arrival, departure)
        return key

    def add_guest(self, **properties: object) -> str:
        """A person in the shape of getGuest; other properties as Cloudbeds names them."""
        key = str(self._new_id())
        number = self._random.randint(0, 9999)
        first, last = self._random.choice(FIRST_NAMES), self._random.choice(LAST_NAMES)
        self.guests[key] = {
            "firstName": first,
            "lastName": last,
            "gender": "N/A",
            "email": f"Guest.{key}@Example.com",
            "phone": "",
            "cellPhone": self._random.choice(PHONES).format(number),
            "country": "PT",
            "isAnonymized": False,
            "isMerged": False,
            "newGuestID": "",
            **properties,
        }
        return key

    def join(self, key: str, guest_id: str, *, leads: bool = False) -> None:
        """Put a person on a reservation."""
        person = self.guests[guest_id]
        self.reservations[key]["guestList"][guest_id] = {
            "guestID": guest_id,
            "guestName": f"{person['firstName']} {person['lastName']}",
            "guestFirstName": person["firstName"],
            "guestLastName": person["lastName"],
            "guestGender": person["gender"],
            "guestEmail": person["email"],
            "guestPhone": person["phone"],
            "guestCellPhone": person["cellPhone"],
            "guestCountry": person["country"],
            "isAnonymized": person["isAnonymized"],
            "isMainGuest": leads,
            "rooms": [],
            "unassignedRooms": [],
        }

    def add_room(self, key: str, room_id: str | None = None) -> None:
        """One more room on a reservation, not assigned unless `room_id` says which."""
        stay = self.reservations[key]
        kind = room_id.split("-")[0] if room_id else self._random.choice(list(KINDS))
        stay["rooms"].append(
            {
                "roomTypeID": kind,
                "roomTypeName": KINDS[kind],
                "roomTypeIsVirtual": False,
                "subReservationID": f"{key}-{len(stay['rooms']) + 1}",
                "guestID": stay["guestID"],
                "guestName": stay["guestName"],
                "adults": str(stay["adults"]),
                "children": str(stay["children"]),
                "roomID": room_id,
                "roomName": self.rooms[room_id]["roomName"] if room_id else "",
                "roomCheckIn": stay["startDate"],
                "roomCheckOut": stay["endDate"],
                "roomStatus": "not_checked_in",
            }
        )

    def assign(self, key: str, room_id: str) -> None:
        """Give the first room of a reservation its number."""
        room = self.reservations[key]["rooms"][0]
        told = self.rooms[room_id]
        room |= {name: told[name] for name in ("roomID", "roomName", "roomTypeID", "roomTypeName")}

    def move(self, key: str, arrival: date, departure: date) -> None:
        """Other days for a stay and all its rooms."""
        stay = self.reservations[key]
        stay |= {"startDate": str(arrival), "endDate": str(departure)}
        for room in stay["rooms"]:
            room |= {"roomCheckIn": str(arrival), "roomCheckOut": str(departure)}
        self.truth[key] = (arrival, departure)

    def one(self, key: str) -> JsonObject:
        """As getReservation tells it: rooms in two lists with other names, people not counted."""
        stay = self.reservations[key]
        apart = ("rooms", "adults", "children", "guestID", "profileID", "sourceName")
        told = {name: value for name, value in stay.items() if name not in apart}
        rooms = [
            {
                "subReservationID": room["subReservationID"],
                "roomTypeID": room["roomTypeID"],
                "roomTypeName": room["roomTypeName"],
                "adults": room["adults"],
                "children": room["children"],
                "startDate": room["roomCheckIn"],
                "endDate": room["roomCheckOut"],
                **(
                    {"roomID": room["roomID"], "roomName": room["roomName"]}
                    if room["roomID"]
                    else {}
                ),
            }
            for room in stay["rooms"]
        ]
        return told | {
            "guestEmail": self.guests.get(stay["guestID"], {}).get("email", ""),
            "source": stay["sourceName"],
            "balanceDetailed": {"suggestedDeposit": 0, "grandTotal": stay["balance"], "paid": 0},
            "assigned": [room for room in rooms if "roomID" in room],
            "unassigned": [room for room in rooms if "roomID" not in room],
        }

    def _made_up_stay(self, arrival: date, departure: date, *, today: date, now: datetime) -> None:
        key = self.add(arrival, departure, at=self._before(now))
        stay = self.reservations[key]
        chance = self._random.random()
        if chance < 0.05:
            stay["status"] = self._random.choice(("canceled", "no_show"))
        elif departure < today:
            stay["status"] = "checked_out"
        elif arrival < today:
            stay["status"] = "checked_in"
        if chance > 0.3:
            self.assign(key, self._random.choice(list(self.rooms)))
        if chance > 0.7:
            self.join(key, self.add_guest())
        if chance > 0.9:
            self.add_room(key, self._random.choice(list(self.rooms)))

    def _before(self, now: datetime) -> datetime:
        return now.astimezone(UTC) - timedelta(seconds=self._random.randint(3600, 200 * 86_400))

    def _new_id(self) -> int:
        self._ids += 1
        return self._ids
