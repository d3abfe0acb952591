// For everyone: every screen by day, by night and in large text; and the main errand with a keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { JPEG } from "./support/files.mjs";
import { DESK, PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, PHYSICIAN, call, joinHospital, signIn } from "./support/people.mjs";
import { unitAtWork } from "./support/units.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const MODES = [
  { name: "by day", options: { colorScheme: "light" } },
  { name: "by night", options: { colorScheme: "dark" } },
  { name: "in large text", options: { colorScheme: "light" }, large: true },
];

const OUTSIDE = ["/sign-in", "/sign-up", "/unit/sign-in", "/unit/sign-up", "/unit/code", "/verify/", "/nowhere"];
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

/** What a finger would miss: controls that are lower than 44 px. A box counts with its label. */
const lowControls = (page) =>
  page.evaluate(() => {
    const controls = [...document.querySelectorAll("button, a.button, select, textarea, label.choose, summary, input:not([type=checkbox], [type=radio], .hidden-text)")];
    const seen = controls.filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0);
    return seen.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 120));
  });

async function assertScreens(page, paths, mode) {
  for (const path of paths) {
    await page.goto(path);
    if (mode.large) await page.evaluate(() => localStorage.setItem("xueshi/text", "large"));
    if (mode.large) await page.reload();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.locator(".skeleton").first().waitFor({ state: "detached" });
    if (mode.large) assert.equal(await page.locator("html").getAttribute("data-text"), "large", path);
    await assertAccessible(page, `${path} ${mode.name}`);
    assert.deepEqual(await lowControls(page), [], `${path} ${mode.name}: controls lower than 44 px`);
  }
}

for (const mode of MODES) {
  describe(mode.name, () => {
    test("axe finds nothing on any screen, and a finger hits every control", async () => {
      const guest = await visit(installation, PHONE, mode.options);
      await assertScreens(guest.page, OUTSIDE, mode);
      const professional = await visit(installation, PHONE, mode.options);
      await signIn(professional.page, "/", PHYSICIAN);
      const { rows } = await call(professional.page, "GET", "/api/registrations");
      await assertScreens(professional.page, [...OF_PROFESSIONAL, `/registrations/${rows[0].id}`], mode);
      const chief = await visit(installation, PHONE, mode.options);
      await signIn(chief.page, "/unit/", CHIEF);
      await assertScreens(chief.page, OF_CHIEF, mode);
      const unit = await unitAtWork(installation, { ...PHONE, ...mode.options }, "青秀区人民医院", { departments: ["内科"] });
      await assertScreens(unit.page, OF_UNIT_ACCOUNT, mode);
      for (const visited of [guest, professional, chief, unit]) {
        assertNoComplaints(visited.page);
        await visited.context.close();
      }
    });
  });
}

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

test("a training is registered, submitted, taken back and submitted again with the keyboard alone", async () => {
  const { context, page } = await visit(installation, DESK);
  const person = await joinHospital(page);
  const { keyboard } = page;
  await call(page, "POST", "/api/sessions/end", {});
  await page.goto("/sign-in");
  await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
  await tabTo(page, /^证件号码/);
  await keyboard.type(person.login);
  await tabTo(page, /^密码/);
  await keyboard.type(person.password);
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

  await tabTo(page, "新登记培训");
  await keyboard.press("Enter");
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
  await tabTo(page, "选择文件");
  await keyboard.press("Enter");
  await (await chosen).setFiles({ name: "学时证明.jpg", mimeType: "image/jpeg", buffer: JPEG });
  await page.getByText("✓ 学时证明.jpg").waitFor();

  // A mistake: the summary takes the focus, and its link leads to the field.
  await tabTo(page, "保存");
  await keyboard.press("Enter");
  await page.getByRole("group", { name: "需要修改的地方" }).waitFor();
  await tabTo(page, /承诺/);
  await keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.type === "checkbox");
  await keyboard.press("Space");
  await tabTo(page, "保存");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();

  await tabTo(page, "提交");
  await keyboard.press("Enter");
  await page.getByRole("dialog").getByText("南宁市第一人民医院").waitFor();
  await tabTo(page, "确认提交");
  await keyboard.press("Enter");
  await page.getByText("10 分钟内可一键撤回").waitFor();
  await tabTo(page, "撤回");
  await keyboard.press("Enter");
  await page.locator("tbody").getByText("待提交").waitFor();
  await tabTo(page, "提交");
  await keyboard.press("Enter");
  await page.getByRole("dialog").getByText("共 1 条,合计 16 学时").waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  // The focus is back where it was.
  await page.locator("button:focus", { hasText: "提交" }).waitFor();
  await keyboard.press("Enter");
  await page.getByRole("dialog").getByText("共 1 条,合计 16 学时").waitFor();
  await tabTo(page, "确认提交");
  await keyboard.press("Enter");
  await page.locator("tbody").getByText("待审核").waitFor();
  assertNoComplaints(page);
  await context.close();
});
