import type { Bound, Count } from '../api/types';
import { ageFormat, dateFormat, numberFormat } from './formatters';

/** Groups of three in the user's language, from digits: exact for any size, never through a double. */
export function integer(value: Count | bigint, language: string): string {
  return numberFormat(language).format(BigInt(value)).replace('-', '\u2212');
}

/** A number that metadata knows only from one side carries the sign of it. */
export const bounded = (text: string, bound: Bound | undefined) => (bound ? `${bound === 'atLeast' ? '≥' : '≤'}\u00a0${text}` : text);

/** `48.2M` in tight places; the exact number belongs beside it in a title. */
export function compact(value: Count, language: string): string {
  const number = Number(value);
  if (Math.abs(number) < 10_000) return integer(BigInt(Math.round(number)), language);
  // Portugal's millions are M, Brazil's are mi.
  return numberFormat(language === 'pt' ? 'pt-PT' : language, { notation: 'compact', maximumFractionDigits: 1 }).format(number);
}

/** A number a second: what is slow keeps two digits, so that something that moves is never 0. */
export function perSecond(value: number, language: string): string {
  return value < 10 ? numberFormat(language, { maximumSignificantDigits: 2 }).format(value) : compact(Math.round(value), language);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
export function bytes(value: Count, language: string): string {
  let number = Number(value),
    unit = 0;
  while (number >= 999.5 && unit < byteUnits.length - 1) {
    number /= 1000;
    unit++;
  }
  const digits = unit === 0 || number >= 99.95 ? 0 : 1;
  return `${numberFormat(language, { maximumFractionDigits: digits }).format(number)}\u00a0${byteUnits[unit]}`;
}

/** 61 ms, 0.94 s, 12.3 s, 4 min 05 s, 2 h 10 min. */
export function duration(ms: number, language: string): string {
  const decimal = (value: number, digits: number) =>
    numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  if (ms < 9.95) return `${decimal(ms, ms === 0 ? 0 : 1)}\u00a0ms`;
  if (ms < 600) return `${Math.round(ms)}\u00a0ms`;
  if (ms < 9_995) return `${decimal(ms / 1000, 2)}\u00a0s`;
  if (ms < 59_950) return `${decimal(ms / 1000, 1)}\u00a0s`;
  // What somebody set, a target of 24 h, has no rest to show.
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}\u00a0h`;
  if (ms % 60_000 === 0 && ms < 3_600_000) return `${ms / 60_000}\u00a0min`;
  const seconds = Math.round(ms / 1000),
    two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min\u00a0${two(seconds % 60)}\u00a0s`;
  return `${Math.floor(seconds / 3600)}\u00a0h\u00a0${two(Math.floor(seconds / 60) % 60)}\u00a0min`;
}

/** An instant as text for people: `20 Nov 18:42:07 UTC`, with the year when it is not the present one. */
export function instant(iso: string, language: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  const day = dateFormat(language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
  return `${day} ${date.toISOString().slice(11, 19)} UTC`;
}

const ages: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];
const agoWords: Record<string, (age: string) => string> = {
  en: age => `${age} ago`,
  fr: age => `il y a ${age}`,
  pt: age => `há ${age}`,
};
export function ago(iso: string, language: string, now = Date.now()): string {
  const difference = Math.min(0, new Date(iso).getTime() - now);
  // Hours until two days are full, as `age` has them.
  const [unit, size] = ages.find(([unit, length]) => -difference >= (unit === 'day' ? 2 * length : length)) ?? ages[3]!;
  const past = Math.trunc(-difference / size),
    mark = unit === 'hour' ? 'h' : unit === 'minute' ? 'min' : unit === 'second' ? 's' : undefined;
  // Intl has "12m ago", "12 min. ago" or "há 12 seg."; every other age here is "12 min".
  if (mark && past > 0) return agoWords[language]?.(`${past}\u00a0${mark}`) ?? `${past}\u00a0${mark}`;
  return ageFormat(language, { numeric: 'auto', style: 'short' }).format(-past, unit);
}

/** The age of something, or how old it may become: two units at most, none below what matters. 18 s, 30 min, 1 h 32 min, 24 h, 3 d. */
export function age(ms: number, language: string): string {
  // Full seconds, minutes and days, as `ago` counts them.
  if (ms < 60_000) return `${Math.floor(ms / 1000)}\u00a0s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h ${minutes % 60}\u00a0min`;
  return numberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'narrow' }).format(Math.floor(hours / 24));
}
