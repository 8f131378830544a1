import {
  Bool,
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int64,
  makeData,
  RecordBatchReader,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { expect, it } from 'vitest';
// @ts-expect-error the mock is plain JavaScript
import { ipc } from '../../dev/mock/arrow.mjs';
import { cellText } from './cells';

const first = (vector: { data: readonly unknown[] }) => vector.data[0] as Parameters<typeof cellText>[0];

it('reads integers beyond 2^53 digit by digit', () =>
  expect(cellText(first(vectorFromArray([9007199254740993n, -1n], new Int64())), 0)).toBe('9007199254740993'));
it('tells null from the empty string', () => {
  const data = first(vectorFromArray(['', null, 'null'], new Utf8()));
  expect([0, 1, 2].map(row => cellText(data, row))).toEqual(['', null, 'null']);
});
it('writes the shortest text of a float, of a narrow one too', () => {
  expect(cellText(first(vectorFromArray([0.1], new Float32())), 0)).toBe('0.1');
  const data = first(vectorFromArray([0.1 + 0.2, Number.NaN, Number.NEGATIVE_INFINITY, -0], new Float64()));
  expect([0, 1, 2, 3].map(row => cellText(data, row))).toEqual(['0.30000000000000004', 'NaN', '-Infinity', '-0']);
});
it('reads booleans, dates and instants', () => {
  expect(cellText(first(vectorFromArray([false, true], new Bool())), 1)).toBe('true');
  expect(cellText(makeData({ type: new DateDay(), length: 1, data: Int32Array.of(20777) }), 0)).toBe('2026-11-20');
  expect(cellText(makeData({ type: new TimestampMicrosecond('UTC'), length: 1, data: BigInt64Array.of(1n) }), 0)).toBe(
    '1970-01-01 00:00:00.000001+00:00',
  );
});
it('reads decimals by their scale', () =>
  expect(cellText(makeData({ type: new Decimal(2, 12, 128), length: 1, data: Uint32Array.of(110, 0, 0, 0) }), 0)).toBe('1.10'));
it('writes nested values as JSON from an IPC stream', () => {
  const columns = [
    { name: 'a', type: 'struct<city: string, zip: string>' },
    { name: 'b', type: 'list<string>' },
  ];
  const [batch] = [
    ...RecordBatchReader.from(
      ipc(columns, [
        [{ city: 'Évora', zip: null }, ['x', 'y "z"']],
        [null, []],
      ]) as Uint8Array,
    ),
  ];
  const texts = [0, 1].map(row => batch!.data.children.map(child => cellText(child, row)));
  expect(texts).toEqual([
    ['{"city":"Évora","zip":null}', '["x","y \\"z\\""]'],
    [null, '[]'],
  ]);
});
