// Signing up, in and out: with the mistakes that people make.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { PHONE, SIZES, assertNoComplaints, install, order, visit } from "./support/installation.mjs";
import { HOSPITAL, PASSWORD, PHYSICIAN, call, creditCode, identityNumber, signIn, stranger } from "./support/people.mjs";
import { OWN_PASSWORD, administrator, signUpUnit } from "./support/units.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** The demo's administrator of 医务部, who has not signed in yet. */
const OF_MEDICAL_AFFAIRS = identityNumber("45010819930115028");

/** What somebody signs in with whom a unit has just made its administrator. */
async function newAdministrator(size) {
  const { context, page } = await visit(installation, size);
  await signUpUnit(page, `宾阳县第二人民医院${order(size)}`, creditCode(`12450126MA5U${order(size)}X`));
  const person = stranger();
  await call(page, "POST", "/api/administrators", administrator(person));
  await context.close();
  return person.login;
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("somebody new signs up with their unit, signs out and in again", async () => {
      const { context, page } = await visit(installation, size);
      const person = stranger();
      await page.goto("/");
      await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
      await assertAccessible(page, "登录");
      await page.getByRole("link", { name: "注册" }).click();
      await page.getByRole("heading", { name: "注册", level: 1 }).waitFor();
      await page.getByRole("button", { name: /^注册/ }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText("请填写姓名").waitFor();
      await assertAccessible(page, "注册 with mistakes");
      await page.getByLabel("姓名").fill(person.name);
      await page.getByLabel("证件号码").fill(person.login.slice(0, 17) + (person.login.endsWith("0") ? "1" : "0"));
      await page.getByLabel("手机号").fill(person.mobile);
      await page.getByLabel("密码", { exact: true }).fill(person.password);
      await page.getByLabel("证件号码").fill(person.login);
      await page.getByRole("button", { name: "选择单位" }).click();
      const picker = page.getByRole("dialog", { name: "选择所在单位" });
      await picker.getByLabel("单位名称").fill("第一人民医");
      await picker.getByText(/找到 \d+ 个单位/).waitFor();
      await assertAccessible(page, "选择所在单位");
      await picker.getByLabel("单位名称").fill(HOSPITAL);
      await picker.locator("mark", { hasText: HOSPITAL }).first().waitFor();
      await picker.getByRole("button", { name: new RegExp(`^${HOSPITAL} ?\\d`) }).first().click();
      await page.getByRole("button", { name: /^注册/ }).click();
      await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      await page.goto("/me");
      await page.getByText(person.name).first().waitFor();
      assert.equal(await page.getByText(person.login).count(), 0, "the number is masked");
      await assertAccessible(page, "我的");
      await page.getByRole("button", { name: "退出登录" }).click();
      await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
      await signIn(page, "/", person);
      await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("an initial password opens nothing but its change", async () => {
      const login = size === PHONE ? OF_MEDICAL_AFFAIRS : await newAdministrator(size);
      const password = login.slice(-6);
      const { context, page } = await visit(installation, size);
      await signIn(page, "/unit/", { login, password });
      await page.getByRole("heading", { name: /修改密码|修改初始密码/, level: 1 }).waitFor();
      await assertAccessible(page, "修改密码");
      await page.getByLabel("当前密码").fill(password);
      await page.getByLabel("新密码", { exact: true }).fill("12345678");
      await page.getByRole("button", { name: /^修改密码|^保存/ }).click();
      await page.getByText("这个密码太容易猜到").first().waitFor();
      await page.getByLabel("新密码", { exact: true }).fill(OWN_PASSWORD);
      await page.getByRole("button", { name: /^修改密码|^保存/ }).click();
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      await call(page, "POST", "/api/sessions/end", {});
      await signIn(page, "/unit/", { login, password: OWN_PASSWORD });
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      await context.close();
    });

    test("a wrong password is told, and tells nothing", async () => {
      const { context, page } = await visit(installation, size);
      await page.goto("/sign-in");
      await page.getByLabel("证件号码").fill(PHYSICIAN.login);
      await page.getByLabel("密码", { exact: true }).fill(`${PASSWORD}!`);
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByText("证件号码或密码不正确").waitFor();
      await assertAccessible(page, "登录, wrong password");
      await context.close();
    });
  });
}
