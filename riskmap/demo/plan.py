"""What Waterveen looks like: the figures of both sizes, as data.

Everything is in metres from the lower left corner of the municipality unless
said otherwise. The municipality lies in open water of the IJsselmeer, so that
no real place is ever shown as a planted case.
"""

from dataclasses import dataclass
from typing import Literal

Size = Literal["mini", "full"]

MUNICIPALITY = "Waterveen"
CODE = "9901"
TEAMS = ("Waterveen-Noord", "Waterveen-Zuid")
REFERENCE_YEAR = 2026


@dataclass(frozen=True)
class Settlement:
    """A town or village: dwellings lie normally distributed round its centre."""

    name: str
    x: float
    y: float
    sigma: float
    dwellings: int
    shops: int = 0
    venues: int = 0
    offices: int = 0
    public: int = 0
    garage_rows: int = 0


@dataclass(frozen=True)
class BusinessPark:
    """A work location: rectangle, building year, addresses and what stands on it.

    Attributes
    ----------
    pitch
        Distance between its parallel streets, in metres.
    vacancy
        True share of empty addresses.
    boxes
        Storage boxes in one complex.
    office
        Addresses in the one office building.
    dwellings
        Share of the halls with a dwelling.
    """

    rin: str
    name: str
    x: float
    y: float
    width: float
    height: float
    year: int
    addresses: int
    pitch: float
    vacancy: float
    obsolete: str
    boxes: int = 0
    boxes_addressed: bool = False
    big_halls: int = 0
    office: int = 0
    registrations: int = 0
    dwellings: float = 0.0


@dataclass(frozen=True)
class Recreation:
    """A recreation park: `units` stand there, `registered` of them are in the BAG."""

    name: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    year: int
    units: int
    registered: int
    parcels: int


@dataclass(frozen=True)
class Campsite:
    """A recreation park that finds its own place: remote from every village, or near one."""

    name: str
    kind: str
    width: float
    height: float
    year: int
    units: int
    registered: int
    parcels: int
    remote: bool

    def at(self, x: float, y: float) -> Recreation:
        """Return the park with its lower left corner at `x`, `y` of the municipality."""
        return Recreation(
            self.name, self.kind, x, y, self.width, self.height, self.year,
            self.units, self.registered, self.parcels,
        )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Everything that differs between `mini` and `full`."""

    origin: tuple[float, float]
    width: float
    height: float
    motorway_y: float
    exits: tuple[float, ...]
    settlements: tuple[Settlement, ...]
    parks: tuple[BusinessPark, ...]
    recreation: tuple[Recreation, ...]
    active_yards: int
    former_yards: int
    idle_yards: int
    strip_width: float
    strip_depth: tuple[float, float]
    rural_cases: int
    park_cases: int
    box_cases: int
    clubhouse_cases: int
    dump_cases: int
    decoys: int
    false_areas: int
    demolition_permits: int
    campsites: tuple[Campsite, ...]
    venue_cases: int
    transfer_cases: int


FULL = Plan(
    origin=(152_000.0, 526_000.0),
    width=14_000.0,
    height=12_000.0,
    motorway_y=9_500.0,
    exits=(3_500.0, 10_500.0),
    settlements=(
        Settlement("Waterveen", 5_200, 6_000, 700, 5_200, 260, 45, 80, 60, 6),
        Settlement("Kreilmeer", 11_200, 3_200, 300, 900),
        Settlement("Biesnesse", 2_300, 2_600, 260, 650),
        Settlement("Gagelhorst", 9_800, 10_600, 240, 500),
    ),
    parks=(
        BusinessPark(
            "RIN990101", "De Oude Haven", 6_650, 6_350, 550, 400, 1968, 250, 100, 0.14, "JA",
            boxes=60, boxes_addressed=True, dwellings=0.15,
        ),
        BusinessPark(
            "RIN990102", "Middenweg", 3_400, 6_700, 400, 350, 1985, 120, 115, 0.09, "nee",
            boxes=110, office=60, registrations=320,
        ),
        BusinessPark(
            "RIN990103", "Poort", 3_700, 8_820, 760, 500, 2012, 60, 250, 0.04, "NEE", big_halls=3,
        ),
        BusinessPark(
            "RIN990104", "Kreilmeer-Oost", 11_850, 3_300, 200, 150, 1979, 25, 150, 0.10, "Ja",
            boxes=24, dwellings=0.15,
        ),
    ),
    recreation=(
        Recreation("Rietzoom", "caravanpark", 700, 4_300, 320, 260, 1974, 180, 20, 90),
        Recreation("Duinkwel", "bungalowpark", 12_700, 8_300, 500, 400, 2009, 120, 120, 1),
        Recreation("Buitenhaven", "jachthaven", 13_650, 5_000, 250, 300, 1990, 0, 0, 1),
    ),
    active_yards=240,
    former_yards=110,
    idle_yards=55,
    strip_width=95.0,
    strip_depth=(300.0, 650.0),
    rural_cases=24,
    park_cases=18,
    box_cases=6,
    clubhouse_cases=2,
    dump_cases=4,
    decoys=30,
    false_areas=14,
    demolition_permits=30,
    campsites=(
        Campsite("De Wierhoek", "camping", 210, 180, 1971, 70, 24, 60, remote=True),
        Campsite("Slikzoom", "vakantiepark", 240, 170, 1969, 60, 30, 52, remote=True),
        Campsite("Het Rieteiland", "bungalowpark", 220, 200, 2012, 40, 40, 1, remote=False),
        Campsite("Turfhof", "caravanpark", 180, 150, 2003, 30, 20, 2, remote=False),
    ),
    venue_cases=6,
    transfer_cases=8,
)  # fmt: skip

MINI = Plan(
    origin=(156_000.0, 529_000.0),
    width=6_000.0,
    height=6_000.0,
    motorway_y=4_800.0,
    exits=(1_600.0,),
    settlements=(
        Settlement("Waterveen", 2_500, 2_500, 230, 300, 16, 6, 8, 6, 3),
        Settlement("Kreilmeer", 4_800, 4_000, 130, 80),
    ),
    parks=(
        BusinessPark(
            "RIN990101", "De Oude Haven", 3_150, 2_550, 300, 200, 1968, 110, 100, 0.14, "JA",
            boxes=60, boxes_addressed=True, dwellings=0.15,
        ),
        BusinessPark(
            "RIN990103", "Poort", 1_750, 4_300, 400, 300, 2012, 30, 300, 0.04, "nee",
            big_halls=1, office=12, registrations=70,
        ),
        BusinessPark(
            "RIN990104", "Kreilmeer-Oost", 5_120, 4_000, 200, 150, 1979, 25, 150, 0.10, "Ja",
            boxes=24, dwellings=0.15,
        ),
    ),
    recreation=(
        Recreation("Rietzoom", "caravanpark", 500, 1_200, 200, 150, 1974, 50, 6, 25),
        Recreation("Duinkwel", "bungalowpark", 4_900, 900, 250, 200, 2009, 30, 30, 1),
        Recreation("Buitenhaven", "jachthaven", 5_800, 2_500, 120, 150, 1990, 0, 0, 1),
    ),
    active_yards=55,
    former_yards=25,
    idle_yards=13,
    strip_width=300.0,
    strip_depth=(800.0, 1_300.0),
    rural_cases=8,
    park_cases=6,
    box_cases=3,
    clubhouse_cases=1,
    dump_cases=2,
    decoys=8,
    false_areas=4,
    demolition_permits=8,
    campsites=(Campsite("De Wierhoek", "camping", 150, 110, 1971, 24, 10, 20, remote=True),),
    venue_cases=2,
    transfer_cases=3,
)  # fmt: skip

PLANS: dict[Size, Plan] = {"mini": MINI, "full": FULL}
