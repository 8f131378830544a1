const plain = /^[a-z_][a-z0-9_]*$/;
// Words that the dialect reserves; a name that is one of them needs quotes.
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric at both case cast check collate column constraint create default deferrable desc describe distinct do else end except false fetch ' +
    'for foreign from grant group having in initially intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary qualify references returning ' +
    'select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where window with'
  ).split(' '),
);

/** A name as SQL text: quoted where it must be. */
export function quoted(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

export function qualified(levels: string[], table: string): string {
  return [...levels, table].map(quoted).join('.');
}
