import { namesText, parseNames } from './arrange';
import type { SqlSearch } from './search';

// Pinned and hidden columns as one text, `pin=a,b hide=c`: so a draft keeps them, and the last line of a saved query, a comment to everybody else.

const lastLine = /(^|\n)[ \t]*--[ \t]*tarn:columns(?:[ \t]+([^\r\n]*))?\s*$/;

/** Nothing where the columns stand as the statement gives them. Names as the address has them: no blanks, no commas, no ends of lines. */
export function columnsText(search: Pick<SqlSearch, 'pin' | 'hide'>): string | undefined {
  const parts = (['pin', 'hide'] as const).flatMap(key => {
    const names = namesText([...new Set(parseNames(search[key]))]);
    return names === undefined ? [] : [`${key}=${names}`];
  });
  return parts.join(' ') || undefined;
}

/** Both keys are always there, so that the address loses what the text does not have. What it does not know it passes over. */
export function columnsSearch(text: string | undefined): { pin: string | undefined; hide: string | undefined } {
  const words = (text ?? '').split(/\s+/),
    namesOf = (key: string) => namesText(parseNames(words.find(word => word.startsWith(`${key}=`))?.slice(key.length + 1)));
  return { pin: namesOf('pin'), hide: namesOf('hide') };
}

/** A saved query's file as text and columns. Of several such lines at the end, as two people's changes leave them, the last one counts. */
export function splitColumns(file: string): { text: string; columns: string | undefined } {
  let text = file,
    columns: string | undefined;
  for (let found = lastLine.exec(text); found; found = lastLine.exec(text)) {
    columns ??= columnsText(columnsSearch(found[2]));
    text = text.slice(0, found.index) + found[1];
  }
  return { text, columns };
}

/** The file of a saved query: its text, and below it the columns where there is something to say. */
export function joinColumns(text: string, columns: string | undefined): string {
  if (!columns) return text;
  const above = splitColumns(text).text;
  return `${above}${above === '' || above.endsWith('\n') ? '' : '\n'}-- tarn:columns ${columns}\n`;
}

/** The columns in the address and in the draft. */
export interface Places {
  address: string | undefined;
  draft: string | undefined;
}

/** Which of the two is taken over by the other: the one that changed. At first the address, so that a link shows what it says; one that says nothing brings the draft's back. */
export function newer(seen: Places | null, now: Places): keyof Places | null {
  if (now.address === now.draft) return null;
  if (!seen) return now.address === undefined ? 'draft' : 'address';
  if (now.address !== seen.address) return 'address';
  return now.draft === seen.draft ? null : 'draft';
}
