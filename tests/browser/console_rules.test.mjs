// When hours may be registered and by which rules, as an operator sets it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertAttribute, assertTexts, assertValue } from "./support/becomes.mjs";
import { day, installConsole, open } from "./support/console.mjs";
import { downloaded } from "./support/files.mjs";
import { DESK, PHONE, SIZES, assertNoComplaints, visit } from "./support/installation.mjs";
import { call, joinHospital, training } from "./support/people.mjs";

let installation;
let working;
before(async () => {
  ({ installation, working } = await installConsole());
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("a year is opened and closed for everyone", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/windows", "学时登记开放");
      await assertAccessible(page, "学时登记开放");
      const year = size === PHONE ? "2017" : "2016";
      await page.getByRole("button", { name: `修改 ${year} 年度` }).click();
      const dialog = page.getByRole("dialog", { name: `${year} 年度的登记开放时间` });
      await dialog.getByLabel("开放日期").fill(`${year}-02-01`);
      await dialog.getByLabel("截止日期").fill(`${year}-01-31`);
      await dialog.getByRole("button", { name: "保存" }).click();
      await dialog.getByText("截止日期不能早于开放日期").first().waitFor();
      await assertAccessible(page, "学时登记开放 with a mistake");
      await dialog.getByLabel("截止日期").fill("2020-01-31");
      await dialog.getByRole("button", { name: "保存" }).click();
      const row = page.getByRole("row", { name: new RegExp(`^${year}`) });
      await row.getByText("2020-01-31").waitFor();
      await row.getByText("✕ 关闭").waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("a year that ends while somebody fills in the form: they are told when it was open, and lose nothing", async () => {
      const year = size === PHONE ? "2020" : "2021";
      const person = await visit(installation, size);
      await joinHospital(person.page);
      const form = person.page;
      await form.goto("/registrations/new");
      await form.getByLabel("认定类型").selectOption({ label: "培训进修类" });
      await form.getByLabel("二级类型").selectOption({ label: "专题讲座" });
      await form.getByLabel("认定内容", { exact: true }).fill("截止前没来得及保存");
      await form.getByLabel("开始时间", { exact: true }).fill(`${year}-05-07`);
      await form.getByLabel("结束时间", { exact: true }).fill(`${year}-05-07`);
      await form.getByLabel("认定内容说明").fill("上午听课，下午讨论");
      await form.getByLabel("本人承诺以上信息属实").check();

      const { context, page } = await working(size);
      const close = async (last) => {
        await open(page, "/operator/windows", "学时登记开放");
        await page.getByRole("button", { name: `修改 ${year} 年度` }).click();
        const dialog = page.getByRole("dialog", { name: `${year} 年度的登记开放时间` });
        await dialog.getByLabel("开放日期").fill(`${year}-01-01`);
        await dialog.getByLabel("截止日期").fill(last);
        await dialog.getByRole("button", { name: "保存" }).click();
        await page.getByText(`${year} 年度的登记开放时间已保存`).first().waitFor();
      };
      await close("2022-01-31");
      await form.getByRole("button", { name: "保存" }).click();
      const summary = form.getByRole("group", { name: "需要修改的地方" });
      const words = `${year} 年度的登记时间为 ${year}-01-01 至 2022-01-31，现已关闭`;
      await summary.getByText(words).waitFor();
      await assertAttribute(form.getByLabel("计入年度"), "aria-invalid", "true");
      await assertValue(form.getByLabel("认定内容", { exact: true }), "截止前没来得及保存");
      await assertValue(form.getByLabel("认定内容说明"), "上午听课，下午讨论");
      await assertAccessible(form, "新登记培训 of a year that has ended");
      await form.reload();
      await form.getByText("已恢复上次没有保存的内容").waitFor();
      await assertValue(form.getByLabel("认定内容说明"), "上午听课，下午讨论");
      await close("");
      await form.reload();
      await form.getByText("已恢复上次没有保存的内容").waitFor();
      await form.getByRole("button", { name: "保存" }).click();
      await form.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      const { rows } = await call(form, "GET", "/api/registrations");
      assert.deepEqual(rows.map((row) => [row.title, row.credited_year]), [["截止前没来得及保存", Number(year)]]);
      assertNoComplaints(page);
      assertNoComplaints(form);
      await context.close();
      await person.context.close();
    });
  });
}

test("a new version of the rules is checked, compared and published", async () => {
  const { context, page } = await working(DESK);
  await open(page, "/operator/rules", "认定标准");
  await page.getByText("✓ 使用中").waitFor();
  await page.getByRole("link", { name: "第 1 版" }).click();
  await page.getByRole("heading", { name: "认定标准第 1 版", level: 1 }).waitFor();
  await page.getByText("每半天 4 学时").first().waitFor();
  await assertAccessible(page, "one version of the rules");
  const file = await downloaded(page, "下载 JSON 文件");
  const rules = JSON.parse(file.bytes.toString());
  rules.categories[0].subcategories[0].suggestion = { kind: "fixed", hours: -1 };
  rules.effective_from = day(0);
  await open(page, "/operator/rules/publish", "发布新版本");
  const choose = (text) =>
    page.getByLabel("选择 JSON 文件").setInputFiles({ name: "新.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await choose("{,}");
  await page.getByText("不是正确的 JSON").waitFor();
  await choose(JSON.stringify(rules, null, 1));
  await page.getByText("有 2 处需要修改").waitFor();
  await page.getByText(/脱产培训、进修：hours/).waitFor();
  await assertAccessible(page, "发布新版本 with mistakes");
  await page.getByRole("button", { name: "发布第 2 版" }).click();
  await page.getByText("请先修改上面列出的地方").waitFor();
  rules.categories[0].subcategories[0].suggestion = { kind: "fixed", hours: 8 };
  rules.categories[0].subcategories.push({ code: "training.drill", name: "技能演练", suggestion: { kind: "none" }, evidence: ["证明"] });
  await choose(JSON.stringify(rules, null, 1));
  await page.getByLabel("生效日期").fill(day(40));
  await page.getByText("有 2 处变化").waitFor();
  await page.getByText("参考学时：每半天 4 学时 → 8 学时").waitFor();
  await page.getByText("培训进修类-技能演练").waitFor();
  await assertAccessible(page, "发布新版本, compared");
  await page.getByRole("button", { name: "发布第 2 版" }).click();
  const dialog = page.getByRole("dialog", { name: "发布认定标准" });
  await dialog.getByText(day(40)).waitFor();
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  await page.getByRole("heading", { name: "认定标准", level: 1 }).waitFor();
  await page.getByText("◷ 待生效").waitFor();
  // Until that day registrations are claimed under the version of today, and say so.
  const person = await visit(installation, DESK);
  await joinHospital(person.page);
  const claimed = await call(person.page, "POST", "/api/registrations", training());
  await person.page.goto(`/registrations/${claimed.id}`);
  const fact = person.page.locator("dl.facts > div").filter({ hasText: "认定标准" });
  await assertTexts(fact.locator("dd"), ["第 1 版"]);
  await person.context.close();
  assertNoComplaints(page);
  await context.close();
});
