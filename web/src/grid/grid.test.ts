import { Decimal, Field, FixedSizeBinary, makeData, RecordBatch, RecordBatchReader, Schema, Struct } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
// @ts-expect-error the mock is plain JavaScript
import { ipc } from '../../dev/mock/arrow.mjs';
import { chooseChart } from '../charts/choose';
import { instantLabels } from '../charts/labels';
import { chartPoints, fromZero } from '../charts/points';
import { Rows } from '../frames/rows';
import { rowOrder } from './order';
import { columnWindow, rowWindow, scrollMap, tallestPx } from './scroll';
import { Selection } from './selection';
import { visible } from './visible';

function rowsOf(columns: { name: string; type: string }[], ...batches: unknown[][][]): Rows {
  const readers = batches.map(batch => RecordBatchReader.from(ipc(columns, batch) as Uint8Array).open());
  const rows = new Rows(
    columns,
    readers[0]!.schema.fields.map(field => field.type),
  );
  for (const reader of readers) rows.append([...reader]);
  return rows;
}

describe('the scroll map', () => {
  for (const count of [0, 1, 30, 1000, 1_000_000, 50_000_000]) {
    it(`reaches the first and the last of ${count} rows`, () => {
      const viewport = 500,
        map = scrollMap(count, 29, viewport),
        bottom = Math.max(0, map.contentPx - viewport);
      expect(map.contentPx).toBeLessThanOrEqual(tallestPx);
      expect(rowWindow(map.toVirtual(0), count, 29, viewport)).toMatchObject({ first: 0 });
      const end = rowWindow(map.toVirtual(bottom), count, 29, viewport);
      expect(end.first + end.count).toBe(count);
      // The last row's lower edge is at the viewport's: nothing is left below it.
      if (count * 29 > viewport) expect((count - end.first) * 29 + end.offsetPx).toBeCloseTo(viewport, 3);
    });
  }
  it('draws only the columns in sight', () => expect(columnWindow([100, 200, 300, 400], 120, 150)).toEqual({ from: 1, to: 2 }));
});

describe('rows', () => {
  const columns = [
    { name: 'n', type: 'long' },
    { name: 'd', type: 'decimal(12,2)' },
    { name: 's', type: 'string' },
  ];
  const rows = rowsOf(
    columns,
    [
      ['9007199254740993', '-1.10', 'b'],
      ['9007199254740992', null, 'a'],
    ],
    [[null, '10.00', null]],
  );
  it('are read over batches', () =>
    expect([0, 1, 2].map(row => columns.map((_, column) => rows.text(row, column)))).toEqual([
      ['9007199254740993', '-1.10', 'b'],
      ['9007199254740992', null, 'a'],
      [null, '10.00', null],
    ]));
  it('sort exactly, nulls last both ways', () => {
    expect([...rowOrder(rows, { column: 0, down: false })!]).toEqual([1, 0, 2]);
    expect([...rowOrder(rows, { column: 0, down: true })!]).toEqual([0, 1, 2]);
    expect([...rowOrder(rows, { column: 1, down: false })!]).toEqual([0, 2, 1]);
    expect(rowOrder(rows, null)).toBeNull();
  });
});

describe('wide types', () => {
  it('show UUIDs with their dashes and sums of integers without a point', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, k) => k * 17),
      uuid = new FixedSizeBinary(16),
      sum = new Decimal(0, 38, 128);
    const children = [
      makeData({ type: uuid, length: 1, data: bytes }),
      makeData({ type: sum, length: 1, data: Uint32Array.of(5, 0, 1, 0) }),
    ];
    const schema = new Schema([new Field('u', uuid), new Field('total', sum)]);
    const rows = new Rows(
      [
        { name: 'u', type: 'uuid' },
        { name: 'total', type: 'hugeint' },
      ],
      [uuid, sum],
    );
    rows.append([new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 1, children }))]);
    expect([rows.text(0, 0), rows.text(0, 1), rows.columns[1]!.grouping]).toEqual([
      '00112233-4455-6677-8899-aabbccddeeff',
      '18446744073709551621',
      true,
    ]);
  });
});

describe('the selection', () => {
  it('moves by keys, stays inside, and grows with Shift', () => {
    const selection = new Selection();
    selection.step('ArrowDown', false, false, 10, 5, 3);
    expect([selection.row, selection.column]).toEqual([0, 0]);
    selection.step('End', true, false, 10, 5, 3);
    expect([selection.row, selection.column]).toEqual([4, 2]);
    selection.step('PageUp', false, true, 10, 5, 3);
    expect(selection.range()).toEqual({ top: 0, bottom: 4, left: 2, right: 2 });
    expect(selection.step('a', false, false, 10, 5, 3)).toBe(false);
  });
});

describe('the chart', () => {
  const columns = [
    { name: 'day', type: 'date' },
    { name: 'kind', type: 'string' },
    { name: 'amount', type: 'decimal(38,2)' },
    { name: 'orders', type: 'long' },
  ];
  it('is a line over time, split by few words, of amounts before counts', () => {
    const rows = rowsOf(columns, [
      ['2026-11-02', 'a', '0.10', '1'],
      ['2026-11-01', 'b', '0.20', '1'],
      ['2026-11-02', 'a', '90071992547409930.20', '1'],
    ]);
    const choice = chooseChart(rows, {})!;
    expect(choice).toEqual({ dimension: 0, measure: 2, series: 1, kind: 'line' });
    const points = chartPoints(rows, choice);
    expect(points.labels).toEqual(['2026-11-01', '2026-11-02']);
    // 0.10 + 90071992547409930.20 is no double; the shown sum is made of integers.
    expect(points.series.map(series => [series.name, series.exact])).toEqual([
      ['a', [null, '90071992547409930.30']],
      ['b', ['0.20', null]],
    ]);
    expect(chooseChart(rows, { x: '2', y: '4', by: '0' })).toEqual({ dimension: 1, measure: 3, series: null, kind: 'bar' });
  });
  it('keeps the five largest series and adds up the others', () => {
    const rows = rowsOf(
      columns,
      Array.from({ length: 8 }, (_, k) => ['2026-11-01', `s${k}`, String(k + 1), '1']),
    );
    const points = chartPoints(rows, { dimension: 0, measure: 2, series: 1, kind: 'line' });
    expect(points.series.map(series => [series.other ? 'other' : series.name, series.exact[0]])).toEqual([
      ['s7', '8.00'],
      ['s6', '7.00'],
      ['s5', '6.00'],
      ['s4', '5.00'],
      ['s3', '4.00'],
      ['other', '6.00'],
    ]);
  });
  it('counts rows where there is nothing to measure, and is none without a dimension', () => {
    expect(chooseChart(rowsOf([{ name: 's', type: 'string' }], [['a']]), {})).toMatchObject({ measure: -1, kind: 'bar' });
    expect(chooseChart(rowsOf([{ name: 'amount', type: 'double' }], [[1]]), {})).toBeNull();
  });
  it('labels its axis with the parts that differ', () => {
    expect(['2026-11-01 00:00:00', '2026-11-02 00:00:00'].map(instantLabels(['2026-11-01 00:00:00', '2026-11-02 00:00:00'], 'en'))).toEqual(
      ['1 Nov', '2 Nov'],
    );
    expect(instantLabels(['2026-11-01 08:00:00', '2026-11-01 09:00:00'], 'en')('2026-11-01 08:00:00')).toBe('08:00');
  });
});

describe('the axis of a line', () => {
  const axis = (...values: (number | null)[]) => fromZero({ series: [{ values }] } as unknown as Parameters<typeof fromZero>[0]);
  it('begins at zero, unless the line would be flat', () => {
    expect([axis(500, 2900), axis(-2900, -500), axis(-3, 4), axis(0, 1), axis(5, null, 1)]).toEqual([true, true, true, true, true]);
    expect([axis(980, 1020), axis(-1020, null, -980), axis(7, 7)]).toEqual([false, false, false]);
  });
});

describe('texts of cells', () => {
  it('show what has no shape, and turn nothing round', () => {
    expect(visible('a\0b')).toBe('a␀b');
    expect(visible('one\r\ntwo\tthree\x7f')).toBe('one⏎two⇥three␡');
    expect(visible('x\u202eabc')).toBe('x⟨RLO⟩abc');
    // A family is one picture, and Arabic needs no mark of ours.
    expect(visible('👨‍👩‍👧 مرحبا')).toBe('👨‍👩‍👧 مرحبا');
  });
});
