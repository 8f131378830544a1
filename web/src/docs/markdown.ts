/** What the pages of the documentation are written in: the part of Markdown that they use. Nothing in a text becomes markup by itself. */
export type Inline =
  | string
  | { kind: 'code'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'em'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

const item = /^(\s*)([-*+]|\d+\.) +(.*)$/,
  heading = /^(#{1,6}) +(.*)$/;

export function parseBlocks(text: string): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n'),
    blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') {
      at++;
      continue;
    }
    if (line.startsWith('```')) {
      const end = lines.findIndex((one, index) => index > at && one.startsWith('```')),
        last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last + 1;
      continue;
    }
    const title = heading.exec(line);
    if (title) {
      blocks.push({ kind: 'heading', level: title[1]!.length, children: parseInline(title[2]!.trim()) });
      at++;
      continue;
    }
    if (line.startsWith('|') && /^\|[\s:|-]+\|\s*$/.test(lines[at + 1] ?? '')) {
      let end = at + 2;
      while (lines[end]?.startsWith('|')) end++;
      blocks.push({ kind: 'table', head: cells(line), rows: lines.slice(at + 2, end).map(cells) });
      at = end;
      continue;
    }
    if (item.test(line)) {
      const [list, end] = parseList(lines, at);
      blocks.push(list);
      at = end;
      continue;
    }
    let end = at + 1;
    while (end < lines.length && !begins(lines[end]!)) end++;
    blocks.push({ kind: 'paragraph', children: parseInline(lines.slice(at, end).join(' ')) });
    at = end;
  }
  return blocks;
}

/** Whether a line ends the paragraph before it. */
const begins = (line: string) =>
  line.trim() === '' || line.startsWith('```') || heading.test(line) || line.startsWith('|') || item.test(line);

function parseList(lines: string[], from: number): [Block, number] {
  const first = item.exec(lines[from]!)!,
    indent = first[1]!.length,
    items: string[][] = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at]!,
      own = item.exec(line),
      deep = line.length - line.trimStart().length;
    if (own && own[1]!.length === indent) items.push([own[3]!]);
    else if (line.trim() === '' ? deeper(lines[at + 1], indent) : deep > indent) items.at(-1)!.push(line.slice(Math.min(deep, indent + 2)));
    else break;
  }
  return [{ kind: 'list', ordered: /\d/.test(first[2]!), items: items.map(one => parseBlocks(one.join('\n'))) }, at];
}

const deeper = (line: string | undefined, indent: number) =>
  line !== undefined && line.trim() !== '' && line.length - line.trimStart().length > indent;

/** A row's cells; a bar that is meant is written `\\|`. */
const cells = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => parseInline(cell.trim().replaceAll('\\|', '|')));

const marks = /(`+)(.+?)\1(?!`)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*/;

export function parseInline(text: string): Inline[] {
  const found = marks.exec(text);
  if (!found) return text === '' ? [] : [text];
  const [whole, , code, label, href, strong, em] = found;
  const node: Inline =
    code !== undefined
      ? { kind: 'code', text: code }
      : label !== undefined
        ? { kind: 'link', href: href!, children: parseInline(label) }
        : strong !== undefined
          ? { kind: 'strong', children: parseInline(strong) }
          : { kind: 'em', children: parseInline(em!) };
  return [...(found.index > 0 ? [text.slice(0, found.index)] : []), node, ...parseInline(text.slice(found.index + whole.length))];
}

/** Where a link between the files leads to in the UI; null for a file that is no page of it. */
export function docHref(href: string, page: string): string | null {
  if (/^https?:/.test(href)) return href;
  const match = /^(?:([a-z0-9-]+)\.md)?(#[^#]+)?$/.exec(href);
  return match && href !== '' ? `/docs/${match[1] ?? page}${match[2] ?? ''}` : null;
}
