/** What stands in the textarea when the editor comes: HTML that an editor wrote, or lines as people type them. */
const BLOCK = /<(?:p|h[1-6]|ul|ol|li|blockquote|table|hr|div|pre)(?=[\s/>])/i;
const BETWEEN_PARAGRAPHS = /\n[^\S\n]*\n\s*/g;

/** As the server has it: HTML begins with a block; what came with the page may hold marks without one. */
export function isMarkup({ textarea, dataset }) {
  const { value, defaultValue } = textarea;
  return value.trimStart().search(BLOCK) === 0 || ("marked" in dataset && value === defaultValue);
}

/** What the engine begins with. */
export function contentOf(host) {
  const { value } = host.textarea;
  if (!isMarkup(host)) return { type: "doc", content: paragraphsOf(value).map(({ text }) => paragraph(text)) };
  if (BLOCK.test(value)) return value;
  return paragraphsOf(value).map(({ text }) => `<p>${text.replaceAll("\n", "<br>")}</p>`).join("");
}

/** The place in `contentOf` that the letter at `offset` of a plain text has. */
export function placeOf(value, offset) {
  let place = 1;
  for (const { start, text } of paragraphsOf(value)) {
    if (offset <= start + text.length) return place + Math.max(0, offset - start);
    place += text.length + 2;
  }
  return place;
}

function paragraphsOf(value) {
  const found = [];
  let start = 0;
  for (const gap of value.matchAll(BETWEEN_PARAGRAPHS)) {
    found.push({ start, text: value.slice(start, gap.index) });
    start = gap.index + gap[0].length;
  }
  return [...found, { start, text: value.slice(start) }];
}

function paragraph(text) {
  const lines = text.split("\n").map((line) => (line ? [{ type: "text", text: line }] : []));
  return { type: "paragraph", content: lines.flatMap((line, at) => (at ? [{ type: "hardBreak" }, ...line] : line)) };
}
