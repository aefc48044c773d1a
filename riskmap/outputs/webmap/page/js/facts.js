// What the page knows: descriptions as they came, columns as typed arrays.
import { cut, inflate, readIntegers, readNumbers, readShapes, readTexts } from "./unpack.js";

/** Read the three data blocks of the page. */
export async function readFacts() {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const directory = JSON.parse(document.getElementById("directory").textContent);
  const packed = document.getElementById("packed");
  const sections = cut(await inflate(packed.textContent), directory);
  packed.remove();
  facts.places = {
    shapes: readShapes(sections, "locations"),
    id: readTexts(sections.get("locations.id")),
    label: readTexts(sections.get("locations.label")),
    municipality: readTexts(sections.get("locations.municipality")),
    parcels: readTexts(sections.get("locations.parcels")),
    kind: readTexts(sections.get("locations.kind")),
    x: readNumbers(sections.get("locations.x"), 0),
    y: readNumbers(sections.get("locations.y"), 0),
    lon: readNumbers(sections.get("locations.lon"), 5),
    lat: readNumbers(sections.get("locations.lat"), 5),
  };
  facts.themes.forEach((theme, number) => addColumns(theme, number, sections, facts.places));
  for (const layer of facts.context) {
    layer.shapes = readShapes(sections, `context.${layer.name}`);
    layer.names = layer.named ? readTexts(sections.get(`context.${layer.name}.name`)) : [];
  }
  if (facts.risk_areas) {
    facts.risk_layer = {
      shapes: readShapes(sections, "risk"),
      value: readNumbers(sections.get("risk.value"), 4),
    };
  }
  return facts;
}

function addColumns(theme, number, sections, places) {
  const prefix = `theme${number}`;
  theme.number = number;
  theme.place = readIntegers(sections.get(`${prefix}.place`));
  theme.column = {};
  for (const [name, digits] of Object.entries(theme.digits)) {
    theme.column[name] = readNumbers(sections.get(`${prefix}.${name}`), digits);
  }
  theme.isAside = new Map(theme.aside.map((id) => [id, readIntegers(sections.get(`${prefix}.${id}__aside`))]));
  theme.class = theme.combination ? readTexts(sections.get(`${prefix}.class`)) : null;
  theme.group = theme.rank_within ? readTexts(sections.get(`${prefix}.group`)) : null;
  theme.group_rank = theme.combination ? theme.column.group_priority_rank : theme.column.group_rank;
  theme.rowOfPlace = new Map(Array.from(theme.place, (place, row) => [place, row]));
  theme.order = theme.combination ? theme.column.priority_rank : theme.column.rank;
  theme.ranked = Array.from(theme.order.keys()).filter((row) => theme.order[row] >= 0);
  theme.ranked.sort((a, b) => theme.order[a] - theme.order[b]);
  const placeOfId = new Map(Array.from(theme.place, (place) => [places.id[place], place]));
  theme.listed = new Map();
  for (const entry of theme.list) {
    theme.listed.set(theme.rowOfPlace.get(placeOfId.get(entry.location_id)), entry);
  }
}
