// Writes .br and .gz beside every compressible file of dist, so that the server only picks.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '..', 'dist');
rmSync(join(dist, '.vite', 'compressed'), { force: true });
for (const entry of readdirSync(dist, { recursive: true })) {
  const name = String(entry);
  // index.html gets a fresh nonce per answer, so it cannot be compressed ahead; fonts are compressed already.
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const file = join(dist, name),
    content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(
    `${file}.br`,
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
}
