// The canvas on the map: what lies beneath, the places in their colours, numbers, the choice.
import { badgeAt, paintBadges } from "./badges.js";
import { paintBeneath, writeNames } from "./beneath.js";
import { classOf, fillsOf, hatch, limitsOf, twoWayOf, UNKNOWN_FILL } from "./colours.js";
import { fillShapes, FONT, hits, inView, middleOf, roomFor, spanOf, trace, writeText } from "./drawing.js";

const LABELS = 60; // labels are written when no more places than this are in view
const LABEL = `12px ${FONT}`;
const LEAST = 5; // a place is never smaller on the screen than this, in pixels
const GROWTH = 4; // and in the highest class so much larger
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
  _reset() {
    this._update(); // on whole pixels: Leaflet's own would move the sharp picture by parts of one
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
  const values = show === "class" ? null : theme.column[show === "known" ? "coverage" : show] || new Float64Array(theme.place.length).fill(NaN);
  const limits = values ? limitsOf(values, bounds) : null;
  for (let row = 0; row < theme.place.length; row += 1) {
    const found = limits ? classOf(values[row], limits) : twoWayOf(theme.class[row]);
    // What is known is asked of every place: of one that is not ranked first of all.
    if (show !== "known" && !(theme.order[row] >= 0)) bins[fills.length + 1].push(row);
    else bins[found < 0 ? fills.length : found].push(row);
  }
  return { fills, limits, bins };
}

/** Paint everything, from the ground up. */
export function paintMap(pen, view, facts, state) {
  paintBeneath(pen, view, facts, state);
  const { shapes } = facts.places;
  const seen = paintPlaces(pen, view, shapes, state);
  writeNames(pen, view, facts, state);
  paintChosen(pen, view, shapes, state);
  paintBadges(pen, view, shapes, state);
  if (seen <= LABELS) writeLabels(pen, view, facts.places, state);
}

/** Low classes first, the inspection list last: what matters most is never covered. */
function paintPlaces(pen, view, shapes, state) {
  const { theme, coloured } = state;
  const last = coloured.fills.length;
  let seen = 0;
  const paint = (bin, rows) => {
    pen.fillStyle = bin === last + 1 ? hatch(pen) : bin === last ? UNKNOWN_FILL : coloured.fills[bin];
    const least = LEAST + (bin < last ? (GROWTH * bin) / (last - 1) : 0);
    seen += fillShapes(pen, shapes, rows.map((row) => theme.place[row]), view, least);
  };
  const order = [last + 1, last, ...coloured.fills.keys()].map((bin) => [bin, ...split(coloured.bins[bin], theme.listed)]);
  pen.lineJoin = "round";
  pen.strokeStyle = "#3d434e";
  pen.lineWidth = view.scale > 0.03 ? 0.9 : 0.6;
  pen.globalAlpha = state.listOnly ? 0.18 : 1;
  for (const [bin, , others] of order) paint(bin, others);
  pen.globalAlpha = 1;
  pen.lineWidth = 1.3;
  for (const [bin, listed] of order) paint(bin, listed);
  return seen;
}

function split(rows, listed) {
  return [rows.filter((row) => listed.has(row)), rows.filter((row) => !listed.has(row))];
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

/** Write labels, the chosen place first and then by rank; one that would cover another waits. */
function writeLabels(pen, view, places, state) {
  const { theme } = state;
  const rows = [state.chosen, ...theme.listed.keys(), ...theme.ranked, ...state.unranked];
  const free = roomFor(pen, LABEL);
  for (const place of new Set(rows.filter((row) => row !== null).map((row) => theme.place[row]))) {
    if (!inView(places.shapes, place, view) || spanOf(places.shapes, place, view) < 30) continue;
    const text = places.label[place] || places.id[place];
    const [x] = middleOf(places.shapes, place, view);
    const y = places.shapes.boxes[4 * place + 3] * view.scale + view.dy + 10;
    if (free(text, x, y)) writeText(pen, text, x, y, LABEL, "#1d2430");
  }
}

/** The row under a point (packed pixels), or null; `scale` is that of the map. */
export function rowAt(facts, state, x, y, scale) {
  const { shapes } = facts.places;
  const { theme } = state;
  const numbered = badgeAt(shapes, state, x, y, scale);
  if (numbered !== null) return numbered;
  for (const row of [...theme.listed.keys(), ...theme.ranked, ...state.unranked]) {
    if (hits(shapes, theme.place[row], x, y, 4.5 / scale)) return row;
  }
  return null;
}
