// 未完成的草稿: begun on the phone, gone on with at a desk; two devices at one draft; a phone without a network.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes, assertCount, assertValue } from "./support/becomes.mjs";
import { DESK, PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { call, joinHospital, startSession } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const title = (page) => page.getByLabel("认定内容", { exact: true });
const unfinished = (page) => page.getByRole("region", { name: "未完成的草稿" });
const onServer = (page) => page.getByText("内容已暂存，在其他设备也可继续填写").waitFor();
const listed = async (page) => (await call(page, "GET", "/api/drafts")).drafts.map((one) => JSON.parse(one.content).form.title).sort();

/** Begins a registration; the server has it afterwards. */
async function begin(page, name) {
  await page.goto("/registrations/new");
  await title(page).fill(name);
  await onServer(page);
}

/** The same person on another device. */
async function elsewhere(person, size = DESK) {
  const { context, page } = await visit(installation, size);
  await startSession(page, "/", person);
  await page.goto("/");
  await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
  return { context, page };
}

describe("未完成的草稿", () => {
  test("what was begun on the phone is finished at a desk, and is no draft any more anywhere", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await page.goto("/registrations/new");
    await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
    await page.getByLabel("二级类型").selectOption({ label: "脱产培训、进修" });
    await begin(page, "手机上开始的培训");
    await assertAccessible(page, "新登记培训, kept on the server");

    const desk = await elsewhere(person);
    await unfinished(desk.page).getByText("手机上开始的培训").waitFor();
    await assertAccessible(desk.page, "学时登记 with an unfinished draft");
    await unfinished(desk.page).getByRole("link", { name: "继续填写" }).click();
    await desk.page.getByText("已恢复上次没有保存的内容").waitFor();
    await assertValue(title(desk.page), "手机上开始的培训");
    await assertValue(desk.page.getByLabel("二级类型"), "training.face_to_face");
    await desk.page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
    await desk.page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
    await onServer(desk.page);

    // The phone, where nothing was typed since, shows what has become of it.
    await page.reload();
    await page.getByText("4 个半天 × 4 学时 = 16 学时").waitFor();
    await assertValue(page.getByLabel("结束时间", { exact: true }), "2018-05-08");

    // A mistake saves nothing and discards nothing.
    await desk.page.getByRole("button", { name: "保存" }).click();
    await desk.page.getByRole("group", { name: "需要修改的地方" }).getByText("本人承诺以上信息属实").waitFor();
    assert.deepEqual(await listed(desk.page), ["手机上开始的培训"]);
    await desk.page.getByLabel("本人承诺以上信息属实").check();
    await desk.page.getByRole("button", { name: "保存" }).click();
    await desk.page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
    await desk.page.getByText("待提交").first().waitFor();
    assert.deepEqual(await listed(desk.page), []);
    await page.reload();
    await page.waitForFunction(() => document.querySelector("[id$=title]")?.value === "");
    assertNoComplaints(page);
    assertNoComplaints(desk.page);
    await context.close();
    await desk.context.close();
  });

  test("two devices at one draft: the second is told, and both are there", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await begin(page, "同一份草稿");
    const desk = await elsewhere(person);
    await unfinished(desk.page).getByRole("link", { name: "继续填写" }).click();
    await title(desk.page).fill("电脑上改的");
    await onServer(desk.page);
    await title(page).fill("手机上改的");
    await page.getByText("这份草稿在别的页面或设备上改过").waitFor();
    await assertAccessible(page, "a draft that another device has written");
    await assertValue(title(page), "手机上改的");
    await onServer(page);
    assert.deepEqual(await listed(page), ["手机上改的", "电脑上改的"].sort());
    await page.getByRole("button", { name: /^返回/ }).click();
    await assertCount(unfinished(page).getByRole("link", { name: "继续填写" }), 2);
    await context.close();
    await desk.context.close();
  });

  test("without a network the device keeps it, and sends it when there is one again", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await page.goto("/registrations/new");
    await context.setOffline(true);
    await title(page).fill("没有网络时填写的");
    await page.locator("[role=status]", { hasText: "内容已暂存" }).waitFor();
    await page.getByLabel("证书编号").fill("桂培 7");
    // Back to the list while still offline: the draft is there, on this device alone.
    await page.getByRole("button", { name: /^返回/ }).click();
    await unfinished(page).getByText("只在本机").waitFor();
    await context.setOffline(false);
    assert.deepEqual(await listed(page), []);
    await page.reload();
    await unfinished(page).getByText("没有网络时填写的").waitFor();
    await unfinished(page).getByText("只在本机").waitFor({ state: "detached" });
    const desk = await elsewhere(person, PHONE);
    await unfinished(desk.page).getByRole("link", { name: "继续填写" }).click();
    await assertValue(desk.page.getByLabel("证书编号"), "桂培 7");
    await context.close();
    await desk.context.close();
  });

  test("several at once; one is discarded after a question, the others stay", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await begin(page, "第一份");
    await page.getByRole("button", { name: /^返回/ }).click();
    await page.getByRole("button", { name: "新登记培训" }).click();
    await page.getByText("已恢复上次没有保存的内容").waitFor();
    await page.getByRole("button", { name: "另填一份" }).click();
    await assertValue(title(page), "");
    await title(page).fill("第二份");
    await onServer(page);
    await page.getByRole("button", { name: /^返回/ }).click();
    assert.deepEqual(await listed(page), ["第一份", "第二份"]);
    const second = unfinished(page).getByRole("listitem").filter({ hasText: "第二份" });
    await second.getByRole("button", { name: "删除" }).click();
    const dialog = page.getByRole("dialog", { name: "删除草稿" });
    await dialog.getByText("确定删除“第二份”吗").waitFor();
    await assertAccessible(page, "删除草稿");
    await dialog.getByRole("button", { name: "取消" }).click();
    await second.getByRole("button", { name: "删除" }).click();
    await dialog.getByRole("button", { name: "删除" }).click();
    await second.waitFor({ state: "detached" });
    await assertBecomes(() => listed(page), ["第一份"]);
    await page.reload();
    await unfinished(page).getByText("第一份").waitFor();
    // A draft that is gone says so.
    await page.goto("/registrations/new/00000000000000000000000001");
    await page.getByText("没有找到这份草稿").waitFor();
    await context.close();
  });

  test("an ended session does not ask for the password while somebody types", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await begin(page, "登录过期前");
    await context.clearCookies();
    const refused = page.waitForResponse((response) => response.url().endsWith("/api/drafts") && response.status() === 401);
    await title(page).fill("登录过期后");
    await refused;
    assert.equal(await page.getByRole("dialog", { name: "请重新登录" }).count(), 0);
    await assertValue(title(page), "登录过期后");
    await context.close();
  });
});
