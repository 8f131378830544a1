/** The unscaled integer of a decimal: little-endian 32-bit words in two's complement. */
export function digitsOf(words: Uint32Array, index: number, bitWidth: number): bigint {
  const count = bitWidth / 32,
    first = index * count;
  let value = 0n;
  for (let k = count - 1; k >= 0; k--) value = (value << 32n) | BigInt(words[first + k]!);
  return BigInt.asIntN(bitWidth, value);
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const negative = unscaled < 0n,
    digits = String(negative ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const marks = new Map<string, { group: string; decimal: string }>();
function marksOf(language: string) {
  let found = marks.get(language);
  if (!found) {
    const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567.5);
    found = {
      group: parts.find(part => part.type === 'group')?.value ?? ',',
      decimal: parts.find(part => part.type === 'decimal')?.value ?? '.',
    };
    marks.set(language, found);
  }
  return found;
}

/** The digits of `text` with the language's marks: `-3202.00` is `−3,202.00` in English, `−3 202,00` in French. What is no plain number stays. */
export function grouped(text: string, language: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return text.replace(/^-(?=[\dI])/, '\u2212');
  const { group, decimal } = marksOf(language);
  const whole = match[2]!.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return `${match[1] ? '\u2212' : ''}${whole}${match[3] === undefined ? '' : decimal + match[3]}`;
}

/** Numbers that name things (ids, years, codes) are read digit by digit: grouping would only get in the way. */
export const namesThings = (column: string) =>
  /(^|_)(ids?|key|code|year|zip|number|no|nr|snapshot|version|port|pid)$/i.test(column) || /[a-z](Id|Key|Code|Year|Number)$/.test(column);
