// Lighthouse as a phone (its own mobile preset) on the sign-in and the list screen, nine times each; prints the medians.
// `cargo xtask bench lighthouse` runs it. Every run is a first visit: nothing is cached and no service worker is there; only
// the session is kept. Speed is measured by itself: what the other categories switch on in the browser takes 0.1 s and more of
// its main thread. Categories that every page of an app fails or passes alike are not left out.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "../browser/node_modules/playwright-core/index.mjs";
import lighthouse from "lighthouse";

import { FLAGS, install } from "../browser/support/installation.mjs";
import { PHYSICIAN, signIn } from "../browser/support/people.mjs";

const RUNS = 9;
const PORT = 9_333;
const SPEED = "performance";
const OTHERS = ["accessibility", "best-practices"];
const MEASURES = [
  ["largest-contentful-paint", "LCP"],
  ["total-blocking-time", "TBT"],
  ["cumulative-layout-shift", "CLS"],
];

const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];

/** What a browser keeps of an application that has been opened; cookies and the note of a session stay. */
async function forgetVisits(context, origin) {
  const page = await context.newPage();
  const browser = await context.newCDPSession(page);
  await browser.send("Storage.clearDataForOrigin", { origin, storageTypes: "service_workers,cache_storage" });
  await browser.send("Network.clearBrowserCache");
  await page.close();
}

/** Prints the medians of one screen. `landmark` is on that screen alone. */
async function measure(context, title, url, landmark) {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("heading", { name: landmark, level: 1 }).waitFor();
  await page.close();
  const report = async (onlyCategories) => {
    await forgetVisits(context, new URL(url).origin);
    return (await lighthouse(url, { port: PORT, onlyCategories, disableStorageReset: true, logLevel: "silent" })).lhr;
  };
  const reports = [];
  for (let run = 0; run < RUNS; run += 1) reports.push(await report([SPEED]));
  const whole = await report(OTHERS);
  const score = (id, figure) => `${id} ${Math.round(100 * figure)}`;
  const scores = [
    score(SPEED, median(reports.map((one) => one.categories[SPEED].score))),
    ...OTHERS.map((id) => score(id, whole.categories[id].score)),
  ];
  const measures = MEASURES.map(([id, name]) => {
    const value = median(reports.map((one) => one.audits[id].numericValue));
    return `${name} ${id === "cumulative-layout-shift" ? value.toFixed(3) : `${value.toFixed(0)} ms`}`;
  });
  console.log(`${title}: ${[...measures, ...scores].join(", ")}`);
  for (const lhr of [reports.at(-1), whole]) missing(lhr);
}

/** Prints what kept a category from being whole. */
function missing({ categories, audits }) {
  for (const [id, { auditRefs }] of Object.entries(categories)) {
    for (const { id: audit, weight } of auditRefs) {
      const { score, title } = audits[audit];
      if (weight > 0 && score !== null && score < 1) console.log(`  ${id}: ${audit} ${score.toFixed(2)} (${title})`);
    }
  }
}

const installation = await install();
// Lighthouse opens its pages in the browser's own context: the session has to be there.
const profile = await mkdtemp(join(tmpdir(), "xueshi-lighthouse-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROME,
  args: [...FLAGS, `--remote-debugging-port=${PORT}`],
  baseURL: installation.origin,
  locale: "zh-CN",
});
try {
  await measure(context, "sign-in", `${installation.origin}/sign-in`, "登录");
  const page = await context.newPage();
  await signIn(page, "/", PHYSICIAN);
  await page.close();
  await measure(context, "list", `${installation.origin}/`, "学时登记");
} finally {
  await context.close();
  await installation.stop();
  await rm(profile, { recursive: true, force: true });
}
