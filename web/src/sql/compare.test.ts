import { tableFromArrays, vectorFromArray, Int32, Utf8, Table } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { Rows } from '../frames/rows';
import { ThenAndNow } from './compare';

function rows(names: string[], amounts: number[]): Rows {
  const table = new Table({ country: vectorFromArray(names, new Utf8()), amount: vectorFromArray(amounts, new Int32()) });
  const made = new Rows(
    table.schema.fields.map(field => ({ name: field.name, type: String(field.type) })),
    table.schema.fields.map(field => field.type),
  );
  made.append(table.batches);
  return made;
}
const read = (compared: ThenAndNow) =>
  Array.from({ length: compared.count }, (_, row) => compared.columns.map((_, column) => compared.text(row, column)));

describe('then and now', () => {
  it('pairs rows by their words, says the change of each number, and keeps rows that came or went', () => {
    const compared = new ThenAndNow(
      rows(['DE', 'FR', 'PT'], [110, 50, 7]),
      rows(['FR', 'DE', 'IT'], [50, 100, 3]),
      name => `${name} change`,
    );
    expect(compared.columns.map(one => one.name)).toEqual(['country', 'amount', 'amount change']);
    expect(read(compared)).toEqual([
      ['DE', '110', '+10.0%'],
      ['FR', '50', '0.0%'],
      ['PT', '7', 'new'],
      ['IT', '3', 'gone'],
    ]);
  });
  it('pairs repeated keys one by one', () => {
    const compared = new ThenAndNow(rows(['DE', 'DE'], [2, 4]), rows(['DE'], [1]), name => name);
    expect(read(compared).map(row => row[2])).toEqual(['+100.0%', 'new']);
  });
  it('shows only the present where the columns differ', () => {
    const then = new Rows([{ name: 'other', type: 'int' }], [new Int32()]);
    then.append(tableFromArrays({ other: Int32Array.of(1) }).batches);
    expect(read(new ThenAndNow(rows(['DE'], [2]), then, name => name))).toEqual([['DE', '2', 'new']]);
  });
});
