import { describe, expect, it } from 'vitest';
import { age, ago, bounded, bytes, compact, duration, instant, integer, perSecond } from './counts';
import { decimalText, digitsOf, grouped, namesThings } from './decimals';
import { qualified, quoted } from './identifiers';
import { dateText, intervalText, timestampText, timeText } from './instants';

describe('decimals', () => {
  it('are made from their words, negative ones too', () => {
    const words = (value: bigint) =>
      Uint32Array.from([0n, 32n, 64n, 96n].map(shift => Number((BigInt.asUintN(128, value) >> shift) & 0xffffffffn)));
    for (const value of [0n, 1n, -1n, 320200n, -(10n ** 37n), 99999999999999999999999999999999999999n])
      expect(digitsOf(words(value), 0, 128)).toBe(value);
  });
  it('keep every digit and the leading zero', () => {
    expect(decimalText(-5n, 2)).toBe('-0.05');
    expect(decimalText(12345678901234567890123456789012345678n, 10)).toBe('1234567890123456789012345678.9012345678');
    expect(decimalText(7n, 0)).toBe('7');
  });
  it('are grouped in the language without a double', () => {
    expect(grouped('-9007199254740993.10', 'en')).toBe('−9,007,199,254,740,993.10');
    expect(grouped('3202.00', 'fr')).toBe('3\u202f202,00');
    expect(grouped('NaN', 'en')).toBe('NaN');
    expect(grouped('1e21', 'en')).toBe('1e21');
  });
  it('are not grouped where they name things', () => {
    expect(['order_id', 'year', 'orderId', 'zip'].every(namesThings)).toBe(true);
    expect(['revenue', 'paid', 'period', 'valid'].some(namesThings)).toBe(false);
  });
});

describe('instants', () => {
  it('hold years that Date does not', () => {
    expect(dateText(0, 0)).toBe('1970-01-01');
    expect(dateText(-1, 0)).toBe('1969-12-31');
    expect(dateText(2932897, 0)).toBe('10000-01-01');
    expect(dateText(-719529, 0)).toBe('-0001-12-31');
  });
  it('agree with Date wherever it can be asked', () => {
    for (let day = -800_000; day < 2_900_000; day += 977) {
      if (day < -719_162) continue;
      expect(dateText(day, 0)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }
  });
  it('keep microseconds and nanoseconds', () => {
    expect(timestampText(1_795_197_600_123_456n, 2, true)).toBe('2026-11-20 18:00:00.123456+00:00');
    expect(timestampText(1_795_197_600_000_000n, 2, false)).toBe('2026-11-20 18:00:00');
    expect(timestampText(-1n, 2, false)).toBe('1969-12-31 23:59:59.999999');
    expect(timestampText(1n, 3, false)).toBe('1970-01-01 00:00:00.000000001');
    expect(timeText(86_399_000_001n, 2)).toBe('23:59:59.000001');
  });
  it('say intervals by their parts', () => {
    expect(intervalText(Int32Array.from([14, -1, 0, 0]), 0, 2)).toBe('1 year 2 months -1 day');
    expect(intervalText(Int32Array.from([0, 0, 1_000_000_000, 0]), 0, 2)).toBe('00:00:01');
  });
});

describe('counts', () => {
  it('are exact beyond 2^53', () => expect(integer('9007199254740993', 'en')).toBe('9,007,199,254,740,993'));
  it('are short from ten thousand on', () => expect([compact(8412, 'en'), compact(48_201_117, 'en')]).toEqual(['8,412', '48.2M']));
  it('of bytes have one digit where it helps', () =>
    expect([bytes(999, 'en'), bytes(84_000_000, 'en'), bytes(3.1e9, 'fr')].map(text => text.replace('\u00a0', ' '))).toEqual([
      '999 B',
      '84 MB',
      '3,1 GB',
    ]));
  it('of time that have no rest show none', () =>
    expect([1_800_000, 86_400_000, 5_400_000].map(ms => duration(ms, 'en').replaceAll('\u00a0', ' '))).toEqual([
      '30 min',
      '24 h',
      '1 h 30 min',
    ]));
  it('of time fit their size', () =>
    expect([0.24, 61, 940, 12_345, 245_000, 7_830_000].map(ms => duration(ms, 'en').replaceAll('\u00a0', ' '))).toEqual([
      '0.2 ms',
      '61 ms',
      '0.94 s',
      '12.3 s',
      '4 min 05 s',
      '2 h 10 min',
    ]));
  it('name the day, the second and the zone', () => {
    expect(instant('2026-11-20T18:42:07.123456Z', 'en', new Date('2026-12-01'))).toBe('20 Nov 18:42:07 UTC');
    expect(instant('2025-11-20T18:42:07Z', 'en', new Date('2026-12-01'))).toBe('20 Nov 2025 18:42:07 UTC');
    expect(instant('not a time', 'en')).toBe('not a time');
  });
  it('never tell the future when clocks differ', () =>
    expect(ago('2026-11-20T18:42:10Z', 'en', Date.parse('2026-11-20T18:42:07Z'))).toBe('now'));
  it('say the past in the words of ages', () => {
    const past = (seconds: number, language = 'en') =>
      ago('2026-11-20T12:00:00Z', language, Date.parse('2026-11-20T12:00:00Z') + seconds * 1000).replaceAll('\u00a0', ' ');
    expect([0.4, 12, 750, 7200, 86_400, 259_200].map(seconds => past(seconds))).toEqual([
      'now',
      '12 s ago',
      '12 min ago',
      '2 h ago',
      '24 h ago',
      '3 days ago',
    ]);
    expect([past(750, 'fr'), past(12, 'pt'), past(7200, 'pt')]).toEqual(['il y a 12 min', 'há 12 s', 'há 2 h']);
  });
});

describe('names', () => {
  it('are quoted only where SQL needs it', () => {
    expect(['orders', 'Orders', 'select', 'a b', 'x"y', '1st', ''].map(quoted)).toEqual([
      'orders',
      '"Orders"',
      '"select"',
      '"a b"',
      '"x""y"',
      '"1st"',
      '""',
    ]);
    expect(qualified(['logs', '2026.11'], 'http')).toBe('logs."2026.11".http');
  });
});

describe('rates', () => {
  it('of something that moves are never 0', () => {
    expect([0.183, 0.002, 9.96, 173.2, 1_988_072].map(value => perSecond(value, 'en'))).toEqual(['0.18', '0.002', '10', '173', '2M']);
    expect(perSecond(0.183, 'fr')).toBe('0,18');
  });
});

describe('ages', () => {
  it('say two units at most, and none below what matters', () => {
    const shown = [18_400, 1_800_000, 5_520_000, 86_400_000, 300_000_000].map(ms => age(ms, 'en').replaceAll('\u00a0', ' '));
    expect(shown).toEqual(['18 s', '30 min', '1 h 32 min', '24 h', '3d']);
  });
  it('of one thing are the same wherever they are told', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    for (const ms of [59_700, 119_900, 60 * 60_000, 47 * 3_600_000, 71.9 * 3_600_000]) {
      const [told, past] = [age(ms, 'en'), ago(new Date(now - ms).toISOString(), 'en', now)];
      expect(past.replaceAll('\u00a0', ' ').replace(/ days/, 'd')).toContain(told.replaceAll('\u00a0', ' '));
    }
  });
});

describe('numbers that metadata knows from one side', () => {
  it('say from which', () => {
    expect([bounded('7', undefined), bounded('7', 'atLeast'), bounded('7', 'atMost')]).toEqual(['7', '≥\u00a07', '≤\u00a07']);
  });
});
