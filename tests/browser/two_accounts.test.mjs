// Two people at one browser, each in a tab: nothing that one has typed is done as the other.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes } from "./support/becomes.mjs";
import { PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { call, goOutside, joinHospital, startSession, stranger } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const title = (page) => page.getByLabel("认定内容", { exact: true });
const notice = (page) => page.getByRole("dialog", { name: "已改由其他账号登录" });
const drafts = async (page) => (await call(page, "GET", "/api/drafts")).drafts.length;
const registrations = async (page) => (await call(page, "GET", "/api/registrations")).rows.length;

describe("两个账号", () => {
  test("a page of who was here before says that somebody else has signed in, and sends nothing in their name", async () => {
    const { context, page } = await visit(installation, PHONE);
    const first = await joinHospital(page);
    await page.goto("/registrations/new");
    await title(page).fill("先来的人填写的培训");
    await page.getByText("内容已暂存，在其他设备也可继续填写").waitFor();

    const other = await context.newPage();
    const second = stranger();
    await joinHospital(other, second);
    await notice(page).getByText(`本页是${first.name}的`).waitFor();
    await assertAccessible(page, "已改由其他账号登录");
    // Escape does not lead back to a form that would send what is in it.
    await page.keyboard.press("Escape");
    await notice(page).waitFor();
    assert.equal(await registrations(other), 0);
    assert.equal(await drafts(other), 0);

    // The page is theirs who is signed in now; what was typed waits for who has typed it.
    await notice(page).getByRole("button", { name: "重新加载" }).click();
    await assertBecomes(() => title(page).inputValue(), "");
    await goOutside(other);
    await startSession(other, "/", first);
    await page.goto("/registrations/new");
    await assertBecomes(() => title(page).inputValue(), "先来的人填写的培训");
    assertNoComplaints(page);
    await context.close();
  });

  test("where the browser tells the other tab nothing, the first call finds out", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.getByRole("button", { name: "新登记培训" }).click();
    await title(page).waitFor();
    // Past the screens: no tab hears of it.
    const second = stranger();
    const outside = await visit(installation, PHONE);
    await joinHospital(outside.page, second);
    await page.request.post("/api/sessions", {
      headers: { origin: installation.origin, "content-type": "application/json" },
      data: JSON.stringify({ role: "professional", login: second.login, password: second.password }),
    });
    await title(page).fill("不是他的培训");
    await notice(page).waitFor();
    assert.equal(await drafts(outside.page), 0);
    assert.equal(await registrations(outside.page), 0);
    assertNoComplaints(page);
    await outside.context.close();
    await context.close();
  });
});
