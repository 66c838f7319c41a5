/** What is pasted from Word, LibreOffice, Google or a page, made into what one sees of it. */

const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };

/** HTML without styles, whose lists are lists and whose bold is what looked bold. */
export function tidied(html) {
  const body = new DOMParser().parseFromString(harmless(html), "text/html").body;
  for (const element of body.querySelectorAll("o\\:p, script, title, link, meta, xml")) element.remove();
  for (const element of body.querySelectorAll("b, span")) weigh(element);
  rebuildLists(body);
  for (const element of body.querySelectorAll("h1, h5, h6")) {
    const other = document.createElement(RENAMED[element.tagName]);
    other.append(...element.childNodes);
    element.replaceWith(other);
  }
  for (const image of body.querySelectorAll("img[src]")) stayAtHome(image);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (/^data-(css|was-on)/.test(name)) element.removeAttribute(name);
  }
  return body.innerHTML;
}

/** Renamed before it is parsed: the policy is asked even for a document that nobody sees. */
function harmless(html) {
  return html
    .replace(/<style\b[^]*?<\/style\s*>|<!--[^]*?-->/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])style\s*=/gi, "$1data-css=").replace(/([\s"'/])on/gi, "$1data-was-on"));
}

function css(element) {
  return element.dataset.css ?? "";
}

/** Google makes everything bold with a normal weight, and says in styles what is bold or in italics. */
function weigh(element) {
  const words = [...element.childNodes];
  const wrap = (tag) => {
    const mark = document.createElement(tag);
    mark.append(...element.childNodes);
    element.append(mark);
  };
  if (element.tagName === "B") {
    if (/(?<![-\w])font-weight:\s*(normal|[1-4]00)/i.test(css(element))) element.replaceWith(...words);
    return;
  }
  if (element.closest("h1, h2, h3, h4, h5, h6") || !element.textContent.trim()) return;
  if (/(?<![-\w])font-weight:\s*(bold|[6-9]00)/i.test(css(element))) wrap("strong");
  if (/(?<![-\w])font-style:\s*italic/i.test(css(element))) wrap("em");
}

/** Word writes the items of a list as paragraphs, with the dot or number as words. */
function rebuildLists(body) {
  let open = [];
  for (const paragraph of body.querySelectorAll("p")) {
    const [, name, depth] = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(css(paragraph)) ?? [];
    if (!depth || paragraph.closest("li")) continue;
    if (open[0]?.name !== name || open[0].element !== paragraph.previousElementSibling) open = [];
    const kind = /^[\s(]*[\da-z]{1,4}[.)]/i.test(takeMarker(paragraph)) ? "ol" : "ul";
    open = open.filter((list) => list.depth <= Number(depth));
    if (open.at(-1)?.depth !== Number(depth)) open.push({ name, ...begun(kind, Number(depth), open.at(-1), paragraph) });
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).element.append(item);
    paragraph.remove();
  }
}

function begun(kind, depth, outer, paragraph) {
  const element = document.createElement(kind);
  const inside = outer?.element.lastElementChild;
  if (inside) inside.append(element);
  else paragraph.before(element);
  return { element, depth };
}

/** The dot or number, taken out of the paragraph. */
function takeMarker(paragraph) {
  const marker = [...paragraph.querySelectorAll("[data-css]")].find((part) => /mso-list:\s*Ignore/i.test(css(part)));
  marker?.remove();
  return marker?.textContent ?? "";
}

/** Images of this site come with its name before them; others may not be asked for. */
function stayAtHome(image) {
  const address = URL.parse?.(image.getAttribute("src"), location.href);
  if (address?.origin === location.origin) image.setAttribute("src", address.pathname);
  else image.remove();
}
