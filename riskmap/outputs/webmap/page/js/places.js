// The canvas on the map: what lies beneath, the places in their colours, numbers, the choice.
import { classOf, fillsOf, hatch, limitsOf, twoWayOf, UNKNOWN_FILL } from "./colours.js";
import { fillShapes, hits, inView, middleOf, spanOf, strokeShapes, trace, writeText } from "./drawing.js";

const BADGE = 9; // radius of a number on the map
const LABELS = 60; // labels are written when no more places than this are in view
const FONT = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";
const BENEATH = {
  water: { fill: "#d3e5ef", line: "#a9c8d9", width: 1 },
  roads: { fill: "#e4e1da", line: "#b9b4a8", width: 1.4 },
  borders: { fill: "rgb(0 0 0 / 0%)", line: "#6d6480", width: 1.6, dash: [7, 4] },
  places: { fill: "rgb(0 0 0 / 0%)", line: "rgb(0 0 0 / 0%)", width: 0 },
};

/** A Leaflet renderer (1.9) that asks `paint(pen, view)` whenever the map has moved. */
export const Painting = L.Renderer.extend({
  initialize(paint, zoom) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.15 });
    this._paint = paint;
    this._packedZoom = zoom;
  },
  onAdd() {
    L.Renderer.prototype.onAdd.call(this);
    this.repaint();
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * ratio;
    this._container.height = size.y * ratio;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.fire("update");
  },
  _updatePaths() {
    this.repaint();
  },
  repaint() {
    if (!this._map || !this._bounds) return;
    const ratio = window.devicePixelRatio || 1;
    const pen = this._container.getContext("2d");
    const scale = 2 ** (this._map.getZoom() - this._packedZoom);
    const shift = this._map.getPixelOrigin().add(this._bounds.min);
    const size = this._bounds.getSize();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    this._paint(pen, {
      scale,
      dx: -shift.x,
      dy: -shift.y,
      left: shift.x / scale,
      top: shift.y / scale,
      right: (shift.x + size.x) / scale,
      bottom: (shift.y + size.y) / scale,
    });
  },
});

/** Sort a theme's rows into bins by colour: one per class, then unknown, then not ranked. */
export function binsOf(theme, show, bounds) {
  const fills = fillsOf(show);
  const bins = Array.from({ length: fills.length + 2 }, () => []);
  const values = show === "class" ? null : theme.column[show] || new Float64Array(theme.place.length).fill(NaN);
  const limits = values ? limitsOf(values, bounds) : null;
  for (let row = 0; row < theme.place.length; row += 1) {
    const found = limits ? classOf(values[row], limits) : twoWayOf(theme.class[row]);
    if (!(theme.order[row] >= 0)) bins[fills.length + 1].push(row);
    else bins[found < 0 ? fills.length : found].push(row);
  }
  return { fills, limits, bins };
}

/** Rows that carry a number on the map: the inspection list, or the first by rank. */
export function numbered(theme, capacity) {
  if (theme.listed.size > 0) {
    return Array.from(theme.listed, ([row, entry]) => ({ row, text: entry.rank === null ? "•" : String(entry.rank) }));
  }
  return theme.ranked.slice(0, capacity).map((row) => ({ row, text: String(theme.order[row]) }));
}

/** Paint everything, from the ground up. */
export function paintMap(pen, view, facts, state) {
  for (const layer of facts.context) {
    if (state.beneath.has(layer.name)) paintBeneath(pen, view, layer);
  }
  if (facts.risk_layer && state.show === "risk") paintRisk(pen, view, facts.risk_layer);
  const seen = paintPlaces(pen, view, facts.places.shapes, state);
  for (const layer of facts.context) {
    if (state.beneath.has(layer.name)) writeNames(pen, view, layer);
  }
  paintNumbers(pen, view, facts.places.shapes, state);
  paintChosen(pen, view, facts.places.shapes, state);
  if (seen <= LABELS) writeLabels(pen, view, facts.places, state);
}

function paintBeneath(pen, view, layer) {
  const look = BENEATH[layer.name];
  pen.fillStyle = look.fill;
  pen.strokeStyle = look.line;
  pen.lineWidth = look.width;
  pen.setLineDash(look.dash || []);
  if (layer.drawn_as === "areas") fillShapes(pen, layer.shapes, layer.shapes.parts.keys(), view, false);
  else if (layer.drawn_as === "lines") strokeShapes(pen, layer.shapes, view, false);
  pen.setLineDash([]);
}

function paintRisk(pen, view, risk) {
  const limits = limitsOf(risk.value, "fixed");
  pen.strokeStyle = "#8a6d5c";
  pen.lineWidth = 0.8;
  pen.globalAlpha = 0.55;
  for (let i = 0; i < risk.shapes.size; i += 1) {
    const found = classOf(risk.value[i], limits);
    pen.fillStyle = found < 0 ? UNKNOWN_FILL : fillsOf("risk")[found];
    fillShapes(pen, risk.shapes, [i], view, false);
  }
  pen.globalAlpha = 1;
}

function paintPlaces(pen, view, shapes, state) {
  const { theme, coloured } = state;
  const last = coloured.fills.length;
  const order = [last + 1, last, ...coloured.fills.keys()];
  let seen = 0;
  pen.lineJoin = "round";
  pen.strokeStyle = "#4a4f5a";
  pen.lineWidth = view.scale > 0.03 ? 0.9 : 0.4;
  for (const bin of order) {
    pen.fillStyle = bin === last + 1 ? hatch(pen) : bin === last ? UNKNOWN_FILL : coloured.fills[bin];
    const rows = coloured.bins[bin];
    const [strong, faint] = state.listOnly ? split(rows, theme.listed) : [rows, []];
    pen.globalAlpha = 0.18;
    seen += fillShapes(pen, shapes, placesOf(theme, faint), view);
    pen.globalAlpha = 1;
    seen += fillShapes(pen, shapes, placesOf(theme, strong), view);
  }
  return seen;
}

function split(rows, listed) {
  return [rows.filter((row) => listed.has(row)), rows.filter((row) => !listed.has(row))];
}

function placesOf(theme, rows) {
  return rows.map((row) => theme.place[row]);
}

function paintNumbers(pen, view, shapes, state) {
  for (const { row, text } of [...state.numbered].reverse()) {
    const place = state.theme.place[row];
    if (!inView(shapes, place, view)) continue;
    const [x, y] = middleOf(shapes, place, view);
    paintBadge(pen, x, y, text);
  }
}

/** A number in a ring. */
export function paintBadge(pen, x, y, text) {
  pen.beginPath();
  pen.arc(x, y, BADGE, 0, 2 * Math.PI);
  pen.fillStyle = "#ffffff";
  pen.fill();
  pen.lineWidth = 1.6;
  pen.strokeStyle = "#1d2430";
  pen.stroke();
  pen.font = `600 ${text.length > 2 ? 8 : 10.5}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = "#1d2430";
  pen.fillText(text, x, y + 0.5);
}

function paintChosen(pen, view, shapes, state) {
  if (state.chosen === null) return;
  const place = state.theme.place[state.chosen];
  if (!inView(shapes, place, view)) return;
  const [x, y] = middleOf(shapes, place, view);
  const span = spanOf(shapes, place, view);
  for (const [width, colour] of [[7, "#ffffff"], [3.5, "#0b5fd0"]]) {
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.beginPath();
    if (span < 26) pen.arc(x, y, 15, 0, 2 * Math.PI);
    else trace(pen, shapes, place, view, true);
    pen.stroke();
  }
}

function writeNames(pen, view, layer) {
  layer.names.forEach((name, i) => {
    if (name === "" || !inView(layer.shapes, i, view)) return;
    const [x, y] = middleOf(layer.shapes, i, view);
    writeText(pen, name, x, y, `600 13px ${FONT}`, "#3b4252");
  });
}

function writeLabels(pen, view, places, state) {
  for (const place of state.theme.place) {
    if (!inView(places.shapes, place, view) || spanOf(places.shapes, place, view) < 30) continue;
    const [x] = middleOf(places.shapes, place, view);
    const y = places.shapes.boxes[4 * place + 3] * view.scale + view.dy;
    writeText(pen, places.label[place] || places.id[place], x, y + 10, `12px ${FONT}`, "#1d2430");
  }
}

/** The row under a point (packed pixels), or null; `scale` is that of the map. */
export function rowAt(facts, state, x, y, scale) {
  const { shapes } = facts.places;
  const { theme } = state;
  for (const { row } of state.numbered) {
    const k = 4 * theme.place[row];
    const b = shapes.boxes;
    const far = Math.hypot((b[k] + b[k + 2]) / 2 - x, (b[k + 1] + b[k + 3]) / 2 - y);
    if (far * scale <= BADGE + 1) return row;
  }
  for (const row of [...theme.ranked, ...state.unranked]) {
    if (hits(shapes, theme.place[row], x, y, 4 / scale)) return row;
  }
  return null;
}
