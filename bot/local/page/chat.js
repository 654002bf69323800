// The page: its state, the chat that is open, and what happens in it.

import { get, listen, post } from "./api.js";
import { sender } from "./bubble.js";
import { Composer } from "./composer.js";
import { byId, fill, h } from "./dom.js";
import { drawDrawer, openDrawerWhereWide, showCall, toggleDrawer } from "./drawer.js";
import { icon } from "./icons.js";
import { switchLanguage, t, writeLabels } from "./labels.js";
import { Log } from "./log.js";
import { alertBox, chooser, drawChats, drawPersonas, popupMenu, toast } from "./panel.js";
import { richText } from "./text.js";

const TYPING_MS = 5000;
const THEMES = ["auto", "light", "dark"];

const state = {
  bot: null,
  personas: [],
  me: null,
  chat: null,
  topic: null,
  unread: new Map(),
  last: new Map(),
};
let typing = null;
let happened = 0; // counts events, so that a history read meanwhile is known to be old

const composer = new Composer({ send, upload, share, editLast });
const log = new Log(act, () => state.me);

const trying = async (work) => {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
};
const where = () => ({ as: state.me, chat: state.chat, topic: state.topic });
const persona = () => state.personas.find((one) => one.id === state.me);
const currentChat = () => persona().chats.find((one) => one.id === state.chat);
const threadOf = (message) => message.message_thread_id ?? null;
const keyOf = (chat, topic) => (topic ? `${chat}/${topic}` : `${chat}`);

// What the person does.

async function send(text, { reply, edit }) {
  if (edit) return trying(() => post("edit", { ...where(), message_id: edit.message_id, text }));
  log.toEnd();
  return trying(() => post("send", { ...where(), text, reply_to: reply?.message_id }));
}

async function upload(file, caption) {
  const form = new FormData();
  for (const [name, value] of Object.entries(where())) if (value !== null) form.append(name, value);
  form.append("caption", caption);
  form.append("file", file);
  await trying(() => post("upload", form));
}

function share(request) {
  const fitting = persona().chats.filter(
    (chat) => chat.type !== "private" && (chat.type === "channel") === request.chat_is_channel,
  );
  const items = fitting.map((chat) => ({
    title: chat.title,
    choose: () => trying(() => post("share", { as: state.me, chat: chat.id, request_id: request.request_id })),
  }));
  chooser(t("chooseChat"), items, t("noChats"));
}

function editLast() {
  const own = log.lastOwn();
  if (own) composer.begin("edit", own);
}

async function press(message, button) {
  if (!button.callback_data) return toast(t("unsupported"));
  const answer = await trying(() => post("press", { ...where(), message_id: message.message_id, data: button.callback_data }));
  if (answer?.url) openLink(answer.url);
  if (!answer?.text) return undefined;
  return answer.show_alert ? alertBox(answer.text) : toast(answer.text);
}

/** Opens links to this bot inside the page; returns whether it was one. */
function openLink(url) {
  const link = new URL(/^[a-z]+:/i.test(url) ? url : `https://${url}`);
  const toBot =
    ["t.me", "telegram.me"].includes(link.hostname) &&
    link.pathname.slice(1).toLowerCase() === state.bot.username.toLowerCase();
  if (!toBot) return false;
  const payload = link.searchParams.get("start");
  open(state.me, null).then(() => send(payload ? `/start ${payload}` : "/start", {}));
  return true;
}

async function copy(text) {
  await trying(() => navigator.clipboard.writeText(text));
  toast(t("copied"));
}

function messageActions(message, event) {
  event.preventDefault();
  event.stopPropagation();
  const own = sender(message).id === state.me;
  const text = message.text ?? message.caption;
  const items = [
    { label: t("reply"), icon: "reply", choose: () => composer.begin("reply", message) },
    own && message.text && { label: t("edit"), icon: "edit", choose: () => composer.begin("edit", message) },
    { label: t("forward"), icon: "forward", choose: () => forward(message) },
    text && { label: t("copyText"), icon: "copy", choose: () => copy(text) },
  ];
  const box = event.currentTarget.getBoundingClientRect();
  const pointed = event.type === "contextmenu" && event.clientX > 0;
  popupMenu(items.filter(Boolean), pointed ? { x: event.clientX, y: event.clientY } : { x: box.right - 200, y: box.bottom });
}

async function forward(message) {
  const source = { as: state.me, chat: message.chat.id, message_id: message.message_id };
  await open(state.me, null);
  await trying(() => post("forward", source));
}

// What the page shows.

function act(message) {
  return {
    command: (text) => send(text, {}),
    link: openLink,
    copy,
    press,
    actions: (event) => messageActions(message, event),
  };
}

function welcome() {
  if (currentChat().type !== "private" || !state.bot.description) return null;
  return h("div", { className: "welcome" }, h("strong", {}, t("whatItDoes")), richText(state.bot.description));
}

function drawAll() {
  drawPersonas(state, (id) => open(id, null));
  drawChats(state, (chat, topic) => open(chat, topic));
  const chat = currentChat();
  const topic = chat.topics.find((one) => one.id === state.topic);
  const group = chat.type !== "private";
  byId("title").textContent = group ? (topic?.name ?? t("general")) : state.bot.name;
  byId("avatar").className = group ? "avatar small" : "avatar bot";
  fill(byId("avatar"), group ? icon("topic") : null);
  drawStatus();
}

function drawStatus(action = null) {
  const chat = currentChat();
  const quiet = chat.type === "private" ? (chat.blocked ? t("blocked") : t("bot")) : chat.title;
  byId("status").textContent = action ? t(action.startsWith("upload") ? "uploading" : "typing") : quiet;
  byId("status").classList.toggle("busy", Boolean(action));
}

/** Opens a chat, or a topic of it, as the current persona; with a persona's id, their chat with the bot. */
async function open(id, topic) {
  if (state.personas.some((one) => one.id === id)) state.me = id;
  state.chat = id;
  state.topic = topic;
  sessionStorage.setItem("open", JSON.stringify([state.me, id, topic]));
  state.unread.delete(keyOf(id, topic));
  document.querySelector(".app").dataset.view = "chat";
  drawAll();
  await load();
}

async function load() {
  const { me, chat, topic } = state;
  const before = happened;
  const history = await trying(() => get(`history?as=${me}&chat=${chat}`));
  if (!history || state.chat !== chat || state.topic !== topic || state.me !== me) return;
  if (happened !== before) return load();
  const shown = history.messages.filter((one) => threadOf(one) === topic);
  composer.setCommands(history.commands);
  composer.setKeyboard(history.keyboard);
  composer.offerStart(shown.length === 0 && currentChat().type === "private");
  log.draw(shown, welcome());
  drawStatus();
}

// What happens.

const happenings = {
  message({ chat_id: chat, message }) {
    const key = keyOf(chat, threadOf(message));
    state.last.set(key, message);
    const here = chat === state.chat && threadOf(message) === state.topic;
    if (!here) {
      if (sender(message).id !== state.me) state.unread.set(key, (state.unread.get(key) ?? 0) + 1);
    } else if (!log.messages.has(message.message_id)) {
      append(message);
    }
    drawPersonas(state, (id) => open(id, null));
    drawChats(state, (id, topic) => open(id, topic));
  },
  edited({ chat_id: chat, message }) {
    if (chat === state.chat) log.replace(message);
  },
  deleted({ chat_id: chat, message_id: id }) {
    if (chat === state.chat) log.remove(id);
  },
  action({ chat_id: chat, action }) {
    if (chat !== state.chat || !action) return;
    drawStatus(action);
    clearTimeout(typing);
    typing = setTimeout(drawStatus, TYPING_MS);
  },
  draft({ chat_id: chat, text, entities }) {
    if (chat === state.chat) log.draft(text, entities);
  },
  keyboard({ chat_id: chat, keyboard }) {
    if (chat === state.chat) composer.setKeyboard(keyboard);
  },
  async menu() {
    const history = await trying(() => get(`history?as=${state.me}&chat=${state.chat}`));
    if (history) composer.setCommands(history.commands);
  },
  chat: refresh,
  call: showCall,
};

function append(message) {
  composer.offerStart(false);
  log.add(message);
  if (sender(message).id !== state.bot.id) return;
  clearTimeout(typing);
  drawStatus();
}

async function refresh() {
  const fresh = await trying(() => get("state"));
  if (!fresh) return;
  Object.assign(state, { bot: fresh.bot, personas: fresh.personas });
  drawDrawer(fresh.troubles);
  if (state.me !== null) drawAll();
}

// The frame.

function setTheme(theme) {
  localStorage.setItem("theme", theme);
  document.documentElement.dataset.theme = theme;
  const names = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };
  fill(byId("theme"), icon("theme"), t(names[theme]));
  byId("theme").setAttribute("aria-label", `${t("theme")}: ${t(names[theme])}`);
}

const theme = () => localStorage.getItem("theme") ?? "auto";
const nextTheme = () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);

async function makeDue() {
  const answer = await trying(() => post("due", where()));
  if (answer?.text) toast(answer.text);
}

function moreMenu() {
  const chat = currentChat();
  const blocking = { as: state.me, blocked: !chat.blocked };
  const box = byId("more").getBoundingClientRect();
  const items = [
    { label: t("due"), icon: "calendar", choose: makeDue },
    { label: t("theme"), icon: "theme", choose: nextTheme },
    { label: t("otherLanguage"), icon: "language", choose: changeLanguage },
    { label: t("tools"), icon: "tools", choose: toggleDrawer },
    chat.type === "private" && {
      label: t(chat.blocked ? "unblock" : "block"),
      icon: "block",
      choose: () => trying(() => post("block", blocking)),
    },
  ];
  popupMenu(items.filter(Boolean), { x: box.right, y: box.bottom + 4 });
}

function changeLanguage() {
  switchLanguage();
  labelFrame();
  refresh().then(load);
}

function labelFrame() {
  writeLabels();
  composer.label();
  fill(byId("due"), icon("calendar"), t("due"));
  fill(byId("language"), icon("language"), t("otherLanguage"));
  fill(byId("tools"), icon("tools"), t("tools"));
  for (const [id, name, key] of [["back", "back", "back"], ["more", "more", "more"], ["down", "down", "toBottom"]]) {
    fill(byId(id), icon(name));
    byId(id).setAttribute("aria-label", t(key));
  }
  setTheme(theme());
}

function wireFrame() {
  byId("theme").addEventListener("click", nextTheme);
  byId("language").addEventListener("click", changeLanguage);
  byId("tools").addEventListener("click", toggleDrawer);
  byId("due").addEventListener("click", makeDue);
  byId("more").addEventListener("click", moreMenu);
  byId("back").addEventListener("click", () => {
    document.querySelector(".app").dataset.view = "list";
    byId("chats").querySelector("[aria-current]")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, input, dialog, .popup");
    if (event.key === "/" && !writing) {
      event.preventDefault();
      composer.field.value = "/";
      composer.field.focus();
      composer.changed();
    }
  });
}

async function begin() {
  labelFrame();
  wireFrame();
  openDrawerWhereWide();
  await refresh();
  const [me, chat, topic] = JSON.parse(sessionStorage.getItem("open") ?? "[null]");
  const known = state.personas.find((one) => one.id === me)?.chats.some((one) => one.id === chat);
  state.me = known ? me : state.personas[0].id;
  await open(known ? chat : state.me, known ? topic : null);
  listen(
    (event) => {
      happened += "message" in event || event.kind === "deleted";
      happenings[event.kind]?.(event);
    },
    (online, first) => {
      if (!first) toast(t(online ? "online" : "offline"));
      if (online) refresh().then(load);
    },
  );
  composer.field.focus({ preventScroll: true });
  document.documentElement.dataset.ready = "true";
}

begin();
