// The review screens of a unit.

import { openFilters } from "./filters.mjs";

/** Opens 专业科目学时审核, or 终审, for one person's registrations. */
export async function openReview(page, name, [path, title] = ["/unit/review", "专业科目学时审核"]) {
  await page.goto(path);
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  await openFilters(page);
  await page.getByRole("searchbox", { name: "姓名" }).fill(name);
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByText(/(需要留意|符合规则) · \d+ 条/).first().waitFor();
}
