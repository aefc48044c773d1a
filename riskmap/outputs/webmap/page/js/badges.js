// Numbers on the map: a ring for a place chosen by score, a diamond for one chosen by chance.
import { FONT, inView } from "./drawing.js";

const RADIUS = 9;
const CROWDED = 14; // pixels: nearer to a better place, a number becomes a dot
const DOT = 4;

/** Rows that carry a mark on the map: the inspection list, or the first by rank. */
export function numbered(theme, capacity) {
  if (theme.listed.size > 0) {
    return Array.from(theme.listed, ([row, entry]) => ({ row, text: entry.rank === null ? "" : String(entry.rank), chance: entry.selection === "random" }));
  }
  return theme.ranked.slice(0, capacity).map((row) => ({ row, text: String(theme.order[row]), chance: false }));
}

/** Where the marks stand (packed pixels), best first; those in a crowd are small. */
function placed(shapes, state, scale) {
  const found = [];
  for (const mark of state.numbered) {
    const k = 4 * state.theme.place[mark.row];
    const [x, y] = [(shapes.boxes[k] + shapes.boxes[k + 2]) / 2, (shapes.boxes[k + 1] + shapes.boxes[k + 3]) / 2];
    const small = found.some((other) => !other.small && Math.hypot(other.x - x, other.y - y) * scale < CROWDED);
    found.push({ ...mark, x, y, small });
  }
  return found;
}

/** Paint the marks, the best on top. */
export function paintBadges(pen, view, shapes, state) {
  const marks = placed(shapes, state, view.scale).filter((mark) => inView(shapes, state.theme.place[mark.row], view));
  const [small, large] = [true, false].map((wanted) => marks.filter((mark) => mark.small === wanted).reverse());
  for (const mark of [...small, ...large]) {
    paintBadge(pen, mark.x * view.scale + view.dx, mark.y * view.scale + view.dy, mark, state.fillOfRow.get(mark.row) || "#ffffff");
  }
}

/** One mark in the colour of its place. */
export function paintBadge(pen, x, y, { text, chance, small }, fill) {
  const radius = small ? DOT : RADIUS;
  pen.beginPath();
  if (chance) outlineDiamond(pen, x, y, radius + 1);
  else pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.lineWidth = 4;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 1.6;
  pen.strokeStyle = "#1d2430";
  pen.stroke();
  if (small || text === "") return;
  pen.font = `600 ${text.length > 2 ? 8 : 10.5}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = isDark(fill) ? "#ffffff" : "#1d2430";
  pen.fillText(text, x, y + 0.5);
}

function outlineDiamond(pen, x, y, radius) {
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
}

/** Tell whether white reads better than black on a colour (#rrggbb), after WCAG. */
export function isDark(fill) {
  if (!/^#[\da-f]{6}$/.test(fill)) return false;
  const parts = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18;
}

/** The row whose mark is under a point (packed pixels), or null. */
export function badgeAt(shapes, state, x, y, scale) {
  const near = (mark) => Math.hypot(mark.x - x, mark.y - y) * scale;
  const marks = placed(shapes, state, scale);
  const large = marks.find((mark) => !mark.small && near(mark) <= RADIUS + 1);
  const found = large || marks.find((mark) => mark.small && near(mark) <= DOT + 1);
  return found ? found.row : null;
}
