// Lists that hold in the document only what is near the screen.

import assert from "node:assert/strict";

import { assertAttribute } from "./becomes.mjs";
import { PATIENCE } from "./installation.mjs";

/** Scrolls down from the top, and again, until an element is in the document. */
export async function scrollTo(page, element) {
  const end = Date.now() + PATIENCE;
  for (let place = 0; (await element.count()) === 0; ) {
    assert.ok(Date.now() < end, `${element} does not come into the document`);
    place = await page.evaluate(async (place) => {
      window.scrollTo(0, place);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const isEnd = place + window.innerHeight >= document.documentElement.scrollHeight;
      return isEnd ? 0 : place + 300;
    }, place);
  }
}

/** 加载更多: found by its class, because its words are others while it loads. */
const more = (page) => page.locator(".load-more");

/** Presses it until nothing more is there. As people do it: they scroll to it, and press it once it stands still. */
export async function loadMore(page) {
  while (await more(page).isVisible()) {
    await more(page).scrollIntoViewIfNeeded();
    await more(page).click();
    await assertAttribute(more(page), "aria-busy", "false");
  }
}

/** Nothing more is there, or is on its way. */
export const allLoaded = (page) => more(page).waitFor({ state: "hidden" });
