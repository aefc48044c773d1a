// The page: one state, and what changes it.
import { showAbout, showBanners } from "./about.js";
import { numbered } from "./badges.js";
import { beneathNames } from "./beneath.js";
import { element, fillSkeleton, say, speak } from "./elements.js";
import { showExplanation } from "./explanation.js";
import { readFacts } from "./facts.js";
import { showLegend } from "./legend.js";
import { binsOf } from "./places.js";
import { enterTable, markChosen, showTable } from "./table.js";
import { prepareMap, showAll, showPlace } from "./viewport.js";

const byId = (name) => document.getElementById(name);

async function start(map) {
  const facts = await readFacts();
  speak(facts);
  fillSkeleton();
  byId("title").textContent = facts.title;
  const state = {
    theme: facts.themes[0],
    show: "",
    bounds: "fixed",
    listOnly: false,
    beneath: new Set(beneathNames(facts)),
    query: "",
    chosen: null,
  };
  const page = { facts, state, map, painting: null };
  readFragment(page);
  recolour(page);
  page.painting = prepareMap(map, facts, state, (row) => choose(page, row, false));
  prepareControls(page);
  showTheme(page);
  if (state.chosen !== null) showPlace(map, facts, state.theme.place[state.chosen]);
  byId("legend").open = window.innerHeight >= 760;
  document.documentElement.dataset.ready = "true";
}

function viewsOf({ facts, state }) {
  if (state.theme.combination) return ["priority", "opportunity", "risk", "class", "known"];
  return facts.risk_layer ? ["opportunity", "risk", "known"] : ["opportunity", "known"];
}

/** Work out the colours and numbers of the current view. */
function recolour({ facts, state }) {
  const { theme } = state;
  state.coloured = binsOf(theme, state.show, state.bounds);
  state.numbered = numbered(theme, facts.capacity);
  state.unranked = Array.from(theme.place.keys()).filter((row) => !(theme.order[row] >= 0));
  state.fillOfRow = new Map();
  const { fills, bins } = state.coloured;
  [...fills, "#ffffff"].forEach((fill, bin) => bins[bin].forEach((row) => state.fillOfRow.set(row, fill)));
}

function prepareControls(page) {
  const { facts, state } = page;
  facts.themes.forEach((theme, number) => {
    const twice = facts.themes.some((other) => other !== theme && other.title === theme.title);
    const title = twice ? `${theme.title} (${theme.project})` : theme.title;
    byId("theme").append(element("option", { value: number }, title));
  });
  byId("theme").addEventListener("change", (event) => changeTheme(page, Number(event.target.value)));
  byId("show").addEventListener("change", (event) => {
    state.show = event.target.value;
    showView(page);
  });
  byId("list-only").addEventListener("change", (event) => {
    state.listOnly = event.target.checked;
    page.painting.repaint();
  });
  byId("search").addEventListener("input", (event) => {
    state.query = event.target.value.trim();
    showRows(page);
  });
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") enterTable();
  });
  addBeneath(page);
  byId("credit").hidden = facts.background !== "pdok";
  byId("credit").textContent = say("pdok_credit");
}

/** One box to tick for each layer drawn beneath. */
function addBeneath({ facts, state, painting }) {
  const names = beneathNames(facts);
  byId("background").hidden = names.length === 0;
  for (const name of names) {
    const box = element("input", { type: "checkbox", id: `beneath-${name}` });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) state.beneath.add(name);
      else state.beneath.delete(name);
      painting.repaint();
    });
    byId("boxes").append(element("label", { class: "check", for: box.id }, box, element("span", {}, say(name))));
  }
}

/** Another theme: the same place stays chosen where the theme has it. */
function changeTheme(page, number) {
  const { facts, state, map } = page;
  const place = state.chosen === null ? null : state.theme.place[state.chosen];
  state.theme = facts.themes[number];
  state.chosen = state.theme.rowOfPlace.get(place) ?? null;
  state.show = viewsOf(page)[0];
  showTheme(page);
  showAll(map, facts, state);
}

function showTheme(page) {
  const { facts, state } = page;
  byId("theme").value = String(state.theme.number);
  const views = viewsOf(page).map((name) => element("option", { value: name }, say(name)));
  byId("show").replaceChildren(...views);
  byId("show").value = state.show;
  byId("list-only-label").hidden = state.theme.listed.size === 0;
  showBanners(facts, state.theme);
  showAbout(facts, state.theme);
  showExplanation(facts, state);
  showView(page);
}

function showView(page) {
  const { state, painting } = page;
  recolour(page);
  showLegend(state, (bounds) => {
    state.bounds = bounds;
    showView(page);
    byId("bounds").focus();
  });
  painting.repaint();
  showRows(page);
  writeFragment(page);
}

function showRows(page) {
  showTable(page.facts, page.state, (row) => choose(page, row, true));
}

/** Choose a place: mark it in table and map, explain it, and go there when asked. */
function choose(page, row, go) {
  const { facts, state, map, painting } = page;
  state.chosen = row;
  markChosen(state);
  showExplanation(facts, state);
  if (go) {
    showPlace(map, facts, state.theme.place[row]);
    if (window.matchMedia("(max-width: 760px)").matches) byId("map-area").scrollIntoView();
  }
  painting.repaint();
  writeFragment(page);
}

/** The part of the address after #: a view that can be kept and shared. */
function readFragment(page) {
  const { facts, state } = page;
  const wish = new URLSearchParams(window.location.hash.slice(1));
  const theme = facts.themes[Number(wish.get("theme"))];
  if (theme) state.theme = theme;
  state.show = viewsOf(page).includes(wish.get("show")) ? wish.get("show") : viewsOf(page)[0];
  const place = facts.places.id.indexOf(wish.get("place"));
  state.chosen = state.theme.rowOfPlace.get(place) ?? null;
}

function writeFragment({ facts, state }) {
  if (window.location.protocol === "about:") return; // inside a notebook there is no address
  const wish = new URLSearchParams({ theme: state.theme.number, show: state.show });
  if (state.chosen !== null) wish.set("place", facts.places.id[state.theme.place[state.chosen]]);
  window.history.replaceState(null, "", `#${wish}`);
}

start(map_riskmap);
