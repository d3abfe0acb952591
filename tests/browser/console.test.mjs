// What an operator sees of the platform, and who gets in.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertAttribute, assertBecomes, assertTexts } from "./support/becomes.mjs";
import { day, installConsole, open } from "./support/console.mjs";
import { downloaded } from "./support/files.mjs";
import { DESK, PHONE, SIZES, assertNoComplaints, order, visit } from "./support/installation.mjs";
import { deviceCode, signInOperator } from "./support/operator.mjs";
import { call, creditCode, joinHospital, submitted } from "./support/people.mjs";
import { openReview } from "./support/review.mjs";
import { MODES, assertScreen, assertScreens, setMode } from "./support/screens.mjs";
import { OWN_PASSWORD, choose, signOut, signUpUnit } from "./support/units.mjs";

let installation;
let working;
before(async () => {
  ({ installation, working } = await installConsole(["黄锋", "陆小婷"]));
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("an operator signs in with a code, gives up the one-time password, and is asked for a code again", async () => {
      const operator = installation.operators[size === PHONE ? 0 : 1];
      const { context, page } = await visit(installation, size);
      await page.goto("/operator/");
      await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
      await assertAttribute(page.getByLabel("动态口令"), "autocomplete", "one-time-code");
      await assertAttribute(page.getByLabel("动态口令"), "inputmode", "numeric");
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText("有 3 处需要修改").waitFor();
      await assertAccessible(page, "登录 with mistakes");
      await signInOperator(page, operator, "12 45");
      await page.getByText("动态口令为 6 位数字").first().waitFor();
      const code = deviceCode(operator.secret);
      await signInOperator(page, { ...operator, password: "not this one" }, code);
      await page.getByRole("alert").getByText("登录名、密码或动态口令不正确").waitFor();
      await signInOperator(page, operator, code);
      await page.getByRole("heading", { name: "修改密码", level: 1 }).waitFor();
      await page.getByLabel("当前密码").fill(operator.password);
      await page.getByLabel("新密码", { exact: true }).fill(OWN_PASSWORD);
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();

      await choose(page, size, "学时登记开放");
      await page.getByRole("rowheader").first().waitFor();
      await page.getByRole("button", { name: /^修改 \d+ 年度/ }).first().click();
      const form = page.getByRole("dialog", { name: /年度的登记开放时间/ });
      await form.getByLabel("截止日期").fill("2031-03-31");
      await context.clearCookies();
      await form.getByRole("button", { name: "保存" }).click();
      const again = page.getByRole("dialog", { name: "请重新登录" });
      await again.getByLabel("动态口令").waitFor();
      await assertAccessible(page, "an ended session");
      await again.getByLabel("密码", { exact: true }).fill(OWN_PASSWORD);
      // A code works once.
      await again.getByLabel("动态口令").fill(code);
      await again.getByRole("button", { name: "继续" }).click();
      await again.getByText("登录名、密码或动态口令不正确").waitFor();
      await again.getByLabel("动态口令").fill(deviceCode(operator.secret, 1));
      await again.getByRole("button", { name: "继续" }).click();
      await page.getByText(/年度的登记开放时间已保存/).waitFor();
      await page.getByText("2031-03-31").first().waitFor();

      await signOut(page, size);
      await page.getByLabel("动态口令").waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("a month is shown in figures, by day and by city", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/", "总览");
      const month = day(0).slice(0, 7);
      const { days } = await call(page, "GET", `/api/platform/load?month=${month}`);
      const cities = days.flatMap((one) => one.cities);
      const sum = (some, what) => some.reduce((total, one) => total + one[what], 0);
      assert.ok(sum(cities, "submitted") > 0, "the demo has submissions of this month");
      const figure = (title) => page.locator(".load-cards section").filter({ has: page.getByRole("heading", { name: title }) }).locator(".figure");
      await assertTexts(figure("提交"), [`${sum(cities, "submitted")} 条`]);
      await assertTexts(figure("审核"), [`${sum(cities, "decided")} 条`]);
      const assertFigures = (row, some) => {
        const figures = [`${sum(some, "submitted")}`, `${sum(some, "decided")}`];
        return assertBecomes(async () => (await row.getByRole("cell").allTextContents()).slice(0, 2), figures);
      };
      const ofNanning = cities.filter((one) => one.city === "450100");
      await assertFigures(page.getByRole("table", { name: "按城市" }).getByRole("row", { name: /^南宁市/ }), ofNanning);
      await page.getByText("按日查看数字").click();
      const byDay = page.getByRole("table", { name: "按日", exact: true });
      const busiest = days.reduce((most, one) => (sum(one.cities, "submitted") > sum(most.cities, "submitted") ? one : most));
      await assertFigures(byDay.getByRole("row", { name: new RegExp(`^${busiest.day}`) }), busiest.cities);
      await assertAccessible(page, "总览, by day");
      assertNoComplaints(page);
      await context.close();
    });

    test("what was done is found by unit, event and day, and handed over as a file", async () => {
      const unit = await visit(installation, size);
      const name = `隆安县人民医院${order(size)}`;
      await signUpUnit(unit.page, name, creditCode(`12450126MA7${order(size)}00`.slice(0, 17)));
      await call(unit.page, "POST", "/api/unit/departments", { name: "=内科", remarks: "" });
      const { context, page } = await working(size);
      await open(page, "/operator/audit", "审计日志");
      await assertAccessible(page, "审计日志");
      await page.getByRole("button", { name: "选择单位" }).click();
      const dialog = page.getByRole("dialog", { name: "选择单位" });
      await dialog.getByRole("searchbox", { name: "单位名称" }).fill(name);
      await dialog.getByRole("button", { name: new RegExp(name) }).click();
      await page.getByText("新增部门").filter({ visible: true }).last().waitFor();
      await page.getByLabel("开始日期").fill(day(0));
      await page.getByLabel("结束日期").fill(day(-1));
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByText("结束日期不能早于开始日期").waitFor();
      await assertAccessible(page, "审计日志 with a mistake");
      await page.getByLabel("结束日期").fill(day(0));
      await page.getByLabel("操作", { exact: true }).selectOption({ label: "删除部门" });
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByText("没有符合条件的记录").waitFor();
      await page.getByLabel("操作", { exact: true }).selectOption({ label: "新增部门" });
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByRole("main").getByText("整个单位").waitFor();
      const file = await downloaded(page, "导出 csv");
      assert.equal(file.name, "审计日志.csv");
      assert.match(file.bytes.toString(), /新增部门,department_created,/);
      await page.getByRole("button", { name: "查看平台管理" }).click();
      await page.getByText("范围：").getByText("平台管理与其他单位").waitFor();
      assertNoComplaints(page);
      await context.close();
      await unit.context.close();
    });

    test("what nobody's unit reviews is reviewed at the desk of 其他单位", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      await submitted(person.page, { ...member, unit: { id: "0".repeat(26) } }, [`没有单位的培训${order(size)}`]);
      const { context, page } = await working(size);
      await page.goto("/operator/");
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      if (size === PHONE) await page.locator("nav summary").click();
      await page.getByRole("link", { name: "其他单位审核台" }).click();
      await page.getByRole("heading", { name: "专业科目学时审核", level: 1 }).waitFor();
      await page.getByText(`没有单位的培训${order(size)}`).first().waitFor();
      await assertAccessible(page, "the desk of 其他单位");
      await openReview(page, member.name);
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText(`已通过 ${member.name}“没有单位的培训${order(size)}”`).first().waitFor();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      const decided = await call(person.page, "GET", "/api/registrations");
      assert.deepEqual(decided.rows.map((row) => [row.status, row.approved_hours]), [["approved", 40]]);
      const menu = await page.getByRole("navigation", { name: "主菜单" }).textContent();
      for (const missing of ["终审", "学时登记开放", "单位信息维护"]) assert.ok(!menu.includes(missing), missing);
      await choose(page, size, "专业技术人员管理");
      await page.goto("/unit/window");
      await page.getByRole("heading", { name: "没有这个页面", level: 1 }).waitFor();
      if (size === PHONE) await page.locator("nav summary").click();
      await page.getByRole("link", { name: "回到平台管理" }).click();
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });
  });
}

test("who is no operator has nothing to run", async () => {
  const { context, page } = await visit(installation, DESK);
  await joinHospital(page);
  await page.goto("/operator/units");
  await page.getByRole("heading", { name: "您未以平台管理员身份登录", level: 1 }).waitFor();
  await assertAccessible(page, "somebody else in the operator's app");
  assertNoComplaints(page);
  await context.close();
});

const SCREENS = [
  "/operator/",
  "/operator/units",
  "/operator/units/import",
  "/operator/windows",
  "/operator/rules",
  "/operator/rules/version?version=1",
  "/operator/rules/publish",
  "/operator/platforms",
  "/operator/platforms/import",
  "/operator/audit",
  "/operator/account",
  "/operator/nowhere",
];

for (const mode of MODES) {
  test(`axe finds nothing on any screen ${mode.name}, a finger hits every control, and nothing is wider than a phone`, async () => {
    const { context, page } = await working(PHONE, mode.options);
    await setMode(page, mode);
    await open(page, "/operator/", "总览");
    const units = await call(page, "POST", "/api/platform/units/search", { text: "", region: "", state: null, page: 0 });
    await assertScreens(page, [...SCREENS, `/operator/units/unit?id=${units.units[0].id}`], mode);
    const guest = await visit(installation, PHONE, mode.options);
    await setMode(guest.page, mode);
    await guest.page.goto("/operator/sign-in");
    await guest.page.getByLabel("动态口令").waitFor();
    await assertScreen(guest.page, "登录", mode);
    await guest.context.close();
    assertNoComplaints(page);
    await context.close();
  });
}
