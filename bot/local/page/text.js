// Message text with entities as DOM nodes. Offsets are UTF-16 units, as in JavaScript strings.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./labels.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE_LINK = /^(https?|tg|mailto):/i;

/** Returns the nodes of a text. `act` is told about commands, links and copied code. */
export function richText(text, entities = [], act = {}) {
  const sorted = entities.map((entity) => ({ ...entity })).sort(
    (a, b) => a.offset - b.offset || b.length - a.length,
  );
  return nodes(text, sorted, 0, text.length, act);
}

function nodes(text, entities, start, end, act) {
  const result = [];
  let position = start;
  let afterBlock = false;
  const plain = (from, to, beforeBlock) => {
    let part = text.slice(from, to);
    if (afterBlock && part.startsWith("\n")) part = part.slice(1);
    if (beforeBlock && part.endsWith("\n")) part = part.slice(0, -1);
    if (part) result.push(document.createTextNode(part));
  };
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    const block = BLOCKS.has(entity.type);
    plain(position, from, block);
    const inner = takeInside(entities, to);
    result.push(wrap(entity, text.slice(from, to), nodes(text, inner, from, to, act), act));
    position = to;
    afterBlock = block;
  }
  plain(position, end, false);
  return result;
}

/** Takes the entities that begin before `end`; one that goes on is cut in two. */
function takeInside(entities, end) {
  const inside = [];
  const rest = [];
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const over = entity.offset + entity.length - end;
    if (over > 0) rest.push({ ...entity, offset: end, length: over });
    inside.push(entity);
  }
  entities.unshift(...rest);
  return inside;
}

function wrap(entity, text, children, act) {
  if (entity.type in TAGS) return h(TAGS[entity.type], {}, children);
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children, act);
    case "url":
      return link(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`, children, act);
    case "bot_command":
      return h("button", { type: "button", className: "inline-link", onclick: () => act.command?.(text) }, children);
    case "mention":
    case "hashtag":
      return h("span", { className: "tag" }, children);
    case "code":
      return h("code", { tabIndex: 0, role: "button", onclick: () => act.copy?.(text), onkeydown: onEnter }, children);
    case "pre":
      return h("pre", {}, h("code", {}, children));
    case "spoiler":
      return spoiler(children);
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    default:
      return h("span", {}, children);
  }
}

function onEnter(event) {
  if (event.key === "Enter") event.currentTarget.click();
}

function link(url, children, act) {
  if (!SAFE_LINK.test(url)) return h("span", {}, children);
  const open = (event) => {
    if (act.link?.(url)) event.preventDefault();
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: open }, children);
}

function spoiler(children) {
  const hidden = h("span", { className: "spoiler", role: "button", tabIndex: 0, "aria-label": t("reveal") }, children);
  const reveal = () => {
    hidden.classList.add("revealed");
    hidden.removeAttribute("aria-label");
  };
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return hidden;
}

function expandable(children) {
  const body = h("div", { className: "quote-body" }, children);
  const word = h("span", {}, t("showMore"));
  const toggle = h("button", { type: "button", className: "quote-toggle", "aria-expanded": "false" }, word, icon("down"));
  const quote = h("blockquote", { className: "expandable" }, body, toggle);
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    word.textContent = t(open ? "showLess" : "showMore");
  });
  requestAnimationFrame(() => {
    if (body.isConnected && body.scrollHeight <= body.clientHeight + 4) quote.classList.add("short");
  });
  return quote;
}
