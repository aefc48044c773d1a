// From the packed block to typed arrays and texts. The Python side is packing.py.

/** Undo base64 and deflate. */
export async function inflate(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Cut the block into its named sections. */
export function cut(bytes, directory) {
  const sections = new Map();
  let start = 0;
  for (const [name, length] of directory) {
    sections.set(name, bytes.subarray(start, start + length));
    start += length;
  }
  return sections;
}

/** Read zigzag varints; `each` gets every unsigned number with its place. */
function readVarints(bytes, each) {
  let place = 0;
  let value = 0;
  let factor = 1;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    value += (byte & 127) * factor;
    if (byte < 128) {
      each(place, value);
      place += 1;
      value = 0;
      factor = 1;
    } else {
      factor *= 128;
    }
  }
}

function countOf(bytes) {
  let count = 0;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] < 128) count += 1;
  return count;
}

function unzigzag(value) {
  return value % 2 ? -(value + 1) / 2 : value / 2;
}

/** Whole numbers. */
export function readIntegers(bytes) {
  const found = new Int32Array(countOf(bytes));
  readVarints(bytes, (place, value) => {
    found[place] = unzigzag(value);
  });
  return found;
}

/** Decimal numbers; 0 on the wire is unknown and becomes NaN. */
export function readNumbers(bytes, digits) {
  const found = new Float64Array(countOf(bytes));
  const scale = 10 ** digits;
  readVarints(bytes, (place, value) => {
    found[place] = value === 0 ? NaN : unzigzag(value - 1) / scale;
  });
  return found;
}

/** Texts. */
export function readTexts(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Shapes in whole pixels: where parts and corners start, the corners, a box around each. */
export function readShapes(sections, name) {
  const parts = startsOf(readIntegers(sections.get(`${name}.parts`)));
  const corners = startsOf(readIntegers(sections.get(`${name}.corners`)));
  const xy = readIntegers(sections.get(`${name}.steps`));
  for (let i = 2; i < xy.length; i += 1) xy[i] += xy[i - 2];
  return { parts, corners, xy, boxes: boxesOf(parts, corners, xy), size: parts.length - 1 };
}

function startsOf(counts) {
  const starts = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) starts[i + 1] = starts[i] + counts[i];
  return starts;
}

function boxesOf(parts, corners, xy) {
  const boxes = new Float64Array(4 * (parts.length - 1));
  for (let i = 0; i + 1 < parts.length; i += 1) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = corners[parts[i]]; k < corners[parts[i + 1]]; k += 1) {
      left = Math.min(left, xy[2 * k]);
      right = Math.max(right, xy[2 * k]);
      top = Math.min(top, xy[2 * k + 1]);
      bottom = Math.max(bottom, xy[2 * k + 1]);
    }
    boxes.set([left, top, right, bottom], 4 * i);
  }
  return boxes;
}
