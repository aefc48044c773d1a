"""What a plug-in brings keeps the contract, and asks for nothing that is forbidden."""

import sys
from dataclasses import replace
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from riskmap import plugins
from riskmap.errors import IndicatorError, LayerError, PersonDataError, PluginError
from riskmap.indicators.administrative_vacancy import INDICATOR
from riskmap.indicators.catalogue import builtin as indicators
from riskmap.indicators.contract import check_contract
from riskmap.layers.catalogue import all_registers, raster_registers, registers
from riskmap.layers.contract import check_register
from riskmap.layers.raster_register import RasterRegister
from riskmap.layers.register import Edition, Register
from riskmap.messages import Message
from tests.layers.forbidden import WORDS, WRITTEN

TABLE = Edition(
    name="table", tables=("quiet_spots",), columns={"spot_id": ("id",), "use": ("gebruik",)},
    known_by=("spot_id",), others=("inkomen",),  # left behind, so no matter
)  # fmt: skip
PLUGIN = Register(
    name="quiet_spots",
    about=Message("Quiet spots"),
    index="spot_id",
    geometry="none",
    kinds={"spot_id": "id", "use": "text"},
    required=("spot_id",),
    result={"use": "str"},
    editions=(TABLE,),
    shape=lambda frame, treatment: frame,  # noqa: ARG005 (a shape takes both)
    repeats="refuse",
)


@pytest.mark.parametrize("name", [*WRITTEN, *WORDS])
def test_a_plug_in_that_asks_for_it_is_refused(name):
    spelled = replace(TABLE, columns={**TABLE.columns, "use": ("gebruik", name)})
    ways = [
        replace(PLUGIN, kinds={**PLUGIN.kinds, name: "number"}),
        replace(PLUGIN, result={name: "float64"}),
        replace(PLUGIN, index=name),
        replace(PLUGIN, editions=(spelled,)),
        replace(PLUGIN, editions=(replace(TABLE, columns={**TABLE.columns, name: ()}),)),
        replace(PLUGIN, name=name),
    ]
    check_register("quiet_spots", PLUGIN)
    for register in ways:
        with pytest.raises(PersonDataError, match="asks for columns about persons") as told:
            check_register(register.name, register)
        assert name in told.value.text()


@pytest.fixture
def installed(monkeypatch):
    """Return a function that lets a package bring one layer, and loads the layers anew."""

    def install(register: Register | RasterRegister) -> dict[str, Register | RasterRegister]:
        entry = EntryPoint(register.name, "brought_layer:REGISTER", "riskmap.layers")
        module = ModuleType("brought_layer")
        module.REGISTER = register
        monkeypatch.setitem(sys.modules, "brought_layer", module)
        monkeypatch.setattr(plugins, "entry_points", lambda group: [entry] if group else [])
        return all_registers.__wrapped__()

    return install


def test_layers_of_a_package_are_checked_when_they_are_loaded(installed):
    assert installed(PLUGIN)["quiet_spots"] is PLUGIN
    with pytest.raises(PersonDataError, match=r"quiet_spots asks .* inkomen"):
        installed(replace(PLUGIN, kinds={**PLUGIN.kinds, "inkomen": "number"}))
    with pytest.raises(LayerError, match="breaks the contract"):
        installed(replace(PLUGIN, repeats="rename"))


def test_a_package_may_bring_a_raster_but_not_under_a_name_in_use(installed):
    moisture = replace(raster_registers()["ndvi"], name="moisture")
    assert installed(moisture)["moisture"] is moisture
    with pytest.raises(PluginError, match="ndvi is in use"):
        installed(raster_registers()["ndvi"])


@pytest.mark.parametrize("geometry", ["none", "point"])
def test_only_an_area_is_called_something(geometry):
    named = replace(TABLE, columns={**TABLE.columns, "name": ("naam",)})
    register = replace(
        PLUGIN, kinds={**PLUGIN.kinds, "name": "text"}, result={"name": "str"}, editions=(named,)
    )
    check_register("quiet_spots", replace(register, geometry="polygon"))
    with pytest.raises(PersonDataError, match="name, naam"):
        check_register("quiet_spots", replace(register, geometry=geometry))
    owners = replace(named, columns={**named.columns, "name": ("kvk", "eigenaar")})
    with pytest.raises(PersonDataError, match="kvk, eigenaar"):
        check_register("quiet_spots", replace(register, geometry="polygon", editions=(owners,)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "other"}, "another name"),
        ({"about": Message(" ")}, "what it is about"),
        ({"geometry": "circle"}, "geometry is not"),
        ({"access": 9}, "access class"),
        ({"repeats": "shuffle"}, "repeated ids"),
        ({"repeats": "merge"}, "without places"),
        ({"shape": lambda frame: frame}, "does not take"),
        ({"index": "Spot"}, "lower-case"),
        ({"index": "use"}, "index is among"),
        ({"result": {"geometry": "str"}}, "geometry is among"),
        ({"kinds": {"spot_id": "colour"}}, "kind that does not exist"),
        ({"required": ("size",)}, "required column"),
        ({"editions": (replace(TABLE, known_by=("size",)),)}, "known by"),
        ({"result": {"use": "text16"}}, "dtype"),
    ],
)
def test_a_register_that_breaks_the_contract_is_refused_with_the_rule(changes, words):
    with pytest.raises(LayerError, match=words):
        check_register("quiet_spots", replace(PLUGIN, **changes))


def test_a_raster_layer_is_checked_as_well():
    raster = RasterRegister(name="noise", about=Message("Noise"), between=(0.0, 99.0))
    check_register("noise", raster)
    with pytest.raises(PersonDataError, match="camera_density"):
        check_register("camera_density", replace(raster, name="camera_density"))
    with pytest.raises(LayerError, match="lowest value"):
        check_register("noise", replace(raster, between=(1.0, 0.0)))


@pytest.mark.parametrize("name", [*registers(), *raster_registers()])
def test_the_layers_of_riskmap_keep_the_contract(name):
    check_register(name, {**registers(), **raster_registers()}[name])


def named(name: str):
    """Return a function of that name, as a plug-in would write it."""

    def function(locations, vacancy):
        """Measure nothing."""

    function.__name__ = name
    return function


def taking(layer: str):
    """Return a function that takes a layer of that name."""
    space: dict[str, object] = {}
    exec(f'def quiet(locations, {layer}):\n    """Measure nothing."""', space)  # noqa: S102
    return space["quiet"]


def with_option(option: str, default: object):
    """Return a function with an option of that name."""
    space: dict[str, object] = {"default": default}
    exec(  # noqa: S102 (the words are our own)
        f'def quiet(locations, vacancy, *, {option}=default):\n    """Measure nothing."""', space
    )
    return space["quiet"]


@pytest.mark.parametrize("word", WORDS)
def test_an_indicator_about_it_is_refused(word):
    clean = replace(INDICATOR, function=taking("vacancy"), needs={}, margin_m={}, applies=None)
    ways = [
        replace(clean, function=named(f"{word}_share")),
        replace(clean, function=taking(f"{word}_areas")),
        replace(clean, function=with_option(f"most_{word}", 1.0)),
        replace(clean, function=with_option("column", word)),
        replace(clean, needs={"vacancy": (word,)}),
        replace(clean, needs={word: ("use",)}),
        replace(clean, family=word),
    ]
    check_contract("quiet", clean)
    for indicator in ways:
        with pytest.raises(IndicatorError, match="about persons") as told:
            check_contract(indicator.id, indicator)
        assert word in told.value.text()


@pytest.mark.parametrize("name", indicators())
def test_the_indicators_of_riskmap_are_about_places(name):
    check_contract(name, indicators()[name])
