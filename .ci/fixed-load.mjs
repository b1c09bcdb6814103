// What Postman's own library makes of fixed exports: it loads them, and finds the same requests and variables.
// Usage: node fixed-load.mjs POSTSEAL FILE...
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const { Collection, VariableScope } = createRequire(join(process.cwd(), "x.js"))("postman-collection");
const [postseal, ...files] = process.argv.slice(2);

/** Everything of a document but its strings: requests in their order, the keys of headers and variables. */
function shape(path) {
  const json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  if (Array.isArray(json.values)) {
    return new VariableScope(json).values.map((variable) => variable.key);
  }
  const collection = new Collection(json.collection ?? json);
  const keys = [...collection.variables.map((variable) => variable.key)];
  collection.forEachItem((item) => {
    keys.push(item.name, item.request.method, item.request.url.getHost().split("@").pop());
    keys.push(...item.request.headers.map((header) => header.key));
    keys.push(item.request.auth?.type, item.responses.count());
  });
  return keys;
}

let failed = 0;
for (const style of ["vault", "variable", "placeholder"]) {
  const folder = mkdtempSync(join(tmpdir(), "postseal-"));
  for (const file of files) {
    const copy = join(folder, basename(file));
    copyFileSync(file, copy);
    const environment = join(folder, `${basename(file)}.environment`);
    const args = ["fix", copy, "--write", "--to", style, "--environment", environment];
    const { status, stderr } = spawnSync(postseal, args, { encoding: "utf8" });
    const [before, after] = [file, copy].map((path) => JSON.stringify(shape(path)));
    if (status > 1 || before !== after) {
      console.error(`${file} --to ${style}: ${status > 1 ? stderr : `${before}\nbecame\n${after}`}`);
      failed += 1;
    }
  }
}
console.log(`${files.length} files in three styles, ${failed} wrong`);
process.exit(failed ? 1 : 0);
