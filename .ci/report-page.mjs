// Looks at HTML reports in headless Chromium: search, sort, expand, filter, page, theme, print. Nothing that a
// document says may run, load or become markup.
// Call: node report-page.mjs POSTSEAL CHROMIUM
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [postseal, executablePath] = process.argv.slice(2);
const HOSTILE = `</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"><!--<script> \u202egpj.exe "q" javascript:alert(1)`;
const LEVELS = ["critical", "high", "medium", "low"];

// Saved findings of our own making: `credentials` values with `places` places each.
function saved(credentials, places, text) {
  const lines = [];
  const id = (number) => number.toString(16).padStart(32, "0");
  for (let number = 0; number < credentials; number += 1) {
    const [level, pattern] = [LEVELS[number % 4], number % 3 ? "bearer-token" : "github-pat"];
    const path = `exports/team ${number % 12}/${text ? "hostile" : `file ${number}`}.json`;
    const of = { pattern, service: number % 3 ? null : "GitHub", severity: level, confidence: "high", secret: "ghp_…", secret_id: id(number) };
    const position = { line: 1, column: number + 1, char_column: number + 1 };
    for (let place = 0; place < places; place += 1) {
      const at = { role: "header", label: text || "Authorization", disabled: false, name_path: [text || `API ${number}`, `Request ${place}`, "Authorization"], pointer: `/item/${place}` };
      lines.push({
        type: "finding", ...of, fingerprint: id(number * places + place + 1), path, entry: null, document: 0, kind: "collection-v2.1", ...at,
        spans: [{ start: 1, end: 9 }], via: ["json"], start: position, end: position, parts: { user: text || "bot" }, notes: [text || "a note"],
        hosts: [`host${number}.example`], uses: [{ path, entry: null, ...at }], used: 1, suppression: number % 10 === 9 ? { by: "baseline", reason: text || "known", author: null, expires: null } : null,
      });
    }
    lines.push({ type: "credential", ...of, findings: [id(number + 1)], files: [path], uses: [], hosts: [] });
  }
  lines.push({ type: "problem", code: "malformed", path: "exports/cut.json", entry: null, message: text || "cut short", start: null });
  lines.push({ type: "summary", files: credentials, bytes: 1, documents: 1, rejected: 0 });
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

const folder = mkdtempSync(join(tmpdir(), "report-page-"));
function made(name, lines) {
  writeFileSync(join(folder, `${name}.jsonl`), lines);
  const page = join(folder, `${name}.html`);
  execFileSync(postseal, ["report", "--no-config", "-q", join(folder, `${name}.jsonl`), "-f", `html=${page}`]);
  return pathToFileURL(page).href;
}

const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args });

// Opens a page; whatever it asks for, complains of or throws is a failure.
async function open(name, lines) {
  const url = made(name, lines);
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const wrong = [];
  page.on("console", (message) => wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => wrong.push(dialog.message()));
  page.on("request", (request) => request.url() === url || wrong.push(request.url()));
  const begun = Date.now();
  await page.goto(url);
  await page.waitForSelector("html[data-ready]", { timeout: 60_000 });
  const took = Date.now() - begun;
  return { page, wrong, took };
}

const count = (page) => page.textContent("#count");
const settled = (page, text) => page.waitForFunction((text) => document.getElementById("count").textContent.startsWith(text), text);

try {
  for (const [credentials, places] of [[3, 1], [4000, 5]]) {
    const { page, wrong, took } = await open("plain", saved(credentials, places, ""));
    const accepted = Math.floor(credentials / 10);
    assert.equal(await page.textContent("#totals li:nth-child(2) b"), ((credentials - accepted) * places).toLocaleString("en"));
    assert.ok((await page.locator(".credential").count()) <= 50, "rows are paged");
    await settled(page, (credentials - accepted).toLocaleString("en"));

    // Sort, by keyboard.
    assert.equal(await page.getAttribute("th.c-severity", "aria-sort"), "descending");
    assert.match(await page.textContent(".credential .c-severity"), /critical/);
    await page.locator("th.c-severity button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.getAttribute("th.c-severity", "aria-sort"), "ascending");
    const mildest = LEVELS[Math.min(credentials, 4) - 1];
    assert.match(await page.textContent(".credential .c-severity"), new RegExp(mildest));

    // Search, by keyboard.
    await page.keyboard.press("/");
    const searched = Date.now();
    await page.keyboard.type("host2.example");
    await settled(page, "1 credential");
    const search = Date.now() - searched;
    // The last letters may find no more than those before, and are searched for all the same.
    await page.waitForTimeout(1000);

    // Expand: places, hosts, uses, how to revoke.
    await page.locator(".credential button").first().focus();
    await page.keyboard.press("Enter");
    const detail = await page.textContent(".detail");
    for (const word of ["How to revoke it", "host2.example", "Request 0", "used 1 time", "a note"]) assert.ok(detail.includes(word), word);
    assert.equal(await page.locator(".detail ol.places > li").count(), places);
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".detail").count(), 0);

    // Filter by a bar, and clear.
    await page.click("#clear");
    await page.click(`.bar[data-kind="severity"][data-value="critical"]`);
    const critical = Array.from({ length: credentials }, (_, number) => number).filter((number) => number % 4 === 0 && number % 10 !== 9).length;
    await settled(page, critical.toLocaleString("en"));
    await page.click("#clear");
    await page.selectOption("#status", "all");
    await settled(page, credentials.toLocaleString("en"));
    if (credentials > 50) {
      await page.click("#next");
      assert.match(await page.textContent("#page"), /Page 2 of 80/);
    }

    // Light and dark, and paper.
    const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await back();
    await page.click("#theme");
    assert.notEqual(await back(), light);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok((await page.locator(".credential").count()) >= Math.min(credentials, 1000), "paper has no pages to turn");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.deepEqual(wrong, []);
    console.log(`${credentials * places} findings: ready in ${took} ms, a search took ${search} ms`);
    await page.close();
  }

  const { page, wrong } = await open("hostile", saved(3, 2, HOSTILE));
  await page.locator(".credential button").first().click();
  assert.ok((await page.textContent(".detail")).includes("</script><script>window.hacked = 1</script>"), "the text is shown as text");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.ok(!(await page.textContent("body")).includes("\u202e") || (await page.evaluate(() => !document.querySelector("main").innerText.includes("\u202e"))));
  // Even a script that got into the page would not run.
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.hacked = 1";
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.ok(wrong.every((text) => text.includes("Content Security Policy")), wrong.join("\n"));
  console.log("hostile text: shown, and nothing of it runs");
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
