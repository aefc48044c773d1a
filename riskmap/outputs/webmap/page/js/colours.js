// Colours that colour-blind readers tell apart (ColorBrewer's YlGnBu, OrRd, Purples and RdPu;
// the two-way scheme after Stevens). Light is low, dark is high, also in grey print.

const RAMPS = {
  opportunity: ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"],
  risk: ["#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000"],
  known: ["#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"],
  priority: ["#feebe2", "#fbb4b9", "#f768a1", "#c51b8a", "#7a0177"],
};
const TWO_WAY = [
  ["#e8e8e8", "#dfb0d6", "#be64ac"],
  ["#ace4e4", "#a5add3", "#8c62aa"],
  ["#5ac8c8", "#5698b9", "#3b4994"],
];
export const LEVELS = ["low", "medium", "high"];
export const UNKNOWN_FILL = "rgb(255 255 255 / 60%)";

/** Where the five classes end: 0.2 wide, or with equal numbers of places. */
export function limitsOf(values, kind) {
  if (kind !== "equal") return [0, 0.2, 0.4, 0.6, 0.8, 1];
  const known = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (known.length === 0) return [0, 0.2, 0.4, 0.6, 0.8, 1];
  const at = (share) => known[Math.round(share * (known.length - 1))];
  return [0, 0.2, 0.4, 0.6, 0.8, 1].map(at);
}

/** The class of a value: 0..4, or -1 when unknown. */
export function classOf(value, limits) {
  if (Number.isNaN(value)) return -1;
  let found = 0;
  while (found < 4 && value >= limits[found + 1]) found += 1;
  return found;
}

/** The nine-way class of a name such as "high-low", or -1 when one of both is unknown. */
export function twoWayOf(name) {
  const [opportunity, risk] = name.split("-").map((level) => LEVELS.indexOf(level));
  return opportunity < 0 || !(risk >= 0) ? -1 : opportunity * 3 + risk;
}

/** Fill colours of a view. */
export function fillsOf(show) {
  return show === "class" ? TWO_WAY.flat() : RAMPS[show];
}

/** Diagonal lines on white: a place that is not ranked. */
export function hatch(context) {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 6, 6);
  pen.strokeStyle = "#6b7280";
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift - 1, 7);
    pen.lineTo(shift + 7, -1);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}
