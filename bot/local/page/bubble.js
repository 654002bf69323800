// One message as an element: bubble, document, keyboard.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { locale, t } from "./labels.js";
import { richText } from "./text.js";

const SERVICE = ["forum_topic_created", "migrate_to_chat_id", "migrate_from_chat_id"];

/** Says whether two messages stand in one group: same sender, within five minutes. */
export function together(a, b) {
  return Boolean(a && b) && sender(a).id === sender(b).id && b.date - a.date < 300 && !service(a) && !service(b);
}

export function sender(message) {
  return message.sender_chat ?? message.from ?? message.chat;
}

export function nameOf(someone) {
  return someone.title ?? [someone.first_name, someone.last_name].filter(Boolean).join(" ");
}

export const service = (message) => SERVICE.some((name) => name in message);

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

/** Returns the heading of a day. */
export function day(seconds) {
  const date = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days < 2) return t(days < 1 ? "today" : "yesterday");
  return date.toLocaleDateString(locale(), { day: "numeric", month: "long", year: "numeric" });
}

/** Returns a line of one text, for lists and quotations. */
export function preview(message) {
  if (!message) return "";
  if (message.forum_topic_created) return `# ${message.forum_topic_created.name}`;
  return (message.text ?? message.caption ?? message.document?.file_name ?? "").replace(/\s+/g, " ").slice(0, 90);
}

/** Returns the element of a message. `act` has command, link, copy, press and actions. */
export function messageElement(message, me, act) {
  if (service(message)) return serviceElement(message);
  const own = sender(message).id === me;
  const bubble = h(
    "div",
    { className: "bubble" },
    message.chat.type !== "private" && !own && h("div", { className: "author" }, nameOf(sender(message))),
    forwardLine(message),
    quotation(message),
    message.document && documentElement(message.document),
    message.photo && photoElement(message.photo.at(-1)),
    message.chat_shared && h("div", {}, `${t("shared")}: ${message.chat_shared.title}`),
    bodyElement(message, act),
    h(
      "button",
      { type: "button", className: "actions", "aria-label": t("actions"), "aria-haspopup": "menu", onclick: act.actions },
      icon("down"),
    ),
  );
  const keyboard = message.reply_markup?.inline_keyboard;
  return h(
    "article",
    {
      className: `message ${own ? "own" : "theirs"}`,
      "data-id": message.message_id,
      "aria-label": `${own ? t("you") : nameOf(sender(message))}, ${time(message.date)}`,
      oncontextmenu: act.actions,
    },
    bubble,
    keyboard && keysElement(keyboard, message, act),
  );
}

function bodyElement(message, act) {
  const meta = h(
    "span",
    { className: "meta" },
    message.edit_date ? `${t("edited")} ` : "",
    h("time", { dateTime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    icon("sent"),
  );
  const text = message.text ?? message.caption ?? "";
  return h("div", { className: "text" }, richText(text, message.entities ?? message.caption_entities, act), meta);
}

function serviceElement(message) {
  const words = message.forum_topic_created
    ? `${t("topicOpened")}: ${message.forum_topic_created.name}`
    : t("migrated");
  return h("div", { className: "service", "data-id": message.message_id }, words);
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from = origin.sender_user ?? origin.chat ?? origin.sender_chat ?? { title: origin.sender_user_name };
  return h("div", { className: "forwarded" }, `${t("forwardedFrom")} `, h("strong", {}, nameOf(from)));
}

function quotation(message) {
  const quoted = message.reply_to_message;
  if (!quoted) return null;
  return h("div", { className: "quotation" }, h("strong", {}, nameOf(sender(quoted))), h("span", {}, preview(quoted)));
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024).toLocaleString(locale())} KB`);

function documentElement(file) {
  return h(
    "a",
    { className: "document", href: `/chat/file/${encodeURIComponent(file.file_id)}`, download: file.file_name },
    h("span", { className: "document-icon" }, icon("file")),
    h(
      "span",
      { className: "document-name" },
      h("strong", {}, file.file_name),
      h("span", {}, `${size(file.file_size)} · ${t("download")}`),
    ),
  );
}

function photoElement(photo) {
  const source = `/chat/file/${encodeURIComponent(photo.file_id)}`;
  return h("img", { className: "photo", src: source, alt: "", width: photo.width, height: photo.height });
}

function keysElement(rows, message, act) {
  const keys = rows.map((row) =>
    h("div", { className: "row" }, row.map((button) => keyElement(button, message, act))),
  );
  return h("div", { className: "keys" }, keys);
}

function keyElement(button, message, act) {
  const mark = button.url ? "external" : button.copy_text ? "copy" : null;
  const content = [h("span", {}, button.text), mark && icon(mark)];
  const style = button.style ? ` ${button.style}` : "";
  if (button.url) {
    const open = (event) => act.link(button.url) && event.preventDefault();
    const link = { className: `key${style}`, href: button.url, target: "_blank", rel: "noopener noreferrer" };
    return h("a", { ...link, onclick: open }, content);
  }
  const press = async (event) => {
    const key = event.currentTarget;
    if (button.copy_text) return act.copy(button.copy_text.text);
    if (key.getAttribute("aria-busy") === "true") return undefined;
    key.setAttribute("aria-busy", "true");
    await act.press(message, button);
    key.removeAttribute("aria-busy");
    return undefined;
  };
  return h("button", { type: "button", className: `key${style}`, onclick: press }, content);
}
