// Compares our reading of collections 1.0.0 with Postman's own conversion of them to 2.1.0: a value
// that is found in both must stand at the same names, from the collection down to the request.
//
// Usage: node v1-names.mjs POSTSEAL FILE...
// Needs the npm package postman-collection-transformer where node finds it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'anywhere.js'));
const transformer = require('postman-collection-transformer');
const [postseal, ...files] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'v1-names-'));
const versions = { inputVersion: '1.0.0', outputVersion: '2.1.0', retainIds: true };

/** Value -> the names of the places where it stands, without the label, as one text each. */
function places(collection, name) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(collection));
  const args = ['scan', '--format', 'jsonl', '--show-secrets', '--exit-zero', '--confidence', 'low', path];
  const lines = execFileSync(postseal, args, { encoding: 'utf8' }).trim().split('\n').map(JSON.parse);
  const found = new Map();
  for (const { type, secret, label, name_path: names } of lines) {
    if (type !== 'finding') continue;
    const where = (label === null ? names : names.slice(0, -1)).join(' > ');
    found.set(secret, (found.get(secret) ?? new Set()).add(where));
  }
  return found;
}

function convert(collection) {
  return new Promise((resolve, reject) => {
    const done = (error, converted) => (error ? reject(error) : resolve(converted));
    transformer.convert(structuredClone(collection), versions, done);
  });
}

let compared = 0;
let wrong = 0;
for (const file of files) {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  for (const collection of document.collections ?? [document]) {
    const ours = places(collection, 'v1.json');
    const theirs = places(await convert(collection), 'v2.json');
    for (const [secret, where] of theirs) {
      for (const names of where) {
        compared += 1;
        if (!ours.get(secret)?.has(names)) {
          wrong += 1;
          console.error(`${file}: ${names}: ours are ${[...(ours.get(secret) ?? ['nowhere'])].join('; ')}`);
        }
      }
    }
  }
}
rmSync(folder, { recursive: true });
console.log(`${compared} places compared, ${wrong} differ`);
process.exitCode = wrong || !compared ? 1 : 0;
