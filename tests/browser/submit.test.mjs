// 提交审核 to the right unit among thousands: search, region, 其他单位, 添加单位, 主管部门; then 学时查询 with its export.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { downloaded } from "./support/files.mjs";
import { SIZES, assertNoComplaints, install, order, visit } from "./support/installation.mjs";
import { unzip } from "./support/workbook.mjs";
import { HOSPITAL, call, creditCode, joinHospital, training } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("a registration goes to a supervising department, comes back, and goes to a unit that was missing", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await call(page, "POST", "/api/registrations", training({ title: "县级医院骨干医师培训" }));
      await page.reload();
      await page.getByRole("checkbox", { name: "选择 县级医院骨干医师培训" }).check();
      await page.getByRole("button", { name: "提交至主管部门审核" }).click();
      const dialog = page.getByRole("dialog");
      // None but departments that may review for others are offered.
      await dialog.getByLabel("单位名称").fill(HOSPITAL);
      await dialog.getByText("没有找到这个主管部门。请换一个关键字。").waitFor();
      await dialog.getByLabel("单位名称").fill("南宁市人力资源");
      await dialog.locator("mark", { hasText: "南宁市人力资源" }).first().waitFor();
      await dialog.getByText(/找到 \d+ 个单位/).waitFor();
      await dialog.getByRole("button").filter({ hasText: "南宁市人力资源和社会保障局" }).first().click();
      await dialog.getByText("共 1 条，合计 16 学时").waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();
      await page.getByText("南宁市人力资源和社会保障局").first().waitFor();

      await page.getByRole("button", { name: "撤回" }).first().click();
      await page.getByText("待提交").first().waitFor();
      await page.getByRole("button", { name: "提交", exact: true }).click();
      await dialog.getByRole("button", { name: "更换单位" }).click();
      await dialog.getByText("按单位属地查找").click();
      await assertAccessible(page, "更换单位");
      await dialog.getByRole("button", { name: /其他单位/ }).waitFor();
      await dialog.getByRole("button", { name: "添加单位" }).click();
      const name = `宾阳县新办医院${order(size)}`;
      const code = creditCode(`12450126MA5P${order(size)}X`);
      await dialog.getByLabel("单位名称").last().fill(name);
      await dialog.getByLabel("统一社会信用代码").fill(code.slice(0, 17) + (code.endsWith("0") ? "1" : "0"));
      await dialog.getByRole("button", { name: /^(添加|保存|确认添加)/ }).last().click();
      await dialog.getByRole("group", { name: "需要修改的地方" }).waitFor();
      await dialog.getByLabel("统一社会信用代码").fill(code);
      await dialog.getByRole("button", { name: /^(添加|保存|确认添加)/ }).last().click();
      await dialog.getByText(/这不是您所在的单位/).waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();
      const listed = await call(page, "GET", "/api/registrations");
      assert.equal(listed.rows[0].reviewing_unit, name);
      assertNoComplaints(page);
      await context.close();
    });

    test("学时查询 shows the review's progress and exports what it lists, safe from formulas", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await call(page, "POST", "/api/registrations", training({ title: "=HYPERLINK(\"http://elsewhere.test\")" }));
      await call(page, "POST", "/api/registrations", training({ title: "第二条", start: "2019-05-07T00:00", end: "2019-05-09T00:00", credited_year: "2019" }));
      await page.goto("/me/query");
      await page.getByRole("tab", { name: "培训登记详情" }).click();
      await page.getByText("第二条").first().waitFor();
      await page.getByRole("button", { name: /进度/ }).first().click();
      await page.getByText("登记", { exact: true }).first().waitFor();
      await page.getByLabel("年度").last().selectOption("2019");
      await page.getByRole("button", { name: "查询", exact: true }).click();
      await page.getByText("HYPERLINK").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "重置" }).click();
      await page.getByText("HYPERLINK").first().waitFor();
      const text = (await downloaded(page, "导出 csv")).bytes.toString();
      assert.ok(text.startsWith("\uFEFF"), "spreadsheets read it as UTF-8");
      const lines = text.trim().split("\r\n");
      assert.equal(lines.length, 3);
      assert.match(lines[0], /年度.*姓名.*证件号码.*认定内容.*开始时间.*结束时间.*申请学时.*批准学时.*培训认定类型.*审核状态/);
      assert.ok(text.includes("'=HYPERLINK"), "a formula is text");
      const parts = unzip((await downloaded(page, "导出 Excel")).bytes);
      assert.match(parts["xl/sharedStrings.xml"], /培训认定类型.*审核状态.*HYPERLINK/s);
      assert.doesNotMatch(parts["xl/worksheets/sheet1.xml"], /<f>[^<]*HYPERLINK/, "a formula is text");
      assertNoComplaints(page);
      await context.close();
    });
  });
}
