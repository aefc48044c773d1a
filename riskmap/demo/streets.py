"""Park streets in pieces: the road register cuts a street at every entrance of importance."""

import numpy as np
import pandas as pd
import shapely

_PIECE = 50.0  # metres


def in_pieces(table: pd.DataFrame) -> pd.DataFrame:
    """Return the roads with the streets of business parks cut in pieces of about 50 m.

    Parameters
    ----------
    table
        Pieces between junctions, as `Network.table` gives them.

    Returns
    -------
    pandas.DataFrame
        The same columns; the first piece of a street keeps its row, the
        others follow behind all rows, and so do the new nodes.
    """
    park = np.array([road.kind == "park" for road in table["road"]])
    lines = table["line"].to_numpy().copy()
    ends = table[["node_from", "node_to"]].to_numpy().copy()
    rows = np.flatnonzero(park)
    count = np.maximum(1, np.round(shapely.length(lines[rows]) / _PIECE)).astype(int)
    rows, count = rows[count > 1], count[count > 1]
    node, more = int(ends.max()) + 1, []
    for row, pieces in zip(rows.tolist(), count.tolist(), strict=True):
        at = np.arange(pieces + 1) / pieces
        stops = shapely.get_coordinates(
            shapely.line_interpolate_point(lines[row], at, normalized=True)
        ).round(2)
        nodes = [int(ends[row, 0]), *range(node, node + pieces - 1), int(ends[row, 1])]
        node += pieces - 1
        cut = shapely.linestrings(np.stack([stops[:-1], stops[1:]], axis=1))
        lines[row], ends[row, 1] = cut[0], nodes[1]
        more += [
            {"line": piece, "road": table["road"].iloc[row], "node_from": a, "node_to": b}
            for piece, a, b in zip(cut[1:], nodes[1:-1], nodes[2:], strict=True)
        ]
    first = table.assign(line=lines, node_from=ends[:, 0], node_to=ends[:, 1])
    return pd.concat([first, pd.DataFrame(more, columns=table.columns)], ignore_index=True)
