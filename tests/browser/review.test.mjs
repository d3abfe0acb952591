// 单位审核: approve with lower hours, reject with an opinion, and a batch of thirty of which one is lost to a race.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertValue } from "./support/becomes.mjs";
import { JPEG } from "./support/files.mjs";
import { PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, OF_MEDICINE, call, joinHospital, startSession, stranger, submitted } from "./support/people.mjs";
import { openReview } from "./support/review.mjs";
import { loadMore } from "./support/windowed.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** The detail of one registration: beside the table, or above it on a phone. */
async function openDetail(page, size) {
  await page.getByRole("button", { name: "详情" }).first().click();
  const detail = size === PHONE ? page.getByRole("dialog", { name: "登记详情" }) : page.getByRole("complementary", { name: "登记详情" });
  await detail.getByLabel("批准学时").waitFor();
  return detail;
}

/** The list grows, and stays in order for everyone, before and after. */
async function grow(page, screen) {
  await page.getByRole("button", { name: "加载更多" }).waitFor();
  await assertAccessible(page, `${screen}，加载更多`);
  await loadMore(page);
  await assertAccessible(page, `${screen}，after 加载更多`);
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("lower hours need a reason, and the person's totals show what was approved", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      await submitted(person.page, member, ["急危重症护理新进展学习班"]);
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await page.goto("/unit/");
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      await assertAccessible(page, "总览");
      await openReview(page, member.name);
      await assertAccessible(page, "专业科目学时审核");
      const detail = await openDetail(page, size);
      await detail.getByText("4 学时").first().waitFor();
      await assertAccessible(page, "审核，登记详情");

      await detail.getByLabel("批准学时").fill("5");
      await detail.getByRole("button", { name: /^通过/ }).click();
      await detail.getByText("批准学时不能超过申请学时").first().waitFor();
      await detail.getByLabel("批准学时").fill("2.5");
      await detail.getByRole("button", { name: /^通过/ }).click();
      await detail.getByText("请填写").first().waitFor();
      await detail.getByLabel("原因").fill("证书只载明 2.5 学时");
      await detail.getByRole("button", { name: /^通过/ }).click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();

      await person.page.goto("/me/query");
      await person.page.getByRole("heading", { name: "学时查询", level: 1 }).waitFor();
      await person.page.getByRole("row", { name: /2019/ }).getByText("2.5").first().waitFor();
      await assertAccessible(person.page, "学时查询");
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((year) => year.year === 2019).totals.specialty, 25);
      await person.page.getByRole("tab", { name: "培训登记详情" }).click();
      await person.page.getByText("急危重症护理新进展学习班").first().waitFor();
      await assertAccessible(person.page, "培训登记详情");
      assertNoComplaints(page);
      assertNoComplaints(person.page);
      await context.close();
      await person.context.close();
    });

    test("without an opinion nothing is rejected; the person reads it, corrects, submits again, and it is approved", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      await submitted(person.page, member, ["院内感染防控专题讲座"]);
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await openReview(page, member.name);
      await page.getByRole("button", { name: "不通过", exact: true }).first().click();
      const dialog = page.getByRole("dialog").filter({ has: page.getByLabel("审核意见") });
      await dialog.getByRole("button", { name: "确认不通过" }).click();
      await dialog.getByText("请填写审核意见").first().waitFor();
      await assertAccessible(page, "不通过 without an opinion");
      await dialog.getByLabel("审核意见").fill("请补充加盖公章的学时证明");
      await dialog.getByRole("button", { name: "确认不通过" }).click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();

      await person.page.goto("/");
      await person.page.getByText("不予认定").first().waitFor();
      await person.page.getByRole("link", { name: "查看" }).first().click();
      await person.page.getByText("请补充加盖公章的学时证明").first().waitFor();
      await person.page.getByRole("link", { name: "按意见修改" }).click();
      await person.page.getByLabel("认定内容", { exact: true }).waitFor();
      await assertAccessible(person.page, "修改");
      await person.page
        .getByRole("button", { name: "上传附件", exact: true })
        .setInputFiles({ name: "学时证明.jpg", mimeType: "image/jpeg", buffer: JPEG });
      await person.page.getByText("✓ 学时证明.jpg").waitFor();
      await person.page.getByLabel("本人承诺以上信息属实").check();
      await person.page.getByRole("button", { name: "保存" }).click();
      await person.page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      await person.page.getByRole("button", { name: "提交", exact: true }).click();
      await person.page.getByRole("dialog").getByRole("button", { name: "确认提交" }).click();
      await person.page.getByText("待审核").first().waitFor();

      await openReview(page, member.name);
      const detail = await openDetail(page, size);
      const picture = detail.getByRole("button", { name: "放大 学时证明.jpg" }).locator("img");
      await picture.waitFor();
      await page.waitForFunction((image) => image.naturalWidth === 8, await picture.elementHandle());
      await detail.getByRole("button", { name: /^通过/ }).click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((year) => year.year === 2019).totals.specialty, 40);

      await page.goto("/unit/results");
      await page.getByRole("heading", { name: "专业科目学时审核结果", level: 1 }).waitFor();
      await assertAccessible(page, "专业科目学时审核结果");
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });

    test("hours that the department lowers at the first stage are what the chief sees, and grants, at the final one", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), "内科");
      await submitted(person.page, member, ["内科新技术应用培训班"]);
      const department = await visit(installation, size);
      await startSession(department.page, "/unit/", OF_MEDICINE);
      await openReview(department.page, member.name);
      const first = await openDetail(department.page, size);
      await first.getByLabel("批准学时").fill("3");
      await first.getByLabel("原因").fill("按附件载明的学时核定");
      await first.getByRole("button", { name: /^通过/ }).click();
      await department.page.getByText(/没有(符合条件|待审核)的登记/).waitFor();

      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await openReview(page, member.name, ["/unit/final-review", "专业科目学时终审"]);
      await assertAccessible(page, "专业科目学时终审");
      await page.getByText("初审核定 3 学时").first().waitFor();
      const final = await openDetail(page, size);
      await assertValue(final.getByLabel("批准学时"), "3");
      await assertValue(final.getByLabel("原因"), "按附件载明的学时核定");
      await final.getByRole("button", { name: /^通过/ }).click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((year) => year.year === 2019).totals.specialty, 30);

      await page.goto("/unit/account");
      await page.getByRole("heading", { name: "我的账号", level: 1 }).waitFor();
      await assertAccessible(page, "我的账号");
      await page.goto("/unit/account/password");
      await page.getByRole("heading", { name: "修改密码", level: 1 }).waitFor();
      await assertAccessible(page, "修改密码");
      for (const visited of [person, department, { context, page }]) {
        assertNoComplaints(visited.page);
        await visited.context.close();
      }
    });

    test("of thirty approved at once, the one that was withdrawn meanwhile is told, and the others count", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      const titles = Array.from({ length: 30 }, (_, n) => `第 ${n + 1} 期学习班`);
      const rows = await submitted(person.page, member, titles);
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await page.goto("/unit/review");
      await grow(page, "专业科目学时审核");
      await openReview(page, member.name);
      await page.getByText("符合规则 · 30 条").waitFor();
      await page.getByRole("checkbox", { name: "全选 符合规则" }).check();
      const { id, version } = rows[16];
      await call(person.page, "POST", "/api/registrations/withdraw", { items: [{ id, version }] });
      await page.getByRole("button", { name: "批量通过审核（30）" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "确认通过" }).click();
      const report = page.getByRole("dialog").filter({ hasText: "通过 29 条，1 条未通过" });
      await report.getByText("第 17 期学习班").waitFor();
      await report.getByText(/待提交/).waitFor();
      await assertAccessible(page, "批量通过审核, result");
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((year) => year.year === 2019).totals.specialty, 29 * 40);

      await person.page.goto("/");
      await grow(person.page, "学时登记");
      await context.close();
      await person.context.close();
    });
  });
}

test("the keyboard alone goes through the queue", async () => {
  const { context, page } = await visit(installation, SIZES[1]);
  const person = await visit(installation, SIZES[1]);
  const member = await joinHospital(person.page, stranger());
  await submitted(person.page, member, ["键盘甲", "键盘乙"]);
  await startSession(page, "/unit/", CHIEF);
  await openReview(page, member.name);
  await page.getByRole("complementary", { name: "登记详情" }).getByText("键盘甲").first().waitFor();
  await page.locator("h1").focus();
  await page.keyboard.press("j");
  await page.getByRole("complementary", { name: "登记详情" }).getByText("键盘乙").first().waitFor();
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "详情" }).nth(1).waitFor({ state: "detached" });
  await page.keyboard.press("r");
  await page.getByRole("dialog").getByLabel("审核意见").fill("材料不全");
  await page.getByRole("button", { name: "确认不通过" }).click();
  await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
  const listed = await call(person.page, "GET", "/api/registrations");
  const statuses = Object.fromEntries(listed.rows.map((row) => [row.title, row.status]));
  assert.deepEqual(statuses, { 键盘甲: "rejected", 键盘乙: "approved" });
  await context.close();
  await person.context.close();
});

test("a department's administrator sees their own department only, and no final review", async () => {
  const { context, page } = await visit(installation, SIZES[1]);
  await startSession(page, "/unit/", OF_MEDICINE);
  await page.goto("/unit/");
  await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
  assert.equal(await page.getByRole("link", { name: "专业科目学时终审" }).count(), 0);
  const queue = await call(page, "POST", "/api/reviews/pending", {});
  assert.ok(queue.rows.length > 0);
  const refused = await page.request.post("/api/reviews/pending", {
    headers: { origin: installation.origin, "content-type": "application/json" },
    data: JSON.stringify({ stage: "final" }),
  });
  assert.equal(refused.status(), 404);
  await context.close();
});
