// What surrounds the chat: toasts, alerts, menus, the list of chats.

import { preview, time } from "./bubble.js";
import { byId, fill, h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./labels.js";

const TOAST_MS = 3500;

/** Shows a notification for a moment. */
export function toast(text) {
  const note = h("div", { className: "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.classList.add("gone"), TOAST_MS);
  setTimeout(() => note.remove(), TOAST_MS + 400);
}

/** Shows a box that has to be closed. */
export function alertBox(text) {
  const box = byId("box");
  const close = h("button", { type: "button", className: "wide primary", onclick: () => box.close() }, t("ok"));
  fill(box, h("p", {}, text), close);
  box.showModal();
}

/** Lets the person choose one of some items, `{title, choose}`. */
export function chooser(title, items, empty) {
  const box = byId("box");
  const pick = (item) => {
    box.close();
    item.choose();
  };
  const buttons = items.map((item) =>
    h("button", { type: "button", className: "wide", onclick: () => pick(item) }, item.title),
  );
  const cancel = h("button", { type: "button", className: "wide quiet", onclick: () => box.close() }, t("cancel"));
  fill(box, h("h2", {}, title), items.length ? buttons : h("p", {}, empty), cancel);
  box.showModal();
}

/** Opens a menu of `{label, icon, choose}` beside an element or at a point. */
export function popupMenu(items, anchor) {
  document.querySelector(".popup")?.remove();
  const before = document.activeElement;
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside);
    before?.focus?.({ preventScroll: true });
  };
  const outside = (event) => menu.contains(event.target) || close();
  const buttons = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        onclick: () => {
          close();
          item.choose();
        },
      },
      icon(item.icon),
      item.label,
    ),
  );
  const move = (step) => {
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  };
  const keys = { Escape: close, ArrowDown: () => move(1), ArrowUp: () => move(-1), Tab: close };
  const onkeydown = (event) => {
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  };
  const menu = h("div", { className: "popup", role: "menu", onkeydown }, buttons);
  document.body.append(menu);
  place(menu, anchor);
  document.addEventListener("pointerdown", outside);
  buttons[0].focus();
}

function place(menu, { x, y }) {
  const margin = 8;
  const left = Math.min(Math.max(margin, x), innerWidth - menu.offsetWidth - margin);
  const top = Math.min(Math.max(margin, y), innerHeight - menu.offsetHeight - margin);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

/** Draws the choice of personas. */
export function drawPersonas(state, choose) {
  const buttons = state.personas.map((persona) => {
    const chosen = persona.id === state.me;
    const unread = state.unread.get(`${persona.id}`) ?? 0;
    return h(
      "button",
      {
        type: "button",
        role: "radio",
        "aria-checked": String(chosen),
        "data-persona": persona.id,
        tabIndex: chosen ? 0 : -1,
        onclick: () => choose(persona.id),
      },
      persona.name,
      unread && !chosen ? h("span", { className: "dot", "aria-label": `${unread} ${t("unread")}` }) : null,
    );
  });
  byId("personas").onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = state.personas.findIndex((persona) => persona.id === state.me);
    choose(state.personas[(at + step + buttons.length) % buttons.length].id);
    byId("personas").querySelector("[aria-checked=true]").focus();
  };
  refill(byId("personas"), buttons, "data-persona");
}

/** Draws the list of chats and topics of the current persona. */
export function drawChats(state, open) {
  const persona = state.personas.find((one) => one.id === state.me);
  const rows = persona.chats.flatMap((chat) => {
    if (chat.type === "private") return [chatRow(state, chat, null, state.bot.name, open)];
    const topics = [{ id: null, name: t("general") }, ...chat.topics];
    return [
      h("h2", {}, icon("group"), chat.title),
      ...topics.map((topic) => chatRow(state, chat, topic, topic.name, open)),
    ];
  });
  refill(byId("chats"), rows, "data-chat");
  byId("chats").setAttribute("aria-label", t("chats"));
}

function chatRow(state, chat, topic, name, open) {
  const key = topic?.id ? `${chat.id}/${topic.id}` : `${chat.id}`;
  const current = state.chat === chat.id && (state.topic ?? null) === (topic?.id ?? null);
  const unread = state.unread.get(key) ?? 0;
  const last = state.last.get(key) ?? (topic ? null : chat.last);
  return h(
    "button",
    {
      type: "button",
      className: `chat${topic ? " topic" : ""}`,
      "aria-current": current ? "true" : null,
      "data-chat": key,
      onclick: () => open(chat.id, topic?.id ?? null),
    },
    h("span", { className: topic ? "avatar small" : "avatar bot" }, topic ? icon("topic") : null),
    h(
      "span",
      { className: "chat-text" },
      h("strong", {}, name, topic?.closed ? ` (${t("closedTopic")})` : ""),
      last && h("span", { className: "chat-preview" }, preview(last)),
    ),
    h("span", { className: "chat-side" }, last ? h("time", {}, time(last.date)) : null, badge(unread)),
  );
}

const badge = (count) =>
  count ? h("span", { className: "badge", "aria-label": `${count} ${t("unread")}` }, String(count)) : null;
