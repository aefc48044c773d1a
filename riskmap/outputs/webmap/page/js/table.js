// The ranked table: the inspection list first, then the next by rank; or what was found.
import { element, number, percent, say } from "./elements.js";

const MOST_ROWS = 200;

/** Rows to show, in groups with a heading. */
export function groupsOf(facts, state) {
  const { theme } = state;
  if (state.query !== "") {
    const found = search(facts.places, theme, state.query);
    return [{ title: say("group_found"), rows: found.slice(0, MOST_ROWS), all: found.length }];
  }
  const [chance, listed] = [true, false].map((wanted) => state.numbered.filter((mark) => mark.chance === wanted).map((mark) => mark.row));
  const marked = new Set(state.numbered.map((mark) => mark.row));
  const next = theme.ranked.filter((row) => !marked.has(row));
  const n = number(listed.length);
  return [
    { title: theme.listed.size ? say("group_list", { n }) : say("group_first", { n }), rows: listed },
    { title: say("by_chance"), rows: chance },
    { title: say("group_next"), rows: next.slice(0, Math.max(0, MOST_ROWS - marked.size)) },
  ].filter((group) => group.rows.length > 0);
}

function search(places, theme, query) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(query);
  const matches = (row) => {
    const place = theme.place[row];
    return [places.label[place], places.id[place], places.parcels[place]].some((text) => plain(text).includes(wanted));
  };
  const unranked = Array.from(theme.place.keys()).filter((row) => !(theme.order[row] >= 0));
  return [...theme.ranked, ...unranked].filter(matches);
}

/** Fill the table; `onChoose(row)` hears of a click or Enter. */
export function showTable(facts, state, onChoose) {
  const table = document.getElementById("table");
  const columns = columnsOf(state.theme);
  const groups = groupsOf(facts, state);
  table.replaceChildren(headOf(columns), ...groups.map((group) => groupBody(facts, state, columns, group)));
  table.setAttribute("aria-colcount", String(columns.length + 2));
  tellFound(state, groups);
  table.onclick = (event) => {
    const line = event.target.closest("tr[data-row]");
    if (line) onChoose(Number(line.dataset.row));
  };
  table.onkeydown = (event) => moveByKey(event, table, onChoose);
  markChosen(state);
}

function columnsOf(theme) {
  const share = (name) => (row) => number(theme.column[name][row], 2, true);
  if (theme.combination) return ["priority", "opportunity", "risk"].map((name) => [say(name), share(name)]);
  return [[say("score"), share("opportunity")], [say("coverage"), (row) => percent(theme.column.coverage[row])]];
}

function headOf(columns) {
  const titles = columns.map(([title]) => element("th", { scope: "col", class: "number" }, title));
  const first = [element("th", { scope: "col", class: "number" }, say("order")), element("th", { scope: "col" }, say("place"))];
  return element("thead", {}, element("tr", {}, ...first, ...titles));
}

function groupBody(facts, state, columns, group) {
  const { theme } = state;
  const body = element("tbody", {}, element("tr", {}, element("th", { colspan: columns.length + 2, scope: "rowgroup" }, group.title)));
  for (const row of group.rows) {
    const place = theme.place[row];
    const entry = theme.listed.get(row);
    const rank = entry && entry.rank !== null ? entry.rank : theme.order[row];
    body.append(element("tr", { "data-row": row, tabindex: -1, "aria-selected": "false" },
      element("td", { class: "number" }, swatch(state, row), rank >= 0 ? number(rank) : "–"),
      element("td", {}, facts.places.label[place] || facts.places.id[place], entry && entry.selection === "random" ? chanceTag() : null),
      ...columns.map(([, text]) => element("td", { class: "number" }, text(row)))));
  }
  return body;
}

/** A place that chance chose is no worse and no better than any other: say so in its row. */
function chanceTag() {
  return element("span", { class: "tag" }, say("chance"));
}

function swatch(state, row) {
  const mark = element("span", { class: "swatch", "aria-hidden": "true" });
  mark.style.background = state.fillOfRow.get(row) || "repeating-linear-gradient(135deg, #fff 0 2px, #6b7280 2px 3px)";
  return mark;
}

function tellFound(state, groups) {
  const said = document.getElementById("found");
  if (state.query === "") {
    said.textContent = "";
    return;
  }
  const { all } = groups[0];
  const more = all > MOST_ROWS ? ` ${say("shown", { n: number(MOST_ROWS) })}` : "";
  said.textContent = all === 0 ? say("none_found") : say("found", { n: number(all) }) + more;
}

/** Mark the chosen row, and let Tab reach exactly one row of the table. */
export function markChosen(state) {
  const lines = [...document.querySelectorAll("#table tr[data-row]")];
  let reached = null;
  for (const line of lines) {
    const chosen = Number(line.dataset.row) === state.chosen;
    line.setAttribute("aria-selected", String(chosen));
    line.tabIndex = -1;
    if (chosen) reached = line;
  }
  if (reached) scrollTo(reached);
  if (lines.length > 0) (reached || lines[0]).tabIndex = 0;
}

/** Bring a row into sight inside the table's own box; the page itself stays where it is. */
function scrollTo(line) {
  const box = line.closest(".scroll");
  const [inner, outer] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  const head = box.querySelector("thead").offsetHeight;
  if (inner.top < outer.top + head) box.scrollTop -= outer.top + head - inner.top;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
}

/** Put the keyboard on the table's reachable row. */
export function enterTable() {
  const line = document.querySelector('#table tr[tabindex="0"]');
  if (line) line.focus();
}

function moveByKey(event, table, onChoose) {
  const lines = [...table.querySelectorAll("tr[data-row]")];
  const at = lines.indexOf(document.activeElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: lines.length - 1 }[event.key];
  if (event.key === "Enter" || event.key === " ") onChoose(Number(lines[at].dataset.row));
  else if (to === undefined) return;
  else focusLine(lines, at, Math.max(0, Math.min(lines.length - 1, to)));
  event.preventDefault();
}

function focusLine(lines, from, to) {
  lines[from].tabIndex = -1;
  lines[to].tabIndex = 0;
  lines[to].focus();
}
