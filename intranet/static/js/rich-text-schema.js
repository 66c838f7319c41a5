/** What the editor lets one write: no more than the server keeps (docs/decisions/0019). */
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  HorizontalRule,
  Image,
  Italic,
  Link,
  ListItem,
  Node as EngineNode,
  OrderedList,
  Paragraph,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  UndoRedo,
} from "../django_prose_editor/editor.js";

/** Tab leaves the text, from lists and tables too: it must never hold anyone in. */
const Item = ListItem.extend({
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      "Mod-]": () => this.editor.commands.sinkListItem(this.name),
      "Mod-[": () => this.editor.commands.liftListItem(this.name),
    };
  },
});

const Grid = Table.extend({
  addKeyboardShortcuts() {
    const { Tab, "Shift-Tab": back, ...others } = this.parent?.() ?? {};
    return others;
  },
  addNodeView: () => null,
});

const Address = Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({
  openOnClick: false,
  enableTarget: false,
  defaultProtocol: "https",
  isAllowedUri: leadsSomewhere,
});

/** Those of this site alone: what is pasted from elsewhere would be asked of elsewhere. */
const OwnImage = Image.extend({
  parseHTML: () => [{ tag: 'img[src^="/"]:not([src^="//"])' }],
}).configure({ inline: true });

const Mention = EngineNode.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({
    person: {
      default: null,
      parseHTML: (element) => element.dataset.mention,
      renderHTML: ({ person }) => ({ "data-mention": person }),
    },
    name: { default: "", parseHTML: (element) => element.textContent.replace(/^@/, ""), rendered: false },
  }),
  parseHTML: () => [{ tag: "span[data-mention]" }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", HTMLAttributes, `@${node.attrs.name}`],
  renderText: ({ node }) => `@${node.attrs.name}`,
});

/** Whether a link may lead there; an address without its scheme is of the web. */
export function leadsSomewhere(address) {
  const [scheme] = /^[a-z][a-z0-9+.-]*:/i.exec(address.replace(/[\s\u0000-\u001f\u200b-\u200f\ufeff]/g, "")) ?? [];
  return !scheme || ["http:", "https:", "mailto:", "tel:"].includes(scheme.toLowerCase());
}

export const extensions = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold,
  Italic,
  Address,
  BulletList,
  OrderedList,
  Item,
  Blockquote,
  HorizontalRule,
  Grid,
  TableRow,
  TableHeader,
  TableCell,
  OwnImage,
  Mention,
  UndoRedo,
  Dropcursor,
  Gapcursor,
  TrailingNode,
];
