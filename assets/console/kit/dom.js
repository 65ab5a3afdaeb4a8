// Builds the page. Text only ever enters as text nodes, so that a customer's words stay words.

const kSvg = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value))
        element.addEventListener(event, handler);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element: h("p", {class: "soft"}, "text", child). `on: {click: f}` adds listeners. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(kSvg, tag), attributes, children);
}

/** Somebody's words or a name from outside: isolated, so that no direction mark reaches its neighbours. */
export function said(text, attributes = {}) {
  return h("bdi", { dir: "auto", ...attributes }, text);
}

export const $ = (selector, root = document) => root.querySelector(selector);

/** Sets text only when it differs, so that screen readers are not told twice and nothing repaints. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Replaces an element's children, keeping it in place. */
export function show(element, ...children) {
  element.replaceChildren(
    ...children.flat().filter((child) => child !== null && child !== undefined),
  );
}

/**
 * Makes `parent` hold one element per item, in order, keeping the elements (and so focus, an open
 * detail and a pressed button) of items that were there before. `create` makes an item's element;
 * `update` brings it up to date.
 */
export function reconcile(parent, items, key, create, update) {
  const known = new Map();
  for (const child of parent.children) known.set(child.dataset.key, child);
  const wanted = new Set(items.map((item) => String(key(item))));
  for (const [name, child] of known) if (!wanted.has(name)) child.remove();
  let at = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let element = known.get(name);
    if (!element) {
      element = create(item);
      element.dataset.key = name;
    }
    if (element === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(element, at);
    }
    update?.(element, item);
  }
}
