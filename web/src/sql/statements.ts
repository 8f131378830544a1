/** One statement of a text: `from` and `to` bound it without surrounding blanks and without its semicolon. */
export interface Statement {
  from: number;
  to: number;
  text: string;
}

/** Splits SQL at the semicolons that are SQL's: not those in strings, quoted names, dollar quotes and comments. */
export function splitStatements(text: string): Statement[] {
  const found: Statement[] = [];
  let from = 0,
    at = 0;
  const close = (end: number) => {
    const start = firstCode(text, from, end);
    if (start < end) {
      const body = text.slice(start, end).trimEnd();
      found.push({ from: start, to: start + body.length, text: body });
    }
    from = end + 1;
  };
  while (at < text.length) {
    const next = skip(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    if (text[at] === ';') close(at);
    at++;
  }
  close(text.length);
  return found;
}

/** The statement that holds the cursor; a cursor right behind a statement or in the blanks after it means that one. */
export function statementAt(text: string, cursor: number): Statement | null {
  const all = splitStatements(text);
  return all.findLast(statement => statement.from <= cursor) ?? all[0] ?? null;
}

/** True for statements that only read, by their first word: those may run again by themselves after a reload. */
export function onlyReads(statement: string): boolean {
  const code = withoutQuotes(statement);
  const first = /^[\s(]*([a-z]+)/i.exec(code)?.[1]?.toLowerCase() ?? '';
  if (!['select', 'from', 'values', 'with', 'describe', 'show', 'summarize'].includes(first)) return false;
  return !/\b(insert|update|delete|merge|create|drop|alter|truncate|call|into)\b/i.test(code);
}

function withoutQuotes(text: string): string {
  let out = '',
    at = 0;
  while (at < text.length) {
    const next = skip(text, at);
    if (next > at) {
      out += ' ';
      at = next;
    } else out += text[at++];
  }
  return out;
}

/** Where code begins: behind blanks and leading comments, so that a comment above a statement does not make an empty one. */
function firstCode(text: string, from: number, end: number): number {
  let at = from;
  for (;;) {
    while (at < end && /\s/.test(text[at]!)) at++;
    const comment = text.startsWith('--', at) || text.startsWith('/*', at);
    if (!comment || at >= end) return Math.min(at, end);
    at = skip(text, at);
  }
}

/** The end of the quoted or commented part that begins at `at`, or `at` itself. An unclosed one reaches to the end of the text. */
function skip(text: string, at: number): number {
  const char = text[at]!,
    until = (end: number, length: number) => (end < 0 ? text.length : end + length);
  if (char === "'" || char === '"') {
    for (let k = at + 1; k < text.length; k++) {
      if (text[k] !== char) continue;
      if (text[k + 1] === char) k++;
      else return k + 1;
    }
    return text.length;
  }
  if (text.startsWith('--', at)) return until(text.indexOf('\n', at), 1);
  if (text.startsWith('/*', at)) return until(text.indexOf('*/', at + 2), 2);
  const dollar = char === '$' && !/[\w$]/.test(text[at - 1] ?? ' ') ? /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 64)) : null;
  return dollar ? until(text.indexOf(dollar[0], at + dollar[0].length), dollar[0].length) : at;
}
