// A bad connection and two open pages: whatever is cut or overtaken, nothing typed is lost and nothing happens twice.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertChecked, assertTexts, assertValue } from "./support/becomes.mjs";
import { JPEG, pdf } from "./support/files.mjs";
import { openFilters } from "./support/filters.mjs";
import { PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { openLine } from "./support/line.mjs";
import { call, joinHospital, training } from "./support/people.mjs";

const saved = (page) => page.getByRole("heading", { name: "学时登记", level: 1 });

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** Fills in a whole training but for its evidence. */
async function fillTraining(page, title) {
  await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "脱产培训、进修" });
  await page.getByLabel("认定内容", { exact: true }).fill(title);
  await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
  await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
  await page.getByLabel("本人承诺以上信息属实").check();
}

/** Lets the functions act on the next request for `path` and loses their answer. */
async function loseAnswer(page, path) {
  await page.route(
    path,
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("the network goes in the middle of an upload and of a submission, and each happens once", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/");
      await page.getByRole("button", { name: "新登记培训" }).click();
      await fillTraining(page, "断网时的登记");
      // The file is cut off on its way to the store, which is not the API.
      const isUpload = (url) => !url.pathname.startsWith("/api/");
      let cut = 0;
      await page.route(isUpload, (route) => {
        if (route.request().method() !== "PUT" || cut > 0) return route.fallback();
        cut += 1;
        return route.abort("connectionreset");
      });
      await page
        .getByRole("button", { name: "上传附件", exact: true })
        .setInputFiles({ name: "结业证书.jpg", mimeType: "image/jpeg", buffer: JPEG });
      await page.getByText("暂时连不上服务").first().waitFor();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("还有附件没有上传完成").first().waitFor();
      await assertAccessible(page, "an upload that was cut off");
      await page.getByText("内容已暂存，附件还没有上传完成").waitFor();
      // Whoever leaves now would have to choose the file again.
      const ways = [
        () => page.getByRole("button", { name: /^返回（/ }).click(),
        () => page.getByRole("link", { name: "返回", exact: true }).click(),
        () => page.goBack(),
      ];
      for (const leave of ways) {
        const asked = new Promise((resolve) => {
          page.once("dialog", async (question) => {
            await question.dismiss();
            resolve(question.message());
          });
        });
        await leave();
        assert.match(await asked, /^还有附件没有上传完成/);
        await page.waitForURL("**/registrations/new");
        await assertValue(page.getByLabel("认定内容", { exact: true }), "断网时的登记");
      }
      await page.getByRole("button", { name: "重试" }).click();
      await page.getByText("✓ 结业证书.jpg").waitFor();
      assert.equal(cut, 1);

      await loseAnswer(page, "**/api/registrations");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("暂时连不上服务").first().waitFor();
      await assertValue(page.getByLabel("认定内容", { exact: true }), "断网时的登记");
      await page.getByRole("button", { name: "重试" }).click();
      await saved(page).waitFor();

      await page.getByRole("button", { name: "提交", exact: true }).click();
      await loseAnswer(page, "**/api/registrations/submit");
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await dialog.getByText("暂时连不上服务").waitFor();
      await assertAccessible(page, "a submission without an answer");
      await dialog.getByRole("button", { name: "重试" }).click();
      await page.getByText("已提交“断网时的登记”").first().waitFor();

      const { rows } = await call(page, "GET", "/api/registrations");
      assert.deepEqual(rows.map((row) => [row.title, row.status]), [["断网时的登记", "pending"]]);
      const detail = await call(page, "GET", `/api/registration?id=${encodeURIComponent(rows[0].id)}`);
      assert.deepEqual(detail.history.map((entry) => entry.happening), ["created", "submitted"]);
      assert.equal(detail.attachments.length, 1);

      // In sight for ten minutes, also after a reload: one tap takes it back.
      await page.reload();
      await page.getByText("审核结束前可以随时撤回").waitFor();
      await assertAccessible(page, "学时登记, just submitted");
      await page.getByRole("button", { name: "撤回" }).first().click();
      await page.getByText("待提交").first().waitFor();
      await page.getByText("审核结束前可以随时撤回").waitFor({ state: "detached" });
      assertNoComplaints(page);
      await context.close();
    });

    test("two pages that fill in one draft part, and both drafts are found again", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/registrations/new");
      await page.getByLabel("认定内容", { exact: true }).fill("第一个页面");
      await page.locator("[role=status]", { hasText: "内容已暂存" }).waitFor();
      const other = await context.newPage();
      await other.goto("/registrations/new");
      await other.getByText("已恢复上次没有保存的内容").waitFor();
      await other.getByLabel("认定内容", { exact: true }).fill("第二个页面");
      await page.getByText("另一个页面也在填写这份草稿").waitFor();
      await page.getByLabel("证书编号").fill("一 1");
      await assertAccessible(page, "a draft that has parted");
      await page.close();
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第二个页面");
      await other.getByRole("button", { name: "放弃草稿" }).click();
      const question = other.getByRole("dialog", { name: "放弃草稿" });
      await question.getByRole("button", { name: "取消" }).click();
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第二个页面");
      await other.getByRole("button", { name: "放弃草稿" }).click();
      await question.getByRole("button", { name: "放弃", exact: true }).click();
      await other.reload();
      await other.getByText("已恢复上次没有保存的内容").waitFor();
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第一个页面");
      await assertValue(other.getByLabel("证书编号"), "一 1");
      await context.close();
    });

    test("two pages that change one registration: the second is told, and loses nothing", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      const row = await call(page, "POST", "/api/registrations", training({ title: "原来的名称" }));
      const path = `/registrations/${row.id}/edit`;
      const other = await context.newPage();
      for (const [one, title] of [[page, "第一个页面的名称"], [other, "第二个页面的名称"]]) {
        await one.goto(path);
        await one.getByLabel("认定内容", { exact: true }).fill(title);
        await one.getByLabel("本人承诺以上信息属实").check();
      }
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();
      await other.getByRole("button", { name: "保存" }).click();
      await other.getByText("这条登记刚在别处改过").waitFor();
      await assertAccessible(other, "修改, overtaken");
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第二个页面的名称");

      // A reload shows what it has become, and keeps what was typed at hand.
      await other.reload();
      await other.getByText("后来这条登记又有改动").waitFor();
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第一个页面的名称");
      await assertAccessible(other, "修改, with an earlier draft");
      await other.getByRole("button", { name: "恢复我填写的内容" }).click();
      await assertValue(other.getByLabel("认定内容", { exact: true }), "第二个页面的名称");
      await call(page, "PUT", "/api/registrations", { id: row.id, version: row.version + 1, form: training({ title: "第三处的名称" }) });
      await other.getByRole("button", { name: "保存", exact: true }).click();
      await other.getByText("这条登记刚在别处改过").waitFor();
      await other.getByRole("button", { name: "保存我填写的内容" }).click();
      await saved(other).waitFor();
      const { rows } = await call(page, "GET", "/api/registrations");
      assert.deepEqual(rows.map((one) => one.title), ["第二个页面的名称"]);
      await context.close();
    });

    test("a large photograph is made smaller before it is sent; a registration starts from an earlier one", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/registrations/new");
      await fillTraining(page, "照片作附件的培训");
      const photograph = await noise(page);
      assert.ok(photograph.length > 2 ** 20);
      const announced = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/api/attachments"));
      await page
        .getByRole("button", { name: "上传附件", exact: true })
        .setInputFiles({ name: "证书照片.png", mimeType: "image/png", buffer: photograph });
      const announcement = (await announced).postDataJSON();
      assert.equal(announcement.kind, "jpeg");
      assert.equal(announcement.file_name, "证书照片.jpg");
      assert.ok(announcement.bytes < photograph.length / 2, `${announcement.bytes} of ${photograph.length}`);
      await page.getByText("✓ 证书照片.jpg").waitFor();
      await page.getByLabel("证书编号").fill("桂培 9");
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();

      await page.getByRole("link", { name: "查看" }).first().click();
      await page.getByRole("link", { name: "复制为新登记" }).click();
      await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
      await assertValue(page.getByLabel("认定内容", { exact: true }), "照片作附件的培训");
      await assertValue(page.getByLabel("申请学时"), "16");
      await assertValue(page.getByLabel("证书编号"), "");
      await assertChecked(page.getByLabel("本人承诺以上信息属实"), false);
      await page.getByText("内容和时间相同").waitFor();
      await page.getByLabel("开始时间", { exact: true }).fill("2019-05-07");
      await page.getByLabel("结束时间", { exact: true }).fill("2019-05-08");
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();

      // 排序: the latest date first, whichever was entered last.
      await call(page, "POST", "/api/registrations", training({ title: "更早的培训", start: "2017-05-07T00:00", end: "2017-05-09T00:00", credited_year: "2017" }));
      await page.reload();
      await saved(page).waitFor();
      await openFilters(page);
      await page.getByText("更早的培训").first().waitFor();
      await page.getByLabel("排序").selectOption({ label: "开始日期" });
      const titles = page.locator("tbody th[scope=row], article h2");
      await assertTexts(titles, ["照片作附件的培训", "照片作附件的培训", "更早的培训"]);
      await assertAccessible(page, "学时登记, sorted");
      assertNoComplaints(page);
      await context.close();
    });
  });
}

describe("a phone's connection", () => {
  test("an upload is cut in the middle of its bytes, and the whole file arrives when the line is mended", async () => {
    const line = await openLine();
    const { context, page } = await visit(installation, PHONE, { proxy: line.proxy });
    await joinHospital(page);
    await page.goto("/registrations/new");
    await fillTraining(page, "山里登记的培训");
    const lost = page.waitForEvent("requestfailed", (request) => request.method() === "PUT");
    const held = line.hold(2 ** 20);
    const file = pdf(9 * 2 ** 20);
    await attach(page, { name: "结业证书.pdf", mimeType: "application/pdf", buffer: file });
    await held;
    await hasBegun(page);
    const bar = page.getByRole("progressbar", { name: "正在上传 结业证书.pdf" });
    assert.ok((await bar.evaluate((element) => element.value)) < 100);
    await assertAccessible(page, "an upload under way");
    line.cut();
    await lost;
    await page.getByRole("alert").getByText("暂时连不上服务，请检查网络后重试。已填写的内容不会丢失。").waitFor();
    line.mend();
    await page.getByRole("button", { name: "重试" }).click();
    await page.getByText("✓ 结业证书.pdf").waitFor();
    await page.getByRole("button", { name: "保存" }).click();
    await saved(page).waitFor();
    const { detail } = await only(page);
    assert.deepEqual(detail.attachments.map((one) => [one.file_name, one.bytes]), [["结业证书.pdf", file.length]]);
    assertNoComplaints(page);
    await context.close();
    await line.close();
  });

  test("the answer to a file is lost after the last byte: it is there, once", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    await fillTraining(page, "回音丢失的培训");
    const answers = await losePutAnswer(page);
    await attach(page, { name: "学时证明.pdf", mimeType: "application/pdf", buffer: pdf(2 ** 20) });
    await page.getByRole("alert").getByText("暂时连不上服务").waitFor();
    await page.getByRole("button", { name: "重试" }).click();
    await page.getByText("✓ 学时证明.pdf").waitFor();
    assert.deepEqual(answers, [200], "the store had taken it");
    await page.getByRole("button", { name: "保存" }).click();
    await saved(page).waitFor();
    const { detail } = await only(page);
    assert.deepEqual(detail.attachments.map((one) => one.file_name), ["学时证明.pdf"]);
    assertNoComplaints(page);
    await context.close();
  });

  test("a submission that never left the phone says so; one button sends it, once", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await call(page, "POST", "/api/registrations", training({ title: "没发出去的提交" }));
    await page.reload();
    await page.getByRole("button", { name: "提交", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "提交审核" });
    await dialog.getByText("没发出去的提交").waitFor();
    await page.route("**/api/registrations/submit", (route) => route.abort("internetdisconnected"), { times: 1 });
    await dialog.getByRole("button", { name: "确认提交" }).click();
    await dialog.getByRole("alert").getByText("暂时连不上服务，请检查网络后重试。已填写的内容不会丢失。").waitFor();
    assert.equal((await only(page)).row.status, "draft");
    await dialog.getByText("共 1 条，合计 16 学时").waitFor();
    await dialog.getByRole("button", { name: "重试" }).click();
    await page.getByText("已提交“没发出去的提交”").first().waitFor();
    await dialog.waitFor({ state: "hidden" });
    const { row, detail } = await only(page);
    assert.equal(row.status, "pending");
    assert.deepEqual(detail.history.map((entry) => entry.happening), ["created", "submitted"]);
    assertNoComplaints(page);
    await context.close();
  });

  test("the session ends during an upload: the password is asked for, and the file is there", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await page.goto("/registrations/new");
    await fillTraining(page, "上传时登录过期");
    const speedUp = await slowDown(page);
    await attach(page, { name: "结业证书.pdf", mimeType: "application/pdf", buffer: pdf(2 ** 20) });
    await hasBegun(page);
    await context.clearCookies();
    await speedUp();
    await reopen(page, person);
    await page.getByText("✓ 结业证书.pdf").waitFor();
    await assertValue(page.getByLabel("认定内容", { exact: true }), "上传时登录过期");
    await page.getByRole("button", { name: "保存" }).click();
    await saved(page).waitFor();
    const { row, detail } = await only(page);
    assert.equal(row.title, "上传时登录过期");
    assert.equal(detail.attachments.length, 1);
    assertNoComplaints(page);
    await context.close();
  });

  test("the session ends in the submit dialog: the password is asked for, and the submission goes on", async () => {
    const { context, page } = await visit(installation, PHONE);
    const person = await joinHospital(page);
    await call(page, "POST", "/api/registrations", training({ title: "提交时登录过期" }));
    await page.reload();
    await page.getByRole("button", { name: "提交", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "提交审核" });
    await dialog.getByText("提交时登录过期").waitFor();
    await context.clearCookies();
    await dialog.getByRole("button", { name: "确认提交" }).click();
    await reopen(page, person);
    await page.getByText("已提交“提交时登录过期”").first().waitFor();
    await dialog.waitFor({ state: "hidden" });
    const { row, detail } = await only(page);
    assert.equal(row.status, "pending");
    assert.deepEqual(detail.history.map((entry) => entry.happening), ["created", "submitted"]);
    assertNoComplaints(page);
    await context.close();
  });
});

/** The one registration of the person. */
async function only(page) {
  const { rows } = await call(page, "GET", "/api/registrations");
  assert.equal(rows.length, 1);
  return { row: rows[0], detail: await call(page, "GET", `/api/registration?id=${encodeURIComponent(rows[0].id)}`) };
}

const attach = (page, file) => page.getByRole("button", { name: "上传附件", exact: true }).setInputFiles(file);

/** Until some of a file's bytes are on their way. */
const hasBegun = (page) => page.waitForFunction(() => document.querySelector("progress")?.value > 0);

/** Slows the page's way upwards to a quarter of a megabyte a second; hands back what ends that. */
async function slowDown(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const upwards = (uploadThroughput) =>
    session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await upwards(2 ** 18);
  return () => upwards(-1);
}

/** Lets the next file reach its store and loses the answer; which one it was is in the list then. */
async function losePutAnswer(page) {
  const answers = [];
  const session = await page.context().newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId, request, responseStatusCode }) => {
    if (request.method !== "PUT" || answers.length > 0) return session.send("Fetch.continueRequest", { requestId });
    answers.push(responseStatusCode);
    return session.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" });
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*/attachments/*", requestStage: "Response" }] });
  return answers;
}

/** Gives the password of the ended session. */
async function reopen(page, person) {
  const dialog = page.getByRole("dialog", { name: "请重新登录" });
  await dialog.getByText(`${person.name}，登录已过期。输入密码后继续，已填写的内容都还在。`).waitFor();
  await dialog.getByLabel("证件号码").fill(person.login);
  await dialog.getByLabel("密码", { exact: true }).fill(person.password);
  await dialog.getByRole("button", { name: "继续" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** A PNG that no compression makes small: what a camera's grain looks like. */
async function noise(page) {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1_600, 1_200];
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    for (let at = 0; at < image.data.length; at += 1) image.data[at] = at % 4 === 3 ? 255 : (at * 2_654_435_761) >>> 24;
    context.putImageData(image, 0, 0);
    context.filter = "blur(1px)";
    context.drawImage(canvas, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  return Buffer.from(base64, "base64");
}
