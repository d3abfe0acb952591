// 消息 and 学时登记 say what a person should not miss: a year that ends soon, a code that somebody made for the account.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes, assertCount } from "./support/becomes.mjs";
import { DESK, PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, call, joinHospital, signIn, startSession } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** The date in Shanghai so many days from now. */
function inDays(days) {
  const at = new Date(Date.now() + days * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);
}

const badge = (page) => page.getByRole("navigation").getByText(/条未读消息/);

describe("提醒", () => {
  test("a year that the unit ends soon, and a one-time code: counted, told, and read", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await assertCount(badge(page), 0);
    const office = await visit(installation, DESK);
    await startSession(office.page, "/unit/", CHIEF);
    const year = Number(inDays(0).slice(0, 4));
    const { version } = await call(office.page, "GET", "/api/windows");
    const lastDay = inDays(5);
    await call(office.page, "PUT", "/api/windows", { year, last_day: lastDay, version });
    const { rows } = await call(office.page, "POST", "/api/people/search", { name: person.name, identity_number: "", department: null, cursor: null });
    await call(office.page, "POST", "/api/people/code", { person: rows.find((row) => row.name === person.name).id });

    await page.reload();
    await page.getByText(`${year} 年度登记将于 ${lastDay} 截止，还有 5 天`).waitFor();
    await assertAccessible(page, "学时登记 with a year that ends");
    assert.match(await badge(page).textContent(), /条未读消息/);
    await assertBecomes(() => page.locator(".badge").first().evaluate((element) => element.firstChild.textContent), "2");
    await page.goto("/me/messages");
    await page.getByText(`${year} 年度学时登记将于 ${lastDay} 截止`).waitFor();
    await page.getByText("黄志远（单位管理员）为您的账号生成了重置码").waitFor();
    await assertAccessible(page, "消息");
    await badge(page).waitFor({ state: "detached" });
    await page.reload();
    await page.getByText("登记即将截止").waitFor();
    await assertCount(badge(page), 0);

    // Another end is news again, and who signs in hears of it too.
    await call(office.page, "PUT", "/api/windows", { year, last_day: inDays(3), version: version + 1 });
    await context.clearCookies();
    await signIn(page, "/", person);
    await page.getByText("还有 3 天").waitFor();
    await badge(page).waitFor();
    assertNoComplaints(page);
    await context.close();
    await office.context.close();
  });
});
