// Lighthouse as a phone (its own mobile preset) on the sign-in and the list screen, nine times each; prints the medians.
// `cargo xtask bench lighthouse` runs it. Categories that every page of an app fails or passes alike are not left out.

import { chromium } from "../errands/node_modules/playwright-core/index.mjs";
import lighthouse from "lighthouse";

import { FLAGS, PHONE, install } from "../errands/support/installation.mjs";
import { PHYSICIAN, signIn } from "../errands/support/people.mjs";

const RUNS = 9;
const PORT = 9_333;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const MEASURES = [
  ["largest-contentful-paint", "LCP"],
  ["total-blocking-time", "TBT"],
  ["cumulative-layout-shift", "CLS"],
];

const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];

/** Prints the medians of one screen, and what kept a category from being whole. */
async function measure(title, url) {
  const reports = [];
  for (let run = 0; run < RUNS; run += 1) {
    const options = { port: PORT, onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: "silent" };
    reports.push((await lighthouse(url, options)).lhr);
  }
  const scores = CATEGORIES.map((id) => `${id} ${Math.round(100 * median(reports.map((one) => one.categories[id].score)))}`);
  const measures = MEASURES.map(([id, name]) => {
    const value = median(reports.map((one) => one.audits[id].numericValue));
    return `${name} ${id === "cumulative-layout-shift" ? value.toFixed(3) : `${value.toFixed(0)} ms`}`;
  });
  console.log(`${title}: ${[...measures, ...scores].join(", ")}`);
  const last = reports.at(-1);
  for (const id of CATEGORIES) {
    for (const { id: audit, weight } of last.categories[id].auditRefs) {
      const { score, title: words } = last.audits[audit];
      if (weight > 0 && score !== null && score < 1) console.log(`  ${id}: ${audit} ${score.toFixed(2)} (${words})`);
    }
  }
}

const installation = await install();
const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: [...FLAGS, `--remote-debugging-port=${PORT}`],
});
try {
  await measure("sign-in", `${installation.origin}/sign-in`);
  const context = browser.contexts()[0] ?? (await browser.newContext({ ...PHONE, baseURL: installation.origin }));
  const page = await context.newPage();
  await signIn(page, "/", PHYSICIAN);
  await measure("list", `${installation.origin}/`);
} finally {
  await browser.close();
  await installation.stop();
}
