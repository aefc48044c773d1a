// What the map rests on: warnings above, sources and weights in a panel of their own.
import { bullets, day, element, factList, number, percent, say, wordFor } from "./elements.js";

/** Show the theme's warnings under the title. */
export function showBanners(facts, theme) {
  const said = [];
  if (theme.notice) said.push(theme.notice);
  if (theme.partial) {
    const share = percent(theme.completeness);
    const layers = missingWords(theme.missing_layers).join(", ");
    said.push(layers ? say("partial", { share, layers }) : say("partial_plain", { share }));
  }
  if (theme.exploratory) {
    const twice = theme.exploratory.toLowerCase().startsWith(say("exploratory").toLowerCase());
    said.push(twice ? theme.exploratory : `${say("exploratory")}: ${theme.exploratory}`);
  }
  said.push(...theme.warnings);
  if (!theme.product_complete) said.push(say("incomplete"));
  if (facts.background === "pdok") said.push(say("pdok"));
  const lines = said.map((text) => element("p", { class: "banner" }, text));
  document.getElementById("banners").replaceChildren(...lines);
  document.getElementById("access").textContent = wordFor("access", facts.access);
}

/** "roads (ramp)" in words: the layer, and which of its facts are not there. */
function missingWords(names) {
  const lacking = new Map();
  for (const name of names) {
    const [, layer, column] = /^(\w+) \((\w+)\)$/.exec(name) || [null, name, null];
    const columns = lacking.get(layer) || new Set();
    if (column) columns.add(wordFor("column", column));
    lacking.set(layer, columns);
  }
  return Array.from(lacking, ([layer, columns]) => wordFor("layer", layer) + (columns.size ? ` (${[...columns].join(", ")})` : ""));
}

/** Show what the map rests on. */
export function showAbout(facts, theme) {
  const parts = [
    textsPart("gate", theme.gate, true),
    generalPart(facts, theme),
    textsPart("notes", theme.notes),
    leftOutPart(theme),
    weightsPart(theme),
    layersPart(theme),
  ];
  document.getElementById("about-body").replaceChildren(...parts.filter((part) => part !== null));
}

function generalPart(facts, theme) {
  return factList([
    [say("theme"), theme.title],
    [say("project"), theme.project],
    [say("reference_date"), day(theme.reference_date)],
    [say("completeness"), percent(theme.completeness)],
    [say("access"), wordFor("access", facts.access)],
    [say("question"), theme.product.question],
    [say("follow_up"), theme.product.follow_up],
    [say("legal_ground"), theme.product.legal_ground],
    [say("rule"), ruleOf(theme.combination)],
    [say("version"), `riskmap ${theme.made_with}`],
  ]);
}

function ruleOf(combination) {
  if (!combination) return say("no_police");
  return say("rule_text", { rule: wordFor("rule", combination.rule), formula: combination.rule_text });
}

function layersPart(theme) {
  const layers = [...theme.layers];
  if (theme.combination && theme.combination.risk_layer) layers.push(theme.combination.risk_layer);
  const head = ["layer", "source", "date", "rows_kept"].map((key) => element("th", { scope: "col" }, say(key)));
  const rows = layers.map((layer) => element("tr", {},
    element("th", { scope: "row" }, wordFor("layer", layer.name)),
    element("td", {}, [layer.source, layer.edition].filter((text) => text !== "").join(", ")),
    element("td", {}, dateOf(layer)),
    element("td", { class: "number" }, number(layer.rows_kept))));
  const notes = layers.flatMap((layer) => layer.notes.map((note) => `${wordFor("layer", layer.name)}: ${note}`));
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  return fold("layers", table, notes.length ? bullets(notes) : null);
}

function dateOf(layer) {
  if (!layer.date) return say("date_unknown");
  return layer.stale ? say("stale", { date: day(layer.date) }) : day(layer.date);
}

function weightsPart(theme) {
  const lines = theme.families.map((family) => {
    const weighed = family.criteria.map((one) => `${one.title} (${number(one.weight, 3)})`);
    const lowering = family.lowering.map(({ title }) => say("lowers", { title }));
    const inside = [...weighed, ...lowering].join(", ");
    return `${family.title}, ${say("weight_share", { weight: number(family.weight, 3) })}: ${inside}`;
  });
  return fold("weights", bullets(lines));
}

function leftOutPart(theme) {
  const lines = theme.left_out.map((one) => `${one.title}: ${one.reason || say(`status_${one.status}`)}`);
  return lines.length ? fold("left_out", bullets(lines)) : null;
}

function textsPart(key, texts, open = false) {
  if (texts.length === 0) return null;
  const part = fold(key, bullets(texts));
  part.open = open;
  return part;
}

function fold(key, ...inside) {
  return element("details", {}, element("summary", {}, say(key)), ...inside);
}
