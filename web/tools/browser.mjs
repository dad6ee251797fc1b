// Opens the pages of a running service in Chromium as a planner would, and checks what they see.
//
//   node tools/browser.mjs http://127.0.0.1:8080 [FOLDER-FOR-SCREENSHOTS]
//
// The first page shows the record and example questions, without accessibility faults (axe, WCAG 2.1 A and AA); an
// example opens in GraphiQL and is answered; nothing is asked of another host; nothing is written to the console as an
// error. Ends with 1 when something is wrong, with 2 when it could not run.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, screenshots] = process.argv.slice(2);
if (!base || !URL.canParse(base)) {
  console.error("usage: browser.mjs URL-of-the-service [FOLDER]");
  process.exit(2);
}
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const profile = mkdtempSync(join(tmpdir(), "splot-browser-"));
const faults = [];
const check = (holds, what) => {
  console.log(`${holds ? "ok    " : "FAULT "} ${what}`);
  if (!holds) faults.push(what);
};

const context = await chromium
  .launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
    // axe is added to the page for the test only; the pages' own policy forbids foreign scripts.
    bypassCSP: true,
    viewport: { width: 1280, height: 900 },
  })
  .catch((error) => {
    console.error(`Chromium could not be started: ${error.message}`);
    process.exit(2);
  });
try {
  const page = await context.newPage();
  const outside = [];
  const errors = [];
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(base).origin) outside.push(request.url());
  });
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  const shot = (name) => screenshots && page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

  await page.goto(`${base}/`, { waitUntil: "load" });
  check((await page.title()).startsWith("Splot"), "the first page has its title");
  check((await page.locator("section").count()) >= 3, "the first page shows questions, contents and declared counts");
  const links = await page.locator("section ol a").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
  check(links.length >= 10 && links.every((it) => it.startsWith("/graphiql?query=")), "example questions lead to GraphiQL");
  await shot("first-page");
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  for (const { id, help, nodes } of violations) console.log(`       ${id}: ${help} (${nodes.length})`);
  check(violations.length === 0, "the first page has no accessibility faults that axe finds");
  await page.setViewportSize({ width: 390, height: 800 });
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  check(fits, "the first page fits a telephone's width");
  await shot("first-page-narrow");
  await page.setViewportSize({ width: 1280, height: 900 });

  const example = links.find((it) => decodeURIComponent(it).includes("uncontactedSignatories")) ?? links[0];
  await page.goto(new URL(example, base).href, { waitUntil: "load" });
  await page.locator(".graphiql-editor").first().waitFor({ timeout: 20000 });
  await page.locator(".graphiql-execute-button").click();
  const answer = page.locator(".result-window");
  await answer.getByText('"data"').first().waitFor({ timeout: 20000 });
  const text = await answer.innerText();
  check(text.includes('"network"') && !text.includes('"errors"'), "GraphiQL answers an example question");
  await shot("graphiql");

  check(outside.length === 0, `nothing is asked of another host ${outside.slice(0, 3).join(" ")}`);
  check(errors.length === 0, `no errors on the console ${errors.slice(0, 3).join(" | ")}`);
} catch (error) {
  check(false, `the pages can be used: ${error.message}`);
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(faults.length === 0 ? 0 : 1);
