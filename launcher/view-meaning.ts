import Handlebars from "handlebars";

const BLOCKS =
  "div|p|ul|ol|li|table|thead|tbody|tfoot|tr|th|td|form|section|article|header|footer|main|nav|aside|h[1-6]|dl|dt|dd|fieldset|legend|details|summary|figure|figcaption|blockquote|hr|colgroup|col|caption|option|optgroup|html|head|body|title|meta|link|rect|line|path|g|polyline|polygon|circle|text";
const BLOCK = new RegExp(`^</?(?:${BLOCKS})(?![\\w-])`);

/** A tag beside which a blank is never seen. */
export const isBlockTag = (text: string): boolean => BLOCK.test(text);

/**
 * What a view shows, whatever its data: its words and statements as Handlebars reads them, with blanks counted as a
 * browser does. Two views with the same are the same to who reads the page.
 */
export function shownBy(view: string): string {
  const joined = written(Handlebars.parse(view));
  return joined
    .split(/(<(?:textarea|pre|script|style)\b[\s\S]*?<\/(?:textarea|pre|script|style)>)/)
    .map((part, n) => (n % 2 === 1 ? part.replace(/^<[^>]*>/, tidyTag) : tidy(part)))
    .join("");
}

const MARK = "\u0001";

function written(program: hbs.AST.Program | undefined): string {
  return (program?.body ?? [])
    .map((statement) => {
      if (statement.type === "ContentStatement") return (statement as hbs.AST.ContentStatement).value;
      if (statement.type === "CommentStatement") return "";
      const { program: body, inverse, ...own } = statement as hbs.AST.BlockStatement;
      const head = `${MARK}${escaped(own)}${MARK}`;
      if (statement.type !== "BlockStatement") return head;
      return `${head}${written(body)}${MARK}else${MARK}${written(inverse)}${MARK}end${MARK}`;
    })
    .join("");
}

/** A statement without where it stands; in letters that cannot be taken for HTML. */
const escaped = (statement: unknown): string =>
  Buffer.from(
    JSON.stringify(statement, (key, value: unknown) =>
      /^(loc|strip|openStrip|closeStrip|inverseStrip|indent)$/.test(key) ? undefined : value,
    ),
  ).toString("hex");

const TAG = /<\/?[a-zA-Z](?:"[^"]*"|[^">])*>/g;
const tidyTag = (tag: string): string =>
  tag.replace(/"[^"]*"|\s+/g, (part) => (part.startsWith('"') ? part : " ")).replace(/ (?=\/?>$)/, "");

function tidy(html: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const match of html.matchAll(TAG)) {
    pieces.push(html.slice(end, match.index).replace(/\s+/g, " "), tidyTag(match[0]));
    end = match.index + match[0].length;
  }
  pieces.push(html.slice(end).replace(/\s+/g, " "));
  return pieces
    .map((piece, n) => {
      if (n % 2 === 1) return piece;
      const left = isBlockTag(pieces[n - 1] ?? "") ? piece.trimStart() : piece;
      return isBlockTag(pieces[n + 1] ?? "") ? left.trimEnd() : left;
    })
    .join("");
}
