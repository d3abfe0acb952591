// The filters of a list.

import { PHONE } from "./installation.mjs";

/** Opens them: on a phone they are behind a button. */
export async function openFilters(page) {
  if (page.viewportSize().width === PHONE.viewport.width) await page.getByRole("button", { name: "筛选" }).click();
}
