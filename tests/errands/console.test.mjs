// What an operator does to run the platform.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { send } from "../../docs/learning-platforms/send.mjs";
import { assertAccessible } from "./support/axe.mjs";
import { DESK, PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { atWork, deviceCode, signInOperator } from "./support/operator.mjs";
import { PASSWORD, call, creditCode, joinHospital, stranger, submitted, training } from "./support/people.mjs";
import { completion } from "./support/platform.mjs";
import { openReview } from "./support/review.mjs";
import { MODES, assertScreen, assertScreens, setMode } from "./support/screens.mjs";
import { OWN_PASSWORD, choose, signOut, signUpUnit } from "./support/units.mjs";
import { unzip, workbook } from "./support/workbook.mjs";

let installation;
/** The session of an operator at work: signing in over and over would wait for a new code each time. */
let storageState;
before(async () => {
  installation = await install({ operators: ["黄锋", "陆小婷", "农建华"] });
  const { context, page } = await visit(installation, DESK);
  await atWork(page, installation.operators[2]);
  storageState = await context.storageState();
  await context.close();
});
after(() => installation?.stop());

/** A browser that an operator is at work at. */
const working = (size, options = {}) => visit(installation, size, { storageState, ...options });

/** Tells the units of one size and run from those of others. */
const order = (size) => String(process.pid % 1000).padStart(3, "0") + (size === PHONE ? "1" : "2");

async function open(page, path, title) {
  await page.goto(path);
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

async function downloaded(page, button) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Finds a unit by its name in 单位管理 and opens it. */
async function openUnit(page, name) {
  await open(page, "/operator/units", "单位管理");
  await page.getByRole("searchbox", { name: "单位名称或统一社会信用代码" }).fill(name);
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

const day = (offset) => {
  const date = new Date(Date.now() + (8 + 24 * offset) * 3_600_000);
  return date.toISOString().slice(0, 10);
};

for (const size of SIZES) {
  describe(size.name, () => {
    test("an operator signs in with a code, gives up the one-time password, and is asked for a code again", async () => {
      const operator = installation.operators[size === PHONE ? 0 : 1];
      const { context, page } = await visit(installation, size);
      await page.goto("/operator/");
      await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
      assert.equal(await page.getByLabel("动态口令").getAttribute("autocomplete"), "one-time-code");
      assert.equal(await page.getByLabel("动态口令").getAttribute("inputmode"), "numeric");
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText("还有 3 处需要修改").waitFor();
      await assertAccessible(page, "登录 with mistakes");
      await signInOperator(page, operator, "12 45");
      await page.getByText("动态口令为 6 位数字").first().waitFor();
      const code = deviceCode(operator.secret);
      await signInOperator(page, { ...operator, password: "not this one" }, code);
      await page.getByRole("alert").getByText("登录名、密码或动态口令不正确").waitFor();
      await signInOperator(page, operator, code);
      await page.getByRole("heading", { name: "修改密码", level: 1 }).waitFor();
      await page.getByLabel("当前密码").fill(operator.password);
      await page.getByLabel("新密码", { exact: true }).fill(OWN_PASSWORD);
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();

      await choose(page, size, "学时登记开放");
      await page.getByRole("rowheader").first().waitFor();
      await page.getByRole("button", { name: /^修改 \d+ 年度/ }).first().click();
      const form = page.getByRole("dialog", { name: /年度的登记开放时间/ });
      await form.getByLabel("截止日期").fill("2031-03-31");
      await context.clearCookies();
      await form.getByRole("button", { name: "保存" }).click();
      const again = page.getByRole("dialog", { name: "请重新登录" });
      await again.getByLabel("动态口令").waitFor();
      await assertAccessible(page, "an ended session");
      await again.getByLabel("密码", { exact: true }).fill(OWN_PASSWORD);
      // A code works once.
      await again.getByLabel("动态口令").fill(code);
      await again.getByRole("button", { name: "继续" }).click();
      await again.getByText("登录名、密码或动态口令不正确").waitFor();
      await again.getByLabel("动态口令").fill(deviceCode(operator.secret, 1));
      await again.getByRole("button", { name: "继续" }).click();
      await page.getByText(/年度的登记开放时间已保存/).waitFor();
      await page.getByText("2031-03-31").first().waitFor();

      await signOut(page, size);
      await page.getByLabel("动态口令").waitFor();
      assertNoComplaints(page);
      await context.close();
    });

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
      assert.equal(await page.getByText("◷ 待核实").count(), 0);

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
      const all = Number((await page.getByText(/^共 \d+ 个单位$/).textContent()).match(/\d+/)[0]);
      const last = Math.ceil(all / 10);
      await page.getByLabel("页码").fill(String(last));
      await page.getByLabel("页码").press("Enter");
      await page.waitForURL(`**/operator/units?page=${last}`);
      await page.getByRole("button", { name: "下一页" }).waitFor();
      assert.ok(await page.getByRole("button", { name: "下一页" }).isDisabled());
      await page.reload();
      await page.getByLabel("页码").waitFor();
      assert.equal(await page.getByLabel("页码").inputValue(), String(last));
      await page.getByText("单位属地:不限").click();
      await page.getByText("桂林市", { exact: true }).click();
      await assertAccessible(page, "单位管理 with regions");
      await page.getByRole("button", { name: "桂林市全市" }).click();
      await page.getByText("单位属地:桂林市").waitFor();
      const some = Number((await page.getByText(/^共 \d+ 个单位$/).textContent()).match(/\d+/)[0]);
      assert.ok(some < all, `${some} of ${all}`);
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
      await dialog.getByText(/合并完成,移动了 1 人/).waitFor();
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
      await question.getByRole("button", { name: "不是,删除账号" }).click();
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
        ["横州市第四小学", "12450126MP4000000X", "南宁市横州市"],
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
      await page.getByRole("button", { name: "确定导入 (6 行)" }).click();
      await page.getByText("导入完成:新增 6 行").first().waitFor();
      await assertAccessible(page, "导入单位目录, done");

      // The same again as a workbook: only what is different is changed.
      lines[0][0] = `横州市实验小学${order(size)}`;
      const headings = ["单位名称", "统一社会信用代码", "单位属地"];
      await choose("单位.xlsx", workbook(lines.slice(0, 2), headings), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
      await page.getByText("共 2 行 · 可以导入 2").waitFor();
      await page.getByRole("button", { name: "确定导入 (2 行)" }).click();
      await page.getByText("导入完成:新增 0 行,更新 1 行,原已在系统中 1 行").first().waitFor();
      const found = await call(page, "GET", `/api/units/search?text=${encodeURIComponent(lines[0][0])}&supervising=false&page=0`);
      assert.equal(found.total, 1);
      assertNoComplaints(page);
      await context.close();
    });

    test("a year is opened and closed for everyone", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/windows", "学时登记开放");
      await assertAccessible(page, "学时登记开放");
      const year = size === PHONE ? "2017" : "2016";
      await page.getByRole("button", { name: `修改 ${year} 年度` }).click();
      const dialog = page.getByRole("dialog", { name: `${year} 年度的登记开放时间` });
      await dialog.getByLabel("开放日期").fill(`${year}-02-01`);
      await dialog.getByLabel("截止日期").fill(`${year}-01-31`);
      await dialog.getByRole("button", { name: "保存" }).click();
      await dialog.getByText("截止日期不能早于开放日期").first().waitFor();
      await assertAccessible(page, "学时登记开放 with a mistake");
      await dialog.getByLabel("截止日期").fill("2020-01-31");
      await dialog.getByRole("button", { name: "保存" }).click();
      const row = page.getByRole("row", { name: new RegExp(`^${year}`) });
      await row.getByText("2020-01-31").waitFor();
      await row.getByText("✕ 关闭").waitFor();
      assertNoComplaints(page);
      await context.close();
    });

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
      await dialog.getByRole("button", { name: "已保存,关闭" }).click();
      const card = page.getByRole("region", { name });
      await card.getByText("✓ 使用中").waitFor();
      await card.getByRole("button", { name: `为 ${name} 新建密钥` }).click();
      dialog = page.getByRole("dialog", { name: `为 ${name} 新建密钥` });
      await dialog.getByRole("button", { name: "新建密钥" }).click();
      await dialog.getByRole("button", { name: "已保存,关闭" }).click();
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
      await page.getByRole("button", { name: "确定导入 (2 条)" }).click();
      await page.getByText("导入完成:计入 2 条,未导入 2 条").first().waitFor();
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

    test("a month is shown in figures, by day and by city", async () => {
      const { context, page } = await working(size);
      await open(page, "/operator/", "总览");
      const month = day(0).slice(0, 7);
      const { days } = await call(page, "GET", `/api/platform/load?month=${month}`);
      const cities = days.flatMap((one) => one.cities);
      const sum = (some, what) => some.reduce((total, one) => total + one[what], 0);
      assert.ok(sum(cities, "submitted") > 0, "the demo has submissions of this month");
      const figure = (title) => page.locator(".load-cards section").filter({ has: page.getByRole("heading", { name: title }) }).locator(".figure");
      assert.equal(await figure("提交").textContent(), `${sum(cities, "submitted")} 条`);
      assert.equal(await figure("审核").textContent(), `${sum(cities, "decided")} 条`);
      const cells = (row) => row.getByRole("cell").allTextContents();
      const ofNanning = cities.filter((one) => one.city === "450100");
      const nanning = await cells(page.getByRole("table", { name: "按城市" }).getByRole("row", { name: /^南宁市/ }));
      assert.deepEqual(nanning.slice(0, 2), [`${sum(ofNanning, "submitted")}`, `${sum(ofNanning, "decided")}`]);
      await page.getByText("按日查看数字").click();
      const byDay = page.getByRole("table", { name: "按日", exact: true });
      const busiest = days.reduce((most, one) => (sum(one.cities, "submitted") > sum(most.cities, "submitted") ? one : most));
      const figures = await cells(byDay.getByRole("row", { name: new RegExp(`^${busiest.day}`) }));
      assert.deepEqual(figures.slice(0, 2), [`${sum(busiest.cities, "submitted")}`, `${sum(busiest.cities, "decided")}`]);
      await assertAccessible(page, "总览, by day");
      assertNoComplaints(page);
      await context.close();
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
      const secret = (await dialog.locator(".secret").last().textContent()).trim();
      await dialog.getByRole("button", { name: "已保存,关闭" }).click();
      const card = page.getByRole("region", { name });
      await card.getByText("还没有推送").waitFor();
      const key = (await card.locator(".key-id").textContent()).trim();

      const deliveries = [completion(member, "2"), completion(member, "3"), { ...completion(member, "1"), hours: "0" }];
      const results = await send(installation.origin, { key, secret }, deliveries);
      assert.deepEqual(results.map((one) => one.outcome), ["applied", "applied", "refused"]);
      await page.reload();
      await card.getByText(/^最近推送 .* · 共 3 条,拒绝 1 条$/).waitFor();
      assert.equal(await card.getByText("有签名或时间不正确的请求").count(), 0);
      await assert.rejects(send(installation.origin, { key, secret: "not this one" }, deliveries), /^Error: 40[13]/);
      await page.reload();
      await card.getByText("有签名或时间不正确的请求").waitFor();
      await card.getByText(/ · 共 3 条,拒绝 1 条$/).waitFor();
      await assertAccessible(page, "a key with a failure");
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });

    test("a year that ends while somebody fills in the form: they are told when it was open, and lose nothing", async () => {
      const year = size === PHONE ? "2020" : "2021";
      const person = await visit(installation, size);
      await joinHospital(person.page);
      const form = person.page;
      await form.goto("/registrations/new");
      await form.getByLabel("认定类型").selectOption({ label: "培训进修类" });
      await form.getByLabel("二级类型").selectOption({ label: "专题讲座" });
      await form.getByLabel("认定内容", { exact: true }).fill("截止前没来得及保存");
      await form.getByLabel("开始时间", { exact: true }).fill(`${year}-05-07`);
      await form.getByLabel("结束时间", { exact: true }).fill(`${year}-05-07`);
      await form.getByLabel("认定内容说明").fill("上午听课,下午讨论");
      await form.getByLabel("本人承诺以上信息属实").check();

      const { context, page } = await working(size);
      const close = async (last) => {
        await open(page, "/operator/windows", "学时登记开放");
        await page.getByRole("button", { name: `修改 ${year} 年度` }).click();
        const dialog = page.getByRole("dialog", { name: `${year} 年度的登记开放时间` });
        await dialog.getByLabel("开放日期").fill(`${year}-01-01`);
        await dialog.getByLabel("截止日期").fill(last);
        await dialog.getByRole("button", { name: "保存" }).click();
        await page.getByText(`${year} 年度的登记开放时间已保存`).first().waitFor();
      };
      await close("2022-01-31");
      await form.getByRole("button", { name: "保存" }).click();
      const summary = form.getByRole("group", { name: "需要修改的地方" });
      const words = `${year} 年度的登记时间为 ${year}-01-01 至 2022-01-31,现已关闭`;
      await summary.getByText(words).waitFor();
      assert.equal(await form.getByLabel("计入年度").getAttribute("aria-invalid"), "true");
      assert.equal(await form.getByLabel("认定内容", { exact: true }).inputValue(), "截止前没来得及保存");
      assert.equal(await form.getByLabel("认定内容说明").inputValue(), "上午听课,下午讨论");
      await assertAccessible(form, "新登记培训 of a year that has ended");
      await form.reload();
      await form.getByText("已恢复上次没有保存的内容").waitFor();
      assert.equal(await form.getByLabel("认定内容说明").inputValue(), "上午听课,下午讨论");
      await close("");
      await form.reload();
      await form.getByRole("button", { name: "保存" }).click();
      await form.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
      const { rows } = await call(form, "GET", "/api/registrations");
      assert.deepEqual(rows.map((row) => [row.title, row.credited_year]), [["截止前没来得及保存", Number(year)]]);
      assertNoComplaints(page);
      assertNoComplaints(form);
      await context.close();
      await person.context.close();
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
      await page.getByRole("button", { name: "确定导入 (120 行)" }).click();
      await page.getByText("50 / 120 行").waitFor();
      await page.reload();
      await page.getByText("页面重新打开过").waitFor();
      await page.getByText("共 120 行 · 可以导入 70 · 已导入 50").waitFor();
      await assertAccessible(page, "导入单位目录, interrupted");
      await page.getByRole("button", { name: "继续" }).click();
      await page.getByText("导入完成:新增 120 行").first().waitFor();
      const found = await call(page, "POST", "/api/platform/units/search", { text: name(100), region: "", state: null, page: 0 });
      assert.deepEqual(found.units.map((unit) => unit.name), [name(100)]);
      assertNoComplaints(page);
      await context.close();
    });

    test("what was done is found by unit, deed and day, and handed over as a file", async () => {
      const unit = await visit(installation, size);
      const name = `隆安县人民医院${order(size)}`;
      await signUpUnit(unit.page, name, creditCode(`12450126MA7${order(size)}00`.slice(0, 17)));
      await call(unit.page, "POST", "/api/unit/departments", { name: "=内科", remarks: "" });
      const { context, page } = await working(size);
      await open(page, "/operator/audit", "审计日志");
      await assertAccessible(page, "审计日志");
      await page.getByRole("button", { name: "选择单位" }).click();
      const dialog = page.getByRole("dialog", { name: "选择单位" });
      await dialog.getByRole("searchbox", { name: "单位名称" }).fill(name);
      await dialog.getByRole("button", { name: new RegExp(name) }).click();
      await page.getByText("新增部门").filter({ visible: true }).last().waitFor();
      await page.getByLabel("开始日期").fill(day(0));
      await page.getByLabel("结束日期").fill(day(-1));
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByText("结束日期不能早于开始日期").waitFor();
      await assertAccessible(page, "审计日志 with a mistake");
      await page.getByLabel("结束日期").fill(day(0));
      await page.getByLabel("操作", { exact: true }).selectOption({ label: "删除部门" });
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByText("没有符合条件的记录").waitFor();
      await page.getByLabel("操作", { exact: true }).selectOption({ label: "新增部门" });
      await page.getByRole("button", { name: "查询" }).click();
      await page.getByRole("main").getByText("整个单位").waitFor();
      const file = await downloaded(page, "导出 csv");
      assert.equal(file.name, "审计日志.csv");
      assert.match(file.bytes.toString(), /新增部门,department_created,/);
      await page.getByRole("button", { name: "查看平台管理" }).click();
      await page.getByText("范围:").getByText("平台管理与其他单位").waitFor();
      assertNoComplaints(page);
      await context.close();
      await unit.context.close();
    });

    test("what nobody's unit reviews is reviewed at the desk of 其他单位", async () => {
      const person = await visit(installation, size);
      const member = await joinHospital(person.page);
      await submitted(person.page, { ...member, unit: { id: "0".repeat(26) } }, [`没有单位的培训${order(size)}`]);
      const { context, page } = await working(size);
      await page.goto("/operator/");
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      if (size === PHONE) await page.locator("nav summary").click();
      await page.getByRole("link", { name: "其他单位审核台" }).click();
      await page.getByRole("heading", { name: "专业科目学时审核", level: 1 }).waitFor();
      await page.getByText(`没有单位的培训${order(size)}`).first().waitFor();
      await assertAccessible(page, "the desk of 其他单位");
      await openReview(page, member.name);
      await page.getByRole("button", { name: /^通过/ }).first().click();
      await page.getByText(`已通过 ${member.name}“没有单位的培训${order(size)}”`).first().waitFor();
      await page.getByText(/没有(符合条件|待审核)的登记/).waitFor();
      const decided = await call(person.page, "GET", "/api/registrations");
      assert.deepEqual(decided.rows.map((row) => [row.status, row.approved_hours]), [["approved", 40]]);
      const menu = await page.getByRole("navigation", { name: "主菜单" }).textContent();
      for (const missing of ["终审", "学时登记开放", "单位信息维护"]) assert.ok(!menu.includes(missing), missing);
      await choose(page, size, "专业技术人员管理");
      await page.goto("/unit/window");
      await page.getByRole("heading", { name: "没有这个页面", level: 1 }).waitFor();
      if (size === PHONE) await page.locator("nav summary").click();
      await page.getByRole("link", { name: "回到平台管理" }).click();
      await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
      assertNoComplaints(page);
      await context.close();
      await person.context.close();
    });
  });
}

test("a new version of the rules is checked, compared and published", async () => {
  const { context, page } = await working(DESK);
  await open(page, "/operator/rules", "认定标准");
  await page.getByText("✓ 使用中").waitFor();
  await page.getByRole("link", { name: "第 1 版" }).click();
  await page.getByRole("heading", { name: "认定标准第 1 版", level: 1 }).waitFor();
  await page.getByText("每半天 4 学时").first().waitFor();
  await assertAccessible(page, "one version of the rules");
  const file = await downloaded(page, "下载 JSON 文件");
  const rules = JSON.parse(file.bytes.toString());
  rules.categories[0].subcategories[0].suggestion = { kind: "fixed", hours: -1 };
  rules.effective_from = day(0);
  await open(page, "/operator/rules/publish", "发布新版本");
  const choose = (text) =>
    page.getByLabel("选择 JSON 文件").setInputFiles({ name: "新.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await choose("{,}");
  await page.getByText("不是正确的 JSON").waitFor();
  await choose(JSON.stringify(rules, null, 1));
  await page.getByText("还有 2 处需要修改").waitFor();
  await page.getByText(/脱产培训、进修:hours/).waitFor();
  await assertAccessible(page, "发布新版本 with mistakes");
  await page.getByRole("button", { name: "发布第 2 版" }).click();
  await page.getByText("请先修改上面列出的地方").waitFor();
  rules.categories[0].subcategories[0].suggestion = { kind: "fixed", hours: 8 };
  rules.categories[0].subcategories.push({ code: "training.drill", name: "技能演练", suggestion: { kind: "none" }, evidence: ["证明"] });
  await choose(JSON.stringify(rules, null, 1));
  await page.getByLabel("生效日期").fill(day(40));
  await page.getByText("有 2 处变化").waitFor();
  await page.getByText("参考学时:每半天 4 学时 → 8 学时").waitFor();
  await page.getByText("培训进修类-技能演练").waitFor();
  await assertAccessible(page, "发布新版本, compared");
  await page.getByRole("button", { name: "发布第 2 版" }).click();
  const dialog = page.getByRole("dialog", { name: "发布认定标准" });
  await dialog.getByText(day(40)).waitFor();
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  await page.getByRole("heading", { name: "认定标准", level: 1 }).waitFor();
  await page.getByText("◷ 待生效").waitFor();
  // Until that day registrations are claimed under the version of today, and say so.
  const person = await visit(installation, DESK);
  await joinHospital(person.page);
  const claimed = await call(person.page, "POST", "/api/registrations", training());
  await person.page.goto(`/registrations/${claimed.id}`);
  const fact = person.page.locator("dl.facts > div").filter({ hasText: "认定标准" });
  assert.equal(await fact.locator("dd").textContent(), "第 1 版");
  await person.context.close();
  assertNoComplaints(page);
  await context.close();
});

test("who is no operator has nothing to run", async () => {
  const { context, page } = await visit(installation, DESK);
  await joinHospital(page);
  await page.goto("/operator/units");
  await page.getByRole("heading", { name: "您未以平台管理员身份登录", level: 1 }).waitFor();
  await assertAccessible(page, "somebody else in the operator's app");
  assertNoComplaints(page);
  await context.close();
});

const SCREENS = [
  "/operator/",
  "/operator/units",
  "/operator/units/import",
  "/operator/windows",
  "/operator/rules",
  "/operator/rules/version?version=1",
  "/operator/rules/publish",
  "/operator/platforms",
  "/operator/platforms/import",
  "/operator/audit",
  "/operator/account",
  "/operator/nowhere",
];

for (const mode of MODES) {
  test(`axe finds nothing on any screen ${mode.name}, a finger hits every control, and nothing is wider than a phone`, async () => {
    const { context, page } = await working(PHONE, mode.options);
    await setMode(page, mode);
    await open(page, "/operator/", "总览");
    const units = await call(page, "POST", "/api/platform/units/search", { text: "", region: "", state: null, page: 0 });
    await assertScreens(page, [...SCREENS, `/operator/units/unit?id=${units.units[0].id}`], mode);
    const guest = await visit(installation, PHONE, mode.options);
    await setMode(guest.page, mode);
    await guest.page.goto("/operator/sign-in");
    await guest.page.getByLabel("动态口令").waitFor();
    await assertScreen(guest.page, "登录", mode);
    await guest.context.close();
    assertNoComplaints(page);
    await context.close();
  });
}
