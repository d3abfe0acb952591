// 导入学员培训信息, at one size: the template, a file with every kind of mistake, corrected in place; an import that is
// interrupted; what is no workbook; what is exported. The people of the files are the same, so each file of browser tests has one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { assertAccessible } from "./axe.mjs";
import { downloaded } from "./files.mjs";
import { assertNoComplaints, install, visit } from "./installation.mjs";
import { CHIEF, call, identityNumber, startSession } from "./people.mjs";
import { scrollTo } from "./windowed.mjs";
import { trainings, unzip, workbook } from "./workbook.mjs";

const FIXTURES = new URL("../../../sheets/tests/fixtures/", import.meta.url);
const IMPORT = "**/api/unit/registrations/import";

/** Line, column, the words of the mistake, and what is typed in its place. */
const CORRECTIONS = [
  [5, "证件号码", /校验/, identityNumber("45010319850504013")],
  [6, "证件号码", "末几位已丢失", identityNumber("45010319850505014")],
  [7, "姓名", "请填写姓名", "韦素珍"],
  [8, "认定类型", "没有这种认定类型", "培训进修类"],
  [9, "二级类型", "不属于所填的认定类型", "专题讲座"],
  [10, "认定内容", "请填写", "补上的名称"],
  [11, "认定内容", "200", "缩短的名称"],
  [12, "开始时间", "没有这个日期", "2026年5月7日 上午"],
  [13, "开始时间", undefined, "2026/5/6"],
  [14, "申请学时", /数字/, "16"],
  [15, "申请学时", "999.9", "16"],
  [16, "计入年度", /年度/, "2026"],
  [17, "认定内容说明", "说明", "含实操考核半天"],
  [19, "姓名", "另一个姓名", "黄国强"],
];

async function openImport(page) {
  await startSession(page, "/unit/", CHIEF);
  await page.goto("/unit/registrations");
  await page.getByRole("link", { name: "导入学员培训信息" }).click();
  await page.getByRole("heading", { name: "导入学员培训信息", level: 1 }).waitFor();
}

function choose(page, file) {
  return page.getByLabel("选择导入文件").setInputFiles(file);
}

function xlsx(name, buffer) {
  return { name, mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer };
}

/** Ticks the pledge and begins. */
async function begin(page, rows) {
  await page.getByLabel("本单位承诺以上信息属实").check();
  await page.getByRole("button", { name: `确定导入（${rows} 行）` }).click();
}

/** How many registrations of this title the unit has entered. */
async function registered(page, title) {
  const found = await call(page, "GET", `/api/unit/registrations?title=${encodeURIComponent(title)}`);
  return found.rows.length;
}

/** `file` is one of the fixtures: what a spreadsheet program or a library has made of the same rows. */
export function importing(size, file) {
  let installation;
  before(async () => {
    installation = await install();
  });
  after(() => installation?.stop());

  test(`${file}: every mistake is told in its cell and corrected there, and a repeat adds nothing`, async () => {
    const { context, page } = await visit(installation, size);
    await openImport(page);
    await assertAccessible(page, "导入");
    const template = await downloaded(page, "下载导入模板");
    assert.equal(template.name, "学员培训信息导入模板.xlsx");
    const parts = unzip(template.bytes);
    assert.match(parts["xl/sharedStrings.xml"], /证件号码\*.*填写|填写说明|证件号码/);
    assert.match(parts["xl/worksheets/sheet1.xml"], /<dataValidation type="list"/);

    await choose(page, fileURLToPath(new URL(file, FIXTURES)));
    await page.getByText("共 19 行 · 可以导入 4 · 需要修改 15").waitFor();
    await assertAccessible(page, "导入, checked");
    for (const [line, column, words, text] of CORRECTIONS) {
      const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: `第 ${line} 行`, exact: true }) });
      await scrollTo(page, card);
      const cell = card.getByLabel(column, { exact: true });
      // The start is right in itself; it is the end that shows that one of the two is wrong.
      if (!words) await card.getByRole("button", { name: "修改其他列" }).click();
      const told = card.locator(`#${await cell.getAttribute("aria-describedby")}`);
      if (words) assert.match(await told.textContent(), words instanceof RegExp ? words : new RegExp(words), `line ${line}`);
      await cell.fill(text);
      await cell.blur();
      await card.getByText("可以导入").waitFor();
    }
    const twice = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "第 18 行", exact: true }) });
    await scrollTo(page, twice);
    await twice.getByText("与第 2 行完全相同").waitFor();
    await twice.getByRole("button", { name: "不导入此行" }).click();
    await page.getByText("共 19 行 · 可以导入 18 · 不导入 1").waitFor();

    await page.getByRole("button", { name: "确定导入（18 行）" }).click();
    await page.getByText("请勾选“本单位承诺以上信息属实”").waitFor();
    await begin(page, 18);
    await page.getByText("导入完成：新登记 18 行").first().waitFor();
    await assertAccessible(page, "导入, done");
    assert.equal(await registered(page, "急危重症护理新进展"), 1);

    await choose(page, fileURLToPath(new URL(file, FIXTURES)));
    await page.getByText("共 19 行 · 可以导入 4 · 需要修改 15").waitFor();
    await begin(page, 4);
    await page.getByText("导入完成：新登记 0 行，原已在系统中 4 行").first().waitFor();
    assert.equal(await registered(page, "急危重症护理新进展"), 1);
    const failed = await downloaded(page, "下载需要修改的行");
    assert.equal(failed.name, "需要修改的行.xlsx");
    assert.match(unzip(failed.bytes)["xl/sharedStrings.xml"], /第 10 行 认定内容：请填写/);
    assertNoComplaints(page);
    await context.close();
  });

  test("an import that is interrupted goes on where it stopped, with what was corrected", async () => {
    const rows = trainings(250, "中断的导入");
    rows[120][4] = " ";
    const { context, page } = await visit(installation, size);
    await openImport(page);
    await choose(page, xlsx("培训.xlsx", workbook(rows)));
    await page.getByText("共 250 行 · 可以导入 249 · 需要修改 1").waitFor();
    await page.getByLabel("认定内容", { exact: true }).fill("中断前改好的名称");
    await page.getByLabel("认定内容", { exact: true }).blur();
    await page.getByText("共 250 行 · 可以导入 250").waitFor();
    let requests = 0;
    await page.route(IMPORT, async (route) => {
      requests += 1;
      // The second one never gets there: the page is loaded again while it waits.
      if (requests !== 2) await route.continue();
    });
    await begin(page, 250);
    await page.getByText("99 / 250 行").waitFor();
    await assertAccessible(page, "导入, underway");
    await page.reload();
    await page.getByText("页面重新打开过").waitFor();
    await page.getByText("共 250 行 · 可以导入 151 · 已导入 99").waitFor();
    await assertAccessible(page, "导入, interrupted");
    await page.getByRole("button", { name: "继续" }).click();
    await page.getByText("导入完成：新登记 250 行").first().waitFor();
    assert.equal(await registered(page, "中断前改好的名称"), 1);

    // Nothing is left of it once it is done.
    await page.reload();
    await page.getByRole("heading", { name: "导入学员培训信息", level: 1 }).waitFor();
    assert.equal(await page.getByText("共 250 行").count(), 0);
    rows[120][4] = "中断前改好的名称";
    await choose(page, xlsx("培训.xlsx", workbook(rows)));
    await page.getByText("共 250 行 · 可以导入 250").waitFor();
    await page.getByRole("button", { name: "全部" }).click();
    assert.ok((await page.locator("article").count()) < 60, "only what is near the screen is in the document");
    await begin(page, 250);
    await page.getByText("导入完成：新登记 0 行，原已在系统中 250 行").first().waitFor();
    assertNoComplaints(page);
    await context.close();
  });

  test("what is no workbook of the template is refused with a reason", async () => {
    const { context, page } = await visit(installation, size);
    await openImport(page);
    const compound = Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(504),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]);
    const other = workbook([]).toString("latin1");
    for (const [name, buffer, words] of [
      ["假的.xlsx", Buffer.from("%PDF-1.4"), "这不是 xlsx 或 csv 文件"],
      ["空的.xlsx", Buffer.alloc(0), "这个文件是空的"],
      ["加密.xlsx", compound, "文件设有密码"],
      ["太大.xlsx", Buffer.alloc(8 * 1024 * 1024 + 1), "文件超过 8 MB"],
      ["损坏.xlsx", Buffer.from(other.slice(0, other.length / 2), "latin1"), "文件已损坏"],
      ["没有内容.xlsx", workbook([]), "表头下面没有内容"],
      ["太多.xlsx", workbook(trainings(10_001, "太多")), "一次最多导入 10000 行"],
    ]) {
      await choose(page, xlsx(name, buffer));
      await page.getByRole("alert").filter({ hasText: words }).waitFor();
    }
    await assertAccessible(page, "导入, refused");
    await choose(page, xlsx("改好.xlsx", workbook(trainings(1, "改好"))));
    await page.getByText("共 1 行 · 可以导入 1").waitFor();
    assertNoComplaints(page);
    await context.close();
  });

  test("全学时查询 is exported as a workbook of texts and figures, without a formula", async () => {
    const { context, page } = await visit(installation, size);
    await startSession(page, "/unit/", CHIEF);
    await page.goto("/unit/hours");
    await page.getByRole("heading", { name: "全学时查询", level: 1 }).waitFor();
    const { name, bytes } = await downloaded(page, "导出 Excel");
    const parts = unzip(bytes);
    assert.match(name, /^全学时查询-\d{4}\.xlsx$/);
    for (const heading of ["年度", "姓名", "公需科目学时", "达标情况"]) {
      assert.ok(parts["xl/sharedStrings.xml"].includes(`>${heading}<`), heading);
    }
    const sheet = parts["xl/worksheets/sheet1.xml"];
    assert.ok(!sheet.includes("<f>"));
    assert.ok(sheet.match(/<row /g).length > 10, "everybody is there");
    assert.match(sheet, /<c r="G2"[^>]*><v>[\d.]+<\/v>/, "hours are figures");
    await page.getByText(/✓ 已导出 \d+ 行/).waitFor();
    assertNoComplaints(page);
    await context.close();
  });
}
