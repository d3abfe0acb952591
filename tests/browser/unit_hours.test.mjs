// 单位登记: for somebody who is unknown so far, who then takes the account with a code; decisions that are taken back; two
// administrators at one queue; 学时查询 with its export.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { JPEG, downloaded } from "./support/files.mjs";
import { SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, PASSWORD, PHYSICIAN, call, startSession, stranger } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** Fills in 新登记培训 but for whom it is about. */
async function fillClaim(page, title) {
  await page.getByLabel("认定类型", { exact: true }).selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "专题讲座" });
  await page.getByLabel("认定内容", { exact: true }).fill(title);
  await page.getByLabel("开始时间", { exact: true }).fill("2026-05-07");
  await page.getByLabel("结束时间", { exact: true }).fill("2026-05-08");
  await page.getByLabel("本人承诺以上信息属实").check();
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("the unit registers for somebody unknown, who takes the account with a code and sees it", async () => {
      const person = stranger();
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await page.goto("/unit/registrations");
      await page.getByRole("heading", { name: "专业科目学时登记", level: 1 }).waitFor();
      await page.getByRole("link", { name: "新登记培训" }).click();
      await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).waitFor();
      await assertAccessible(page, "新登记培训 with every mistake");
      await page.getByLabel("证件号码").fill(person.login);
      await page.getByText("还没有这个人员的档案").waitFor();
      await page.getByLabel("姓名").fill(person.name);
      await fillClaim(page, "单位登记的讲座");
      await page
        .getByRole("button", { name: "上传附件", exact: true })
        .setInputFiles({ name: "学时证明.jpg", mimeType: "image/jpeg", buffer: JPEG });
      await page.getByText("✓ 学时证明.jpg").waitFor();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("button", { name: "生成启用码" }).click();
      const code = (await page.locator(".code").textContent()).trim();
      await assertAccessible(page, "启用码");
      await page.getByRole("link", { name: "返回列表" }).click();
      await page.getByText("单位登记的讲座").first().waitFor();
      await assertAccessible(page, "专业科目学时登记");

      const guest = await visit(installation, size);
      await guest.page.goto("/unit/code");
      await guest.page.getByLabel("证件号码").fill(person.login);
      await guest.page.getByLabel("启用码或重置码").fill(code);
      await guest.page.getByLabel("新密码", { exact: true }).fill(PASSWORD);
      await guest.page.getByRole("button", { name: "设置密码并登录" }).click();
      await guest.page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      await guest.page.getByText("单位登记的讲座").first().waitFor();

      await page.getByRole("checkbox", { name: `选择 ${person.name} 单位登记的讲座` }).check();
      await page.getByRole("button", { name: "批量提交审核" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "确认提交" }).click();
      const entered = page.locator("tbody tr, article").filter({ hasText: person.name });
      await entered.getByText("待审核").waitFor();
      const queue = await call(page, "POST", "/api/reviews/pending", { name: person.name, entered_by_unit: true });
      assert.deepEqual(queue.rows.map((row) => row.title), ["单位登记的讲座"]);
      assertNoComplaints(page);
      assertNoComplaints(guest.page);
      await context.close();
      await guest.context.close();
    });

    test("学时查询 shows who fulfils the year, and exports all of them", async () => {
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await page.goto("/unit/hours");
      await page.getByText("达标").first().waitFor();
      await assertAccessible(page, "全学时查询");
      const csv = await downloaded(page, "导出 csv");
      const lines = csv.bytes.toString("utf8").trim().split("\r\n");
      assert.ok(lines[0].endsWith("达标情况"));
      assert.ok(lines.length > 50, "more than a page");
      await page.goto("/unit/specialty-hours");
      await page.getByRole("heading", { name: "专业科目学时查询", level: 1 }).waitFor();
      await page.getByLabel("姓名").fill(PHYSICIAN.name);
      await page.getByRole("button", { name: "查询" }).click();
      const line = page.locator("tbody tr, article").filter({ hasText: PHYSICIAN.name });
      await line.waitFor();
      assert.equal(await line.getByText("公需").count(), 0, "specialty hours only");
      await assertAccessible(page, "专业科目学时查询");
      assertNoComplaints(page);
      await context.close();
    });
  });
}
