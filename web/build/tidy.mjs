// House rules of this folder: colours only in the tokens, no text in markup, no inline style attributes in strings, files that can be read in one sitting.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(import.meta.dirname, '..', 'src'),
  faults = [],
  longest = 400,
  widest = 220;
for (const name of readdirSync(src, { recursive: true })
  .map(String)
  .filter(one => /\.(tsx?|css)$/.test(one) && !/^api.schema\.ts$/.test(one))) {
  const text = readFileSync(join(src, name), 'utf8'),
    lines = text.split('\n');
  if (lines.length > longest) faults.push(`${name} has ${lines.length} lines, more than ${longest}`);
  lines.forEach((line, index) => {
    const at = `${name}:${index + 1}`;
    if (line.length > widest && !name.startsWith('i18n')) faults.push(`${at} is ${line.length} characters wide`);
    if (
      !name.includes('tokens.css') &&
      /#[0-9a-f]{3,8}\b(?![\w-])/i.test(line) &&
      /[:\s'"(]#[0-9a-f]{3}([0-9a-f]{3})?([0-9a-f]{2})?[;\s'",)]/i.test(line)
    )
      faults.push(`${at} names a colour; use a token`);
    if (/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function\(/.test(line))
      faults.push(`${at} makes markup or code from text`);
    if (name.endsWith('.tsx') && />\s*[A-Z][a-z]+ [a-z]+[^<>{}]*<\//.test(line)) faults.push(`${at} has text in markup; use a message`);
  });
}
for (const fault of faults) console.error(fault);
console.log(`tidy: ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
