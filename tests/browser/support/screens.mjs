// What every screen owes everyone: by day, by night and in large text; to eyes, to screen readers and to fingers.

import assert from "node:assert/strict";

import { assertAccessible } from "./axe.mjs";
import { PHONE } from "./installation.mjs";

export const MODES = [
  { name: "by day", options: { colorScheme: "light" } },
  { name: "by night", options: { colorScheme: "dark" } },
  { name: "in large text", options: { colorScheme: "light" }, large: true },
];

const CONTROLS = [
  "button",
  "a.button",
  "a.back",
  "nav a",
  ".message a",
  ".error-summary a",
  "p.center > a",
  ":is(h2, h3) > a",
  "summary",
  "select",
  "textarea",
  "input:not(.hidden-text, [hidden])",
].join(", ");

/**
 * What a finger would miss: controls that are lower or narrower than 44 px. What has a label may be hit there as well, and
 * a radio button or a box is nothing but its label's row.
 */
const missedByFinger = (page) =>
  page.evaluate((controls) => {
    const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
    const fits = (one) => {
      const { width, height } = one.getBoundingClientRect();
      return width >= 43.5 && height >= 43.5;
    };
    // Behind a modal dialog nothing can be touched.
    const within = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
    const seen = [...within.querySelectorAll(controls)].filter(isSeen);
    const missed = seen.filter((one) => ![one, ...(one.labels ?? [])].some(fits));
    return missed.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return `${Math.round(width)} × ${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`;
    });
  }, CONTROLS);

/** Large text is remembered by the device; to be said before the first screen. */
export async function setMode(page, mode) {
  if (mode.large) await page.addInitScript(() => localStorage.setItem("xueshi/text", "large"));
}

/** Of the screen as it stands, on a phone. */
export async function assertScreen(page, screen, mode) {
  if (mode.large) assert.equal(await page.locator("html").getAttribute("data-text"), "large", screen);
  await assertAccessible(page, `${screen} ${mode.name}`);
  assert.deepEqual(await missedByFinger(page), [], `${screen} ${mode.name}: controls that a finger misses`);
  // A phone's browser zooms out of what is too wide, so its own inner width tells nothing.
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= PHONE.viewport.width, `${screen} ${mode.name} is ${width} px wide`);
}

/** Of screens that have addresses. */
export async function assertScreens(page, paths, mode) {
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.locator(".skeleton").first().waitFor({ state: "detached" });
    await assertScreen(page, path, mode);
  }
}
