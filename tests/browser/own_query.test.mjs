// 学时查询: the years, what each is made of and what it still asks for; and 撤回 beside the review's progress.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertCount, assertTexts } from "./support/becomes.mjs";
import { DESK, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, approveSixty, call, joinHospital, startSession, submitted, training } from "./support/people.mjs";
import { completion, deliver } from "./support/platform.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const seen = ({ id, version }) => ({ id, version });

for (const size of SIZES) {
  describe(size.name, () => {
    test("two years with what they still lack; one of them chosen, and opened down to its courses", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const desk = await visit(installation, DESK);
      await startSession(desk.page, "/unit/", CHIEF);
      await approveSixty(page, person, desk.page);
      await deliver(installation.origin, [completion(person, "17")]);
      const draft = await call(page, "POST", "/api/registrations", training({ title: "区域医师关键技术培训班" }));
      const submit = await call(page, "POST", "/api/registrations/submit", { items: [seen(draft)], unit: person.unit.id });
      const pending = submit.results[0].outcome.row;
      await call(desk.page, "POST", "/api/reviews/approve", { items: [seen(pending)], approved_hours: "", reason: "" });

      await page.goto("/me/query");
      await page.getByRole("heading", { name: "学时查询", level: 1 }).waitFor();
      const table = page.getByRole("table", { name: "培训总体查询" });
      const line = (year) => table.getByRole("row").filter({ has: page.getByRole("button", { name: year, exact: true }) });
      const figures = (year) => line(year).locator("td.number");
      await line("2019").waitFor();
      await assertTexts(figures("2019"), ["17", "60", "77"]);
      await assertTexts(figures("2018"), ["0", "16", "16"]);

      // 90 hours, 60 of them 专业: 13 are missing of 2019 in whichever subject, of 2018 44 and another 30.
      await line("2019").getByRole("button").click();
      const year = (number) => page.getByRole("region", { name: `${number} 年度详细信息` });
      await year(2019).getByText("还差 任意科目 13 学时").waitFor();
      await year(2019).getByText("专业 60 / 60").waitFor();
      const specialty = year(2019).getByRole("table", { name: "专业科目" });
      await specialty.getByRole("row", { name: /全科医师规范化培训/ }).getByText("60", { exact: true }).waitFor();
      const common = year(2019).getByRole("table", { name: "公需科目" });
      await common.getByRole("row", { name: /专业技术人员职业道德/ }).getByText("17", { exact: true }).waitFor();
      await assertAccessible(page, "学时查询, a year with courses");
      await line("2018").getByRole("button").click();
      await year(2018).getByText("还差 专业 44 学时、任意科目 30 学时").waitFor();
      await assertCount(year(2019), 0);
      assert.equal(await year(2018).getByRole("table", { name: "公需科目" }).count(), 0);

      await page.getByLabel("年度", { exact: true }).selectOption("2019");
      await line("2018").waitFor({ state: "detached" });
      await year(2019).getByText("还差 任意科目 13 学时").waitFor();
      await page.getByLabel("年度", { exact: true }).selectOption({ label: "全部" });
      await line("2018").waitFor();
      // The last hours make the year.
      await deliver(installation.origin, [completion(person, "13")]);
      await page.reload();
      await line("2019").getByRole("button").click();
      await year(2019).getByText("本年度已达标").waitFor();
      assertNoComplaints(page);
      await context.close();
      await desk.context.close();
    });

    test("培训登记详情 takes a submission back and shows that it happened", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      await submitted(page, person, ["留着的培训", "要撤回的培训"]);
      await page.goto("/me/query?tab=details");
      const one = page.locator("article, tbody tr").filter({ hasText: "要撤回的培训" });
      await one.getByText("待审核").waitFor();
      await one.getByRole("button", { name: "撤回", exact: true }).click();
      await one.getByText("待提交").waitFor();
      await page.locator(".toast").getByText("已撤回 1 条").waitFor();
      await assertCount(one.getByRole("button", { name: "撤回", exact: true }), 0);
      await page.getByRole("button", { name: "审核进度 要撤回的培训" }).click();
      const steps = page.locator(".timeline li");
      await steps.filter({ hasText: "撤回" }).waitFor();
      await assertCount(steps, 3);
      await assertAccessible(page, "培训登记详情, taken back");
      const { rows } = await call(page, "GET", "/api/registrations");
      assert.deepEqual(rows.map((row) => [row.title, row.status]), [["要撤回的培训", "draft"], ["留着的培训", "pending"]]);
      assertNoComplaints(page);
      await context.close();
    });
  });
}
