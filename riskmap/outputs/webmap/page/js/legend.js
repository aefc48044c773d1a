// The legend: classes with their limits and how many places are in each.
import { isDark, paintBadge } from "./badges.js";
import { hatch, LEVELS, UNKNOWN_FILL } from "./colours.js";
import { element, number, say, wordFor } from "./elements.js";

/** Show the legend of the current view; `onBounds` hears of another choice of limits. */
export function showLegend(state, onBounds) {
  const body = document.getElementById("legend-body");
  const { coloured } = state;
  const others = element("div", {}, otherKeys(state));
  if (state.show !== "class") others.append(boundsChoice(state.bounds, onBounds));
  body.replaceChildren(state.show === "class" ? twoWayTable(coloured, state.theme.combination) : classKeys(coloured), others);
  document.querySelector("#legend summary").textContent = `${say("legend")}: ${say(state.show)}`;
}

function classKeys({ fills, limits, bins }) {
  const keys = element("ul", { class: "keys" });
  for (let i = fills.length - 1; i >= 0; i -= 1) {
    const [low, high] = [limits[i], limits[i + 1]].map((limit) => number(limit, 2, true));
    keys.append(key(patch(fills[i]), say("from_to", { low, high }), bins[i].length));
  }
  return keys;
}

function twoWayTable({ fills, bins }, combination) {
  const table = element("table", { class: "grid9" });
  table.append(
    element("tr", {}, element("td"), element("th", { class: "axis", colspan: 3, scope: "colgroup" }, say("risk"))),
    element("tr", {}, element("th", { class: "axis", scope: "col" }, say("opportunity")),
      ...LEVELS.map((level) => element("th", { scope: "col" }, wordFor("level", level)))),
  );
  for (let up = 2; up >= 0; up -= 1) {
    const cells = [0, 1, 2].map((across) => {
      const at = up * 3 + across;
      return element("td", {}, patch(fills[at], number(bins[at].length)));
    });
    table.append(element("tr", {}, element("th", { scope: "row" }, wordFor("level", LEVELS[up])), ...cells));
  }
  return element("div", {}, table, ...["opportunity", "risk"].map((name) => breaksLine(name, combination.class_breaks[name])));
}

/** From which value on a place is in the middle and in the high class. */
function breaksLine(name, breaks) {
  if (!breaks) return null;
  const [middle, high] = breaks.map((limit) => number(limit, 2, true));
  return element("p", { class: "help" }, say("class_breaks", { what: say(name), middle, high }));
}

function otherKeys(state) {
  const { fills, bins } = state.coloured;
  const keys = element("ul", { class: "keys" });
  if (bins[fills.length].length) keys.append(key(patch(UNKNOWN_FILL), say("no_value"), bins[fills.length].length));
  if (bins[fills.length + 1].length) keys.append(key(patch(hatch), say("unranked"), bins[fills.length + 1].length));
  const chance = state.numbered.filter((mark) => mark.chance).length;
  const rest = state.numbered.length - chance;
  const text = state.theme.listed.size ? say("on_list") : say("on_top", { n: number(rest) });
  if (rest) keys.append(key(badge({ text: "1", chance: false }), text, rest));
  if (chance) keys.append(key(badge({ text: "", chance: true }), say("by_chance"), chance));
  return keys;
}

function key(picture, text, count) {
  const many = element("span", { class: "count" }, number(count), element("span", { class: "unseen" }, ` ${say("places_word")}`));
  return element("li", {}, picture, element("span", {}, text), many);
}

/** A small canvas in one colour or pattern, with a number on it where asked. */
function patch(fill, text = "") {
  const canvas = element("canvas", { width: text ? 88 : 52, height: text ? 44 : 32 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = typeof fill === "function" ? fill(pen) : fill;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  if (text) {
    pen.font = "24px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = isDark(fill) ? "#ffffff" : "#1d2430";
    pen.fillText(text, canvas.width / 2, canvas.height / 2);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", say("number_of_places", { n: text }));
  } else {
    canvas.setAttribute("aria-hidden", "true");
  }
  return canvas;
}

function badge(mark) {
  const canvas = element("canvas", { width: 52, height: 32, "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  pen.scale(1.4, 1.4);
  paintBadge(pen, 18.6, 11.4, mark, "#ffffff");
  return canvas;
}

function boundsChoice(chosen, onBounds) {
  const select = element("select", { id: "bounds" });
  for (const kind of ["fixed", "equal"]) {
    const option = element("option", { value: kind }, say(`bounds_${kind}`));
    option.selected = kind === chosen;
    select.append(option);
  }
  select.addEventListener("change", () => onBounds(select.value));
  return element("label", { for: "bounds" }, say("bounds"), select);
}
