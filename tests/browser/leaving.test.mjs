// A page is left while its answer is on the way: the app goes on, the outcome is told wherever the person is, and nobody is
// carried elsewhere.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertBecomes } from "./support/becomes.mjs";
import { DESK, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, call, creditCode, joinHospital, startSession, stranger, submitted, training } from "./support/people.mjs";
import { openReview } from "./support/review.mjs";
import { administrator, chooseInMenu, signUpUnit } from "./support/units.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const toast = (page) => page.locator(".toast");
const heading = (page, name) => page.getByRole("heading", { name, level: 1 }).waitFor();

/** Holds the answers of an endpoint back: `asked` resolves when the first is, `release` lets all of them go. */
async function hold(page, path, method = undefined) {
  let release;
  let ask;
  const released = new Promise((resolve) => (release = resolve));
  const asked = new Promise((resolve) => (ask = resolve));
  const delivered = [];
  await page.route(`**${path}`, (route) => {
    if (method && route.request().method() !== method) return route.continue();
    const done = (async () => {
      const response = await route.fetch();
      ask();
      await released;
      await route.fulfill({ response });
    })();
    delivered.push(done);
    return done;
  });
  return {
    asked,
    async release() {
      release();
      await Promise.all(delivered);
      await page.unroute(`**${path}`);
    },
  };
}

/** Another page of the same app. */
async function beginAnother(page) {
  await page.getByRole("button", { name: "新登记培训" }).first().click();
  await heading(page, "新登记培训");
}

/** The app answers a press: what a task has trapped in would not. */
async function assertGoesOn(page, name) {
  await chooseInMenu(page, DESK, name);
  await heading(page, name);
  assertNoComplaints(page);
}

describe("离开还在等待的页面", () => {
  test("单位管理员管理, before its lists have come", async () => {
    const { context, page } = await visit(installation, DESK);
    await signUpUnit(page, "离开测试医院甲", creditCode("12450126MA5L0001X"));
    await call(page, "POST", "/api/administrators", administrator(stranger()));
    await page.goto("/unit/departments");
    await heading(page, "单位部门管理");
    const held = await hold(page, "/api/unit/departments", "GET");
    await chooseInMenu(page, DESK, "单位管理员管理");
    await held.asked;
    await chooseInMenu(page, DESK, "单位信息维护");
    await held.release();
    await heading(page, "单位信息维护");
    await assertGoesOn(page, "单位管理员管理");
    await context.close();
  });

  test("新增部门, closed and left", async () => {
    const { context, page } = await visit(installation, DESK);
    await signUpUnit(page, "离开测试医院乙", creditCode("12450126MA5L0002X"));
    await page.goto("/unit/departments");
    await page.getByRole("button", { name: "新增部门" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("部门名称").fill("护理部");
    const held = await hold(page, "/api/unit/departments", "POST");
    await dialog.getByRole("button", { name: "保存" }).click();
    await held.asked;
    await page.keyboard.press("Escape");
    await chooseInMenu(page, DESK, "单位信息维护");
    await held.release();
    await toast(page).getByText("护理部").waitFor();
    await heading(page, "单位信息维护");
    await assertGoesOn(page, "单位部门管理");
    await page.getByText("护理部").first().waitFor();
    await context.close();
  });

  test("新登记培训, saved and left", async () => {
    const { context, page } = await visit(installation, DESK);
    await joinHospital(page);
    await page.getByRole("button", { name: "新登记培训" }).first().click();
    await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
    await page.getByLabel("二级类型").selectOption({ label: "专题讲座" });
    await page.getByLabel("认定内容", { exact: true }).fill("保存时离开的培训");
    await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
    await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
    await page.getByLabel("本人承诺以上信息属实").check();
    const held = await hold(page, "/api/registrations", "POST");
    await page.getByRole("button", { name: "保存" }).click();
    await held.asked;
    await chooseInMenu(page, DESK, "学时登记");
    await beginAnother(page);
    await held.release();
    await toast(page).getByText("已保存“保存时离开的培训”").waitFor();
    // Nobody is carried back to the list, no draft stays, and nothing is saved twice.
    await heading(page, "新登记培训");
    await assertBecomes(async () => (await call(page, "GET", "/api/drafts")).drafts.length, 0);
    assert.equal((await call(page, "GET", "/api/registrations")).rows.length, 1);
    await assertGoesOn(page, "学时登记");
    await context.close();
  });

  test("新登记培训, saved and left while its draft is on the way", async () => {
    const { context, page } = await visit(installation, DESK);
    await joinHospital(page);
    const draft = await hold(page, "/api/drafts", "POST");
    await page.getByRole("button", { name: "新登记培训" }).first().click();
    await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
    await page.getByLabel("二级类型").selectOption({ label: "专题讲座" });
    await page.getByLabel("认定内容", { exact: true }).fill("草稿在途时保存的培训");
    await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
    await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
    await page.getByLabel("本人承诺以上信息属实").check();
    await draft.asked;
    const registration = await hold(page, "/api/registrations", "POST");
    await page.getByRole("button", { name: "保存" }).click();
    await registration.asked;
    await chooseInMenu(page, DESK, "学时登记");
    await beginAnother(page);
    await draft.release();
    await registration.release();
    await toast(page).getByText("已保存“草稿在途时保存的培训”").waitFor();
    await assertBecomes(async () => (await call(page, "GET", "/api/drafts")).drafts.length, 0);
    assert.equal((await call(page, "GET", "/api/registrations")).rows.length, 1);
    await context.close();
  });

  test("撤回, while the registration is looked at", async () => {
    const { context, page } = await visit(installation, DESK);
    const person = await joinHospital(page);
    await submitted(page, person, ["撤回时离开的培训"]);
    await page.goto("/");
    const held = await hold(page, "/api/registrations/withdraw");
    await page.getByRole("button", { name: "撤回", exact: true }).first().click();
    await held.asked;
    await beginAnother(page);
    await held.release();
    await toast(page).getByText("已撤回").waitFor();
    await heading(page, "新登记培训");
    await assertGoesOn(page, "学时登记");
    await context.close();
  });

  test("提交, with its dialog closed", async () => {
    const { context, page } = await visit(installation, DESK);
    await joinHospital(page);
    await call(page, "POST", "/api/registrations", training({ title: "提交时离开的培训" }));
    await page.goto("/");
    await page.getByRole("checkbox", { name: /提交时离开的培训/ }).check();
    await page.getByRole("button", { name: "批量提交至本单位审核" }).click();
    const held = await hold(page, "/api/registrations/submit");
    await page.getByRole("dialog").getByRole("button", { name: "确认提交" }).click();
    await held.asked;
    await page.keyboard.press("Escape");
    await beginAnother(page);
    await held.release();
    await toast(page).getByText("已提交").waitFor();
    await heading(page, "新登记培训");
    await assertGoesOn(page, "学时登记");
    await page.getByText("待审核").first().waitFor();
    await context.close();
  });

  test("a decision, while another page is opened", async () => {
    const person = await visit(installation, DESK);
    const member = await joinHospital(person.page);
    await submitted(person.page, member, ["审核时离开的培训"]);
    const { context, page } = await visit(installation, DESK);
    await startSession(page, "/unit/", CHIEF);
    await openReview(page, member.name);
    const held = await hold(page, "/api/reviews/approve");
    await page.getByRole("button", { name: "通过", exact: true }).first().click();
    await held.asked;
    await chooseInMenu(page, DESK, "专业技术人员管理");
    await heading(page, "专业技术人员管理");
    await held.release();
    await assertGoesOn(page, "专业科目学时审核");
    const approved = async () => (await call(person.page, "GET", "/api/registrations")).rows[0].status;
    await assertBecomes(approved, "approved");
    await person.context.close();
    await context.close();
  });

  test("学时查询 loads once for each change of tab, and the keyboard stays where it is", async () => {
    const { context, page } = await visit(installation, DESK);
    await joinHospital(page);
    await page.goto("/me/query");
    const tab = (name) => page.getByRole("tab", { name });
    await tab("培训总体查询").focus();
    let asked = 0;
    page.on("request", (request) => (asked += Number(new URL(request.url()).pathname === "/api/registrations")));
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tabpanel", { name: "培训登记详情" }).getByRole("button", { name: "查询" }).waitFor();
    await assertBecomes(() => asked, 1);
    await assertBecomes(() => tab("培训登记详情").evaluate((one) => one === document.activeElement), true);
    assert.equal(asked, 1);
    assertNoComplaints(page);
    await context.close();
  });
});
