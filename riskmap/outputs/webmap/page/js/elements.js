// Text to the screen: always as text, never as markup.

const speech = { words: {}, values: {}, language: "nl" };

/** Set the words and the language, once. */
export function speak(facts) {
  speech.words = facts.words;
  speech.values = facts.values;
  speech.language = facts.language;
}

/** A sentence of the page, with its facts filled in. */
export function say(key, facts = {}) {
  const fill = (whole, name) => (Object.hasOwn(facts, name) ? String(facts[name]) : whole);
  return speech.words[key].replace(/\{(\w+)\}/g, fill);
}

/** The word for a value of a column; a value without a word is shown as it is. */
export function wordFor(column, value) {
  const words = speech.values[column];
  return Object.hasOwn(words, value) ? words[value] : value;
}

/** A number as the reader writes it: 1.234,5 in Dutch. */
export function number(value, digits = 0, fixed = false) {
  if (Number.isNaN(value)) return "?";
  const least = fixed ? digits : 0;
  return value.toLocaleString(speech.language, {
    minimumFractionDigits: least,
    maximumFractionDigits: digits,
  });
}

export function percent(share) {
  return Number.isNaN(share) ? "?" : `${number(share * 100)}%`;
}

/** A measurement with its unit. */
export function measurement(value, unit, digits) {
  if (unit === "share") return `${number(value * 100, Math.max(0, digits - 2))}%`;
  const figure = number(value, digits);
  return `${figure} ${wordFor(figure === "1" ? "unit_one" : "unit", unit)}`.trim();
}

/** A date in words; what is no date is shown as it is. */
export function day(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const style = { dateStyle: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(speech.language, style).format(new Date(`${text}T00:00:00Z`));
}

/** An element with attributes and children; texts become text nodes. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A two-column list of facts, without those that are empty. */
export function factList(pairs) {
  const list = element("dl", { class: "facts" });
  for (const [name, value] of pairs) {
    if (value !== "" && value !== undefined && value !== null) {
      list.append(element("dt", {}, name), element("dd", {}, value));
    }
  }
  return list;
}

/** A plain list of texts. */
export function bullets(texts) {
  return element("ul", {}, ...texts.map((text) => element("li", {}, text)));
}

/** Fill the words of the skeleton. */
export function fillSkeleton() {
  for (const place of document.querySelectorAll("[data-word]")) {
    place.textContent = say(place.dataset.word);
  }
  for (const place of document.querySelectorAll("[data-label]")) {
    place.setAttribute("aria-label", say(place.dataset.label));
  }
}
