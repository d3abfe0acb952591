// 我的: certificates, messages, the own record, sign-ins; and the public page that verifies a certificate.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, PASSWORD, approveSixty, call, joinHospital, signIn, startSession, training } from "./support/people.mjs";
import { completion, deliver } from "./support/platform.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("a fulfilled year earns a certificate that prints, verifies, and is void when hours are taken back", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const desk = await visit(installation, size);
      await startSession(desk.page, "/unit/", CHIEF);

      await page.goto("/me/certificates");
      await page.getByText("还没有证书").waitFor();
      await assertAccessible(page, "我的证书, none");
      await approveSixty(page, person, desk.page);
      const common = completion(person, "30");
      await deliver(installation.origin, [common]);

      await page.reload();
      const year = page.getByRole("region", { name: "2019 年度，可领取证书" });
      await year.getByText("共 90 学时：公需科目 30，专业科目 60").waitFor();
      await assertAccessible(page, "我的证书, one to issue");
      await year.getByRole("button", { name: "领取证书" }).click();
      await page.getByRole("heading", { name: "合格证书", level: 1 }).waitFor();
      const sheet = page.getByRole("article", { name: "2019 年度继续教育合格证书" });
      await sheet.getByText(person.name).waitFor();
      assert.equal(await sheet.getByText(person.login).count(), 0, "the identity number is masked");
      await sheet.getByRole("img", { name: "核验二维码" }).waitFor();
      const number = (await sheet.locator("dd").nth(1).textContent()).trim();
      assert.match(number, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
      await assertAccessible(page, "合格证书");

      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
      assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, "one page");
      const [, width, height] = pdf.match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/);
      assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `A4, not ${width} × ${height}`);

      const anybody = await visit(installation, size);
      await anybody.page.goto(`/verify/#${number}`);
      await anybody.page.getByRole("heading", { name: "✓ 证书有效" }).waitFor();
      await anybody.page.getByText("90 学时").waitFor();
      assert.equal(await anybody.page.getByText(person.name).count(), 0, "the name is masked");
      await assertAccessible(anybody.page, "公开核验, valid");

      await deliver(installation.origin, [{ completion: common.completion, revision: 2, action: "retract" }]);
      await anybody.page.getByRole("button", { name: "核验" }).click();
      await anybody.page.getByRole("heading", { name: "✕ 证书已失效" }).waitFor();
      await assertAccessible(anybody.page, "公开核验, void");
      await anybody.page.getByLabel("证书编号").fill("7K3M");
      await anybody.page.getByRole("button", { name: "核验" }).click();
      await anybody.page.getByText("证书编号是 16 位字母和数字").waitFor();
      // The number of nobody, with the right check character (domain/src/certificate.rs).
      await anybody.page.getByLabel("证书编号").fill("7K3M-9XQ2-0AZ4-51TW");
      await anybody.page.getByRole("button", { name: "核验" }).click();
      await anybody.page.getByRole("heading", { name: "没有这张证书" }).waitFor();
      await anybody.page.getByLabel("证书编号").fill("");
      await anybody.page.getByRole("button", { name: "核验" }).click();
      await anybody.page.getByText("请填写证书编号").waitFor();
      await assertAccessible(anybody.page, "公开核验, nothing typed");
      assertNoComplaints(anybody.page);

      await page.reload();
      await page.getByText("这张证书已失效").waitFor();
      await assertAccessible(page, "合格证书, void");
      await page.getByRole("link", { name: "返回" }).click();
      await page.locator(".chip", { hasText: "已失效" }).waitFor();
      await page.getByRole("link", { name: "返回" }).click();
      await page.getByRole("link", { name: /^消息/ }).getByText("2").waitFor();
      await assertAccessible(page, "我的");
      await page.getByRole("link", { name: /^消息/ }).click();
      await page.getByRole("heading", { name: "证书失效" }).waitFor();
      await page.getByRole("heading", { name: "通过认定" }).waitFor();
      await assertAccessible(page, "消息");
      await page.getByRole("link", { name: "返回" }).click();
      await page.getByRole("link", { name: /^消息/ }).waitFor();
      // What was shown is read.
      await page.locator(".badge").first().waitFor({ state: "detached" });

      await deliver(installation.origin, [{ ...common, revision: 3 }]);
      await page.getByRole("link", { name: /^我的证书/ }).click();
      await page.getByRole("button", { name: "领取证书" }).click();
      await sheet.waitFor();
      assert.notEqual((await sheet.locator("dd").nth(1).textContent()).trim(), number, "a new one has a new number");
      assertNoComplaints(page);
      for (const one of [context, desk.context, anybody.context]) await one.close();
    });

    test("the phone number and the unit change, with their mistakes, and what is under review stays", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const draft = await call(page, "POST", "/api/registrations", training({ title: "重症护理培训班" }));
      const items = [{ id: draft.id, version: draft.version }];
      await call(page, "POST", "/api/registrations/submit", { items, unit: person.unit.id });

      await page.goto("/me/");
      await page.getByRole("link", { name: /^我的信息/ }).click();
      await page.getByText("138****8000").waitFor();
      await assertAccessible(page, "我的信息");
      await page.getByRole("button", { name: "修改手机号" }).click();
      await page.getByLabel("新手机号").fill("1990013");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).waitFor();
      await assertAccessible(page, "修改手机号 with a mistake");
      await page.getByLabel("新手机号").fill("19900138123");
      await context.setOffline(true);
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("暂时连不上服务").waitFor();
      await context.setOffline(false);
      await page.getByRole("button", { name: "重试" }).click();
      await page.getByText("199****8123").waitFor();

      await page.getByRole("button", { name: "更换单位或部门" }).click();
      await page.getByRole("button", { name: "更换单位", exact: true }).click();
      const picker = page.getByRole("dialog", { name: "选择所在单位" });
      await picker.getByLabel("单位名称").fill("广西民族大学");
      await picker.getByRole("button", { name: /^广西民族大学 ?\d/ }).first().click();
      await page.getByText("您有 1 条待审核的登记，仍由提交时的单位审核").waitFor();
      await assertAccessible(page, "更换单位");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("button", { name: "更换单位或部门" }).waitFor();
      await page.getByText("广西民族大学").first().waitFor();
      const desk = await visit(installation, size);
      await startSession(desk.page, "/unit/", CHIEF);
      const waiting = await call(desk.page, "POST", "/api/reviews/pending", { name: person.name });
      assert.equal(waiting.rows.length, 1, "it still waits at the hospital");
      assertNoComplaints(page);
      await desk.context.close();
      await context.close();
    });

    test("the own numbers are masked until their owner asks for them, also while the line is cut", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      await page.goto("/me/profile");
      await page.getByText("138****8000").waitFor();
      assert.equal(await page.getByText(person.login).count(), 0, "the identity number is masked");
      await context.setOffline(true);
      await page.getByRole("button", { name: "显示完整号码" }).click();
      await page.getByText("暂时连不上服务").waitFor();
      await context.setOffline(false);
      await page.getByRole("button", { name: "重试" }).click();
      await page.getByText(person.login).waitFor();
      await page.getByText(person.mobile).waitFor();
      await assertAccessible(page, "我的信息 with full numbers");
      await page.getByRole("button", { name: "隐藏完整号码" }).click();
      await page.getByText("138****8000").waitFor();
      assert.equal(await page.getByText(person.login).count(), 0, "masked again");
      assertNoComplaints(page);
      await context.close();
    });

    test("sign-ins are listed, and other devices are signed out", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const other = await visit(installation, size);
      await signIn(other.page, "/", person);
      await page.goto("/me/sign-ins");
      await page.getByText("仍在登录").waitFor();
      await page.getByText("当前设备").waitFor();
      await assertAccessible(page, "登录记录");
      await page.getByRole("button", { name: "退出其他设备" }).click();
      await page.getByText("仍在登录").waitFor({ state: "detached" });
      await other.page.goto("/me/");
      await other.page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
      await page.goto("/me/password");
      await page.getByLabel("当前密码").fill(PASSWORD);
      await page.getByLabel("新密码", { exact: true }).fill("五月的风 1990");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("heading", { name: "我的", level: 1 }).waitFor();
      assertNoComplaints(page);
      await other.context.close();
      await context.close();
    });
  });
}
