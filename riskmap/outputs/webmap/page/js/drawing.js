// Shapes to a canvas: from whole pixels at the packed zoom to pixels of the screen.

const MANY = 300; // shapes in one path: longer paths fill slowly

export const FONT = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";

/** Tell whether a shape touches the view. */
export function inView(shapes, i, view) {
  const b = shapes.boxes;
  const k = 4 * i;
  return b[k] <= view.right && b[k + 2] >= view.left && b[k + 1] <= view.bottom && b[k + 3] >= view.top;
}

/** Middle of a shape's box on the screen. */
export function middleOf(shapes, i, view) {
  const b = shapes.boxes;
  const k = 4 * i;
  return [
    ((b[k] + b[k + 2]) / 2) * view.scale + view.dx,
    ((b[k + 1] + b[k + 3]) / 2) * view.scale + view.dy,
  ];
}

/** Width and height of a shape on the screen. */
export function spanOf(shapes, i, view) {
  const b = shapes.boxes;
  const k = 4 * i;
  return Math.max(b[k + 2] - b[k], b[k + 3] - b[k + 1]) * view.scale;
}

/** Add one shape to the current path. */
export function trace(pen, shapes, i, view, closed) {
  const { parts, corners, xy } = shapes;
  const { scale, dx, dy } = view;
  for (let part = parts[i]; part < parts[i + 1]; part += 1) {
    const from = corners[part];
    pen.moveTo(xy[2 * from] * scale + dx, xy[2 * from + 1] * scale + dy);
    for (let k = from + 1; k < corners[part + 1]; k += 1) {
      pen.lineTo(xy[2 * k] * scale + dx, xy[2 * k + 1] * scale + dy);
    }
    if (closed) pen.closePath();
  }
}

/** Fill and outline many shapes; those smaller than `least` become dots. Returns how many are in view. */
export function fillShapes(pen, shapes, chosen, view, least) {
  let seen = 0;
  pen.beginPath();
  for (const i of chosen) {
    if (!inView(shapes, i, view)) continue;
    seen += 1;
    if (spanOf(shapes, i, view) < least) {
      const [x, y] = middleOf(shapes, i, view);
      pen.rect(x - least / 2, y - least / 2, least, least);
    } else {
      trace(pen, shapes, i, view, true);
    }
    if (seen % MANY === 0) {
      pen.fill();
      pen.stroke();
      pen.beginPath();
    }
  }
  pen.fill();
  pen.stroke();
  return seen;
}

/** Draw lines or outlines. */
export function strokeShapes(pen, shapes, view, closed) {
  pen.beginPath();
  for (let i = 0; i < shapes.size; i += 1) {
    if (inView(shapes, i, view)) trace(pen, shapes, i, view, closed);
    if (i % MANY === MANY - 1) {
      pen.stroke();
      pen.beginPath();
    }
  }
  pen.stroke();
}

/** A text with a light edge, readable on any ground. */
export function writeText(pen, text, x, y, font, colour) {
  pen.font = font;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = "rgb(255 255 255 / 90%)";
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** A function that tells whether a text still has room, and takes that room if so. */
export function roomFor(pen, font) {
  const taken = [];
  return (text, x, y) => {
    pen.font = font;
    const half = pen.measureText(text).width / 2 + 4;
    if (taken.some((one) => Math.abs(one.y - y) < 15 && Math.abs(one.x - x) < one.half + half)) return false;
    taken.push({ x, y, half });
    return true;
  };
}

/** Tell whether a point (packed pixels) lies in a shape, or near a small one. */
export function hits(shapes, i, x, y, near) {
  const b = shapes.boxes;
  const k = 4 * i;
  if (x < b[k] - near || x > b[k + 2] + near || y < b[k + 1] - near || y > b[k + 3] + near) return false;
  if (Math.max(b[k + 2] - b[k], b[k + 3] - b[k + 1]) < 2 * near) return true;
  let inside = false;
  for (let part = shapes.parts[i]; part < shapes.parts[i + 1]; part += 1) {
    if (crossesOdd(shapes.xy, shapes.corners[part], shapes.corners[part + 1], x, y)) inside = !inside;
  }
  return inside;
}

function crossesOdd(xy, from, to, x, y) {
  let odd = false;
  for (let k = from, j = to - 1; k < to; j = k, k += 1) {
    const [xk, yk, xj, yj] = [xy[2 * k], xy[2 * k + 1], xy[2 * j], xy[2 * j + 1]];
    if (yk > y !== yj > y && x < ((xj - xk) * (y - yk)) / (yj - yk) + xk) odd = !odd;
  }
  return odd;
}
