"""The project file `riskmap.toml`, read into frozen models.

The file knows names only: of layers, themes, criteria. What the names stand
for is bound in the pipeline.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from riskmap.language import Language
from riskmap.project_faults import (
    ADDRESS,
    NO_ANCILLARY,
    NO_SCALE,
    NO_WEIGHT,
    ONE_IMAGE,
    ONE_PLACE,
    RefusedValueError,
    faults_of,
    no_toml,
)
from riskmap.reading import check_path, read_text

Weight = Annotated[float, Field(ge=0.0, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False, strict=True)]
AccessWord = Literal["open", "municipal", "police"]
Rule = Literal["weighted", "geometric", "log_pool", "and", "or", "dasymetric"]
Measure = Literal["risk", "class", "count", "rate", "density"]
Shrinkage = Literal["global", "gamma_poisson", "local", "none"]
Normalisation = Literal["percentile", "min_max", "max"]
Disaggregation = Literal["none", "area", "dasymetric"]
Groups = Literal["neighbourhoods", "landscapes", "municipalities"]

_MOST_CHARACTERS = 1_000_000
_SERVER = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://")


def _on_this_machine(path: object) -> object:
    """Refuse an address while it is still text: as a path it would lose a slash."""
    if isinstance(path, str) and _SERVER.match(path):
        raise RefusedValueError(ADDRESS)
    return path


LocalPath = Annotated[Path, BeforeValidator(_on_this_machine)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProductCard(_Settings):
    """The three questions before information work; without them the product is exploratory."""

    question: str = ""
    follow_up: str = ""
    legal_ground: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether all three are answered."""
        return bool(self.question and self.follow_up and self.legal_ground)


class ImageSettings(_Settings):
    """One image of a raster layer: its file, or one file per band."""

    path: LocalPath | None = None
    bands: Mapping[str, LocalPath] = {}
    date: dt.date | None = None
    offset: Annotated[float, Field(allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "ImageSettings":
        if (self.path is None) == (not self.bands):
            raise RefusedValueError(ONE_IMAGE)
        return self

    @property
    def files(self) -> dict[str, Path]:
        """Name of a band -> its file; the name "" for a file with everything."""
        return {"": self.path} if self.path is not None else dict(self.bands)


class LayerSettings(_Settings):
    """One `[layers.NAME]` table; `images` and what follows is for rasters."""

    path: LocalPath | None = None
    paths: tuple[LocalPath, ...] = ()
    layer: str | None = None
    columns: Mapping[str, str] = {}
    crs: str | None = None
    access: AccessWord | None = None
    date: dt.date | None = None
    valid_until: dt.date | None = None
    images: tuple[ImageSettings, ...] = ()
    band: Annotated[int, Field(ge=1)] = 1
    bands: Mapping[str, Annotated[int, Field(ge=1)]] = {}
    scale: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    offset: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    nodata: Annotated[float, Field(allow_inf_nan=False)] | None = None
    measure: Measure | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "LayerSettings":
        if sum((self.path is not None, bool(self.paths), bool(self.images))) != 1:
            raise RefusedValueError(ONE_PLACE)
        if self.scale == 0:
            raise RefusedValueError(NO_SCALE)
        return self

    @property
    def files(self) -> tuple[Path, ...]:
        """The files the layer is read from."""
        plain = (self.path,) if self.path is not None else self.paths
        return (*plain, *(path for image in self.images for path in image.files.values()))


class CriterionSettings(_Settings):
    """What a project changes in, or adds to, one criterion of a theme."""

    indicator: str | None = None
    family: str | None = None
    weight: Weight | None = None
    options: Mapping[str, bool | int | float | str] | None = None
    because: str | None = None
    value: Mapping[str, object] | None = None


class ThemeSettings(_Settings):
    """One `[themes.NAME]` table: whatever stands here overrides the theme of that name.

    With `file` the theme is the one in that theme pack.
    """

    enabled: bool = True
    file: LocalPath | None = None
    kind: str | None = None
    rank_within: Groups | None = None
    min_coverage: Share | None = None
    min_families: Annotated[int, Field(ge=1)] | None = None
    families: Mapping[str, Weight] = {}
    criteria: Mapping[str, CriterionSettings] = {}

    @property
    def switched_on(self) -> bool:
        """Tell whether the project says in so many words that the theme should run."""
        return self.enabled and "enabled" in self.model_fields_set


class CombineSettings(_Settings):
    """How opportunity and risk become one order, and police figures a risk."""

    rule: Rule = "weighted"
    weights: tuple[Weight, Weight] = (0.7, 0.3)
    floor: Annotated[float, Field(gt=0.0, lt=1.0, strict=True)] = 0.05
    shrink: Shrinkage = "global"
    min_count: Annotated[int, Field(ge=0, strict=True)] = 5
    normalise: Normalisation = "percentile"
    disaggregate: Disaggregation = "none"
    ancillary: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> "CombineSettings":
        if sum(self.weights) <= 0:
            raise RefusedValueError(NO_WEIGHT)
        if (self.disaggregate == "dasymetric") != (self.ancillary is not None):
            raise RefusedValueError(NO_ANCILLARY)
        return self


class InspectionSettings(_Settings):
    """The inspection list: how long, and how much of it by chance."""

    capacity: Annotated[int, Field(ge=1, strict=True)] = 25
    random_share: Share = 0.15
    seed: Annotated[int, Field(ge=0, strict=True)] = 1


class SensitivitySettings(_Settings):
    """How certain ranks are: draws of weights and thresholds, within a range of their own."""

    draws: Annotated[int, Field(ge=100, le=1_000_000, strict=True)] = 1000
    weights: Share = 0.25
    thresholds: Annotated[float, Field(ge=0.0, lt=1.0, allow_inf_nan=False, strict=True)] = 0.25
    seed: Annotated[int, Field(ge=0, strict=True)] = 1


class ScoringSettings(_Settings):
    """Scoring on the footing of an earlier run."""

    reference: LocalPath | None = None


class Project(_Settings):
    """A whole project file."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    language: Language = "nl"
    reference_date: dt.date
    area: LocalPath | None = None
    notice: str = ""
    product: ProductCard = ProductCard()
    layers: Mapping[str, LayerSettings] = {}
    themes: Mapping[str, ThemeSettings] = {}
    scoring: ScoringSettings = ScoringSettings()
    combine: CombineSettings = CombineSettings()
    inspection: InspectionSettings = InspectionSettings()
    sensitivity: SensitivitySettings = SensitivitySettings()
    _folder: Path = PrivateAttr(default=Path())

    def resolve(self, path: Path) -> Path:
        """Return the path as meant: relative to the folder of the project file."""
        return path if path.is_absolute() else self._folder / path


def load_project(path: Path) -> Project:
    """Read `riskmap.toml`, or the file of that name in the folder given.

    Raises
    ------
    ProjectError
        When the file is not TOML.
    Faults
        All faults of the file at once.
    InputError
        When the file is not there.
    """
    file = path / "riskmap.toml" if path.is_dir() else path
    file = check_path(file)
    text = read_text(file, limit=_MOST_CHARACTERS)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise no_toml(text, str(wrong), file.name) from None
    return parse_project(table, folder=file.parent, file=file.name)


def parse_combination(
    rule: str, weights: tuple[float, float], **more: float | str
) -> CombineSettings:
    """Check a combination rule, its weights and more keys, as given on the command line.

    Raises
    ------
    ProjectError
        When a weight is negative, both are 0, or another key is not right.
    """
    try:
        return CombineSettings.model_validate({"rule": rule, "weights": weights, **more})
    except ValidationError as wrong:
        place = wrong.errors()[0]["loc"]
        option = str(place[0]).replace("_", "-") if place else "weights"
        raise faults_of(wrong, CombineSettings, f"combine --{option}") from None


def parse_project(table: Mapping[str, object], *, folder: Path, file: str) -> Project:
    """Check the content of a project file; see `load_project`."""
    try:
        project = Project.model_validate(table)
    except ValidationError as wrong:
        raise faults_of(wrong, Project, file) from None
    project._folder = folder  # noqa: SLF001 (set once, here, before anybody sees the project)
    return project
