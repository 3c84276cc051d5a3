"""The people, teams and shifts of the demo. All names are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from bpo_desk.demo.shifts import Shift
from bpo_desk.models.sides import Side

_WEEK: Final = (0, 1, 2, 3, 4)
_KRAKOW_EARLY: Final = Shift("Europe/Warsaw", (*_WEEK, 5), time(6), time(14), "PL")
_KRAKOW_LATE: Final = Shift("Europe/Warsaw", _WEEK, time(13), time(21), "PL")
_CHICAGO: Final = Shift("America/Chicago", _WEEK, time(8), time(17), "US")
_ROUND_THE_CLOCK: Final = Shift("UTC", (0, 1, 2, 3, 4, 5, 6), time(0), time(23, 59, 59), "PL")


@dataclass(frozen=True, slots=True)
class Team:
    """A queue with its people: who takes its work, on which side, during which hours."""

    queue: str
    side: Side
    role: str
    shift: Shift
    members: tuple[str, ...]


TEAMS: Final[dict[str, Team]] = {
    "intake": Team(
        "Intake Kraków", Side.PROVIDER, "Case handler", _KRAKOW_EARLY,
        ("Ania Kowalczyk", "Bartek Lis", "Celina Wrona", "Dawid Sikora", "Ewa Malik", "Filip Borowy"),
    ),
    "adjusters": Team(
        "Adjusters Kraków", Side.PROVIDER, "Adjuster", _KRAKOW_EARLY,
        ("Grażyna Topol", "Hubert Zając", "Iga Nowicka", "Jan Rybak", "Kasia Wilk"),
    ),
    "finance": Team(
        "Payments Kraków", Side.PROVIDER, "Payments clerk", _KRAKOW_LATE,
        ("Lena Gajda", "Marek Dudek", "Nina Pawlak", "Olek Jurek"),
    ),
    "service": Team(
        "Customer service Kraków", Side.PROVIDER, "Service agent", _KRAKOW_LATE,
        ("Patrycja Głąb", "Rafał Szulc", "Sylwia Marek", "Tomek Bielak", "Ula Cieślak", "Wojtek Król"),
    ),
    "client_claims": Team(
        "Northwind claims authority", Side.CLIENT, "Claims authority", _CHICAGO,
        ("Dana Whitfield", "Marcus Odell", "Priya Raman"),
    ),
    "client_buyers": Team(
        "Northwind buyers", Side.CLIENT, "Buyer", _CHICAGO, ("Grant Holloway", "Yolanda Pierce", "Steve Okafor"),
    ),
    "client_cards": Team(
        "Harbor Bank disputes", Side.CLIENT, "Dispute officer", _CHICAGO, ("Elena Vasquez", "Tyrone Mills"),
    ),
    "system": Team("Robots", Side.SYSTEM, "Robot", _ROUND_THE_CLOCK, ("Capture robot",)),
}  # fmt: skip
"""Team key -> team. A step of a process names the team that works on it."""

CUSTOMERS: Final = (
    "A. Abara", "B. Lindqvist", "C. Moreau", "D. Fontaine", "E. Petrov", "F. Nakamura", "G. Silva", "H. Okoye",
    "I. Hansen", "J. Castellano", "K. Brandt", "L. Dvorak", "M. Rossi", "N. Haddad", "O. Keane", "P. Yilmaz",
)  # fmt: skip
SUPPLIERS: Final = (
    "Alder Freight", "Brightline Tools", "Cobalt Office", "Delta Packaging", "Elm Street Print", "Foxglove Catering",
    "Granite Safety", "Hollow Oak Timber", "Ironbridge Parts", "Juniper Cleaning",
)  # fmt: skip
