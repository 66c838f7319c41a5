/** Puts the engine before a textarea and keeps the two in step. */
import { Editor } from "../django_prose_editor/editor.js";
import { imagesFor } from "./rich-text-images.js";
import { mentionsFor } from "./rich-text-mentions.js";
import { tidied } from "./rich-text-paste.js";
import { extensions } from "./rich-text-schema.js";
import { Toolbar } from "./rich-text-toolbar.js";

let drawn = 0;

/** Answers with what undoes it. */
export function write(host) {
  const { textarea } = host;
  const hadFocus = document.activeElement === textarea;
  const bar = host.part("[role=toolbar]");
  const place = made("div", { className: "rich-text__place" });
  const said = made("p", { className: "rich-text__said", role: "status" });
  const whispered = made("p", { className: "visually-hidden", role: "status" });
  const voice = { say: (text) => said.replaceChildren(text), whisper: (text) => whispered.replaceChildren(text) };
  const toolbar = new Toolbar(host, bar);
  const id = textarea.id || `rich-text-${(drawn += 1)}`;
  const editor = new Editor({
    element: place,
    injectCSS: false,
    editable: !textarea.disabled && !textarea.readOnly,
    content: contentOf(textarea, host),
    extensions: [
      ...extensions,
      toolbar.extension(),
      ...(host.dataset.mentions ? [mentionsFor(host, id, voice)] : []),
      ...(host.dataset.upload ? [imagesFor(host, voice)] : []),
    ],
    editorProps: { attributes: attributesOf(textarea, host, id), transformPastedHTML: tidied },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // The textarea speaks for both: what the browser says of the text itself would be heard twice.
  place.addEventListener("input", (event) => event.stopPropagation());
  const label = textarea.labels[0];
  const toText = () => editor.commands.focus();
  label?.addEventListener("click", toText);
  textarea.before(bar, place, said, whispered);
  textarea.removeAttribute("id");
  textarea.hidden = true;
  host.editor = editor;
  toolbar.serve(editor);
  host.dataset.ready = "";
  if (hadFocus || textarea.autofocus) editor.commands.focus("end");
  return () => {
    label?.removeEventListener("click", toText);
    editor.destroy();
    for (const part of [bar, place, said, whispered]) part.remove();
    Object.assign(textarea, { id, hidden: false });
    delete host.dataset.ready;
  };
}

function made(tag, { role, ...properties }) {
  const element = Object.assign(document.createElement(tag), properties);
  if (role) element.setAttribute("role", role);
  return element;
}

/** What was typed without the editor is plain text; each of its lines stays a line. */
function contentOf(textarea, host) {
  if (!("plain" in host.dataset) || textarea.value !== textarea.defaultValue) return textarea.value;
  const paragraphs = textarea.value.trim().split(/\n\s*\n/);
  return paragraphs.map((text) => `<p>${escaped(text).replaceAll("\n", "<br>")}</p>`).join("");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The text takes over the textarea's id, name, hints and errors. */
function attributesOf(textarea, host, id) {
  const label = textarea.labels[0];
  if (label && !label.id) label.id = `${id}_label`;
  const attributes = { id, role: "textbox", "aria-multiline": "true", class: "rich-text__text prose" };
  if (label) attributes["aria-labelledby"] = label.id;
  for (const name of ["aria-label", "aria-labelledby", "aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  if ("required" in host.dataset) attributes["aria-required"] = "true";
  if (host.dataset.mentions) attributes["aria-autocomplete"] = "list";
  return attributes;
}
