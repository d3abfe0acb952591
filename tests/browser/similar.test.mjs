// Overlapping and duplicate claims are pointed out before anything is saved, and never stand in the way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { JPEG } from "./support/files.mjs";
import { DESK, PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, call, joinHospital, startSession, training } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** Fills in a training of these days. */
async function fill(page, title, from, until) {
  await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "脱产培训、进修" });
  await page.getByLabel("认定内容", { exact: true }).fill(title);
  await page.getByLabel("开始时间", { exact: true }).fill(from);
  await page.getByLabel("结束时间", { exact: true }).fill(until);
}

describe("相似的登记", () => {
  test("however many one has: the same time, the same thing, the same file", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    await fill(page, "很久以前登记的", "2018-05-07", "2018-05-08");
    await page.getByRole("button", { name: "上传附件", exact: true }).setInputFiles({ name: "结业证书.jpg", mimeType: "image/jpeg", buffer: JPEG });
    await page.getByText("✓ 结业证书.jpg").waitFor();
    await page.getByLabel("本人承诺以上信息属实").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
    // More than the list's first page, all later.
    for (let n = 0; n < 30; n += 1) {
      const month = String((n % 12) + 1).padStart(2, "0");
      const year = String(2019 + Math.floor(n / 12));
      const times = { start: `${year}-${month}-07T00:00`, end: `${year}-${month}-09T00:00`, credited_year: year };
      await call(page, "POST", "/api/registrations", training({ title: `第 ${n} 期`, ...times }));
    }

    await page.goto("/registrations/new");
    await fill(page, "又一次培训", "2018-05-08", "2018-05-10");
    const notice = page.getByRole("status").filter({ hasText: "很久以前登记的" });
    await notice.getByText("与“很久以前登记的”（2018-05-07 上午 – 05-08 下午，待提交）的时间重叠").waitFor();
    await assertAccessible(page, "新登记培训 with an overlap");
    // Mended, it is gone.
    await page.getByLabel("开始时间", { exact: true }).fill("2018-05-09");
    await notice.waitFor({ state: "detached" });
    await fill(page, "很久以前登记的", "2018-05-07", "2018-05-08");
    await notice.getByText("内容和时间相同").waitFor();
    await fill(page, "另一个培训", "2018-06-09", "2018-06-10");
    await notice.waitFor({ state: "detached" });
    // The same file under another name.
    await page.getByRole("button", { name: "上传附件", exact: true }).setInputFiles({ name: "照片.jpg", mimeType: "image/jpeg", buffer: JPEG });
    await notice.getByText("附件与“很久以前登记的”").waitFor();
    // It is advice: saving goes on.
    await page.getByLabel("本人承诺以上信息属实").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

    // What is edited is not like itself.
    const { rows } = await call(page, "GET", `/api/registrations?title=${encodeURIComponent("第 3 期")}`);
    const asked = page.waitForResponse((response) => response.url().endsWith("/api/registrations/similar"));
    await page.goto(`/registrations/${rows[0].id}/edit`);
    assert.deepEqual((await (await asked).json()).similar, []);
    assertNoComplaints(page);
    await context.close();
  });

  test("no network, no advice, no obstacle", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await call(page, "POST", "/api/registrations", training({ title: "已有的" }));
    await page.route("**/api/registrations/similar", (route) => route.abort());
    await page.goto("/registrations/new");
    const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/registrations/similar"));
    await fill(page, "新的", "2018-05-07", "2018-05-08");
    await failed;
    await page.getByLabel("本人承诺以上信息属实").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
    await context.close();
  });

  test("a unit hears of what it has entered for its people", async () => {
    const own = await visit(installation, PHONE);
    const person = await joinHospital(own.page);
    await own.context.close();
    const { context, page } = await visit(installation, DESK);
    await startSession(page, "/unit/", CHIEF);
    await call(page, "POST", "/api/unit/registrations", {
      identity_number: person.login,
      name: person.name,
      form: training({ title: "单位登记的培训" }),
    });
    await page.goto("/unit/registrations/form");
    await page.getByLabel("证件号码").fill(person.login);
    await page.getByText("本单位专业技术人员").waitFor();
    await fill(page, "单位登记的培训", "2018-05-07", "2018-05-08");
    await page.getByText("与“单位登记的培训”（2018-05-07 上午 – 05-08 下午，待提交）内容和时间相同").waitFor();
    await assertAccessible(page, "新登记培训 by a unit, with the same claim");
    assertNoComplaints(page);
    await context.close();
  });
});
