// What axe finds on a screen: nothing, or the errand fails with where and why.

import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";

export async function assertAccessible(page, screen) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.html).join(" | ")}`);
  assert.deepEqual(found, [], `axe on ${screen}`);
}
