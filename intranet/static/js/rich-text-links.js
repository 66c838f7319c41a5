/** Putting, changing and removing a link. */
import { ask } from "./rich-text-asking.js";
import { leadsSomewhere } from "./rich-text-schema.js";

export async function link(editor, host) {
  const isLink = editor.isActive("link");
  if (isLink) editor.commands.extendMarkRange("link");
  const { from, to, empty } = editor.state.selection;
  const answer = await ask(
    host,
    "link",
    { href: editor.getAttributes("link").href ?? "" },
    {
      without: [...(isLink ? [] : ["unset"]), ...(empty ? [] : ["words"])],
      check: ({ href }) => (addressOf(href) ? null : ["href", host.dataset.badLink]),
    },
  );
  const chain = editor.chain().focus().setTextSelection({ from, to });
  if (!answer) chain.run();
  else if (answer.action === "unset") chain.unsetLink().run();
  else if (empty) chain.insertContent([linked(answer), { type: "text", text: " " }]).run();
  else chain.setLink({ href: addressOf(answer.href) }).setTextSelection(to).run();
}

function linked({ href, words }) {
  const marks = [{ type: "link", attrs: { href: addressOf(href) } }];
  return { type: "text", text: words.trim() || href.trim(), marks };
}

/** What one typed as an address: of the web, of mail, a telephone; "" when it is none. */
export function addressOf(typed) {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:|\/)./i.test(text) && leadsSomewhere(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  if (/^\+?[\d ]{6,}$/.test(text)) return `tel:${text.replaceAll(" ", "")}`;
  return /^[^\s/:@]+\.[^\s/:@.]{2,}(:\d+)?([/?#]\S*)?$/.test(text) ? `https://${text}` : "";
}
