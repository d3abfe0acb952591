// 单位登记: for somebody who is unknown so far, who then takes the account with a code; 导入 with every kind of mistake;
// 学时查询 with its exports.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { assertAccessible } from "./support/axe.mjs";
import { JPEG } from "./support/files.mjs";
import { DESK, PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, PASSWORD, call, signIn, stranger } from "./support/people.mjs";

const FIXTURES = new URL("../../sheets/tests/fixtures/", import.meta.url);
const fixture = (name) => fileURLToPath(new URL(name, FIXTURES));

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
      await signIn(page, "/unit/", CHIEF);
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
      await page.getByRole("button", { name: "发放激活码" }).click();
      const code = await page.locator(".one-time-code").innerText();
      assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      await assertAccessible(page, "激活码");
      await page.getByRole("link", { name: "返回列表" }).click();
      await page.getByText("单位登记的讲座").first().waitFor();
      await assertAccessible(page, "专业科目学时登记");

      const guest = await visit(installation, size);
      await guest.page.goto("/unit/activate");
      await guest.page.getByLabel("证件号码").fill(person.login);
      await guest.page.getByLabel("激活码").fill("0000-0000");
      await guest.page.getByLabel("手机号").fill(person.mobile);
      await guest.page.getByLabel("设置密码").fill(PASSWORD);
      await guest.page.getByRole("button", { name: "激活并登录" }).click();
      await guest.page.getByText("激活码不正确").first().waitFor();
      await assertAccessible(guest.page, "激活账号 with a wrong code");
      await guest.page.getByLabel("激活码").fill(code.toLowerCase());
      await guest.page.getByRole("button", { name: "激活并登录" }).click();
      await guest.page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      await guest.page.getByText("单位登记的讲座").first().waitFor();

      await page.getByRole("checkbox", { name: `选择 ${person.name} 单位登记的讲座` }).check();
      await page.getByRole("button", { name: "批量提交审核" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();
      const queue = await call(page, "POST", "/api/reviews/pending", { name: person.name, entered_by_unit: true });
      assert.deepEqual(queue.rows.map((row) => row.title), ["单位登记的讲座"]);
      assertNoComplaints(page);
      assertNoComplaints(guest.page);
      await context.close();
      await guest.context.close();
    });

    test("学时查询 shows who fulfils the year, and exports all of them", async () => {
      const { context, page } = await visit(installation, size);
      await signIn(page, "/unit/", CHIEF);
      await page.goto("/unit/hours");
      await page.getByText("达标").first().waitFor();
      await assertAccessible(page, "全学时查询");
      const csv = await downloaded(page, "导出 csv");
      const lines = csv.toString("utf8").trim().split("\r\n");
      assert.ok(lines[0].endsWith("达标情况"));
      assert.ok(lines.length > 50, "more than a page");
      const xlsx = await downloaded(page, "导出 xlsx");
      assert.equal(xlsx.subarray(0, 2).toString(), "PK");
      await page.goto("/unit/specialty-hours");
      await page.getByRole("heading", { name: "专业科目学时查询", level: 1 }).waitFor();
      await page.getByText("韦").first().waitFor();
      await assertAccessible(page, "专业科目学时查询");
      assertNoComplaints(page);
      await context.close();
    });
  });
}

for (const [size, file] of [
  [DESK, "program.xlsx"],
  [PHONE, "library.xlsx"],
]) {
  test(`${file}: mistakes are shown by cell, corrected in place, and a repeat adds nothing twice (${size.name})`, async () => {
    const { context, page } = await visit(installation, size);
    await signIn(page, "/unit/", CHIEF);
    await page.goto("/unit/registrations/import");
    await page.getByRole("heading", { name: "导入学员培训信息", level: 1 }).waitFor();
    const template = await downloaded(page, "下载导入模板");
    assert.equal(template.subarray(0, 2).toString(), "PK");
    await page.getByLabel("选择导入文件").setInputFiles({ name: "假的.xlsx", mimeType: "", buffer: Buffer.from("%PDF-1.4") });
    await page.getByText("这不是 xlsx 文件").first().waitFor();
    await page.getByLabel("选择导入文件").setInputFiles(fixture(file));
    await page.getByText("共 19 行 · 可以导入 4 · 需要修改 15").waitFor();
    await assertAccessible(page, "导入, checked");
    const line = page.getByRole("article").filter({ hasText: "第 10 行" });
    await line.getByText("请填写培训班、专利、论文等的名称").waitFor();
    await line.getByLabel("认定内容").fill(`补上的名称 ${size.name}`);
    await line.getByLabel("认定内容").blur();
    await page.getByText("可以导入 5 · 需要修改 14").waitFor();
    await page.getByRole("button", { name: "确定导入 (5 行)" }).click();
    await page.getByText("请勾选“本单位承诺以上信息属实”").waitFor();
    await page.getByLabel("本单位承诺以上信息属实").check();
    await page.getByRole("button", { name: "确定导入 (5 行)" }).click();
    await page.getByText(/导入完成/).waitFor();
    await assertAccessible(page, "导入, done");
    const failed = await downloaded(page, "下载需要修改的行");
    assert.equal(failed.subarray(0, 2).toString(), "PK");

    await page.getByLabel("选择导入文件").setInputFiles(fixture(file));
    await page.getByText("共 19 行 · 可以导入 4 · 需要修改 15").waitFor();
    await page.getByLabel("本单位承诺以上信息属实").check();
    await page.getByRole("button", { name: "确定导入 (4 行)" }).click();
    await page.getByText(/导入完成:新登记 0 行,原已在系统中 4 行/).waitFor();
    assertNoComplaints(page);
    await context.close();
  });
}

async function downloaded(page, button) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFile(await download.path());
}
