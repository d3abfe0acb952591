// What was typed or handed out is not lost by one press: forms ask before they are left, a secret outlives Escape, and a program that
// has trapped says so.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes, assertValue } from "./support/becomes.mjs";
import { installConsole, open } from "./support/console.mjs";
import { DESK, PHONE, assertNoComplaints, visit } from "./support/installation.mjs";
import { CHIEF, call, creditCode, joinHospital, startSession, stranger, training } from "./support/people.mjs";
import { chooseInMenu, signUpUnit } from "./support/units.mjs";

let installation;
let working;
before(async () => {
  ({ installation, working } = await installConsole());
});
after(() => installation?.stop());

const heading = (page, name) => page.getByRole("heading", { name, level: 1 }).waitFor();

/** Presses a line of the menu; answers the question that this must lead to. */
async function leave(page, name, answer) {
  const asked = page.waitForEvent("dialog");
  const pressed = chooseInMenu(page, DESK, name);
  const question = await asked;
  assert.match(question.message(), /还没有保存/);
  await (answer ? question.accept() : question.dismiss());
  await pressed;
}

describe("没有保存的内容", () => {
  test("单位信息维护", async () => {
    const { context, page } = await visit(installation, DESK);
    await signUpUnit(page, "未保存测试医院", creditCode("12450126MA5L0011X"));
    await open(page, "/unit/profile", "单位信息维护");
    const contact = page.getByLabel("联系人");
    await contact.fill("韦小明");
    await leave(page, "单位部门管理", false);
    await heading(page, "单位信息维护");
    await assertValue(contact, "韦小明");
    await page.getByRole("button", { name: "保存" }).click();
    await page.locator(".toast").getByText("单位信息已保存").waitFor();
    // What is saved is not asked about.
    await chooseInMenu(page, DESK, "单位部门管理");
    await heading(page, "单位部门管理");
    assertNoComplaints(page);
    await context.close();
  });

  test("修改 by the unit", async () => {
    const { context, page } = await visit(installation, DESK);
    await startSession(page, "/unit/", CHIEF);
    const person = stranger();
    const { row } = await call(page, "POST", "/api/unit/registrations", {
      identity_number: person.login,
      name: person.name,
      form: training({ title: "修改到一半的培训" }),
    });
    await open(page, `/unit/registrations/form?id=${row.id}`, "修改");
    const title = page.getByLabel("认定内容", { exact: true });
    // Nothing has been typed: nothing is asked.
    await chooseInMenu(page, DESK, "专业技术人员管理");
    await heading(page, "专业技术人员管理");
    await page.goBack();
    await title.fill("修改到一半的培训（二）");
    await leave(page, "专业技术人员管理", false);
    await heading(page, "修改");
    await assertValue(title, "修改到一半的培训（二）");
    await page.getByRole("link", { name: "取消" }).click();
    await heading(page, "专业科目学时登记");
    await page.goBack();
    await heading(page, "修改");
    await title.fill("修改完的培训");
    await page.getByLabel("本人承诺以上信息属实").check();
    await page.getByRole("button", { name: "保存" }).click();
    await heading(page, "专业科目学时登记");
    await page.locator(".toast").getByText("修改完的培训").waitFor();
    assertNoComplaints(page);
    await context.close();
  });

  test("发布新版本", async () => {
    const { context, page } = await working(DESK);
    await open(page, "/operator/rules/publish", "发布新版本");
    const text = page.getByLabel("内容");
    await text.fill("{");
    await leave(page, "单位管理", false);
    await heading(page, "发布新版本");
    await assertValue(text, "{");
    await leave(page, "单位管理", true);
    await heading(page, "单位管理");
    assertNoComplaints(page);
    await context.close();
  });
});

describe("只显示一次的", () => {
  test("重置码 stays when Escape is pressed, and is closed by its button", async () => {
    const person = await visit(installation, DESK);
    const member = await joinHospital(person.page);
    await person.context.close();
    const { context, page } = await visit(installation, DESK);
    await startSession(page, "/unit/", CHIEF);
    await open(page, "/unit/people", "专业技术人员管理");
    await page.getByRole("searchbox", { name: "姓名" }).fill(member.name);
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByRole("button", { name: `重置密码 ${member.name}` }).click();
    const dialog = page.getByRole("dialog", { name: `重置密码 ${member.name}` });
    // As long as nothing has been issued, Escape closes it.
    await dialog.getByRole("button", { name: "生成重置码" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: `重置密码 ${member.name}` }).click();
    await dialog.getByRole("button", { name: "生成重置码" }).click();
    const code = await dialog.locator(".code").textContent();
    await page.keyboard.press("Escape");
    await assertBecomes(() => dialog.locator(".code").textContent(), code);
    await dialog.getByRole("button", { name: "关闭" }).click();
    await dialog.waitFor({ state: "hidden" });
    assertNoComplaints(page);
    await context.close();
  });
});

describe("程序出错", () => {
  test("a calm page with one button takes the place of what does nothing any more", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/");
    await heading(page, "学时登记");
    const trap = () => {
      const error = new WebAssembly.RuntimeError("unreachable");
      window.dispatchEvent(new ErrorEvent("error", { error }));
    };
    await page.evaluate(trap);
    await page.getByRole("heading", { name: "页面出错了" }).waitFor();
    await assertAccessible(page, "页面出错了");
    await page.getByRole("link", { name: "重新加载" }).click();
    await heading(page, "学时登记");
    await context.close();
  });
});
