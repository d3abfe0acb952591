// What an operator does with learning platforms.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { send } from "../../docs/learning-platforms/send.mjs";
import { assertAccessible } from "./support/axe.mjs";
import { installConsole, open } from "./support/console.mjs";
import { downloaded } from "./support/files.mjs";
import { SIZES, assertNoComplaints, order, visit } from "./support/installation.mjs";
import { call, joinHospital } from "./support/people.mjs";
import { SECRET, address, completion } from "./support/platform.mjs";

let installation;
let working;
before(async () => {
  ({ installation, working } = await installConsole());
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("a platform gets a key, a second one, and the first is revoked; its file is imported line by line", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      const { context, page } = await working(size);
      const name = `八桂学习网${order(size)}`;
      await open(page, "/operator/platforms", "学习平台");
      await assertAccessible(page, "学习平台");
      await page.getByRole("button", { name: "新建平台和密钥" }).click();
      let dialog = page.getByRole("dialog", { name: "新建平台和密钥" });
      await dialog.getByRole("button", { name: "新建密钥" }).click();
      await dialog.getByText("请填写平台名称").first().waitFor();
      await assertAccessible(page, "a platform without a name");
      await dialog.getByLabel("平台名称").fill(name);
      await dialog.getByRole("button", { name: "新建密钥" }).click();
      await dialog.getByText("密钥只显示这一次").waitFor();
      await assertAccessible(page, "a key that is shown once");
      await dialog.getByRole("button", { name: "已保存，关闭" }).click();
      const card = page.getByRole("region", { name });
      await card.getByText("✓ 使用中").waitFor();
      await card.getByRole("button", { name: `为 ${name} 新建密钥` }).click();
      dialog = page.getByRole("dialog", { name: `为 ${name} 新建密钥` });
      await dialog.getByRole("button", { name: "新建密钥" }).click();
      await dialog.getByRole("button", { name: "已保存，关闭" }).click();
      await card.getByText("✓ 使用中").nth(1).waitFor();
      await card.getByRole("button", { name: /^停用密钥/ }).last().click();
      await page.getByRole("dialog", { name: "停用密钥" }).getByRole("button", { name: "停用", exact: true }).click();
      await card.getByText("✕ 已停用").waitFor();

      await card.getByRole("link", { name: `导入 ${name} 的公需科目学时` }).click();
      await page.getByRole("heading", { name: "导入公需科目学时", level: 1 }).waitFor();
      const delivery = (completion, fields = {}) =>
        JSON.stringify({
          completion: `${completion}-${order(size)}`,
          revision: 1,
          action: "complete",
          identity_number: member.login,
          course: "知识产权保护",
          hours: "2",
          credited_year: 2019,
          completed_on: "2019-05-08",
          ...fields,
        });
      const unread = "{这不是 JSON";
      const file = [delivery("A"), delivery("A", { revision: 2, hours: "3" }), delivery("B", { hours: "0" }), unread, ""].join("\n");
      await page.getByLabel("选择学时文件").setInputFiles({ name: "学时.jsonl", mimeType: "text/plain", buffer: Buffer.from(file) });
      await page.getByText("共 4 条 · 可以导入 2 · 有误 2").waitFor();
      await page.getByText("学时应在 0.1 至 999.9 之间").waitFor();
      await assertAccessible(page, "导入公需科目学时, checked");
      await page.getByRole("button", { name: "确定导入（2 条）" }).click();
      await page.getByText("导入完成：计入 2 条，未导入 2 条").first().waitFor();
      const failed = await downloaded(page, "下载有误的行");
      assert.equal(failed.bytes.toString(), `${delivery("B", { hours: "0" })}\n${unread}\n`);
      const reasons = await downloaded(page, "下载原因");
      assert.ok(!reasons.bytes.toString().includes(member.login), "nobody's number is in the reasons");
      const totals = await call(person.page, "GET", "/api/totals");
      assert.equal(totals.years.find((one) => one.year === 2019).totals.common, 30);
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });

    test("a key tells when it last delivered, how much was refused, and that somebody signed wrongly", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      const { context, page } = await working(size);
      const name = `桂学在线${order(size)}`;
      await open(page, "/operator/platforms", "学习平台");
      await page.getByRole("button", { name: "新建平台和密钥" }).click();
      const dialog = page.getByRole("dialog", { name: "新建平台和密钥" });
      await dialog.getByLabel("平台名称").fill(name);
      await dialog.getByRole("button", { name: "新建密钥" }).click();
      await dialog.getByText("密钥只显示这一次").waitFor();
      const [, target, secret] = (await dialog.locator(".secret").allTextContents()).map((text) => text.trim());
      await dialog.getByRole("button", { name: "已保存，关闭" }).click();
      const card = page.getByRole("region", { name });
      await card.getByText("还没有推送").waitFor();
      const key = (await card.locator(".key-id").textContent()).trim();
      assert.equal(target, address(installation.origin, key));

      const deliveries = [completion(member, "2"), completion(member, "3"), { ...completion(member, "1"), hours: "0" }];
      const results = await send(target, [secret], deliveries);
      assert.deepEqual(results.map((one) => one.outcome), ["applied", "applied", "refused"]);
      await page.reload();
      await card.getByText(/^最近推送 .* · 共 3 条，拒绝 1 条$/).waitFor();
      assert.equal(await card.getByText("有签名或时间不正确的请求").count(), 0);
      await assert.rejects(send(target, [SECRET], deliveries), /^Error: 40[13]/);
      await page.reload();
      await card.getByText("有签名或时间不正确的请求").waitFor();
      await card.getByText(/ · 共 3 条，拒绝 1 条$/).waitFor();
      await assertAccessible(page, "a key with a failure");
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });
  });
}
