// What lies beneath the places: the project's own layers, and the police layer.
import { classOf, fillsOf, limitsOf, UNKNOWN_FILL } from "./colours.js";
import { fillShapes, FONT, inView, middleOf, roomFor, strokeShapes, writeText } from "./drawing.js";

const NAME = `600 13px ${FONT}`;
const NONE = "rgb(0 0 0 / 0%)";
const CLOSE = 0.03; // scale from which single buildings are told apart (zoom 15)
const LOOKS = {
  built_up: { fill: "#e2dfd7", line: "#e2dfd7", width: 1 },
  water: { fill: "#d3e5ef", line: "#a9c8d9", width: 1 },
  buildings: { fill: "#c6c1b5", line: "#b5afa2", width: 0.5, from: CLOSE },
  roads: { fill: "#fbfaf7", line: "#b3ada0", width: 1.1, widens: true },
  borders: { fill: NONE, line: "#6d6480", width: 1.6, dash: [7, 4] },
  places: { fill: NONE, line: "#8d8371", width: 1.1, dash: [2, 3] },
};
const POLICE = "risk_areas";

/** Names of everything that may be drawn beneath, in drawing order. */
export function beneathNames(facts) {
  const names = facts.context.map((layer) => layer.name);
  return facts.risk_layer ? [...names, POLICE] : names;
}

/** Paint the ground, then the police layer, then lines. */
export function paintBeneath(pen, view, facts, state) {
  const chosen = facts.context.filter((layer) => state.beneath.has(layer.name));
  const ground = chosen.filter(({ name }) => ["built_up", "water"].includes(name));
  for (const layer of ground) paintLayer(pen, view, layer);
  if (facts.risk_layer && state.beneath.has(POLICE) && state.show !== "opportunity") {
    paintRisk(pen, view, facts.risk_layer, state.show === "risk");
  }
  for (const layer of chosen.filter((one) => !ground.includes(one))) paintLayer(pen, view, layer);
}

function paintLayer(pen, view, layer) {
  const look = LOOKS[layer.name];
  if (look.from && view.scale < look.from) return;
  pen.fillStyle = look.fill;
  pen.strokeStyle = look.line;
  pen.lineWidth = look.width * (look.widens && layer.drawn_as === "lines" && view.scale > CLOSE ? 2.5 : 1);
  pen.setLineDash(look.dash || []);
  if (layer.drawn_as === "areas") fillShapes(pen, layer.shapes, layer.shapes.parts.keys(), view, 0);
  else if (layer.drawn_as === "lines") strokeShapes(pen, layer.shapes, view, false);
  pen.setLineDash([]);
}

/** The police layer: plain when it is what the reader looks at, faint when it is one of two. */
function paintRisk(pen, view, risk, plain) {
  const limits = limitsOf(risk.value, "fixed");
  pen.strokeStyle = "#8a6d5c";
  pen.lineWidth = plain ? 0.8 : 0.5;
  for (let i = 0; i < risk.shapes.size; i += 1) {
    if (!inView(risk.shapes, i, view)) continue;
    const found = classOf(risk.value[i], limits);
    pen.globalAlpha = plain ? 0.55 : 0.13;
    pen.fillStyle = found < 0 ? UNKNOWN_FILL : fillsOf("risk")[found];
    fillShapes(pen, risk.shapes, [i], view, 0);
  }
  pen.globalAlpha = 1;
}

/** Write the names that fit; one that would cover another waits until the map is closer. */
export function writeNames(pen, view, facts, state) {
  const free = roomFor(pen, NAME);
  for (const layer of facts.context) {
    if (!state.beneath.has(layer.name)) continue;
    layer.names.forEach((name, i) => {
      if (name === "" || !inView(layer.shapes, i, view)) return;
      const [x, middle] = middleOf(layer.shapes, i, view);
      const top = layer.shapes.boxes[4 * i + 1] * view.scale + view.dy;
      const y = layer.drawn_as === "areas" ? top - 9 : middle; // above an area: what is in it stays in sight
      if (free(name, x, y)) writeText(pen, name, x, y, NAME, "#3b4252");
    });
  }
}
