// What a screen shows in a moment: it follows what was done to it, and what the server says, in its own time. So it is looked
// at until it is as expected; what never becomes so fails with what is there instead.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { PATIENCE } from "./installation.mjs";

const BETWEEN_LOOKS = 50;

/** `look` gives, now or in a moment, what is expected. */
export async function assertBecomes(look, expected, message) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (isDeepStrictEqual(seen, expected)) return;
    if (Date.now() > end) return assert.deepEqual(seen, expected, message);
    await pause(BETWEEN_LOOKS);
  }
}

export const assertValue = (field, text, message) => assertBecomes(() => field.inputValue(), text, message);

export const assertChecked = (box, yes, message) => assertBecomes(() => box.isChecked(), yes, message);

export const assertCount = (found, count, message) => assertBecomes(() => found.count(), count, message);

/** Of everything that is found, in order and without the blanks around it. */
export const assertTexts = (found, texts, message) =>
  assertBecomes(async () => (await found.allTextContents()).map((text) => text.trim()), texts, message);

export const assertAttribute = (element, name, text, message) =>
  assertBecomes(() => element.getAttribute(name), text, message);

export const assertFocused = (element, message) =>
  assertBecomes(() => element.evaluate((one) => one === document.activeElement), true, message);
