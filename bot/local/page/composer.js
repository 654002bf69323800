// Where one writes: text, commands, files, replies, and the bot's reply keyboard.

import { preview } from "./bubble.js";
import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./labels.js";

const LONGEST = 4096;

export class Composer {
  /** `act` has send(text, how), upload(file, caption), share(request), editLast(). */
  constructor(act) {
    this.act = act;
    this.commands = [];
    this.about = null; // {kind: "reply" | "edit", message}
    this.chosen = -1;
    this.build();
  }

  build() {
    this.field = h("textarea", {
      rows: 1,
      autocomplete: "off",
      enterKeyHint: "send",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": "commands",
      "aria-expanded": "false",
      oninput: () => this.changed(),
      onkeydown: (event) => this.key(event),
    });
    this.list = h("div", { className: "commands", id: "commands", role: "listbox", hidden: true });
    this.strip = h("div", { className: "strip", hidden: true });
    this.menu = h("button", { type: "button", className: "menu", onclick: () => this.toggleMenu() }, icon("menu"));
    this.file = h("input", { type: "file", hidden: true, onchange: () => this.picked() });
    this.clip = h("button", { type: "button", className: "icon-button", onclick: () => this.file.click() }, icon("attach"));
    this.button = h("button", { type: "button", className: "icon-button send", onclick: () => this.submit() }, icon("send"));
    this.keyboard = h("div", { className: "reply-keyboard", hidden: true });
    this.starter = h("button", { type: "button", className: "wide primary starter", hidden: true, onclick: () => this.act.send("/start", {}) });
    this.row = h("div", { className: "write" }, this.menu, this.field, this.file, this.clip, this.button);
    fill(byId("composer"), this.list, this.strip, this.row, this.starter, this.keyboard);
    this.label();
    this.changed();
  }

  /** Writes the labels in the language of the page. */
  label() {
    this.field.placeholder = t("message");
    this.field.setAttribute("aria-label", t("message"));
    this.list.setAttribute("aria-label", t("commands"));
    for (const [button, key] of [[this.menu, "commands"], [this.clip, "attach"], [this.button, "send"]]) {
      button.setAttribute("aria-label", t(key));
      button.title = t(key);
    }
    this.starter.textContent = t("start");
  }

  /** Offers the start button instead of the field while a chat is empty. */
  offerStart(empty) {
    this.starter.hidden = !empty;
    this.row.hidden = empty;
  }

  setCommands(commands) {
    this.commands = commands;
    this.menu.hidden = commands.length === 0;
  }

  setKeyboard(keyboard) {
    const rows = keyboard?.keyboard ?? [];
    this.keyboard.hidden = rows.length === 0;
    this.field.placeholder = keyboard?.input_field_placeholder ?? t("message");
    fill(
      this.keyboard,
      rows.map((row) =>
        h("div", { className: "row" }, row.map((key) => this.replyKey(typeof key === "string" ? { text: key } : key))),
      ),
    );
    if (keyboard?.force_reply) this.field.focus();
  }

  replyKey(key) {
    const press = () => (key.request_chat ? this.act.share(key.request_chat) : this.act.send(key.text, {}));
    return h("button", { type: "button", className: "key", onclick: press }, h("span", {}, key.text));
  }

  /** Starts a reply to a message, or the editing of one. */
  begin(kind, message) {
    this.about = { kind, message };
    const title = kind === "edit" ? t("editing") : t("replyingTo");
    const cancel = h("button", { type: "button", className: "icon-button", "aria-label": t("cancel"), onclick: () => this.end() }, icon("close"));
    fill(this.strip, icon(kind), h("div", {}, h("strong", {}, title), h("span", {}, preview(message))), cancel);
    this.strip.hidden = false;
    if (kind === "edit") this.field.value = message.text ?? "";
    this.changed();
    this.field.focus();
  }

  end() {
    if (this.about?.kind === "edit") this.field.value = "";
    this.about = null;
    this.strip.hidden = true;
    this.changed();
    this.field.focus();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const about = this.about;
    this.field.value = "";
    this.about = null;
    this.strip.hidden = true;
    this.changed();
    this.field.focus();
    this.sendPieces(pieces(text), about ? { [about.kind]: about.message } : {});
  }

  /** Sends a long text as Telegram's apps do: in messages of its own, one after the other. */
  async sendPieces([first, ...rest], how) {
    await this.act.send(first, how);
    for (const piece of rest) await this.act.send(piece, {});
  }

  async picked() {
    const [file] = this.file.files;
    if (!file) return;
    const caption = this.field.value.trim();
    this.field.value = "";
    this.file.value = "";
    this.changed();
    await this.act.upload(file, caption);
  }

  changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.button.disabled = this.field.value.trim() === "";
    const typed = /^\/[a-z0-9_]*$/i.test(this.field.value);
    this.suggest(typed ? this.field.value.slice(1).toLowerCase() : null);
  }

  toggleMenu() {
    if (this.list.hidden) {
      this.suggest("");
      this.field.focus();
    } else {
      this.suggest(null);
    }
  }

  /** Lists the commands that begin with some letters; null closes the list. */
  suggest(prefix) {
    const found = prefix === null ? [] : this.commands.filter((one) => one.command.startsWith(prefix));
    this.chosen = -1;
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.field.removeAttribute("aria-activedescendant");
    const use = (one) => {
      this.field.value = "";
      this.changed();
      this.act.send(`/${one.command}`, {});
      this.field.focus();
    };
    fill(
      this.list,
      found.map((one, number) =>
        h(
          "div",
          { role: "option", id: `command-${number}`, "aria-selected": "false", onclick: () => use(one) },
          h("strong", {}, `/${one.command}`),
          h("span", {}, one.description),
        ),
      ),
    );
  }

  choose(step) {
    const options = [...this.list.children];
    options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = (this.chosen + step + options.length + (this.chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    options[this.chosen].setAttribute("aria-selected", "true");
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  key(event) {
    const listed = !this.list.hidden;
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (listed && this.chosen >= 0) this.list.children[this.chosen].click();
      else this.submit();
    } else if (event.key === "Escape") {
      if (listed) this.suggest(null);
      else if (this.about) this.end();
    } else if (listed && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (listed && event.key === "Tab" && this.chosen >= 0) {
      event.preventDefault();
      this.field.value = `${this.list.children[this.chosen].firstChild.textContent} `;
      this.changed();
    } else if (event.key === "ArrowUp" && this.field.value === "") {
      event.preventDefault();
      this.act.editLast();
    }
  }
}

/** Cuts a text into pieces that fit into a message, at the last white space before the limit. */
function pieces(text) {
  const found = [];
  while (text.length > LONGEST) {
    const cut = text.slice(0, LONGEST).search(/\s\S*$/);
    const end = cut > 0 ? cut : LONGEST;
    found.push(text.slice(0, end));
    text = text.slice(end).trim();
  }
  return [...found, text];
}
