import type { Data, DataType } from 'apache-arrow';
import { decimalText, digitsOf } from './decimals';
import { dateText, intervalText, timeText, timestampText } from './instants';

// Arrow's type ids (Schema.fbs); the enum itself is not imported, so that this file needs no Arrow at run time.
const id = {
  none: 0,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
} as const;

export type CellAlign = 'left' | 'right';
const rightAligned = new Set<number>([id.int, id.float, id.decimal]);
export const alignOf = (type: DataType): CellAlign => (rightAligned.has(type.typeId) ? 'right' : 'left');
export const isNumeric = (type: DataType) => rightAligned.has(type.typeId);
export const isTemporal = (type: DataType) => type.typeId === id.date || type.typeId === id.timestamp;
export const isText = (type: DataType) => type.typeId === id.utf8 || type.typeId === id.largeUtf8 || type.typeId === id.bool;
export const isNested = (type: DataType) => [id.list, id.struct, id.fixedList, id.map].includes(type.typeId as never);

/** Digits behind the point of an exact number type; null for every other type. */
export const exactScale = (type: DataType): number | null =>
  type.typeId === id.int ? 0 : type.typeId === id.decimal ? (type as unknown as { scale: number }).scale : null;

/** The exact text of one cell, null for SQL's null. Numbers are made from their integers, instants from their ticks; nothing passes through a double that is not one. */
export function cellText(data: Data, index: number): string | null {
  // A column of nothing but nulls has no bitmap to ask.
  if ((data.type.typeId as number) === id.null || !data.getValid(index)) return null;
  const type = data.type;
  switch (type.typeId as number) {
    case id.null:
      return null;
    case id.int:
      return String(data.values[index]);
    case id.float:
      return floatText(data.values[index] as number, (type as { precision?: number }).precision === 1);
    case id.bool:
      return (data.values[(data.offset + index) >> 3]! >> ((data.offset + index) & 7)) & 1 ? 'true' : 'false';
    case id.utf8:
    case id.largeUtf8:
      return utf8(bytesAt(data, index));
    case id.binary:
    case id.largeBinary:
      return hex(bytesAt(data, index));
    case id.fixedBinary: {
      const width = (type as unknown as { byteWidth: number }).byteWidth;
      return hex((data.values as Uint8Array).subarray(index * width, (index + 1) * width));
    }
    case id.decimal:
      return decimalText(
        digitsOf(data.values as Uint32Array, index, (type as unknown as { bitWidth: number }).bitWidth),
        (type as unknown as { scale: number }).scale,
      );
    case id.date:
      return dateText(data.values[index] as number | bigint, (type as unknown as { unit: number }).unit);
    case id.time:
      return timeText(BigInt(data.values[index] as number | bigint), (type as unknown as { unit: number }).unit);
    case id.timestamp: {
      const t = type as unknown as { unit: number; timezone: string | null };
      return timestampText((data.values as BigInt64Array)[index]!, t.unit, Boolean(t.timezone));
    }
    case id.interval:
      return intervalText(data.values as Int32Array, index, (type as unknown as { unit: number }).unit);
    default:
      return JSON.stringify(nested(data, index), null, 0);
  }
}

/** Nested values as JSON, with numbers beyond 2^53 and decimals as strings (docs/reference/http-api.md). */
function nested(data: Data, index: number): unknown {
  if (!data.getValid(index)) return null;
  switch (data.type.typeId as number) {
    case id.list:
      return slots(data, index).map(slot => nested(data.children[0]!, slot));
    case id.fixedList: {
      const size = (data.type as unknown as { listSize: number }).listSize;
      return Array.from({ length: size }, (_, k) => nested(data.children[0]!, index * size + k));
    }
    case id.map: {
      const [keys, values] = data.children[0]!.children;
      return slots(data, index).map(slot => [nested(keys!, slot), nested(values!, slot)]);
    }
    case id.struct:
      return Object.fromEntries(data.children.map((child, k) => [data.type.children[k]!.name, nested(child, index)]));
    case id.bool:
      return cellText(data, index) === 'true';
    case id.float: {
      const value = data.values[index] as number;
      return Number.isFinite(value) ? value : String(value);
    }
    case id.int: {
      const value = data.values[index] as number | bigint;
      return typeof value === 'bigint' && (value > 9007199254740991n || value < -9007199254740991n) ? String(value) : Number(value);
    }
    default:
      return cellText(data, index);
  }
}

function slots(data: Data, index: number): number[] {
  const from = Number(data.valueOffsets[index]),
    to = Number(data.valueOffsets[index + 1]);
  return Array.from({ length: to - from }, (_, k) => from + k);
}

function bytesAt(data: Data, index: number): Uint8Array {
  return (data.values as Uint8Array).subarray(Number(data.valueOffsets[index]), Number(data.valueOffsets[index + 1]));
}

const decoder = new TextDecoder();
const utf8 = (bytes: Uint8Array) => decoder.decode(bytes);
const hex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/** The shortest text that reads back as the same number; a 32-bit one is not widened into digits that it never had. */
function floatText(value: number, single: boolean): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0';
  if (!single) return String(value);
  for (let digits = 6; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}
