"""What `riskmap hotspots` says, in words and JSON: before and after correction."""

from collections.abc import Iterator, Mapping

import pandas as pd

from riskmap.hotspots.areas import FEW_PLACES, AreaRanking
from riskmap.hotspots.clusters import Clusters, Found, Settings
from riskmap.hotspots.hotspots import Hotspots
from riskmap.language import Language, translator
from riskmap.marks import NOTICE, marks
from riskmap.messages import Message
from riskmap.notation import number, percentage, plain_number
from riskmap.statistics.moran import Moran

_SHOWN = 5
_SMALLEST = 0.0001


def class_words(language: Language) -> Mapping[str, str]:
    """Return the words for the classes of both local statistics."""
    translate = translator(language)
    return {
        "hot": translate("hot spot"),
        "cold": translate("cold spot"),
        "not_significant": translate("not significant"),
        "high_high": translate("high among high"),
        "low_low": translate("low among low"),
        "high_low": translate("high among low"),
        "low_high": translate("low among high"),
    }


def hotspots_lines(found: Hotspots, language: Language) -> list[str]:
    """Return the result in sentences, for a reader at the command line."""
    said: list[Message | str] = []
    if found.place_clusters is not None:
        facts = {"source": found.source, "column": found.column}
        said.append(Message("Places of {source}, by {column}:", **facts))
        said += _clusters(found.place_clusters, found.settings, language)
        said += _first(found.places, language)
    if found.unknown:
        said.append(Message("Places without a value, left out: {count}.", count=found.unknown))
    if found.cells is not None:
        said.append(
            Message(
                "Cells of {side} ({count} with a value):",
                side=plain_number(found.cells.side, language),
                count=int(found.cells.frame["value"].notna().sum()),
            )
        )
        said += _clusters(found.cells.clusters, found.settings, language)
    if found.areas is not None:
        said += _areas(found.areas, found.settings, language)
    translate = translator(language)
    told = [one if isinstance(one, str) else one.text(translate) for one in said]
    told += [note.text(translate) for note in found.notes]
    return [*told, *_marked(found, language)]


def _marked(found: Hotspots, language: Language) -> list[str]:
    if found.description is None:
        return [NOTICE.text(translator(language))]
    return marks(found.description, language)


def _clusters(found: Clusters, settings: Settings, language: Language) -> Iterator[Message]:
    yield _overall(found.moran, language)
    yield _counted("Gi*", found.gi_star, settings, language)
    yield _counted(Message("Local Moran"), found.local_moran, settings, language)
    yield Message(
        "Neighbours: {who}. Without a neighbour, in no local test: {islands}.",
        who=found.neighbours,
        islands=found.islands,
    )
    if found.draws:
        yield Message(
            "Each local p comes from {draws} permutations, as many as the correction needs; "
            "seed {seed}.",
            draws=number(found.draws, language),
            seed=settings.seed,
        )
    else:
        yield Message(
            "Each local p comes from the normal distribution: too small where values are skewed."
        )


def _overall(found: Moran, language: Language) -> Message:
    if found.p_permutation > 0.05:  # noqa: PLR2004 (the level every reader takes for granted)
        verdict = Message("Over the whole map values lie together no more than by chance")
    elif found.statistic > found.expected:
        verdict = Message("Over the whole map like values lie together")
    else:
        verdict = Message("Over the whole map unlike values lie beside each other")
    return Message(
        "{verdict}: Moran's I {i} (by chance {expected}; z {z}, p {p} by randomisation, {normal} "
        "by normality, {drawn} over {permutations} permutations, one-sided {pseudo}).",
        verdict=verdict,
        i=number(found.statistic, language, 4),
        expected=number(found.expected, language, 4),
        z=number(found.z_randomisation, language, 2),
        p=_p(found.p_randomisation, language),
        normal=_p(found.p_normality, language),
        drawn=_p(found.p_permutation, language),
        pseudo=_p(found.p_pseudo, language),
        permutations=number(found.permutations, language),
    )


def _p(value: float, language: Language) -> str:
    if value < _SMALLEST:
        return f"< {number(_SMALLEST, language, 4)}"
    return number(value, language, 4)


def _counted(name: Message | str, found: Found, settings: Settings, language: Language) -> Message:
    words = class_words(language)
    parts = [f"{words[name]} {count}" for name, count in found.classes.items() if count]
    corrections = {
        "fdr": Message("false discovery rate"),
        "bonferroni": Message("Bonferroni"),
        "none": Message("no correction"),
    }
    return Message(
        "{name}: of {tests} tests {raw} are significant at {alpha} before correction, {fdr} after "
        "the false discovery rate, {bonferroni} after Bonferroni. Kept ({correction}): {classes}.",
        name=name,
        tests=number(found.tests, language),
        raw=number(found.raw, language),
        alpha=plain_number(settings.alpha, language),
        fdr=number(found.fdr, language),
        bonferroni=number(found.bonferroni, language),
        correction=corrections[settings.correction],
        classes=", ".join(parts) or Message("none"),
    )


def _first(places: pd.DataFrame, language: Language) -> Iterator[Message]:
    """Name the hottest places."""
    hot = places[places["hot_spot"] == "hot"].nlargest(_SHOWN, "gi_star")
    names = hot["label"] if "label" in hot else hot.index.to_series()
    if len(hot):
        listed = [
            f"{name} ({number(z, language, 1)})"
            for name, z in zip(names, hot["gi_star"], strict=True)
        ]
        yield Message("Hottest (Gi* as z): {places}.", places="; ".join(listed))


def _areas(found: AreaRanking, settings: Settings, language: Language) -> Iterator[Message]:
    yield Message(
        "Areas by the share of their places at {threshold} or above ({share} over all areas). "
        "Small areas are shrunken toward that, and the order is by the lower bound:",
        threshold=number(found.threshold, language, 3),
        share=percentage(found.share, language),
    )
    for row in found.frame[found.frame["places"] > 0].head(_SHOWN).to_dict("records"):
        yield Message(
            "  {rank}. {name}: {above} of {places} ({shrunken}, between {low} and {high}){small}",
            rank=row["rank"],
            name=row["name"],
            above=row["above"],
            places=row["places"],
            shrunken=percentage(row["share_shrunken"], language),
            low=percentage(row["share_low"], language),
            high=percentage(row["share_high"], language),
            small=Message(" - fewer than {few} places", few=FEW_PLACES) if row["small"] else "",
        )
    yield Message(
        "Areas with more such places than chance gives (false discovery rate {alpha}): {count} of "
        "{all}. Places in no area: {outside}.",
        alpha=plain_number(settings.alpha, language),
        count=int(found.frame["stands_out"].sum()),
        all=len(found.frame),
        outside=found.outside,
    )
    if found.clusters is not None:
        yield from _clusters(found.clusters, settings, language)
    elif found.why_none is not None:
        yield found.why_none


def hotspots_json(found: Hotspots, language: Language = "en") -> dict[str, object]:
    """Return what was found, for a program."""
    translate = translator(language)
    settings = found.settings
    content: dict[str, object] = {
        "source": found.source,
        "column": found.column,
        "alpha": settings.alpha,
        "correction": settings.correction,
        "inference": settings.inference,
        "seed": settings.seed,
        "places": len(found.places),
        "unknown": found.unknown,
        "place_clusters": _clusters_json(found.place_clusters, found.places, language),
        "notes": [note.text(translate) for note in found.notes],
        "marks": _marked(found, language),
    }
    if found.cells is not None:
        cells = found.cells
        content["cells"] = {
            "side": cells.side,
            "shape": cells.shape,
            "value": cells.value,
            "cells": len(cells.frame),
            "with_a_value": int(cells.frame["value"].notna().sum()),
            "clusters": _clusters_json(cells.clusters, cells.frame, language),
        }
    if found.areas is not None:
        content["areas"] = _areas_json(found.areas, language)
    return content


def _clusters_json(
    found: Clusters | None, frame: pd.DataFrame, language: Language
) -> dict[str, object] | None:
    if found is None:
        return None
    kept = frame[frame["hot_spot"].isin(["hot", "cold"])]
    return {
        "moran": vars(found.moran),
        "gi_star": vars(found.gi_star),
        "local_moran": vars(found.local_moran),
        "neighbours": found.neighbours.text(translator(language)),
        "islands": found.islands,
        "draws": found.draws,
        "hot": kept.index[kept["hot_spot"] == "hot"].tolist(),
        "cold": kept.index[kept["hot_spot"] == "cold"].tolist(),
    }


def _areas_json(found: AreaRanking, language: Language) -> dict[str, object]:
    rows = pd.DataFrame(found.frame.drop(columns="geometry")).reset_index()
    return {
        "threshold": found.threshold,
        "share": found.share,
        "outside": found.outside,
        "ranking": [
            {name: None if pd.isna(value) else value for name, value in row.items()}
            for row in rows.to_dict("records")
        ],
        "clusters": _clusters_json(found.clusters, found.frame, language)
        if found.clusters is not None
        else None,
    }
