// Making one of Intl's formats costs more than using it a hundred times; a table uses few.
const numbers = new Map<string, Intl.NumberFormat>(),
  dates = new Map<string, Intl.DateTimeFormat>(),
  ages = new Map<string, Intl.RelativeTimeFormat>(),
  plurals = new Map<string, Intl.PluralRules>();

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  let found = known.get(key);
  if (!found) known.set(key, (found = make()));
  return found;
}

const keyOf = (language: string, options: object) => language + JSON.stringify(options);

export const numberFormat = (language: string, options: Intl.NumberFormatOptions = {}) =>
  once(numbers, keyOf(language, options), () => new Intl.NumberFormat(language, options));

/** English dates have the day first. */
export const dateFormat = (language: string, options: Intl.DateTimeFormatOptions) =>
  once(dates, keyOf(language, options), () => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options));

export const ageFormat = (language: string, options: Intl.RelativeTimeFormatOptions) =>
  once(ages, keyOf(language, options), () => new Intl.RelativeTimeFormat(language, options));

/** Our Portuguese is Portugal's, where none is a plural: `0 linhas`. */
export const pluralRules = (language: string) =>
  once(plurals, language, () => new Intl.PluralRules(language === 'pt' ? 'pt-PT' : language));
