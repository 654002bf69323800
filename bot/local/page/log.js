// The wall of messages of the chat that is open.

import { day, messageElement, sender, together } from "./bubble.js";
import { byId, fill, h } from "./dom.js";
import { richText } from "./text.js";

const NEAR_END = 120;

export class Log {
  /** `act(message)` gives what can be done with a message; `me()` the id of the person who looks. */
  constructor(act, me) {
    this.act = act;
    this.me = me;
    this.messages = new Map();
    this.element = byId("log");
    this.restingAt = -1; // where the last new message was shown
    this.element.addEventListener("scroll", () => this.offerEnd());
    byId("down").addEventListener("click", () => this.toEnd());
  }

  /** Shows these messages and no others; `welcome` stands in for them where there are none. */
  draw(messages, welcome) {
    this.messages = new Map(messages.map((one) => [one.message_id, one]));
    const nodes = messages.flatMap((message, at) => this.nodes(message, messages[at - 1]));
    fill(this.element, nodes.length ? nodes : welcome);
    this.toEnd();
  }

  /** Adds a message; shows it if the person wrote it or follows the talk. */
  add(message) {
    const follow = this.following() || sender(message).id === this.me();
    const nodes = this.nodes(message, [...this.messages.values()].at(-1));
    this.messages.set(message.message_id, message);
    this.element.querySelector(".draft, .welcome")?.remove();
    nodes.at(-1).classList.add("new");
    this.element.append(...nodes);
    if (follow) this.show(nodes.at(-1));
    this.offerEnd();
  }

  /** Puts the new version of a message in place; the focus stays on the button that was pressed. */
  replace(message) {
    const old = this.find(message.message_id);
    if (!old) return;
    this.messages.set(message.message_id, message);
    const follow = this.following() && old === this.element.lastChild;
    const focused = old.contains(document.activeElement) ? document.activeElement.textContent : null;
    const element = messageElement(message, this.me(), this.act(message));
    element.classList.toggle("joined", old.classList.contains("joined"));
    old.replaceWith(element);
    if (focused !== null) {
      const keys = [...element.querySelectorAll(".key")];
      (keys.find((key) => key.textContent === focused) ?? keys[0])?.focus({ preventScroll: true });
    }
    if (follow) this.show(element);
  }

  remove(id) {
    this.find(id)?.remove();
    this.messages.delete(id);
  }

  /** Shows a text that the bot is still writing. */
  draft(text, entities) {
    this.element.querySelector(".draft")?.remove();
    const bubble = h("div", { className: "bubble" }, richText(text || "…", entities));
    this.element.append(h("article", { className: "message theirs draft" }, bubble));
    this.toEnd();
  }

  /** Returns the last message that the person wrote, if there is one. */
  lastOwn() {
    return [...this.messages.values()].reverse().find((one) => sender(one).id === this.me() && one.text);
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  find(id) {
    return this.messages.has(id) ? this.element.querySelector(`[data-id="${id}"]`) : null;
  }

  nodes(message, previous) {
    const element = messageElement(message, this.me(), this.act(message));
    element.classList.toggle("joined", together(previous, message));
    const newDay = !previous || day(previous.date) !== day(message.date);
    return newDay ? [h("div", { className: "day" }, day(message.date)), element] : [element];
  }

  nearEnd() {
    return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < NEAR_END;
  }

  /** Says whether the person follows the talk: at the end, or where the page itself last stopped. */
  following() {
    return this.nearEnd() || this.element.scrollTop === this.restingAt;
  }

  /** Goes to the end, but never past the beginning of a message that is taller than the view. */
  show(element) {
    this.toEnd();
    const above = this.element.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (above > 0) this.element.scrollTop -= above + 12;
    this.restingAt = this.element.scrollTop;
  }

  offerEnd() {
    byId("down").hidden = this.nearEnd();
  }
}
