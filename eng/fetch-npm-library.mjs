// Puts one file of one pinned npm package into a folder: node fetch-npm-library.mjs <package> <version> <integrity> <file> <folder>
//
// The folder is a cache that several checkouts and several builds share, so the file appears under its name only when it is whole: everything
// happens in a folder of this process's own beside it, and a rename publishes it. Whoever renames second replaces equal bytes by equal bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [name, version, integrity, file, folder] = process.argv.slice(2);
const target = join(folder, file);
if (existsSync(target)) process.exit(0);
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(folder, '.fetch-'));
try {
  const archive = readFileSync(join(work, pack()));
  const actual = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  if (actual !== integrity) throw new Error(`${name}@${version} is not the package that eng/duckdb.targets pins: ${actual} for ${integrity}. Nothing was installed.`);
  const staged = join(work, file);
  writeFileSync(staged, entry(gunzipSync(archive), `package/${file}`));
  chmodSync(staged, 0o555);
  renameSync(staged, target);
} catch (error) {
  // The form that MSBuild recognizes as an error of the build.
  console.error(`eng/duckdb.targets : error TARN002: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pack() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    const lines = execFileSync(npm, ['pack', `${name}@${version}`, '--silent', '--pack-destination', work],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' }).trim().split('\n');
    return lines[lines.length - 1].trim();
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('npm is not installed: install Node.js with npm (Debian: apt install nodejs npm) and build again.');
    throw new Error(`npm could not fetch ${name}@${version}: ${String(error.stderr || error.message).trim().split('\n')[0]}`);
  }
}

// Tar is blocks of 512 bytes: a header with name and octal size, then the content padded to a block.
function entry(tar, wanted) {
  for (let at = 0; at + 512 <= tar.length;) {
    const text = (from, length) => tar.toString('latin1', at + from, at + from + length).replace(/\0.*$/, '');
    const size = parseInt(text(124, 12).trim() || '0', 8);
    if (text(0, 100) === wanted) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${name}@${version} holds no ${wanted}.`);
}
