/** Images that are chosen, pasted or dropped: uploaded at once, with an alternative text, and put where the cursor is. */
import { Extension, Plugin } from "../django_prose_editor/editor.js";
import { ask } from "./rich-text-asking.js";

export function imagesFor(host, voice) {
  const receive = async (editor, files) => {
    for (const file of files) await put(editor, host, voice, file);
  };
  return Extension.create({
    name: "images",
    addCommands: () => ({
      chooseImage:
        () =>
        ({ editor }) => {
          if (editor.isActive("image")) describe(editor, host);
          else choose((files) => receive(editor, files));
          return true;
        },
    }),
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          props: {
            handlePaste(_view, event) {
              const files = [...event.clipboardData.files];
              if (!files.length || hasWords(event.clipboardData.getData("text/html"))) return false;
              receive(editor, files);
              return true;
            },
            handleDrop(view, event, _slice, isMoved) {
              const files = [...(event.dataTransfer?.files ?? [])];
              if (isMoved || !files.length) return false;
              event.preventDefault();
              const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
              if (place) editor.commands.setTextSelection(place.pos);
              receive(editor, files);
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** Word sends a picture of the text along with the text: the text is what is meant. */
function hasWords(html) {
  return Boolean(html.replace(/<style[^]*?<\/style>|<!--[^]*?-->|<[^>]*>|&nbsp;/gi, "").trim());
}

function choose(receive) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", multiple: true });
  input.addEventListener("change", () => receive([...input.files]));
  input.click();
}

async function put(editor, host, voice, file) {
  if (!file.type.startsWith("image/") && !/\.hei[cf]$/i.test(file.name)) return voice.say(host.dataset.onlyImages);
  voice.say(host.dataset.uploading);
  const { url, error } = await uploaded(host, file);
  voice.say(error ?? "");
  if (!url) return undefined;
  const answer = await ask(host, "image");
  if (!answer) return editor.commands.focus();
  editor
    .chain()
    .focus()
    .insertContent({ type: "image", attrs: { src: url, alt: answer.alt.trim() } })
    .run();
  return voice.say(host.dataset.uploaded);
}

/** The `url` of the image, or the `error` in words. */
async function uploaded(host, file) {
  const body = new FormData();
  body.append("file", file);
  const token = host.closest("form")?.elements.csrfmiddlewaretoken?.value ?? "";
  try {
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch(host.dataset.upload, { method: "POST", body, headers });
    const told = await answer.json();
    if (answer.ok && told.kind !== "image") return { error: host.dataset.onlyImages };
    return answer.ok ? told : { error: told.error ?? host.dataset.failed };
  } catch {
    return { error: host.dataset.failed };
  }
}

/** Another alternative text for the image that is selected. */
async function describe(editor, host) {
  const answer = await ask(host, "image", { alt: editor.getAttributes("image").alt ?? "" });
  const chain = editor.chain().focus();
  if (answer) chain.updateAttributes("image", { alt: answer.alt.trim() });
  chain.run();
}
