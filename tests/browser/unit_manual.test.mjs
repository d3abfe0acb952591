// The manual's part 二, whole and in its order: the unit's account, its administrators and departments, 登记, 审核, 学时查询.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertValue } from "./support/becomes.mjs";
import { JPEG } from "./support/files.mjs";
import { PHONE, SIZES, assertNoComplaints, install, order, visit } from "./support/installation.mjs";
import { PASSWORD, call, creditCode, joinHospital, signIn, stranger, submitted } from "./support/people.mjs";
import { OWN_PASSWORD, choose, firstSignIn, signOut, verify } from "./support/units.mjs";
import { scrollTo } from "./support/windowed.mjs";
import { trainings, workbook } from "./support/workbook.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

async function appoint(page, person, department) {
  await page.getByRole("button", { name: "新增管理员" }).click();
  const dialog = page.getByRole("dialog", { name: "新增管理员" });
  await dialog.getByRole("button", { name: "保存" }).click();
  await dialog.getByRole("group", { name: "需要修改的地方" }).getByText("请填写手机号").waitFor();
  await assertAccessible(page, "新增管理员 with mistakes");
  await dialog.getByLabel("身份证号").fill(person.login);
  await dialog.getByLabel("姓名").fill(person.name);
  await dialog.getByLabel("联系电话").fill(person.mobile);
  if (department) await dialog.getByLabel("管理部门").selectOption({ label: department });
  await dialog.getByLabel("分管工作").fill("继续教育");
  await dialog.getByRole("button", { name: "保存" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText(person.name).first().waitFor();
}

/** 新登记培训 by the unit for somebody who has no account yet. */
async function enter(page, person, title) {
  await page.getByRole("link", { name: "新登记培训" }).click();
  await page.getByLabel("证件号码").fill(person.login);
  await page.getByText("还没有这个人员的档案").waitFor();
  await page.getByLabel("姓名").fill(person.name);
  await page.getByLabel("认定类型", { exact: true }).selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "专题讲座" });
  await page.getByLabel("认定内容", { exact: true }).fill(title);
  await page.getByLabel("开始时间", { exact: true }).fill("2026-05-07");
  await page.getByLabel("结束时间", { exact: true }).fill("2026-05-08");
  await page
    .getByRole("button", { name: "上传附件", exact: true })
    .setInputFiles({ name: "学时证明.jpg", mimeType: "image/jpeg", buffer: JPEG });
  await page.getByText("✓ 学时证明.jpg").waitFor();
  await page.getByLabel("本人承诺以上信息属实").check();
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText(`已保存“${title}”`).first().waitFor();
  await page.getByRole("link", { name: "返回列表" }).click();
  await page.getByText(title).first().waitFor();
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("a unit that is listed already waits until it is confirmed", async () => {
      const { context, page } = await visit(installation, size);
      await page.goto("/unit/sign-up");
      await page.getByRole("heading", { name: "单位注册", level: 1 }).waitFor();
      const { hits } = await call(page, "GET", `/api/units/search?text=${encodeURIComponent("中学")}&supervising=false&page=0`);
      const listed = hits[size === PHONE ? 0 : 1];
      await page.getByLabel("统一社会信用代码").fill(listed.credit_code);
      await page.getByLabel("单位名称").fill(listed.name);
      await page.getByLabel("联系人").fill("黄锋");
      await page.getByLabel("联系电话").fill("13800138000");
      await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "注册", exact: true }).click();
      await page.getByRole("heading", { name: "已提交，待平台管理员确认" }).waitFor();
      await assertAccessible(page, "a sign-up that waits");
      await page.getByRole("link", { name: "登录", exact: true }).click();
      await page.getByLabel("统一社会信用代码").fill(listed.credit_code);
      await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByRole("main").getByText("待平台管理员确认").waitFor();
      await context.close();
    });

    test("from the unit's own account to the chief's final review", async () => {
      const { context, page } = await visit(installation, size);
      const name = `宾阳县人民医院${order(size)}`;
      const code = creditCode(`12450126MA5Q${order(size)}X`);
      await page.goto("/unit/sign-in?role=unit");
      await page.getByRole("link", { name: "单位注册" }).click();
      await page.getByRole("heading", { name: "单位注册", level: 1 }).waitFor();
      await page.getByRole("button", { name: "注册", exact: true }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText("请填写姓名").waitFor();
      await assertAccessible(page, "单位注册 with mistakes");
      await page.getByLabel("统一社会信用代码").fill(code);
      await assertValue(page.getByLabel("单位属地"), "450126");
      await page.getByLabel("单位名称").fill(name);
      await page.getByLabel("联系人").fill("黄锋");
      await page.getByLabel("联系电话").fill("13800138000");
      await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "注册", exact: true }).click();

      // 单位信息维护: 终审 on.
      await page.getByRole("heading", { name: "单位信息维护", level: 1 }).waitFor();
      await page.getByText("待平台核实").waitFor();
      await assertAccessible(page, "单位信息维护");
      await page.getByLabel("开启终审").check();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("单位信息已保存").waitFor();
      await verify(installation, (await call(page, "GET", "/api/session")).unit.id);

      // (四) 2. 单位部门管理, then 1. 单位管理员管理.
      await choose(page, size, "单位部门管理");
      await page.getByText("还没有部门").waitFor();
      await assertAccessible(page, "单位部门管理, empty");
      for (const department of ["人力资源部", "财务部"]) {
        await page.getByRole("button", { name: "新增部门" }).click();
        const dialog = page.getByRole("dialog", { name: "新增部门" });
        await dialog.getByLabel("部门名称").fill(department);
        await dialog.getByRole("button", { name: "保存" }).click();
        await page.getByRole("rowheader", { name: department }).waitFor();
      }
      await assertAccessible(page, "单位部门管理");
      await choose(page, size, "单位管理员管理");
      const [chief, second] = [stranger(), stranger()];
      await appoint(page, chief, null);
      await appoint(page, second, "财务部");
      await page.getByText("总管理员").first().waitFor();
      await assertAccessible(page, "单位管理员管理");
      await page.getByRole("button", { name: `删除 ${chief.name}` }).click();
      const dialog = page.getByRole("dialog", { name: "删除管理员" });
      await dialog.getByRole("button", { name: "删除", exact: true }).click();
      await dialog.getByText("这是最后一位可登录的总管理员").waitFor();
      await assertAccessible(page, "the last chief stays");
      await dialog.getByRole("button", { name: "取消" }).click();
      await signOut(page, size);

      // (一) 1. 逐条登记: somebody whom nobody knows yet.
      await firstSignIn(page, chief);
      await assertAccessible(page, "总览");
      await choose(page, size, "专业科目学时登记");
      await page.getByText("单位还没有登记过").waitFor();
      await assertAccessible(page, "专业科目学时登记, empty");
      const unknown = stranger();
      await enter(page, unknown, "单位组织的讲座");

      // 2. 批量登记: a file.
      await page.getByRole("link", { name: "导入学员培训信息" }).click();
      await page.getByRole("heading", { name: "导入学员培训信息", level: 1 }).waitFor();
      const file = { name: "培训.xlsx", mimeType: "", buffer: workbook(trainings(12, "批量登记", size === PHONE ? "701" : "702")) };
      await page.getByLabel("选择导入文件").setInputFiles(file);
      await page.getByText("共 12 行 · 可以导入 12").waitFor();
      await page.getByLabel("本单位承诺以上信息属实").check();
      await page.getByRole("button", { name: "确定导入（12 行）" }).click();
      await page.getByText("导入完成：新登记 12 行").first().waitFor();

      // 3. 查看、修改、删除.
      await choose(page, size, "专业科目学时登记");
      const entered = (title) => page.locator("tbody tr, article").filter({ hasText: title });
      await entered("批量登记 第 12 期").getByRole("button", { name: "查看" }).click();
      const detail = page.getByRole("dialog", { name: "登记详情" });
      await detail.getByText("审核进度").waitFor();
      await assertAccessible(page, "专业科目学时登记，查看");
      await page.keyboard.press("Escape");
      await detail.waitFor({ state: "hidden" });
      await entered("批量登记 第 12 期").getByRole("link", { name: "修改" }).click();
      await page.getByLabel("认定内容", { exact: true }).fill("改过的培训");
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await entered("改过的培训").first().waitFor();
      await entered("批量登记 第 11 期").getByRole("button", { name: "删除" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "删除", exact: true }).click();
      await entered("批量登记 第 11 期").waitFor({ state: "detached" });

      // 4. 提交审核: to the unit itself, to a supervising department, and one is deleted among several.
      await page.getByRole("checkbox", { name: /选择 .* 批量登记 第 10 期/ }).check();
      await page.getByRole("button", { name: "提交至主管部门审核" }).click();
      const submission = page.getByRole("dialog");
      await submission.getByLabel("单位名称").fill("南宁市人力资源和社会保障局");
      await submission.getByRole("button", { name: /^南宁市人力资源和社会保障局/ }).first().click();
      await submission.getByRole("button", { name: "确认提交" }).click();
      await entered("批量登记 第 10 期").getByText("待审核").waitFor();
      await page.getByRole("checkbox", { name: /选择 .* 批量登记 第 9 期/ }).check();
      await page.getByRole("button", { name: "批量删除" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "删除", exact: true }).click();
      await entered("批量登记 第 9 期").waitFor({ state: "detached" });
      for (const title of ["批量登记 第 3 期", "批量登记 第 2 期", "批量登记 第 1 期", "单位组织的讲座"]) {
        const box = page.getByRole("checkbox", { name: new RegExp(`选择 .* ${title}$`) });
        await scrollTo(page, box);
        await box.check();
      }
      await page.getByRole("button", { name: "批量提交审核" }).click();
      await page.getByRole("dialog").getByText("共 4 条").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "确认提交" }).click();
      await scrollTo(page, entered("单位组织的讲座"));
      await entered("单位组织的讲座").getByText("待审核").waitFor();
      await assertAccessible(page, "专业科目学时登记, submitted");
      await signOut(page, size);

      // A professional of the department registers and submits.
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), undefined, name);
      const [row] = await submitted(person.page, member, ["财务人员继续教育"]);

      // (四) 3. 选择部门人员: the chief puts them into the department; what waits goes along.
      await signIn(page, "/unit/", { login: chief.login, password: OWN_PASSWORD });
      await choose(page, size, "专业技术人员管理");
      await page.getByText(member.name).first().waitFor();
      await assertAccessible(page, "专业技术人员管理");
      await page.getByRole("button", { name: `修改 ${member.name}` }).click();
      const moving = page.getByRole("dialog", { name: `修改 ${member.name}` });
      await moving.getByLabel("所属部门").selectOption({ label: "财务部" });
      await moving.getByRole("button", { name: "保存" }).click();
      await page.getByText("1 条待审核的登记随之移动").waitFor();
      await signOut(page, size);

      // (二) 审核: the department's administrator first, then the chief at the final stage.
      await firstSignIn(page, second);
      await choose(page, size, "专业科目学时审核");
      await page.getByText("财务人员继续教育").first().waitFor();
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      await signOut(page, size);
      await signIn(page, "/unit/", { login: chief.login, password: OWN_PASSWORD });
      await choose(page, size, "专业科目学时终审");
      await page.getByText("财务人员继续教育").first().waitFor();
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((year) => year.year === row.credited_year).totals.specialty, 40);

      // (二) 1. 逐一审核, 2. 批量审核 of what the unit has entered.
      await choose(page, size, "专业科目学时审核");
      await page.getByText("符合规则 · 4 条").waitFor();
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText("符合规则 · 3 条").waitFor();
      await page.getByRole("checkbox", { name: "全选 符合规则" }).check();
      await page.getByRole("button", { name: "批量通过审核（3）" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "确认通过" }).click();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();

      // (二) 3. 查看审核结果: looked at, and one deleted with a reason.
      await choose(page, size, "专业科目学时审核结果");
      await page.getByRole("radio", { name: "通过认定" }).check();
      await page.getByText("财务人员继续教育").first().waitFor();
      const result = page.locator("tbody tr, article").filter({ hasText: "批量登记 第 3 期" });
      await result.getByRole("button", { name: "删除" }).click();
      const deleting = page.getByRole("dialog");
      await assertAccessible(page, "审核结果，删除");
      await deleting.getByLabel("原因").fill("与另一条登记重复");
      await deleting.getByRole("button", { name: /删除/ }).last().click();
      await result.waitFor({ state: "detached" });

      // (三) 学时查询.
      await choose(page, size, "专业科目学时查询");
      await page.getByText(unknown.name).first().waitFor();
      await assertAccessible(page, "专业科目学时查询");
      await choose(page, size, "全学时查询");
      await page.getByText(unknown.name).first().waitFor();
      await assertAccessible(page, "全学时查询");
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });
  });
}
