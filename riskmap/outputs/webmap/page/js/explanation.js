// Why this score: in figures that add up, with what is unknown and what it is not.
import { bullets, day, element, factList, measurement, number, percent, say, wordFor } from "./elements.js";

const DIGITS = 3;

/** Show the explanation of a row, or ask to choose one. */
export function showExplanation(facts, state) {
  const body = document.getElementById("explanation-body");
  if (state.chosen === null) {
    body.replaceChildren(element("p", {}, say("choose")), notThis());
    return;
  }
  const { theme, chosen: row } = state;
  const entry = theme.listed.get(row);
  const parts = [
    ...headOf(facts.places, theme, row),
    entry ? listedPart(entry) : null,
    builtUp(theme, row),
    unknownPart(theme, row, entry),
    asidePart(theme, row),
    ordinaryPart(theme, row, entry),
    placePart(facts.places, theme.place[row]),
    notThis(),
  ];
  body.replaceChildren(...parts.filter((part) => part !== null));
}

function headOf(places, theme, row) {
  const place = theme.place[row];
  const name = places.label[place] || places.id[place];
  const { column } = theme;
  const total = number(theme.ranked.length);
  const rankText = (rank) => (rank >= 0 ? say("rank_of", { rank: number(rank), total }) : null);
  const unranked = say("not_ranked", { share: percent(theme.min_coverage) });
  const share = (name_) => (column[name_] ? number(column[name_][row], DIGITS, true) : null);
  const known = [
    [say("rank"), rankText(theme.order[row]) || unranked],
    [say("group_rank"), groupText(theme, row)],
    [say("priority"), share("priority")],
    [say("opportunity"), share("opportunity")],
    [say("risk"), share("risk")],
    [say("class_name"), theme.class ? className(theme.class[row]) : null],
    [say("coverage"), percent(column.coverage[row])],
    [say("certainty"), certaintyText(column, row)],
  ];
  return [element("p", { class: "name" }, name), factList(known)];
}

/** How sure it is where stale layers make it less than what is known. */
function certaintyText(column, row) {
  if (!(column.certainty[row] < column.coverage[row] - 0.005)) return null;
  return say("certainty_text", { share: percent(column.certainty[row]) });
}

/** The place inside its group, of a map that ranks inside groups. */
function groupText(theme, row) {
  if (!theme.group) return null;
  const group = theme.group[row];
  const rank = theme.group_rank[row];
  if (!(rank >= 0)) return group;
  const total = theme.ranked.filter((other) => theme.group[other] === group).length;
  return `${group}: ${say("rank_of", { rank: number(rank), total: number(total) })}`;
}

/** What a planner writes down: registers, parcels, and where to drive. */
function placePart(places, place) {
  const known = [
    [say("kind"), wordFor("kind", places.kind[place])],
    [say("location"), element("span", { class: "id" }, places.id[place])],
    [say("municipality"), places.municipality[place]],
    [say("parcels"), places.parcels[place].split(";").join("; ")],
    ...coordinatesOf(places, place),
  ];
  return element("div", {}, element("h3", {}, say("place")), factList(known));
}

/** For the navigation of a car or a phone: one click selects the whole text. */
function coordinatesOf(places, place) {
  if (Number.isNaN(places.x[place])) return [];
  const copied = (...parts) => element("span", { class: "copied" }, parts.join(", "));
  const degrees = [places.lat[place], places.lon[place]].map((one) => one.toFixed(5));
  return [
    [say("wgs84"), copied(...degrees)],
    [say("rd"), copied(String(places.x[place]), String(places.y[place]))],
  ];
}

function className(name) {
  const levels = name.split("-");
  if (levels.length !== 2) return name;
  const [opportunity, risk] = levels.map((level) => wordFor("level", level));
  return say("class_levels", { opportunity, risk });
}

function rankInterval(entry) {
  if (entry.rank_low === undefined) return null;
  const [low, high] = [number(entry.rank_low), number(entry.rank_high)];
  return low === high ? low : `${low} - ${high}`;
}

function listedPart(entry) {
  const chance = entry.top_k_probability;
  const pairs = [
    [say("number"), entry.rank === null ? null : number(entry.rank)],
    [say("selection"), entry.selection ? wordFor("selection", entry.selection) : null],
    [say("visit_type"), entry.visit_type ? wordFor("visit_type", entry.visit_type) : null],
    [say("reasons"), entry.reasons],
    [say("last_visit"), entry.last_visit ? day(entry.last_visit) : null],
    [say("due"), entry.due ? day(entry.due) : null],
    [say("top_k_probability"), chance === undefined ? null : percent(chance)],
    [say("rank_interval"), rankInterval(entry)],
  ];
  return element("section", { class: "listed" }, element("h3", {}, say("on_the_list")), factList(pairs));
}

function builtUp(theme, row) {
  const part = element("div", {}, element("h3", {}, say("composition")));
  const opportunity = theme.column.opportunity[row];
  if (Number.isNaN(opportunity)) {
    part.append(element("p", {}, say("no_score")));
    return part;
  }
  const rounded = roundTogether(theme, row, opportunity);
  const most = mostPossible(theme, row);
  const widest = Math.max(...most.values());
  for (const { family, known, sum } of largestFirst(theme, rounded)) {
    part.append(line("family", family.title, number(sum / 10 ** DIGITS, DIGITS, true)));
    part.append(...loweredBy(theme, family, row));
    for (const one of known) {
      const given = rounded.get(one.id) / 10 ** DIGITS;
      part.append(criterionPart(theme, row, one, given, most.get(one.id), widest));
    }
  }
  part.append(line("total", say("total"), number(opportunity, DIGITS, true)));
  return part;
}

/** Families, and criteria inside them, by what they gave; those without anything known are out. */
function largestFirst(theme, rounded) {
  return theme.families
    .map((family) => {
      const known = family.criteria.filter((one) => rounded.has(one.id)).sort((a, b) => rounded.get(b.id) - rounded.get(a.id));
      return { family, known, sum: known.reduce((before, one) => before + rounded.get(one.id), 0) };
    })
    .filter(({ known }) => known.length > 0)
    .sort((a, b) => b.sum - a.sum);
}

/** What lowers a family here, and by how much. */
function loweredBy(theme, family, row) {
  return family.lowering
    .map(({ id, title }) => ({ title, factor: factorOf(theme, id, row) }))
    .filter(({ factor }) => factor < 1)
    .map(({ title, factor }) => element("p", { class: "help lowered" }, say("lowered", { family: family.title, factor: number(factor, DIGITS), title })));
}

/** The factor of a criterion that lowers its family; an unknown one does not. */
function factorOf(theme, id, row) {
  const factor = theme.column[`${id}__score`][row];
  return Number.isNaN(factor) ? 1 : factor;
}

function criterionPart(theme, row, one, given, most, widest) {
  const measured = theme.column[`${one.id}__value`][row];
  const named = Object.hasOwn(one.classes, String(measured));
  const value = named ? one.classes[String(measured)] : measurement(measured, one.unit, theme.digits[`${one.id}__value`]);
  const score = number(theme.column[`${one.id}__score`][row], 2, true);
  return element("div", { class: "criterion" },
    line("what", one.title, number(given, DIGITS, true)),
    bar(given / widest, most / widest),
    element("div", { class: "measured" }, say("measured", { value, score })),
    element("details", {},
      element("summary", {}, one.question),
      element("p", {}, say("mistaken", { text: one.false_positives })),
      element("p", {}, say("evidence", { grade: wordFor("evidence", one.evidence), source: one.sources }))));
}

function line(kind, text, figure) {
  return element("div", { class: kind }, element("span", {}, text), element("span", { class: "number" }, figure));
}

/** A bar: dark is what it gave, light is the most it could give. */
function bar(given, most) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("class", "bar");
  picture.setAttribute("viewBox", "0 0 100 10");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  for (const [kind, share] of [["most", most], ["part", given]]) {
    const box = document.createElementNS(space, "rect");
    box.setAttribute("class", kind);
    box.setAttribute("width", String(Math.max(0, Math.min(100, share * 100))));
    box.setAttribute("height", "10");
    picture.append(box);
  }
  return picture;
}

/** Contributions in whole thousandths that add up to the rounded score (largest remainder). */
function roundTogether(theme, row, opportunity) {
  const known = criteriaOf(theme)
    .map((one) => [one.id, theme.column[`${one.id}__contribution`][row] * 10 ** DIGITS])
    .filter(([, part]) => !Number.isNaN(part));
  const rounded = new Map(known.map(([id, part]) => [id, Math.floor(part + 1e-9)]));
  let left = Math.round(opportunity * 10 ** DIGITS);
  for (const part of rounded.values()) left -= part;
  known.sort((a, b) => (b[1] % 1) - (a[1] % 1) || (a[0] < b[0] ? -1 : 1));
  for (const [id] of known.slice(0, Math.max(0, left))) rounded.set(id, rounded.get(id) + 1);
  return rounded;
}

/** The most each known criterion could contribute here: its share of the known weight, lowered. */
function mostPossible(theme, row) {
  const families = theme.families
    .map((family) => ({
      weight: family.weight,
      factor: family.lowering.reduce((before, { id }) => before * factorOf(theme, id, row), 1),
      known: family.criteria.filter((one) => isKnown(theme, one, row)),
    }))
    .filter((family) => family.known.length > 0);
  const all = families.reduce((sum, family) => sum + family.weight, 0);
  const most = new Map();
  for (const family of families) {
    const inside = family.known.reduce((sum, one) => sum + one.weight, 0);
    for (const one of family.known) most.set(one.id, ((family.weight / all) * family.factor * one.weight) / inside);
  }
  return most;
}

function unknownPart(theme, row, entry) {
  const missing = criteriaOf(theme).filter((one) => !isKnown(theme, one, row) && !isAside(theme, one, row));
  const titles = missing.map((one) => one.title);
  if (entry && entry.missing && entry.missing !== titles.join("; ")) titles.unshift(entry.missing);
  if (titles.length === 0) return null;
  return element("div", {}, element("h3", {}, say("unknown_here")), bullets(titles));
}

/** What cannot be said of such a place at all, which is not the same as unknown. */
function asidePart(theme, row) {
  const titles = criteriaOf(theme).filter((one) => isAside(theme, one, row)).map((one) => one.title);
  if (titles.length === 0) return null;
  return element("div", {}, element("h3", {}, say("aside_here")), element("p", { class: "help" }, say("aside_why")), bullets(titles));
}

function criteriaOf(theme) {
  return theme.families.flatMap((family) => family.criteria);
}

function isKnown(theme, one, row) {
  return !Number.isNaN(theme.column[`${one.id}__contribution`][row]);
}

function isAside(theme, one, row) {
  return theme.isAside.has(one.id) && theme.isAside.get(one.id)[row] === 1;
}

/** Ordinary explanations: the list's own, else those of the three largest contributions. */
function ordinaryPart(theme, row, entry) {
  const part = (one) => theme.column[`${one.id}__contribution`][row];
  const strongest = criteriaOf(theme)
    .filter((one) => part(one) > 0)
    .sort((a, b) => part(b) - part(a));
  const texts = entry && entry.ordinary_explanations
    ? [entry.ordinary_explanations]
    : strongest.slice(0, 3).map((one) => one.ordinary).filter((text) => text !== "");
  if (texts.length === 0) return null;
  return element("div", {}, element("h3", {}, say("ordinary")), bullets([...new Set(texts)]));
}

function notThis() {
  const texts = ["not_this_1", "not_this_2", "not_this_3"].map((key) => say(key));
  return element("div", {}, element("h3", {}, say("not_this")), bullets(texts));
}
