// What axe finds on a screen: nothing, or the test fails with where and why.

import assert from "node:assert/strict";

import axe from "axe-core";

import { complaintsOf } from "./installation.mjs";

export async function assertAccessible(page, screen) {
  const complaints = complaintsOf.get(page) ?? [];
  const before = complaints.length;
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  // Of what is as it should be nothing is written down.
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  // axe itself tries inline styles, which the content security policy forbids.
  complaints.length = before;
  const found = violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.html).join(" | ")}`);
  assert.deepEqual(found, [], `axe on ${screen}`);
}
