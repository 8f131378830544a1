import { describe, expect, it } from 'vitest';
import { parseNames } from './arrange';
import { columnsSearch, columnsText, joinColumns, newer, splitColumns } from './columnsLine';
import { Drafts } from './drafts';
import { splitStatements } from './statements';

const columns = 'pin=a,b hide=c';

describe('pinned and hidden columns as text', () => {
  it('are those of the address, and nothing where nothing was chosen', () => {
    expect(columnsText({ pin: 'a,b', hide: 'c' })).toBe(columns);
    expect(columnsSearch(columns)).toEqual({ pin: 'a,b', hide: 'c' });
    expect(columnsText({})).toBeUndefined();
    expect(columnsSearch(undefined)).toEqual({ pin: undefined, hide: undefined });
  });
  it('hold any name in one line', () => {
    const names = ['a b', 'c,d', "e'f; --", 'hide=g', 'é\nh', '*/', '%'],
      text = columnsText({ pin: names.map(encodeURIComponent).join(',') })!;
    expect(text).not.toMatch(/\n|;/);
    expect(parseNames(columnsSearch(text).pin)).toEqual(names);
    expect(columnsSearch(text).hide).toBeUndefined();
  });
  it('pass over what a later version wrote', () => expect(columnsSearch('width=a:3 hide=c')).toEqual({ pin: undefined, hide: 'c' }));
});

describe('the line of a saved query', () => {
  it('comes back from the file as columns, not as text', () => {
    for (const text of ['select 1\n', 'select 1;\n\n', '-- why\nselect 1 -- and this\n', ''])
      expect(splitColumns(joinColumns(text, columns))).toEqual({ text, columns });
    expect(splitColumns('select 1')).toEqual({ text: 'select 1', columns: undefined });
  });
  it('changes no byte of a file that is opened and saved again', () => {
    for (const file of ['select 1', 'select 1\n', `select 1\n\n-- tarn:columns ${columns}\n`]) {
      const { text, columns } = splitColumns(file);
      expect(joinColumns(text, columns)).toBe(file);
    }
  });
  it('does not pile up, and goes with the choice', () => {
    const once = joinColumns('select 1', columns);
    expect(once).toBe('select 1\n-- tarn:columns pin=a,b hide=c\n');
    expect(joinColumns(once, 'pin=b')).toBe('select 1\n-- tarn:columns pin=b\n');
    expect(joinColumns(splitColumns(once).text, undefined)).toBe('select 1\n');
    expect(splitColumns(`${once}-- tarn:columns hide=z\n`)).toEqual({ text: 'select 1\n', columns: 'hide=z' });
  });
  it('is read as people write it, and only at the end', () => {
    expect(splitColumns('select 1\r\n  --tarn:columns   hide=c pin=a \r\n\r\n')).toEqual({ text: 'select 1\r\n', columns: 'pin=a hide=c' });
    expect(splitColumns('select 1\n-- tarn:columns\n')).toEqual({ text: 'select 1\n', columns: undefined });
    for (const text of ['-- tarn:columns pin=a\nselect 1', 'select 1 -- tarn:columns pin=a', '-- tarn:columnist\n'])
      expect(splitColumns(text)).toEqual({ text, columns: undefined });
  });
  it('is no statement', () => expect(splitStatements(joinColumns('select 1;', columns)).map(one => one.text)).toEqual(['select 1']));
});

describe('of address and draft', () => {
  const both = (address?: string, draft?: string) => ({ address, draft });
  it('a link counts first, and a page without one brings back what the draft has', () => {
    expect(newer(null, both('pin=a', 'pin=b'))).toBe('address');
    expect(newer(null, both(undefined, 'pin=b'))).toBe('draft');
    expect(newer(null, both('pin=a', 'pin=a'))).toBeNull();
  });
  it('the one that changed counts then: Back undoes, and a file that is opened is shown as it says', () => {
    expect(newer(both('pin=a', 'pin=a'), both(undefined, 'pin=a'))).toBe('address');
    expect(newer(both('pin=a', 'pin=a'), both('pin=a', undefined))).toBe('draft');
    expect(newer(both(undefined, 'pin=a'), both(undefined, 'pin=a'))).toBeNull();
  });
});

describe('drafts', () => {
  const map = new Map<string, string>(),
    storage = { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value) };
  const again = () => new Drafts('ines', storage).list.map(({ text, columns }) => ({ text, columns }));
  it('keep the columns over a reload, until they are shown again', () => {
    const drafts = new Drafts('ines', storage),
      { id } = drafts.add('select 1');
    drafts.arrange(id, columns);
    expect(again()).toEqual([{ text: 'select 1', columns }]);
    drafts.arrange(id, undefined);
    expect(again()).toEqual([{ text: 'select 1', columns: undefined }]);
    drafts.remove(id);
  });
  it('take them from the file that is opened', () => {
    new Drafts('ines', storage).open('late', joinColumns('select 2', columns), 'h');
    expect(again()).toEqual([{ text: 'select 2\n', columns }]);
  });
});
