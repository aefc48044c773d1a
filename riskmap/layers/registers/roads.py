"""Layer `roads`: NWB segments as a graph, or BGT road surfaces without one."""

import pandas as pd

from riskmap.layers.existing import ENDS, ENDS_KINDS, current, void_to_unknown
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

RAMPS = ("AFR", "OPR")  # exit and entrance; both seen in real extracts
# Carriageway codes of the NWB that are no road for cars, in the words of the BGT.
_PATHS = {"FP": "fietspad", "VP": "voetpad"}
# Driveways are not public road, and nobody drives to a yard over rails or a runway.
_NOT_PUBLIC = ("inrit", "spoorbaan", "baan voor vliegverkeer")
_HOLDERS = {"G": "G", "P": "P", "W": "W", "L": "R"}  # BGT source holder -> kind of authority

_NWB = Edition(
    name="NWB",
    tables=("wegvakken", "nwb_wegvakken", "wegvak", "nwbwegen"),
    columns={
        "road_id": ("wvk_id", "wegvak_id"),
        "node_from": ("jte_id_beg", "junctie_id_begin"),
        "node_to": ("jte_id_end", "junctie_id_eind"),
        "authority": ("wegbehsrt", "wegbeheerdersoort"),
        "carriageway": ("bst_code", "baansubsrt", "baansubsoort"),
        "road_class": ("wgtype_oms", "wegtype_omschrijving"),
        "direction": ("rijrichtng", "rijrichting"),
        "street": ("stt_naam", "straatnaam"),
    },
    known_by=("road_id", "node_from", "node_to"),
    others=(
        *("fid", "gid", "gml_id", "lower_corner", "upper_corner", "wvk_begdat", "wvk_begindatum"),
        *("wegnummer", "wegdeelltr", "hecto_lttr", "rpe_code", "admrichtng", "wpsnaam", "gme_id"),
        *("wpsnaamnen", "gme_naam", "hnrstrlnks", "hnrstrrhts", "e_hnr_lnks", "e_hnr_rhts"),
        *("l_hnr_lnks", "l_hnr_rhts", "begafstand", "endafstand", "beginkm", "eindkm"),
        *("pos_tv_wol", "wegbehcode", "wegbehnaam", "distrcode", "distrnaam", "dienstcode"),
        *("dienstnaam", "wegtype", "routeltr", "routenr", "routeltr2", "routenr2", "routeltr3"),
        *("routenr3", "routeltr4", "routenr4", "wegnr_aw", "wegnr_hmp", "geobron_id", "geobron"),
        *("geobron_naam", "openlr", "bag_orl", "frc", "fow", "alt_naam", "alt_nr", "rel_hoogte"),
        *(
            "st_lengthshape",
            "st_length_shape",
            "shape_leng",
            "shape_length",
            "stt_bron",
            "nwb_versie",
        ),
    ),
)
_BGT = Edition(
    name="BGT",
    tables=("wegdeel", "bgt_wegdeel", "wegdelen", "trafficarea", "bgt_trafficarea"),
    columns={
        "road_id": ("lokaal_id", "identificatie_lokaal_id", "gml_id"),
        "road_class": ("functie", "function", "bgt_functie"),
        "level": ("relatieve_hoogteligging",),
        "holder": ("bronhouder",),
        "status": ("bgt_status", "status"),
        **ENDS,
    },
    known_by=("road_id", "road_class", "level"),
    others=(
        *("fid", "gml_id", "id", "namespace", "creation_date", "tijdstip_registratie", "version"),
        *("plus_status", "surface_material", "fysiek_voorkomen", "plus_fysiek_voorkomen_wegdeel"),
        *("lv_publicatiedatum", "in_onderzoek", "op_talud", "kruinlijn", "plus_functie"),
        *("plus_fysiek_voorkomen", "in_onderzoek_leeg", "kruinlijn_leeg", "plus_functie_leeg"),
        *("functie_codespace", "fysiek_voorkomen_codespace", "plus_functie_codespace"),
        *("plus_fysiek_voorkomen_codespace", "plus_fysiek_voorkomen_leeg", "plus_status_leeg"),
        *("plus_status_codespace", "status_codespace", "termination_date_leeg"),
        *("identificatie_namespace", "plus_functie_wegdeel", "plus_fysiek_voorkomen_weg"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = current(frame, treatment)
    frame = (_surfaces if "level" in treatment.known else _segments)(frame.copy(), treatment)
    return frame[["road_id", *REGISTER.result, "geometry"]]


def _segments(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    code = frame["carriageway"].str.upper()
    if "carriageway" in treatment.known:
        frame["ramp"] = code.isin(RAMPS)
    else:
        frame["ramp"] = pd.Series(pd.NA, index=frame.index, dtype="boolean")
        treatment.note(Message("The file does not say which segments are motorway ramps."))
    kind = code.map(_PATHS).astype("str")
    kind = kind.where(kind.notna(), frame["road_class"])
    frame["road_class"] = kind.where(kind.notna(), code)
    return frame


def _surfaces(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep what lies on the ground and is public road; a surface has no nodes."""
    if "status" in treatment.known:
        frame = frame[frame["status"].str.lower().eq("bestaand")]
    public = ~frame["road_class"].str.lower().isin(_NOT_PUBLIC)
    ground = frame["level"].eq(0)
    treatment.count(
        Message(
            "Road surfaces on bridges, in tunnels, or not public, left out: {count}.",
            count=int((~(public & ground)).sum()),
        )
    )
    frame = frame[public & ground].copy()
    treatment.note(Message("Road surfaces have no graph: dead ends and ramps stay unknown."))
    frame["road_class"] = void_to_unknown(frame["road_class"])
    frame["authority"] = frame["holder"].str[:1].map(_HOLDERS).astype("str")
    frame["ramp"] = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    return frame


REGISTER = Register(
    name="roads",
    about=Message("Road segments as a graph (NWB), or road surfaces (BGT)"),
    index="road_id",
    geometry="line_or_polygon",
    kinds={
        "road_id": "id",
        "node_from": "id",
        "node_to": "id",
        "authority": "text",
        "carriageway": "text",
        "road_class": "text",
        "direction": "text",
        "street": "text",
        "level": "number",
        "holder": "text",
        "status": "text",
        **ENDS_KINDS,
    },
    required=("road_id",),
    result={
        "node_from": "str",
        "node_to": "str",
        "authority": "str",
        "road_class": "str",
        "ramp": ("bool", "boolean"),
        "direction": "str",
        "street": "str",
    },
    editions=(_NWB, _BGT),
    shape=_shape,
)
