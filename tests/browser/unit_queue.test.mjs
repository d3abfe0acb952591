// Several at one queue: decisions are taken back, seen by the other administrator, overtaken by a move, cut off in the
// middle of a batch, and taken five hundred at a time.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { call, joinHospital, startSession, stranger, submitted } from "./support/people.mjs";
import { openReview } from "./support/review.mjs";
import { enteredAndSubmitted, unitAtWork } from "./support/units.mjs";

const NOTHING_WAITS = /没有(符合条件|待审核)的登记/;

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** What 2019 holds for the person who is signed in. */
async function specialty2019(page) {
  const totals = await call(page, "GET", "/api/totals");
  return totals.years.find((year) => year.year === 2019)?.totals.specialty ?? 0;
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("a decision is taken back while it is fresh, and a whole batch", async () => {
      const unit = await unitAtWork(installation, size, "武鸣区人民医院");
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), undefined, unit.name);
      await submitted(person.page, member, ["慢病管理学习班", "急诊急救学习班", "用药安全学习班"]);
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", unit.chief);
      await openReview(page, member.name);
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText(`已通过 ${member.name}“慢病管理学习班”`).first().waitFor();
      await assertAccessible(page, "审核，撤销");
      assert.equal(await specialty2019(person.page), 40);
      await page.getByRole("button", { name: "撤销" }).click();
      await page.getByText("已撤销 1 条，回到待审核").first().waitFor();
      assert.equal(await specialty2019(person.page), 0);

      await page.getByText("符合规则 · 3 条").waitFor();
      await page.getByRole("checkbox", { name: "全选 符合规则" }).check();
      await page.getByRole("button", { name: "批量不通过审核" }).click();
      await page.getByRole("dialog").getByLabel("审核意见").fill("请补充学时证明");
      await page.getByRole("button", { name: "确认不通过" }).click();
      await page.getByText(NOTHING_WAITS).waitFor();
      await page.getByText("已处理 3 条").waitFor();
      await page.getByRole("button", { name: "撤销" }).click();
      await page.getByText("符合规则 · 3 条").waitFor();
      const listed = await call(person.page, "GET", "/api/registrations");
      assert.deepEqual(listed.rows.map((row) => row.status), ["pending", "pending", "pending"]);
      assertNoComplaints(page);
      for (const visited of [person, unit, { context }]) await visited.context.close();
    });

    test("two administrators at one queue see each other's decisions and never decide twice", async () => {
      const unit = await unitAtWork(installation, size, "上林县人民医院", { chiefs: 2 });
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), undefined, unit.name);
      await submitted(person.page, member, ["其一", "其二", "其三"]);
      const [first, second] = [await visit(installation, size), await visit(installation, size)];
      await startSession(first.page, "/unit/", unit.chief);
      await startSession(second.page, "/unit/", unit.others[0]);
      await openReview(first.page, member.name);
      await openReview(second.page, member.name);
      await second.page.getByText("符合规则 · 3 条").waitFor();
      await first.page.getByRole("button", { name: /^通过/ }).first().click();
      await first.page.getByText("符合规则 · 2 条").waitFor();
      await second.page.getByText("其他管理员刚处理了 1 条").waitFor();
      await assertAccessible(second.page, "审核, decided by another");

      // The second one acts before the news of the next decision can reach them.
      await second.page.route("**/api/reviews/news*", (route) => route.abort());
      await first.page.getByRole("button", { name: /^通过/ }).first().click();
      await first.page.getByText("符合规则 · 1 条").waitFor();
      await second.page.getByRole("button", { name: /^通过/ }).first().click();
      await second.page.getByText("这条登记现在是“通过认定”").first().waitFor();
      await assertAccessible(second.page, "审核, overtaken");
      assert.equal(await specialty2019(person.page), 80);
      for (const visited of [first, second, person, unit]) await visited.context.close();
    });

    test("who was moved to another department is decided there, and nobody decides past it", async () => {
      const unit = await unitAtWork(installation, size, "隆安县人民医院", { departments: ["内科", "外科"] });
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), "内科", unit.name);
      await submitted(person.page, member, ["调动时在审"]);
      const [medicine, surgery] = [await visit(installation, size), await visit(installation, size)];
      await startSession(medicine.page, "/unit/", unit.of.内科);
      await openReview(medicine.page, member.name);
      await medicine.page.getByText("符合规则 · 1 条").waitFor();
      await medicine.page.route("**/api/reviews/news*", (route) => route.abort());

      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", unit.chief);
      await page.goto("/unit/people");
      await page.getByRole("button", { name: `修改 ${member.name}` }).click();
      const dialog = page.getByRole("dialog", { name: `修改 ${member.name}` });
      await dialog.getByLabel("所属部门").selectOption({ label: "外科" });
      await dialog.getByRole("button", { name: "保存" }).click();
      await page.getByText("1 条待审核的登记随之移动").waitFor();

      await medicine.page.getByRole("button", { name: /^通过/ }).first().click();
      await medicine.page.getByText(/没有找到|有改动|不在/).first().waitFor();
      assert.equal(await specialty2019(person.page), 0);
      await startSession(surgery.page, "/unit/", unit.of.外科);
      await openReview(surgery.page, member.name);
      await surgery.page.getByRole("button", { name: /^通过/ }).first().click();
      await surgery.page.getByText(NOTHING_WAITS).waitFor();
      assert.equal(await specialty2019(person.page), 40);
      for (const visited of [medicine, surgery, person, unit, { context }]) await visited.context.close();
    });

    test("an administrator who is disabled in the middle of a batch decides nothing more, and is told", async () => {
      const unit = await unitAtWork(installation, size, "马山县人民医院", { chiefs: 2 });
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), undefined, unit.name);
      await submitted(person.page, member, Array.from({ length: 30 }, (_, n) => `第 ${n + 1} 讲`));
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", unit.others[0]);
      await openReview(page, member.name);
      await page.getByText("符合规则 · 30 条").waitFor();
      await page.getByRole("checkbox", { name: "全选 符合规则" }).check();

      // Between the first request of the batch and the second.
      let requests = 0;
      await page.route("**/api/reviews/approve", async (route) => {
        requests += 1;
        if (requests === 2) await unit.disable(unit.others[0]);
        await route.continue();
      });
      await page.getByRole("button", { name: "批量通过审核（30）" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "确认通过" }).click();
      await page.getByText(/登录已过期|重新登录|刚被停用/).first().waitFor();
      await assertAccessible(page, "a batch whose administrator was disabled");
      assert.equal(await specialty2019(person.page), 25 * 40);
      const listed = await call(person.page, "GET", "/api/registrations?status=pending");
      assert.equal(listed.rows.length, 5);
      for (const visited of [person, unit, { context }]) await visited.context.close();
    });
  });
}

test("five hundred are chosen at once and approved with a result for each", async () => {
  const size = SIZES.find((one) => one !== PHONE);
  const unit = await unitAtWork(installation, size, "横州市人民医院");
  const { context, page } = await visit(installation, size);
  await startSession(page, "/unit/", unit.chief);
  const people = Array.from({ length: 25 }, () => stranger());
  assert.equal(await enteredAndSubmitted(page, unit, people), 500);

  await page.goto("/unit/review");
  await page.getByRole("heading", { name: "专业科目学时审核", level: 1 }).waitFor();
  await page.getByRole("button", { name: "加载前 500 条" }).click();
  await page.getByText("符合规则 · 500 条").waitFor();
  await page.getByRole("checkbox", { name: "全选 符合规则" }).check();
  await page.getByRole("button", { name: "批量通过审核（500）" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确认通过" }).click();
  await page.getByText("已处理 500 条").waitFor({ timeout: 120_000 });
  await page.getByText(NOTHING_WAITS).waitFor();
  const totals = await call(page, "POST", "/api/unit/totals", { year: 2019 });
  assert.deepEqual([...new Set(totals.rows.map((row) => row.totals.specialty))], [20 * 40]);
  assert.equal(totals.rows.length, people.length);
  assertNoComplaints(page);
  await context.close();
  await unit.context.close();
});
