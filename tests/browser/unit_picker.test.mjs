// The unit picker of 提交: by county, page by page, 其他单位, and what was chosen lately.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes, assertCount, assertFocused, assertTexts } from "./support/becomes.mjs";
import { SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { HOSPITAL, call, joinHospital, training } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const hits = (dialog) => dialog.locator(".hits > button");
const names = (dialog) => dialog.locator(".hits > button > :first-child");

/** What the directory has of a county (by its code) on a page. */
async function listed(page, region, number) {
  const query = new URLSearchParams({ text: "", region, supervising: "false", page: String(number) });
  return call(page, "GET", `/api/units/search?${query}`);
}

/** Opens the picker of the person's one registration. */
async function openPicker(page) {
  await page.getByRole("button", { name: "提交", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "提交审核" });
  await dialog.getByRole("button", { name: "更换单位" }).click();
  await dialog.getByLabel("单位名称").waitFor();
  return dialog;
}

async function takeBack(page) {
  await page.getByText("待审核").first().waitFor();
  await page.getByRole("button", { name: "撤回" }).first().click();
  await page.getByText("待提交").first().waitFor();
}

const reviewing = async (page) => (await call(page, "GET", "/api/registrations")).rows[0].reviewing_unit;

for (const size of SIZES) {
  describe(size.name, () => {
    test("a county's units are turned over page by page; the one that was chosen stands at hand the next time", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await call(page, "POST", "/api/registrations", training({ title: "县级医院骨干医师培训" }));
      await page.reload();
      const dialog = await openPicker(page);
      // One's own first; nothing was chosen yet, and nothing is searched for.
      assert.match(await dialog.locator("button.choice").first().textContent(), new RegExp(`^${HOSPITAL}\\s*本单位$`));
      assert.equal(await dialog.getByText("最近选择").count(), 0);
      assert.equal(await hits(dialog).count(), 0);

      await dialog.getByText("按单位属地查找").click();
      await dialog.locator("summary", { hasText: "南宁市" }).click();
      await dialog.getByRole("button", { name: "青秀区", exact: true }).click();
      await dialog.getByText("单位属地：南宁市青秀区").waitFor();
      // The tree is closed again: what opened it has the focus.
      await assertFocused(dialog.locator("details.regions > summary"));
      const [first, second] = [await listed(page, "450103", 0), await listed(page, "450103", 1)];
      assert.ok(first.total > 10, "the demo's county is large enough");
      await dialog.getByText(`找到 ${first.total} 个单位`, { exact: true }).waitFor();
      const pages = Math.ceil(first.total / 10);
      await dialog.getByText(`1 / ${pages}`, { exact: true }).waitFor();
      await assertTexts(names(dialog), first.hits.map((hit) => hit.name));
      await assertBecomes(() => dialog.getByRole("button", { name: "上一页" }).isDisabled(), true);
      for (const hit of await hits(dialog).allTextContents()) assert.match(hit, /南宁市青秀区/);
      await assertAccessible(page, "the units of a county");
      await dialog.getByRole("button", { name: "下一页" }).click();
      await dialog.getByText(`2 / ${pages}`, { exact: true }).waitFor();
      await assertFocused(dialog.getByRole("button", { name: "下一页" }), "Enter turns on");
      await assertTexts(names(dialog), second.hits.map((hit) => hit.name));

      // Words narrow the county down, from the first page again.
      const chosen = second.hits.find((hit) => hit.name !== HOSPITAL);
      await dialog.getByLabel("单位名称").fill(chosen.credit_code.slice(8, 17));
      await dialog.locator("mark").first().waitFor();
      await dialog.getByText("找到 1 个单位", { exact: true }).waitFor();
      await hits(dialog).first().click();
      await dialog.getByText(chosen.name, { exact: true }).waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await takeBack(page);

      await openPicker(page);
      const recent = dialog.locator("button.choice").filter({ hasText: "最近选择" });
      await assertCount(recent, 1);
      await assertAccessible(page, "a unit that was chosen lately");
      await recent.getByText(chosen.name).click();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();
      assert.equal(await reviewing(page), chosen.name);
      assertNoComplaints(page);
      await context.close();
    });

    test("who has no unit submits to 其他单位；who finds none is told what to do", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await call(page, "POST", "/api/registrations", training({ title: "待业期间的培训" }));
      await page.reload();
      const dialog = await openPicker(page);
      await dialog.getByLabel("单位名称").fill("没有这样的单位名称");
      await dialog.getByText("没有找到。请换一个关键字，或在下面添加单位。").waitFor();
      await dialog.getByRole("button", { name: "其他单位 目前没有工作单位" }).click();
      await dialog.getByText(`这不是您所在的单位（${HOSPITAL}），请确认由该单位审核。`).waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();
      assert.equal(await reviewing(page), "其他单位");
      await page.getByText("其他单位").first().waitFor();
      assertNoComplaints(page);
      await context.close();
    });
  });
}
