// Fails the build where the catalogues differ: missing or extra keys, arguments or plural forms, messages that no source file uses.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';

const folder = join(import.meta.dirname, '..', 'src', 'i18n'),
  src = join(folder, '..'),
  faults = [];
/** A language's messages by page: `{sql: {'sql.title': …}, …}`. */
async function load(language) {
  const pages = {};
  for (const name of readdirSync(join(folder, language)).filter(one => one !== 'index.ts')) {
    const file = join(folder, language, name),
      { code } = await transformWithOxc(readFileSync(file, 'utf8'), file);
    Object.assign(pages, await import(`data:text/javascript,${encodeURIComponent(code)}`));
  }
  return pages;
}
const languages = { en: await load('en'), fr: await load('fr'), pt: await load('pt') };
for (const [language, pages] of Object.entries(languages)) {
  const seen = new Set();
  for (const [page, messages] of Object.entries(pages)) {
    for (const key of Object.keys(messages)) {
      // The pages are put together in one catalogue, in which the last would win in silence.
      if (seen.has(key)) faults.push(`${language}: ${key} is in ${page} and in another page`);
      seen.add(key);
      if (languages.en[page] && !(key in languages.en[page])) faults.push(`${language}: ${key} is in ${page}, but not in English`);
    }
    if (!languages.en[page]) faults.push(`${language}: the page ${page} is not in English`);
  }
}
const catalogues = Object.fromEntries(
  Object.entries(languages).map(([language, pages]) => [language, Object.assign({}, ...Object.values(pages))]),
);

const args = text =>
  [...text.matchAll(/\{(\w+)(?:, plural,|\})/g)]
    .map(match => match[1])
    .sort()
    .join(' ');
const forms = text => [...text.matchAll(/(?:^|[\s,])(zero|one|two|few|many|other|=\d+) \{/g)].map(match => match[1]);
for (const [language, messages] of Object.entries(catalogues)) {
  for (const key of Object.keys(catalogues.en)) {
    if (!messages[key]) {
      faults.push(`${language}: ${key} is missing`);
      continue;
    }
    if (args(messages[key]) !== args(catalogues.en[key]))
      faults.push(`${language}: ${key} has the arguments “${args(messages[key])}”, English “${args(catalogues.en[key])}”`);
    const needed = messages[key].includes(', plural,') ? new Intl.PluralRules(language).resolvedOptions().pluralCategories : [];
    for (const form of needed) if (!forms(messages[key]).includes(form)) faults.push(`${language}: ${key} lacks the plural form “${form}”`);
  }
  for (const key of Object.keys(messages)) if (!(key in catalogues.en)) faults.push(`${language}: ${key} is not in English`);
  for (const [key, text] of Object.entries(messages))
    if (/something went wrong|une erreur est survenue|algo correu mal/i.test(text)) faults.push(`${language}: ${key} says nothing`);
}

const sources = readdirSync(src, { recursive: true })
  .map(String)
  .filter(name => /\.tsx?$/.test(name) && !/i18n.(en|fr|pt)./.test(name))
  .map(name => readFileSync(join(src, name), 'utf8'))
  .join('\n');
// Families whose last part comes from data: `jobs.state.${state}` and the like.
const families = [...sources.matchAll(/`([\w.]+\.)\$\{/g)].map(match => match[1]);
for (const key of Object.keys(catalogues.en))
  if (!sources.includes(`'${key}'`) && !families.some(family => key.startsWith(family))) faults.push(`en: ${key} is used nowhere`);

for (const fault of faults) console.error(fault);
console.log(`messages: ${Object.keys(catalogues.en).length} in ${Object.keys(catalogues).length} languages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
