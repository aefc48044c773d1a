// The Leaflet map around the canvas: controls, moving to a place, pointing at one.
import { element, say } from "./elements.js";
import { Painting, paintMap, rowAt } from "./places.js";

const CLOSE = 16.5; // zoom at which a chosen place is seen with its surroundings

/** Put the canvas and the controls on the map; `onPoint(row)` hears of a place clicked. */
export function prepareMap(map, facts, state, onPoint) {
  const painting = new Painting((pen, view) => paintMap(pen, view, facts, state), facts.pixel_zoom);
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say("map_label"));
  showAll(map, facts, state);
  painting.addTo(map);
  const corner = { position: "topright" };
  L.control.zoom({ ...corner, zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  new (homeControl(() => showAll(map, facts, state)))(corner).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const under = (event) => {
    const scale = 2 ** (map.getZoom() - facts.pixel_zoom);
    const at = event.layerPoint.add(map.getPixelOrigin()).divideBy(scale);
    return rowAt(facts, state, at.x, at.y, scale);
  };
  map.on("click", (event) => {
    const row = under(event);
    if (row !== null) onPoint(row);
  });
  map.on("mousemove", (event) => box.classList.toggle("pointing", under(event) !== null));
  const fit = () => map.invalidateSize({ animate: false });
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
  new ResizeObserver(fit).observe(box);
  return painting;
}

/** A button that shows the whole area again. */
function homeControl(onPress) {
  return L.Control.extend({
    onAdd() {
      const words = say("zoom_all");
      const button = element("a", { href: "#", role: "button", title: words, "aria-label": words }, "⤢");
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.stop(event);
        onPress();
      });
      return element("div", { class: "leaflet-bar" }, button);
    },
  });
}

/** Show every place of the theme. */
export function showAll(map, facts, state) {
  const { boxes } = facts.places.shapes;
  const all = L.bounds([]);
  for (const place of state.theme.place) {
    const k = 4 * place;
    if (boxes[k] > boxes[k + 2]) continue;
    all.extend([boxes[k], boxes[k + 1]]).extend([boxes[k + 2], boxes[k + 3]]);
  }
  if (all.isValid()) fit(map, facts, all, 18);
}

/** Bring a place into the middle, close enough to see it. */
export function showPlace(map, facts, place) {
  const { boxes } = facts.places.shapes;
  const [left, top, right, bottom] = boxes.subarray(4 * place, 4 * place + 4);
  if (left > right) return;
  fit(map, facts, L.bounds([left, top], [right, bottom]), Math.max(CLOSE, map.getZoom()));
}

function fit(map, facts, box, maxZoom) {
  const corner = (point) => map.unproject(point, facts.pixel_zoom);
  map.fitBounds(L.latLngBounds(corner(box.min), corner(box.max)), { padding: [24, 24], maxZoom, animate: false });
}
