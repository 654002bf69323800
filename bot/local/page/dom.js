// Building elements without ever parsing text as HTML.

/** Returns an element. Properties named on… are listeners, data-… and aria-… are attributes, the rest are set. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Returns an element of the page by its id. */
export const byId = (id) => document.getElementById(id);

/** Fills an element anew; the focus stays where it was, on the child with the same key attribute. */
export function refill(element, children, key) {
  const focused = element.contains(document.activeElement) ? document.activeElement.getAttribute(key) : null;
  fill(element, children);
  if (focused !== null) element.querySelector(`[${key}="${focused}"]`)?.focus({ preventScroll: true });
}

/** Puts children in place of those an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(Boolean));
}
