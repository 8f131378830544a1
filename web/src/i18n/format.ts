import { numberFormat, pluralRules } from '../format/formatters';

/** Formats the part of ICU messages that we use: `{name}` and `{n, plural, one {…} other {…}}` with `#` for the number. */
export function formatMessage(message: string, args: Record<string, string | number>, language: string): string {
  let out = '',
    at = 0;
  while (at < message.length) {
    const open = message.indexOf('{', at);
    if (open < 0) return out + message.slice(at);
    out += message.slice(at, open);
    const close = matching(message, open);
    out += argument(message.slice(open + 1, close), args, language);
    at = close + 1;
  }
  return out;
}

function argument(inner: string, args: Record<string, string | number>, language: string): string {
  const [name = '', kind] = inner.split(',', 2).map(part => part.trim());
  const value = args[name];
  if (kind !== 'plural') return value === undefined ? `{${name}}` : String(value);
  const options = pluralForms(inner.slice(inner.indexOf(',', inner.indexOf(',') + 1) + 1));
  const number = Number(value),
    form = options[`=${number}`] ?? options[pluralRules(language).select(number)] ?? options['other'] ?? '';
  const shown = numberFormat(language).format(number);
  return formatMessage(form.replaceAll('#', shown), args, language);
}

export function pluralForms(text: string): Record<string, string> {
  const forms: Record<string, string> = {};
  for (let at = 0; ;) {
    const open = text.indexOf('{', at);
    if (open < 0) return forms;
    const close = matching(text, open);
    forms[text.slice(at, open).trim()] = text.slice(open + 1, close);
    at = close + 1;
  }
}

function matching(text: string, open: number): number {
  for (let at = open, depth = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`unbalanced braces in a message: ${text}`);
}
