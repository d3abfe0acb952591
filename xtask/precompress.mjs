// Writes `name.br` beside every file of a directory that brotli makes smaller.
// Quality 11 is slow, and paid once per build; a phone then downloads the result many times.
import { readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const TEXT = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.txt', '.webmanifest', '.xml']);
const BINARY = new Set(['.ico', '.wasm']);

const directory = process.argv[2];
if (!directory) {
  console.error('usage: node precompress.mjs DIRECTORY');
  process.exit(2);
}

const compress = promisify(brotliCompress);

async function precompress(name) {
  const path = join(directory, name);
  const isText = TEXT.has(extname(name));
  if (!statSync(path).isFile() || !(isText || BINARY.has(extname(name)))) return;
  const raw = await readFile(path);
  const compressed = await compress(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_MODE]: isText ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  if (compressed.length < raw.length) await writeFile(`${path}.br`, compressed);
}

// Node gives each file a thread, so that no core waits for another.
await Promise.all(readdirSync(directory, { recursive: true }).map(precompress));
