// 个人学时登记流程: register, check, submit, withdraw, correct, submit again; and every mistake on the way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertAttribute, assertCount, assertValue } from "./support/becomes.mjs";
import { SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { JPEG } from "./support/files.mjs";
import { call, joinHospital } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** Fills in the manual's own row. */
async function fillTraining(page, title = "区域医师关键技术培训班") {
  await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "脱产培训、进修" });
  await page.getByLabel("认定内容", { exact: true }).fill(title);
  await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
  await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
}

/** What a screen reader says of a field beyond its name. */
const description = (field) =>
  field.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );
const saved = (page) => page.getByRole("heading", { name: "学时登记", level: 1 });

for (const size of SIZES) {
  describe(size.name, () => {
    test("a training is registered with a photo, submitted, withdrawn, corrected and submitted again", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await assertAccessible(page, "学时登记, empty");

      await page.getByRole("button", { name: "新登记培训" }).first().click();
      await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
      await assertAccessible(page, "新登记培训");
      await fillTraining(page);
      await assertValue(page.getByLabel("申请学时"), "16");
      await page.getByText("4 个半天 × 4 学时 = 16 学时").waitFor();
      await assertValue(page.getByLabel("计入年度"), "2018");

      // A figure of one's own stays; one tap takes the computed one back.
      await page.getByLabel("申请学时").fill("12");
      await page.getByLabel("结束时间", { exact: true }).fill("2018-05-09");
      await assertValue(page.getByLabel("申请学时"), "12");
      await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
      await page.getByRole("button", { name: /^按 [\d.]+ 学时填写$/ }).click();
      await assertValue(page.getByLabel("申请学时"), "16");

      await page.getByRole("button", { name: "上传附件", exact: true }).setInputFiles({ name: "结业证书.jpg", mimeType: "image/jpeg", buffer: JPEG });
      await page.getByRole("button", { name: "移除 结业证书.jpg" }).waitFor();
      await page.getByText("✓ 结业证书.jpg").waitFor();
      await page.getByLabel("本人承诺以上信息属实").check();
      await assertAccessible(page, "新登记培训, filled in");
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();
      await page.getByText("待提交").first().waitFor();

      await page.getByRole("button", { name: "提交", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("南宁市第一人民医院").waitFor();
      await dialog.getByText("共 1 条，合计 16 学时").waitFor();
      await assertAccessible(page, "提交审核");
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();

      await page.getByRole("button", { name: "撤回" }).first().click();
      await page.getByText("待提交").first().waitFor();
      await page.getByRole("link", { name: "修改" }).click();
      await page.getByRole("heading", { name: "修改", level: 1 }).waitFor();
      await assertValue(page.getByLabel("认定内容", { exact: true }), "区域医师关键技术培训班");
      await page.getByText("✓ 结业证书.jpg").waitFor();
      await page.getByLabel("证书编号").fill("桂卫培 0123");
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();
      await page.getByRole("button", { name: "提交", exact: true }).click();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByText("待审核").first().waitFor();

      await page.getByRole("link", { name: "查看" }).click();
      await page.getByRole("heading", { name: "登记详情", level: 1 }).waitFor();
      await page.getByText("桂卫培 0123").waitFor();
      const happenings = await page.getByRole("listitem").filter({ hasText: /登记|提交审核|撤回|修改/ }).count();
      assert.ok(happenings >= 5, `the timeline shows ${happenings} entries`);
      await assertAccessible(page, "登记详情");
      assertNoComplaints(page);
      await context.close();
    });

    test("every mistake is told at its field and in the summary, all at once, and nothing typed is lost", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/registrations/new");
      await page.getByRole("button", { name: "保存" }).click();
      const summary = page.getByRole("group", { name: "需要修改的地方" });
      await summary.waitFor();
      assert.match(await summary.innerText(), /有 8 处需要修改/);
      const mistakes = [
        ["认定类型", "请选择认定类型"],
        ["二级类型", "请选择二级类型"],
        ["认定内容", "请填写培训班、专利、论文等的名称"],
        ["开始时间", "请选择开始时间"],
        ["结束时间", "请选择结束时间"],
        ["申请学时", "请填写申请学时"],
        ["计入年度", "请选择计入年度"],
        ["本人承诺以上信息属实", "请勾选“本人承诺以上信息属实”"],
      ];
      for (const [label, sentence] of mistakes) {
        await assertCount(summary.getByText(sentence), 1, `${sentence} in the summary`);
        const field = page.getByLabel(label, { exact: true }).first();
        assert.match(await description(field), new RegExp(sentence), `${sentence} at its field`);
      }
      await assertAttribute(page.getByLabel("认定类型"), "aria-invalid", "true");
      await assertAccessible(page, "新登记培训 with every mistake");
      await summary.getByRole("link", { name: /培训班、专利/ }).click();
      await page.getByLabel("认定内容", { exact: true }).and(page.locator(":focus")).waitFor();

      await fillTraining(page);
      await page.getByLabel("结束时间", { exact: true }).fill("2018-05-01");
      await page.getByText("结束时间早于开始时间").first().waitFor();
      await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
      await page.getByLabel("申请学时").fill("40");
      await page.getByText(/申请学时高于参考学时（16 学时）/).first().waitFor();
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("请在这里说明原因").first().waitFor();

      // A closed tab loses nothing.
      await page.reload();
      await page.getByText("已恢复上次没有保存的内容").waitFor();
      await assertValue(page.getByLabel("认定内容", { exact: true }), "区域医师关键技术培训班");
      await assertValue(page.getByLabel("申请学时"), "40");
      await page.getByLabel("认定内容说明").fill("含线上课程 24 学时");

      // A lost connection says so, and one button goes on.
      await context.setOffline(true);
      await page.getByRole("button", { name: "保存" }).click();
      const retry = page.getByRole("button", { name: "重试" });
      await retry.waitFor();
      await assertValue(page.getByLabel("认定内容说明"), "含线上课程 24 学时");
      await context.setOffline(false);

      await retry.click();
      await saved(page).waitFor();
      const listed = await call(page, "GET", "/api/registrations");
      assert.deepEqual(listed.rows.map((row) => row.claimed_hours), [400]);
      await context.close();
    });

    test("a session that ends in the middle of the form is opened again in place, and the form is saved", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      await page.goto("/registrations/new");
      await fillTraining(page, "过期也不丢");
      await page.getByLabel("本人承诺以上信息属实").check();
      await context.clearCookies();
      await page.getByRole("button", { name: "保存" }).click();
      const reopen = page.getByRole("dialog", { name: "请重新登录" });
      await reopen.waitFor();
      const login = reopen.getByLabel("证件号码");
      if (await login.isVisible()) await login.fill(person.login);
      await reopen.getByLabel("密码", { exact: true }).fill("不是这个密码");
      await reopen.getByRole("button", { name: "继续" }).click();
      await reopen.getByText("证件号码或密码不正确").waitFor();
      await reopen.getByLabel("密码", { exact: true }).fill(person.password);
      await reopen.getByRole("button", { name: "继续" }).click();
      await saved(page).waitFor();
      const page1 = await call(page, "GET", "/api/registrations");
      assert.deepEqual(page1.rows.map((row) => row.title), ["过期也不丢"]);
      await context.close();
    });
  });
}
