// Weighs what each page loads (gzip, as built) against its budget and fails the build above it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
const kilobytes = file => {
  try {
    return statSync(join(dist, `${file}.gz`)).size / 1024;
  } catch {
    return statSync(join(dist, file)).size / 1024;
  }
};
const entry = Object.keys(manifest).find(key => manifest[key].isEntry);

/** Everything that a chunk brings with it by static imports. */
function files(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) files(next, seen);
  return seen;
}
const shared = ['charts', 'editor', 'arrow'],
  isShared = file => shared.find(name => new RegExp(`assets/${name}-`).test(file));
const weigh = list => [...list].reduce((total, file) => total + kilobytes(file), 0);
const first = files(entry),
  fonts = readdirSync(join(dist, 'assets'))
    .filter(name => /inter-latin-(wght|standard)-normal.*woff2$/.test(name))
    .map(name => `assets/${name}`);

const lines = [
  ['first load: JS and CSS', weigh(first), 170],
  ['first load: with Inter latin and the page', weigh(first) + weigh(fonts) + kilobytes('index.html') + kilobytes('favicon.svg'), 250],
];
const route = (name, key, budget = 60) => {
  const own = [...files(key)].filter(file => !first.has(file));
  lines.push([`page ${name}`, weigh(own.filter(file => !isShared(file))), budget]);
};
for (const key of Object.keys(manifest)) {
  if (/\/(\w+Page|Chart|Editor|SampleTab|SnapshotsTab)\.tsx$/.test(key)) route(key.replace(/^src\//, ''), key);
  const language = /i18n\/(fr|pt)\/index\.ts$/.exec(key)?.[1];
  if (language) lines.push([`language ${language}`, weigh([manifest[key].file]), 20]);
}
const built = readdirSync(join(dist, 'assets'));
for (const [name, budget] of [
  ['charts', 290],
  ['editor', 150],
  ['arrow', 52],
])
  lines.push([
    `chunk ${name}`,
    weigh(built.filter(file => file.startsWith(`${name}-`) && /\.(js|css)$/.test(file)).map(file => `assets/${file}`)),
    budget,
  ]);

let over = false;
for (const [name, size, budget] of lines) {
  over ||= size > budget;
  console.log(`${size > budget ? 'OVER' : '  ok'} ${size.toFixed(1).padStart(7)} of ${String(budget).padStart(3)} KB gz  ${name}`);
}
for (const name of shared)
  if ([...first].some(file => isShared(file) === name)) {
    console.log(`OVER the first load contains chunk ${name}`);
    over = true;
  }
process.exit(over ? 1 : 0);
