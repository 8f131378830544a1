const two = (value: number | bigint) => String(value).padStart(2, '0');

/** Days since 1970 as a proleptic Gregorian date, for years far beyond what `Date` holds. */
function civil(days: bigint): string {
  const z = days + 719468n,
    era = (z >= 0n ? z : z - 146096n) / 146097n,
    doe = z - era * 146097n;
  const yoe = (doe - doe / 1460n + doe / 36524n - doe / 146096n) / 365n,
    doy = doe - (365n * yoe + yoe / 4n - yoe / 100n),
    mp = (5n * doy + 2n) / 153n;
  const day = doy - (153n * mp + 2n) / 5n + 1n,
    month = mp < 10n ? mp + 3n : mp - 9n,
    year = yoe + era * 400n + (month <= 2n ? 1n : 0n);
  const text = year < 0n ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');
  return `${text}-${two(month)}-${two(day)}`;
}

/** unit 0: days, 1: milliseconds (Arrow's DateUnit). */
export function dateText(value: number | bigint, unit: number): string {
  return civil(unit === 0 ? BigInt(value) : floorDivide(BigInt(value), 86_400_000n));
}

const ticksPerSecond = [1n, 1_000n, 1_000_000n, 1_000_000_000n];

/** Microseconds are six digits, nanoseconds nine, as ISO 8601 has them; trailing zeros are left away in threes. */
function clock(ticks: bigint, unit: number): string {
  const per = ticksPerSecond[unit]!,
    seconds = ticks / per,
    rest = ticks % per;
  const base = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  if (rest === 0n) return base;
  const digits = String(rest)
    .padStart(unit * 3, '0')
    .replace(/(000)+$/, '');
  return `${base}.${digits}`;
}

export const timeText = (ticks: bigint, unit: number) => clock(ticks, unit);

export function timestampText(ticks: bigint, unit: number, zoned: boolean): string {
  const perDay = 86_400n * ticksPerSecond[unit]!;
  if (ticks === 9223372036854775807n) return 'infinity';
  if (ticks === -9223372036854775807n) return '-infinity';
  const day = floorDivide(ticks, perDay);
  return `${civil(day)} ${clock(ticks - day * perDay, unit)}${zoned ? '+00:00' : ''}`;
}

/** Arrow's MonthDayNano: 16 bytes a value: months, days, nanoseconds. */
export function intervalText(words: Int32Array, index: number, unit: number): string {
  if (unit !== 2) return unit === 0 ? `${words[index]} months` : `${words[index * 2]} days ${words[index * 2 + 1]} ms`;
  const months = words[index * 4]!,
    days = words[index * 4 + 1]!;
  const nanos = (BigInt(words[index * 4 + 3]!) << 32n) | BigInt(words[index * 4 + 2]! >>> 0);
  const parts = [plural(Math.trunc(months / 12), 'year'), plural(months % 12, 'month'), plural(days, 'day')].filter(Boolean);
  if (nanos !== 0n || parts.length === 0) parts.push(`${nanos < 0n ? '-' : ''}${clock(nanos < 0n ? -nanos : nanos, 3)}`);
  return parts.join(' ');
}

const plural = (count: number, word: string) => (count === 0 ? '' : `${count} ${word}${Math.abs(count) === 1 ? '' : 's'}`);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
