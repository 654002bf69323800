// Line icons on a 24-unit grid, drawn with currentColor.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h10",
  send: "M4.5 12L20 4.5 15.5 20l-3.6-6.2z M11.9 13.8L20 4.5",
  attach: "M8.5 12.5l5.2-5.2a2.8 2.8 0 0 1 4 4l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l7-7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "M6 9l6 6 6-6",
  calendar: "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4M9.5 15.5l1.8 1.8 3.4-3.6",
  theme: "M20 14.5A8.2 8.2 0 0 1 9.5 4 8.2 8.2 0 1 0 20 14.5z",
  tools: "M14.5 6.5a4 4 0 0 1 5-1.6l-2.6 2.6 1.6 1.6 2.6-2.6a4 4 0 0 1-5.4 5l-7.2 7.2a1.9 1.9 0 0 1-2.7-2.7l7.2-7.2a4 4 0 0 1 1.5-2.3z",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  copy: "M9 9h10v11H9zM5 15V4h10",
  external: "M8 6h10v10M18 6L6 18",
  reply: "M10 6l-5 5 5 5M5 11h8a6 6 0 0 1 6 6v1",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  forward: "M14 6l5 5-5 5M19 11h-8a6 6 0 0 0-6 6v1",
  block: "M12 4a8 8 0 1 0 .01 0zM6.5 6.5l11 11",
  group: "M9 11.5a3 3 0 1 0-.01 0zM3.5 19a5.5 5.5 0 0 1 11 0M16 11a2.6 2.6 0 1 0-.01 0M17.5 14a4.6 4.6 0 0 1 3 4.5",
  topic: "M9 4L7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  sent: "M3.5 12.5l4 4L16 7M11.5 15.8l.9.7L21 7",
  language: "M12 4a8 8 0 1 0 .01 0zM4 12h16M12 4c3 3 3 13 0 16M12 4c-3 3-3 13 0 16",
};

const SVG = "http://www.w3.org/2000/svg";

/** Returns an icon element; it says nothing to assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
