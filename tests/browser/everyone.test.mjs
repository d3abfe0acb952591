// For everyone: every screen by day, by night and in large text; and the main test with a keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAttribute, assertBecomes, assertValue } from "./support/becomes.mjs";
import { JPEG } from "./support/files.mjs";
import { PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, HOSPITAL, PHYSICIAN, approveSixty, call, joinHospital, signIn, startSession, stranger, training } from "./support/people.mjs";
import { completion, deliver } from "./support/platform.mjs";
import { MODES, assertScreen, assertScreens, setMode } from "./support/screens.mjs";
import { administrator, unitAtWork } from "./support/units.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const OUTSIDE = ["/sign-in", "/me/sign-up", "/unit/sign-in", "/unit/sign-up", "/unit/code", "/verify/", "/nowhere"];
const OF_PROFESSIONAL = [
  "/",
  "/registrations/new",
  "/me/query",
  "/me/query?tab=details",
  "/me/",
  "/me/certificates",
  "/me/messages",
  "/me/profile",
  "/me/sign-ins",
  "/me/password",
];
const OF_CHIEF = [
  "/unit/",
  "/unit/registrations",
  "/unit/registrations/form",
  "/unit/registrations/import",
  "/unit/review",
  "/unit/final-review",
  "/unit/results?status=approved",
  "/unit/specialty-hours",
  "/unit/hours",
  "/unit/window",
  "/unit/people",
  "/unit/account",
];
const OF_UNIT_ACCOUNT = ["/unit/profile", "/unit/administrators", "/unit/departments"];

for (const mode of MODES) {
  describe(mode.name, () => {
    const arrive = async (options = {}) => {
      const visited = await visit(installation, PHONE, { ...mode.options, ...options });
      await setMode(visited.page, mode);
      return visited;
    };
    const leave = async (...all) => {
      for (const { context, page } of all) {
        assertNoComplaints(page);
        await context.close();
      }
    };

    test("axe finds nothing on any screen, a finger hits every control, and nothing is wider than a phone", async () => {
      const guest = await arrive();
      await assertScreens(guest.page, OUTSIDE, mode);
      const professional = await arrive();
      await startSession(professional.page, "/", PHYSICIAN);
      const { rows } = await call(professional.page, "GET", "/api/registrations");
      await assertScreens(professional.page, [...OF_PROFESSIONAL, `/registrations/${rows[0].id}`], mode);
      const chief = await arrive();
      await startSession(chief.page, "/unit/", CHIEF);
      await assertScreens(chief.page, OF_CHIEF, mode);
      const unit = await unitAtWork(installation, { ...PHONE, ...mode.options }, "青秀区人民医院", { departments: ["内科"] });
      await setMode(unit.page, mode);
      await assertScreens(unit.page, OF_UNIT_ACCOUNT, mode);

      // An initial password opens nothing but its change.
      const beginner = stranger();
      await call(unit.page, "POST", "/api/administrators", administrator(beginner));
      const first = await arrive();
      await signIn(first.page, "/unit/", { ...beginner, password: beginner.login.slice(-6) });
      await first.page.getByText("您正在使用初始密码").waitFor();
      await assertScreen(first.page, "修改密码 by force", mode);
      await leave(guest, professional, chief, unit, first);
    });

    test("nor on what comes up while a training is registered and submitted", async () => {
      const visited = await arrive();
      const { context, page } = visited;
      const person = await joinHospital(page);
      const draft = await call(page, "POST", "/api/registrations", training({ title: "县级医院骨干医师培训" }));
      await assertScreens(page, [`/registrations/${draft.id}/edit`, `/registrations/${draft.id}/copy`], mode);

      await page.goto("/registrations/new");
      await page.getByLabel("认定内容", { exact: true }).fill("还没填完的登记");
      await page.getByText("内容已暂存，在其他设备也可继续填写").waitFor();
      const { drafts } = await call(page, "GET", "/api/drafts");
      assert.equal(drafts.length, 1);
      await assertScreens(page, [`/registrations/new/${drafts[0].id}`], mode);
      await assertValue(page.getByLabel("认定内容", { exact: true }), "还没填完的登记");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText("有 7 处需要修改").waitFor();
      await assertScreen(page, "新登记培训 with mistakes", mode);
      await page.getByLabel("认定类型").selectOption({ label: "成果著作类" });
      await page.getByLabel("二级类型").selectOption({ label: "核心期刊论文" });
      await page.getByLabel("本人排名").waitFor();
      await page.getByLabel("精确时间").check();
      await page.locator("input[type=datetime-local]").first().waitFor();
      await assertScreen(page, "新登记培训 with 本人排名 and 精确时间", mode);
      await page.getByLabel("二级类型").selectOption({ label: "著作、译著、教材" });
      await page.getByLabel("数量").waitFor();
      await assertScreen(page, "新登记培训 with 数量", mode);

      await page.goto("/");
      await page.getByRole("button", { name: "提交", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "提交审核" });
      await dialog.getByText("共 1 条，合计 16 学时").waitFor();
      await assertScreen(page, "提交审核", mode);
      await dialog.getByRole("button", { name: "更换单位" }).click();
      await dialog.getByLabel("单位名称").fill("医院");
      await dialog.getByText(/^找到 \d+ 个单位$/).waitFor();
      await dialog.getByText("按单位属地查找").click();
      await dialog.locator("summary", { hasText: "南宁市" }).click();
      await dialog.getByRole("button", { name: "南宁市全市" }).waitFor();
      await assertScreen(page, "提交审核 with the unit picker", mode);
      await dialog.getByRole("button", { name: HOSPITAL }).first().click();
      await context.clearCookies();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await page.getByRole("dialog", { name: "请重新登录" }).getByText(person.name).waitFor();
      await assertScreen(page, "请重新登录", mode);
      await leave(visited);
    });

    test("nor on a certificate and what is said of it", async () => {
      const visited = await arrive();
      const { page } = visited;
      const person = await joinHospital(page);
      const chief = await arrive();
      await startSession(chief.page, "/unit/", CHIEF);
      await approveSixty(page, person, chief.page);
      const common = completion(person, "30");
      await deliver(installation.origin, [common]);
      const { number } = await call(page, "POST", "/api/certificates", { year: 2019 });
      const anybody = await arrive();
      for (const [verdict, words] of [["✓ 证书有效", "有效"], [/证书已失效/, "已失效"]]) {
        await page.goto(`/me/certificates/${number}`);
        await page.locator(".chip", { hasText: words }).waitFor();
        await assertScreen(page, `合格证书，${words}`, mode);
        await anybody.page.goto(`/verify/#${number}`);
        await anybody.page.reload();
        await anybody.page.getByRole("heading", { name: verdict }).waitFor();
        await assertScreen(anybody.page, `公开核验，${words}`, mode);
        if (words === "有效") await deliver(installation.origin, [{ completion: common.completion, revision: 2, action: "retract" }]);
      }
      await leave(visited, chief, anybody);
    });
  });
}

test("大字版 is switched on with one tap, makes text larger, and is found again after a reload", async () => {
  const { context, page } = await visit(installation, PHONE);
  await page.goto("/sign-in");
  const large = page.getByRole("button", { name: "大字版" });
  const size = () => page.getByLabel("证件号码").evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  const before = await size();
  await assertAttribute(large, "aria-pressed", "false");
  await large.click();
  await assertAttribute(large, "aria-pressed", "true");
  await assertBecomes(size, before * 1.25);
  await page.reload();
  await large.waitFor();
  await assertAttribute(large, "aria-pressed", "true");
  await assertBecomes(size, before * 1.25);
  // The other apps on this device follow.
  await page.goto("/verify/");
  await assertAttribute(page.locator("html"), "data-text", "large");
  await page.goto("/unit/sign-in");
  await large.click();
  await page.reload();
  await large.waitFor();
  await assertAttribute(large, "aria-pressed", "false");
  await assertBecomes(size, before);
  assertNoComplaints(page);
  await context.close();
});

test("what moves stands still for who asked for less motion", async () => {
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    const { context, page } = await visit(installation, PHONE, { reducedMotion });
    await joinHospital(page);
    // The list is held back, so that what stands in for it can be looked at.
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route(/\/api\/registrations(\?|$)/, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    const motion = (locator) =>
      locator.evaluate((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return { animated: animationName === "shimmer", slides: transitionDuration.split(",").some((time) => Number.parseFloat(time) > 0) };
      });
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
    await page.getByRole("region", { name: "本年度学时" }).waitFor();
    const waiting = page.locator(".skeleton").last();
    await waiting.waitFor();
    assert.equal((await motion(waiting)).animated, moves, reducedMotion);
    assert.equal((await motion(page.getByRole("button", { name: "新登记培训" }))).slides, moves, reducedMotion);
    const running = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length);
    assert.equal(running > 0, moves, reducedMotion);
    release();
    await page.getByText("还没有登记").waitFor();
    assertNoComplaints(page);
    await context.close();
  }
});

/** Presses Tab until something with this name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return [];
      const labelled = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);
      return [one.getAttribute("aria-label"), ...labelled, one.labels?.[0]?.textContent, one.textContent].filter(Boolean).map((text) => text.trim());
    });
    if (found.some((text) => (name instanceof RegExp ? name.test(text) : text === name))) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

/** Chooses in a list by the arrow keys. */
async function chooseByArrows(page, label) {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press("ArrowDown");
    if ((await page.evaluate(() => document.activeElement.selectedOptions[0].label)) === label) return;
  }
  assert.fail(`the arrow keys do not reach ${label}`);
}

for (const size of SIZES) {
  test(`a training is registered, corrected, submitted, taken back and submitted again with the keyboard alone (${size.name})`, async () => {
    const { context, page } = await visit(installation, size);
    const person = await joinHospital(page);
    const { keyboard } = page;
    const enter = async (name) => {
      await tabTo(page, name);
      await keyboard.press("Enter");
    };
    const status = (words) => page.locator("article, tbody").getByText(words).waitFor();
    await call(page, "POST", "/api/sessions/end", {});
    await page.goto("/sign-in");
    await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
    await tabTo(page, /^证件号码/);
    await keyboard.type(person.login);
    await tabTo(page, /^密码/);
    await keyboard.type(person.password);
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

    await enter("新登记培训");
    await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
    await tabTo(page, /^认定类型/);
    await chooseByArrows(page, "培训进修类");
    await tabTo(page, /^二级类型/);
    await chooseByArrows(page, "专题讲座");
    await tabTo(page, /^认定内容/);
    await keyboard.type("键盘登记的讲座");
    await tabTo(page, /^开始时间/);
    await keyboard.type("05072018");
    await tabTo(page, /^结束时间/);
    await keyboard.type("05082018");
    await page.getByText("4 个半天 × 4 学时 = 16 学时").waitFor();
    const chosen = page.waitForEvent("filechooser");
    await enter("选择文件");
    await (await chosen).setFiles({ name: "学时证明.jpg", mimeType: "image/jpeg", buffer: JPEG });
    await page.getByText("✓ 学时证明.jpg").waitFor();

    // A mistake: the summary takes the focus, and its link leads to the field.
    await enter("保存");
    await page.getByRole("group", { name: "需要修改的地方" }).waitFor();
    await enter(/承诺/);
    await page.waitForFunction(() => document.activeElement.type === "checkbox");
    await keyboard.press("Space");
    await enter("保存");
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

    await page.getByRole("link", { name: "修改" }).waitFor();
    await enter("修改");
    await page.getByRole("heading", { name: "修改", level: 1 }).waitFor();
    await page.getByText("✓ 学时证明.jpg").waitFor();
    await tabTo(page, /^证书编号/);
    await keyboard.type("KEY 2018-7");
    await tabTo(page, /^本人承诺以上信息属实/);
    await keyboard.press("Space");
    await enter("保存");
    await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

    await page.getByRole("button", { name: "提交", exact: true }).waitFor();
    await enter("提交");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("南宁市第一人民医院").waitFor();
    await enter("更换单位");
    await tabTo(page, /^单位名称/);
    await keyboard.type("南宁市人力资源");
    await dialog.locator("mark", { hasText: "南宁市人力资源" }).first().waitFor();
    await enter(/^南宁市人力资源和社会保障局/);
    await dialog.getByText("这不是您所在的单位（南宁市第一人民医院），请确认由该单位审核。").waitFor();
    await enter("确认提交");
    await page.getByText("审核结束前可以随时撤回").waitFor();
    await status("南宁市人力资源和社会保障局");
    await enter("撤回");
    await status("待提交");
    await enter("提交");
    await dialog.getByText("共 1 条，合计 16 学时").waitFor();
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    // The focus is back where it was.
    await page.locator("button:focus", { hasText: "提交" }).waitFor();
    await keyboard.press("Enter");
    await dialog.getByText("共 1 条，合计 16 学时").waitFor();
    await enter("确认提交");
    await status("待审核");
    const { rows } = await call(page, "GET", "/api/registrations");
    const { form, history } = await call(page, "GET", `/api/registration?id=${encodeURIComponent(rows[0].id)}`);
    assert.equal(form.document_number, "KEY 2018-7");
    const happenings = history.map((entry) => entry.happening);
    assert.deepEqual(happenings, ["created", "edited", "submitted", "withdrawn", "submitted"]);
    assertNoComplaints(page);
    await context.close();
  });
}
