// What axe finds on a screen: nothing, or the errand fails with where and why.

import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";

import { complaintsOf } from "./installation.mjs";

export async function assertAccessible(page, screen) {
  const complaints = complaintsOf.get(page) ?? [];
  const before = complaints.length;
  const { violations } = await new AxeBuilder({ page }).analyze();
  // axe itself tries inline styles, which the content security policy forbids.
  complaints.length = before;
  const found = violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.html).join(" | ")}`);
  assert.deepEqual(found, [], `axe on ${screen}`);
}
