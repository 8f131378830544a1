import { expect, it } from 'vitest';
import { formatMessage } from './format';

const rows = '{n, plural, =0 {no rows} one {# row} other {# rows}}';

it('puts arguments in, and leaves what is not given visible', () => {
  expect(formatMessage('{a} by {b}', { a: 'x' }, 'en')).toBe('x by {b}');
});
it('chooses the plural form of the language', () => {
  expect([0, 1, 2, 12345].map(n => formatMessage(rows, { n }, 'en'))).toEqual(['no rows', '1 row', '2 rows', '12,345 rows']);
  expect(formatMessage('{n, plural, one {# ligne} other {# lignes}}', { n: 0 }, 'fr')).toBe('0 ligne');
});
it('does not read braces of arguments as messages', () => {
  expect(formatMessage('“{query}”', { query: '{n, plural, other {#}} <b>' }, 'en')).toBe('“{n, plural, other {#}} <b>”');
});
