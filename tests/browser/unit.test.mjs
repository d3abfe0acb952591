// What a unit does about its people and administrators.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { PHONE, SIZES, assertNoComplaints, install, order, visit } from "./support/installation.mjs";
import {
  CHIEF,
  PASSWORD,
  SUPERVISOR,
  call,
  creditCode,
  joinHospital,
  startSession,
  stranger,
  submitted,
  training,
} from "./support/people.mjs";
import { OWN_PASSWORD, administrator, choose, chooseInMenu, firstSignIn, signUpUnit } from "./support/units.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("an administrator who is disabled is out at once, and signs in again when enabled", async () => {
      const unit = await visit(installation, size);
      await signUpUnit(unit.page, `宾阳县中医医院${order(size)}`, creditCode(`12450126MA5R${order(size)}X`));
      const [first, second] = [stranger(), stranger()];
      for (const person of [first, second]) await call(unit.page, "POST", "/api/administrators", administrator(person));
      const { context, page } = await visit(installation, size);
      await firstSignIn(page, second);
      await unit.page.goto("/unit/administrators");
      await unit.page.getByRole("button", { name: `修改 ${second.name}` }).click();
      const dialog = unit.page.getByRole("dialog", { name: "修改管理员" });
      await dialog.getByRole("radio", { name: "不允许登录系统" }).check();
      await dialog.getByRole("button", { name: "保存" }).click();
      await unit.page.getByText("✕ 不允许").waitFor();
      await chooseInMenu(page, size, "专业科目学时审核");
      await page.getByRole("dialog").getByText(/登录已过期|重新登录/).first().waitFor();
      await assertAccessible(page, "an ended session");
      await context.close();
      await unit.context.close();
    });

    test("a forgotten password is reset by a code that is shown once", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      await page.goto("/unit/people");
      await page.getByRole("searchbox", { name: "姓名" }).fill(member.name);
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByRole("button", { name: `重置密码 ${member.name}` }).click();
      const dialog = page.getByRole("dialog", { name: `重置密码 ${member.name}` });
      await dialog.getByRole("button", { name: "生成重置码" }).click();
      const code = (await dialog.locator(".code").textContent()).trim();
      assert.match(code, /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
      await assertAccessible(page, "启用码或重置码");
      await context.close();

      const phone = await visit(installation, size);
      await phone.page.goto("/sign-in");
      await phone.page.getByRole("link", { name: "重置码" }).click();
      await phone.page.getByRole("heading", { name: "设置新密码", level: 1 }).waitFor();
      await phone.page.getByLabel("证件号码").fill(member.login);
      await phone.page.getByLabel("启用码或重置码").fill("0000-0000-0000");
      await phone.page.getByLabel("新密码", { exact: true }).fill(OWN_PASSWORD);
      await phone.page.getByRole("button", { name: "设置密码并登录" }).click();
      await phone.page.getByText("证件号码或启用码、重置码不正确").first().waitFor();
      await assertAccessible(phone.page, "设置新密码 with a wrong code");
      await phone.page.getByLabel("启用码或重置码").fill(code.toUpperCase().replaceAll("-", " "));
      await phone.page.getByRole("button", { name: "设置密码并登录" }).click();
      await phone.page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      await phone.context.close();
      await person.context.close();
    });

    test("a department with people says who is there, moves them, and is deleted", async () => {
      const unit = await visit(installation, size);
      const name = `宾阳县妇幼保健院${order(size)}`;
      await signUpUnit(unit.page, name, creditCode(`12450126MA5T${order(size)}X`));
      for (const department of ["儿科", "产科"]) {
        await call(unit.page, "POST", "/api/unit/departments", { name: department, remarks: "" });
      }
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), "儿科", name);
      await submitted(person.page, member, ["儿科进修"]);
      await unit.page.goto("/unit/departments");
      await unit.page.getByRole("button", { name: "删除 儿科" }).click();
      const dialog = unit.page.getByRole("dialog", { name: "删除部门“儿科”" });
      await dialog.getByRole("button", { name: "删除", exact: true }).click();
      await dialog.getByText(`这个部门还有 1 人：${member.name}`).waitFor();
      await assertAccessible(unit.page, "a department with people");
      await dialog.getByLabel("人员移到").selectOption({ label: "产科" });
      await dialog.getByRole("button", { name: "移动人员并删除" }).click();
      await unit.page.getByRole("rowheader", { name: "儿科" }).waitFor({ state: "detached" });
      const session = await call(person.page, "GET", "/api/session");
      assert.equal(session.department.name, "产科");
      assertNoComplaints(unit.page);
      await unit.context.close();
      await person.context.close();
    });

    test("a person under a mistyped number is merged, and the chief closes a year early", async () => {
      const { context, page } = await visit(installation, size);
      await startSession(page, "/unit/", CHIEF);
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      await page.goto("/unit/people");
      await page.getByRole("searchbox", { name: "姓名" }).fill(member.name);
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByRole("button", { name: `合并 ${member.name}` }).click();
      const dialog = page.getByRole("dialog", { name: `合并 ${member.name}` });
      await dialog.getByLabel("正确的证件号码").fill(stranger().login);
      await dialog.getByRole("button", { name: "确认合并" }).click();
      // This one has signed up, and so is somebody in their own right.
      await dialog.getByText("账号已由本人使用").first().waitFor();
      await assertAccessible(page, "合并 refused");
      await dialog.getByRole("button", { name: "取消" }).click();

      await choose(page, size, "学时登记开放");
      await page.getByText("与全区一致").first().waitFor();
      await assertAccessible(page, "学时登记开放");
      const year = size === PHONE ? "2017" : "2016";
      await page.getByRole("button", { name: `修改 ${year} 年度` }).click();
      const closing = page.getByRole("dialog", { name: `提前关闭 ${year} 年度` });
      await closing.getByLabel("本单位最后登记日").fill("2015-01-01");
      await closing.getByRole("button", { name: "保存" }).click();
      await closing.getByText("不能早于开放日期").first().waitFor();
      await assertAccessible(page, "学时登记开放 with a mistake");
      await closing.getByLabel("本单位最后登记日").fill("2020-01-31");
      await closing.getByRole("button", { name: "保存" }).click();
      await page.getByRole("row", { name: new RegExp(`^${year}`) }).getByText("2020-01-31").waitFor();
      const draft = training({ start: `${year}-05-07T00:00`, end: `${year}-05-09T00:00`, credited_year: year });
      const refused = await call(person.page, "POST", "/api/registrations", draft).catch((error) => String(error));
      assert.match(refused, /window_closed/);
      assert.match(refused, /您所在单位登记至 2020-01-31/);
      await person.page.goto("/registrations/new");
      await person.page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
      await person.page.getByText(/年度登记至/).waitFor();
      assert.equal(await person.page.getByLabel("计入年度").locator(`option[value="${year}"]`).count(), 0);
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });
  });
}

test("a supervising department reviews what another unit's person submitted, with the same screens", async () => {
  const size = SIZES[1];
  const person = await visit(installation, size);
  const member = await joinHospital(person.page);
  const name = "南宁市人力资源和社会保障局";
  const found = await call(person.page, "GET", `/api/units/search?text=${encodeURIComponent(name)}&supervising=true&page=0`);
  await submitted(person.page, { ...member, unit: found.hits[0] }, ["主管部门组织的培训"]);
  const { context, page } = await visit(installation, size);
  await startSession(page, "/unit/", SUPERVISOR);
  await page.goto("/unit/review");
  await page.getByRole("searchbox", { name: "姓名" }).fill(member.name);
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByText("主管部门组织的培训").first().waitFor();
  await page.getByRole("button", { name: /^通过/ }).first().click();
  await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
  const totals = await call(person.page, "GET", "/api/totals");
  assert.equal(totals.years.find((year) => year.year === 2019).totals.specialty, 40);
  await page.goto("/unit/people");
  await page.getByText("没有符合条件的人员").waitFor();
  assertNoComplaints(page);
  await context.close();
  await person.context.close();
});
