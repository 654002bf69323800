// The developer drawer: trouble on demand, and what the bot asks of the Bot API.

import { post } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./labels.js";
import { toast } from "./panel.js";

const SHOWN_CALLS = 14;
const WIDE = matchMedia("(min-width: 1100px)");

const calls = h("ol", { className: "calls" });

/** Draws the switches and the list of calls. */
export function drawDrawer(troubles) {
  const switches = Object.entries(troubles).map(([name, on]) => {
    const box = h("input", { type: "checkbox", role: "switch", checked: on, id: `trouble-${name}` });
    box.addEventListener("change", () => post("trouble", { name, on: box.checked }).catch((e) => toast(e.message)));
    return h("label", { htmlFor: box.id }, h("span", {}, t(name)), box);
  });
  const close = { type: "button", className: "icon-button", "aria-label": t("close"), onclick: toggleDrawer };
  fill(
    byId("drawer"),
    h("header", {}, h("h2", {}, t("tools")), h("button", close, icon("close"))),
    h("p", {}, t("toolsHint")),
    switches,
    h("h2", {}, t("calls")),
    h("p", {}, t("callsHint")),
    calls,
  );
  byId("drawer").setAttribute("aria-label", t("tools"));
}

/** Opens the drawer where there is room for it. */
export function openDrawerWhereWide() {
  byId("drawer").hidden = !WIDE.matches;
  byId("tools").setAttribute("aria-expanded", String(WIDE.matches));
}

export function toggleDrawer() {
  const drawer = byId("drawer");
  drawer.hidden = !drawer.hidden;
  byId("tools").setAttribute("aria-expanded", String(!drawer.hidden));
  (drawer.hidden ? byId("tools") : drawer.querySelector("button")).focus();
}

/** Adds a call of the bot to the list, newest first. */
export function showCall({ method, status, error, violation, fault }) {
  const kind = violation ? "wrong" : error || fault ? "refused" : "fine";
  const code = h("span", { className: "code" }, fault ? t(`fault_${fault}`) : String(status));
  calls.prepend(h("li", { className: kind, title: error ?? "" }, h("code", {}, method), code));
  while (calls.children.length > SHOWN_CALLS) calls.lastChild.remove();
}
