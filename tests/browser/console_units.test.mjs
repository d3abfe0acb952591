// What an operator does with units.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertBecomes, assertCount, assertFocused, assertTexts, assertValue } from "./support/becomes.mjs";
import { installConsole, open, openUnit } from "./support/console.mjs";
import { downloaded } from "./support/files.mjs";
import { SIZES, assertNoComplaints, order, visit } from "./support/installation.mjs";
import { PASSWORD, call, creditCode, joinHospital, stranger, submitted } from "./support/people.mjs";
import { signUpUnit } from "./support/units.mjs";
import { unzip, workbook } from "./support/workbook.mjs";

let installation;
let working;
before(async () => {
  ({ installation, working } = await installConsole());
});
after(() => installation?.stop());

for (const size of SIZES) {
  describe(size.name, () => {
    test("a unit that somebody added is verified, corrected, made a supervising one and disabled", async () => {
      const name = `宾阳县新桥镇卫生院${order(size)}`;
      const somebody = await visit(installation, size);
      await joinHospital(somebody.page);
      const code = creditCode(`12450126MB5${order(size)}00`.slice(0, 17));
      await call(somebody.page, "POST", "/api/units", { name, credit_code: code, region: "450126" });
      await somebody.context.close();

      const { context, page } = await working(size);
      await open(page, "/operator/units", "单位管理");
      await assertAccessible(page, "单位管理");
      await page.getByRole("radio", { name: "待核实" }).check({ force: true });
      await page.getByText(/^共 \d+ 个单位$/).waitFor();
      await page.getByRole("radio", { name: "全部" }).check({ force: true });
      await page.getByRole("searchbox", { name: "单位名称或统一社会信用代码" }).fill("没有这样的单位名称");
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByText("没有符合条件的单位").waitFor();
      await page.getByRole("searchbox", { name: "单位名称或统一社会信用代码" }).fill(code.slice(3, 15));
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.getByText("◷ 待核实").waitFor();
      await assertAccessible(page, "one unit");

      // Somebody else has changed it since it was shown.
      const id = new URL(page.url()).searchParams.get("id");
      const card = await call(page, "GET", `/api/platform/unit?id=${id}`);
      const form = { name, region: "450126", verified: false, supervising: true, disabled: false };
      await call(page, "PUT", "/api/platform/unit", { id, version: card.version, form });
      await page.getByRole("button", { name: "核实", exact: true }).click();
      let dialog = page.getByRole("dialog", { name: "核实单位" });
      await dialog.getByLabel("单位名称").fill("");
      await dialog.getByRole("button", { name: "保存" }).click();
      await dialog.getByText("请填写单位全称").first().waitFor();
      await assertAccessible(page, "核实单位 with a mistake");
      await dialog.getByLabel("单位名称").fill(name);
      await dialog.getByRole("button", { name: "保存" }).click();
      await dialog.getByRole("alert").filter({ hasText: /已|刷新|修改/ }).waitFor();
      await dialog.getByRole("button", { name: "取消" }).click();
      await page.getByText("主管部门", { exact: true }).waitFor();
      await page.getByRole("button", { name: "核实", exact: true }).click();
      await dialog.getByRole("button", { name: "保存" }).click();
      await page.getByText(`已保存单位 ${name}`).waitFor();
      await assertCount(page.getByText("◷ 待核实"), 0);

      const supervising = page.getByText("主管部门", { exact: true });
      dialog = page.getByRole("dialog", { name: "修改单位" });
      for (const [mark, state] of [[false, "detached"], [true, "visible"]]) {
        await page.getByRole("button", { name: "修改", exact: true }).click();
        await dialog.getByLabel(/^主管部门/).setChecked(mark);
        await dialog.getByRole("button", { name: "保存" }).click();
        await supervising.waitFor({ state });
        const offered = await call(page, "GET", `/api/units/search?text=${encodeURIComponent(name)}&supervising=true&page=0`);
        assert.equal(offered.total, mark ? 1 : 0);
      }

      await page.getByRole("button", { name: "修改", exact: true }).click();
      await dialog.getByLabel(/^停用/).check();
      await dialog.getByRole("button", { name: "保存" }).click();
      await page.getByText("✕ 已停用").waitFor();
      const found = await call(page, "GET", `/api/units/search?text=${encodeURIComponent(name)}&supervising=false&page=0`);
      assert.equal(found.total, 0);
      await page.getByRole("link", { name: "返回" }).click();
      await page.getByRole("link", { name, exact: true }).waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("every page of the units can be reached, and a region narrows them", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/units", "单位管理");
      const shown = page.getByText(/^共 \d+ 个单位$/);
      const all = Number((await shown.textContent()).match(/\d+/)[0]);
      const last = Math.ceil(all / 10);
      await page.getByLabel("页码").fill(String(last));
      await page.getByLabel("页码").press("Enter");
      await page.waitForURL(`**/operator/units?page=${last}`);
      await assertBecomes(() => page.getByRole("button", { name: "下一页" }).isDisabled(), true);
      // The keyboard stays at the button that it turns the pages with.
      const back = page.getByRole("button", { name: "上一页" });
      await back.focus();
      for (const to of [last - 1, last - 2]) {
        await page.keyboard.press("Enter");
        await page.waitForURL(`**/operator/units?page=${to}`);
        await assertValue(page.getByLabel("页码"), String(to));
        await assertFocused(back, "the focus stays at 上一页");
      }
      await page.getByLabel("页码").fill("9999999");
      await page.getByLabel("页码").press("Enter");
      await page.waitForURL(`**/operator/units?page=${last}`);
      await page.reload();
      await page.getByLabel("页码").waitFor();
      await assertValue(page.getByLabel("页码"), String(last));
      await page.getByText("单位属地：不限").click();
      await page.getByText("桂林市", { exact: true }).click();
      await assertAccessible(page, "单位管理 with regions");
      await page.getByRole("button", { name: "桂林市全市" }).click();
      await page.getByText("单位属地：桂林市").waitFor();
      const found = await call(page, "POST", "/api/platform/units/search", { text: "", region: "450300", state: null, page: 0 });
      assert.ok(found.total < all, `${found.total} of ${all}`);
      await assertTexts(shown, [`共 ${found.total} 个单位`]);
      assertNoComplaints(page);
      await context.close();
    });

    test("a unit that is there twice is merged, and its account gets a new password", async () => {
      const [kept, double] = [`武鸣区中医院${order(size)}`, `武鸣县中医院${order(size)}`];
      const units = [];
      for (const [name, sign] of [[kept, "K"], [double, "D"]]) {
        const unit = await visit(installation, size);
        await signUpUnit(unit.page, name, creditCode(`12450126M${sign}5${order(size)}00`.slice(0, 17)));
        units.push(unit);
      }
      const person = await visit(installation, size);
      const member = await joinHospital(person.page, stranger(), undefined, double);
      await submitted(person.page, member, ["合并之前的进修"]);

      const { context, page } = await working(size);
      await openUnit(page, double);
      await page.getByText("1 位", { exact: true }).waitFor();
      await page.getByRole("button", { name: "合并到…" }).click();
      const dialog = page.getByRole("dialog", { name: "合并单位" });
      await dialog.getByRole("searchbox", { name: "单位名称" }).fill(double);
      await dialog.getByRole("button", { name: new RegExp(double) }).click();
      await dialog.getByText("不能合并到它自己").waitFor();
      await dialog.getByRole("searchbox", { name: "单位名称" }).fill(kept);
      await dialog.getByRole("button", { name: new RegExp(kept) }).click();
      await dialog.getByText("合并后不能撤销").waitFor();
      await assertAccessible(page, "a last look before a merge");
      await dialog.getByRole("button", { name: "确认合并" }).click();
      await dialog.getByText(/合并完成，移动了 1 人/).waitFor();
      await assertAccessible(page, "a merge that is done");
      await dialog.getByRole("button", { name: "查看保留的单位" }).click();
      await page.getByRole("heading", { name: kept, level: 1 }).waitFor();
      const session = await call(person.page, "GET", "/api/session");
      assert.equal(session.unit.name, kept);

      await page.getByRole("button", { name: "重置单位账号密码" }).click();
      const reset = page.getByRole("dialog", { name: "重置单位账号密码" });
      await reset.getByRole("button", { name: "生成一次性密码" }).click();
      const password = (await reset.locator(".code").textContent()).trim();
      await assertAccessible(page, "a one-time password");
      await reset.getByRole("button", { name: "关闭" }).click();
      const unit = await visit(installation, size);
      await unit.page.goto("/unit/sign-in?role=unit");
      await unit.page.getByLabel("统一社会信用代码").fill(creditCode(`12450126MK5${order(size)}00`.slice(0, 17)));
      await unit.page.getByLabel("密码", { exact: true }).fill(password);
      await unit.page.getByRole("button", { name: "登录", exact: true }).click();
      await unit.page.getByRole("heading", { name: "修改密码", level: 1 }).waitFor();
      assertNoComplaints(page);
      for (const visited of [unit, person, ...units]) await visited.context.close();
      await context.close();
    });

    test("who signs up a listed unit waits for the operator's word", async () => {
      const name = `上林县职业技术学校${order(size)}`;
      const code = creditCode(`12450126MC5${order(size)}00`.slice(0, 17));
      const somebody = await visit(installation, size);
      await joinHospital(somebody.page);
      await call(somebody.page, "POST", "/api/units", { name, credit_code: code, region: "450125" });
      const unit = await visit(installation, size);
      assert.equal(await signUpUnit(unit.page, name, code), null);
      const { context, page } = await working(size);
      await openUnit(page, name);
      const question = page.getByRole("region", { name: "确认单位账号" });
      await question.getByText("联系人 黄锋").waitFor();
      await assertAccessible(page, "an account to be confirmed");
      await question.getByRole("button", { name: "不是，删除账号" }).click();
      const dialog = page.getByRole("dialog", { name: "删除单位账号" });
      await dialog.getByRole("button", { name: "删除账号" }).click();
      await page.getByText("单位账号已删除").waitFor();
      await page.getByText("没有注册", { exact: true }).waitFor();
      assert.equal(await signUpUnit(unit.page, name, code), null);
      await page.reload();
      await question.getByRole("button", { name: "确认是本单位" }).click();
      await page.getByText("已注册", { exact: true }).waitFor();
      const login = { role: "unit", login: code, password: PASSWORD };
      assert.equal((await call(unit.page, "POST", "/api/sessions", login)).unit.name, name);
      assertNoComplaints(page);
      for (const visited of [somebody, unit]) await visited.context.close();
      await context.close();
    });

    test("a list of units is imported, with its mistakes corrected in their cells", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/units", "单位管理");
      await page.getByRole("link", { name: "导入单位目录" }).click();
      await page.getByRole("heading", { name: "导入单位目录", level: 1 }).waitFor();
      const template = await downloaded(page, "下载导入模板");
      assert.equal(template.name, "单位目录导入模板.xlsx");
      assert.match(unzip(template.bytes)["xl/sharedStrings.xml"], /统一社会信用代码/);

      const code = (number) => creditCode(`12450126MP${number}${order(size)}00`.slice(0, 17));
      const lines = [
        ["横州市第一小学", code(1), "横州市"],
        ["横州市第二小学", code(2), "450181"],
        ["", code(3), "450181"],
        ["横州市第四小学", "12450126MP4000000I", "南宁市横州市"],
        ["横州市第五小学", code(5), "海边市"],
        ["横州市第一小学分校", code(1), "450181"],
      ].map(([name, ...rest]) => [name && name + order(size), ...rest]);
      const csv = ["单位名称,统一社会信用代码,单位属地", ...lines.map((line) => line.join(","))].join("\r\n");
      const choose = (name, buffer, mimeType = "text/csv") => page.getByLabel("选择导入文件").setInputFiles({ name, mimeType, buffer });
      await choose("坏的.csv", Buffer.from("甲,乙\n丙,丁"));
      await page.getByRole("alert").filter({ hasText: "没有找到模板的表头" }).waitFor();
      await choose("单位.csv", Buffer.from(csv));
      await page.getByText("共 6 行 · 可以导入 2 · 需要修改 4").waitFor();
      await assertAccessible(page, "导入单位目录, checked");
      const line = (number) => page.getByRole("article").filter({ has: page.getByRole("heading", { name: `第 ${number} 行`, exact: true }) });
      for (const [number, column, words, text] of [
        [4, "单位名称", /单位全称/, `横州市第三小学${order(size)}`],
        [5, "统一社会信用代码", /校验|代码/, code(4)],
        [6, "单位属地", /没有这个地区/, "横州市"],
        [7, "统一社会信用代码", /第 2 行是同一个/, code(6)],
      ]) {
        const cell = line(number).getByLabel(column, { exact: true });
        assert.match(await page.locator(`#${await cell.getAttribute("aria-describedby")}`).textContent(), words, `line ${number}`);
        await cell.fill(text);
        await cell.blur();
        await line(number).getByText("可以导入").waitFor();
      }
      await page.getByRole("button", { name: "确定导入（6 行）" }).click();
      await page.getByText("导入完成：新增 6 行").first().waitFor();
      await assertAccessible(page, "导入单位目录, done");

      // The same again as a workbook: only what is different is changed.
      lines[0][0] = `横州市实验小学${order(size)}`;
      const headings = ["单位名称", "统一社会信用代码", "单位属地"];
      await choose("单位.xlsx", workbook(lines.slice(0, 2), headings), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
      await page.getByText("共 2 行 · 可以导入 2").waitFor();
      await page.getByRole("button", { name: "确定导入（2 行）" }).click();
      await page.getByText("导入完成：新增 0 行，更新 1 行，原已在系统中 1 行").first().waitFor();
      const found = await call(page, "GET", `/api/units/search?text=${encodeURIComponent(lines[0][0])}&supervising=false&page=0`);
      assert.equal(found.total, 1);
      assertNoComplaints(page);
      await context.close();
    });

    test("a list of units that is interrupted goes on where it stopped, with what was corrected", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/units/import", "导入单位目录");
      const code = (number) => creditCode(`12450126MQ${order(size)}${String(number).padStart(3, "0")}0`.slice(0, 17));
      const name = (number) => `横州市校椅镇第 ${number} 小学${order(size)}`;
      const lines = Array.from({ length: 120 }, (_, number) => [name(number), code(number), "450181"]);
      lines[100][2] = "海边市";
      const csv = ["单位名称,统一社会信用代码,单位属地", ...lines.map((line) => line.join(","))].join("\r\n");
      await page.getByLabel("选择导入文件").setInputFiles({ name: "单位.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
      await page.getByText("共 120 行 · 可以导入 119 · 需要修改 1").waitFor();
      await page.getByLabel("单位属地", { exact: true }).fill("横州市");
      await page.getByLabel("单位属地", { exact: true }).blur();
      await page.getByText("共 120 行 · 可以导入 120").waitFor();
      let requests = 0;
      await page.route("**/api/platform/units/import", async (route) => {
        requests += 1;
        // The second one never gets there: the page is loaded again while it waits.
        if (requests !== 2) await route.continue();
      });
      await page.getByRole("button", { name: "确定导入（120 行）" }).click();
      await page.getByText("50 / 120 行").waitFor();
      await page.reload();
      await page.getByText("页面重新打开过").waitFor();
      await page.getByText("共 120 行 · 可以导入 70 · 已导入 50").waitFor();
      await assertAccessible(page, "导入单位目录, interrupted");
      await page.getByRole("button", { name: "继续" }).click();
      await page.getByText("导入完成：新增 120 行").first().waitFor();
      const found = await call(page, "POST", "/api/platform/units/search", { text: name(100), region: "", state: null, page: 0 });
      assert.deepEqual(found.units.map((unit) => unit.name), [name(100)]);
      assertNoComplaints(page);
      await context.close();
    });
  });
}
