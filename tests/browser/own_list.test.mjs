// 学时登记 with many rows: found, ordered, and acted upon one by one and in batches, also when a batch is partly refused.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertAttribute, assertBecomes, assertCount, assertFocused, assertTexts, assertValue } from "./support/becomes.mjs";
import { openFilters } from "./support/filters.mjs";
import { DESK, PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { CHIEF, call, joinHospital, startSession, submitted, training } from "./support/people.mjs";
import { allLoaded, loadMore, scrollTo } from "./support/windowed.mjs";

/** More than a page of the list. */
const MANY = 30;

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

const name = (number) => `第 ${String(number).padStart(2, "0")} 期护理培训`;
const titles = (page) => page.locator("article.registration h2, tbody th[scope=row]");
/** A registration in the list, by its title. */
const row = (page, title) => page.locator("article.registration, tbody tr").filter({ hasText: title });
const choose = (page, title) => page.getByRole("checkbox", { name: `选择 ${title}`, exact: true }).check();
/** What the app says for a few seconds after something is done. */
const toast = (page) => page.locator(".toast");

/** A training of two half-days, one day of 2019 for each number. */
function numbered(number) {
  const day = `2019-03-${String(number).padStart(2, "0")}`;
  const times = { start: `${day}T00:00`, end: `2019-03-${String(number + 1).padStart(2, "0")}T00:00`, credited_year: "2019" };
  return training({ title: name(number), claimed_hours: "8", ...times });
}

async function enter(page, numbers) {
  const rows = [];
  for (const number of numbers) rows.push(await call(page, "POST", "/api/registrations", numbered(number)));
  return rows;
}

const count = (from, to) => Array.from({ length: to - from + 1 }, (_, position) => from + position);
const seen = ({ id, version }) => ({ id, version });

async function openSearch(page) {
  await openFilters(page);
  return page.getByRole("search", { name: "查询登记" });
}

/** Chooses every row that is loaded, of which there are so many. On a phone the button for it comes with the first one. */
async function chooseAll(page, size, count) {
  if (size === PHONE) {
    await page.getByRole("checkbox").first().check();
    await page.getByRole("button", { name: "全选" }).click();
  } else {
    await page.getByRole("checkbox", { name: "全选" }).check();
  }
  await page.getByText(`已选 ${count} 条`, { exact: true }).waitFor();
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("thirty rows come page by page, and are found by words and by days", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await enter(page, count(1, MANY));
      await page.reload();
      await row(page, name(MANY)).waitFor();
      // What was entered last stands first; the oldest five are not there yet.
      await assertTexts(titles(page).first(), [name(MANY)]);
      await chooseAll(page, size, 25);
      await scrollTo(page, row(page, name(6)));
      assert.equal(await row(page, name(5)).count(), 0);
      await loadMore(page);
      await scrollTo(page, row(page, name(1)));
      await page.evaluate(() => window.scrollTo(0, 0));
      await row(page, name(MANY)).waitFor();
      await chooseAll(page, size, MANY);
      await assertAccessible(page, "学时登记, everything chosen");

      const search = await openSearch(page);
      await search.getByRole("searchbox", { name: "认定内容" }).fill("第 03 期");
      await search.getByRole("button", { name: "查询" }).click();
      await row(page, name(MANY)).waitFor({ state: "detached" });
      await row(page, name(3)).waitFor();
      await assertTexts(titles(page), [name(3)]);
      // A batch never goes beyond what is in sight.
      await assertCount(page.getByText(/^已选/), 0);
      await search.getByRole("searchbox", { name: "认定内容" }).fill("");
      await search.getByLabel("开始时间").fill("2019-03-10");
      await search.getByLabel("结束时间").fill("2019-03-12");
      await search.getByRole("button", { name: "查询" }).click();
      await row(page, name(3)).waitFor({ state: "detached" });
      await row(page, name(11)).waitFor();
      await assertTexts(titles(page), [name(12), name(11), name(10)]);
      await search.getByRole("searchbox", { name: "认定内容" }).fill("没有登记过的培训");
      await search.getByRole("button", { name: "查询" }).click();
      await page.getByText("没有符合条件的登记").waitFor();
      await page.getByText("请放宽查询条件，或点“重置”查看全部。").waitFor();
      await assertAccessible(page, "学时登记, nothing found");
      await search.getByRole("button", { name: "重置" }).click();
      await row(page, name(MANY)).waitFor();
      await assertValue(search.getByRole("searchbox", { name: "认定内容" }), "");
      await assertValue(search.getByLabel("开始时间"), "");
      assertNoComplaints(page);
      await context.close();
    });

    test("who goes through a long list by keyboard keeps the place, from page to page and while rows go", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      const enough = 60;
      const numbers = count(1, enough).map((number) => ({ ...numbered(1 + (number % 20)), title: name(number) }));
      for (const registration of numbers) await call(page, "POST", "/api/registrations", registration);
      await page.reload();
      await row(page, name(enough)).waitFor();
      // The button is the same from page to page, until there is nothing more.
      const more = page.getByRole("button", { name: "加载更多" });
      await more.focus();
      const second = page.waitForResponse((response) => response.url().includes("cursor="));
      await page.keyboard.press("Enter");
      await (await second).finished();
      await assertAttribute(more, "aria-busy", "false");
      await assertFocused(more, "the focus stays at 加载更多");
      await page.keyboard.press("Enter");
      await allLoaded(page);

      await page.evaluate(() => window.scrollTo(0, 0));
      await row(page, name(enough)).waitFor();
      await scrollTo(page, row(page, name(enough - 12)));
      const link = row(page, name(enough - 12)).getByRole("link", { name: "查看" });
      await link.focus();
      // The first rows go as this one moves up; it is neither made anew nor moved.
      await page.evaluate(() => document.activeElement.scrollIntoView({ block: "start" }));
      await row(page, name(enough)).waitFor({ state: "detached" });
      await assertFocused(link, "the focus stays at its row");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "登记详情", level: 1 }).waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("ordered by 状态 stands first what waits for the person, however far behind it was", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const desk = await visit(installation, DESK);
      await startSession(desk.page, "/unit/", CHIEF);
      const [approved, rejected, pending] = await submitted(page, person, ["通过了的培训", "没有通过的培训", "还在审核的培训"]);
      await call(desk.page, "POST", "/api/reviews/approve", { items: [seen(approved)], approved_hours: "", reason: "" });
      await call(desk.page, "POST", "/api/reviews/reject", { items: [seen(rejected)], opinion: "请补充学时证明" });
      await enter(page, count(1, 26));
      await page.reload();
      await row(page, name(26)).waitFor();
      await page.getByRole("button", { name: "加载更多" }).waitFor();
      const search = await openSearch(page);
      await search.getByLabel("排序").selectOption({ label: "状态" });
      // An order is one of all rows.
      await allLoaded(page);
      await assertTexts(titles(page).first(), [name(26)]);
      await scrollTo(page, row(page, approved.title));
      const last = async () => (await titles(page).allTextContents()).slice(-4);
      await assertBecomes(last, [name(1), rejected.title, pending.title, approved.title]);
      await row(page, rejected.title).getByText("不予认定").waitFor();

      // What is counted is neither submitted, changed nor deleted.
      assert.deepEqual(await row(page, approved.title).getByRole("button").allTextContents(), []);
      assert.equal(await row(page, approved.title).getByRole("checkbox").count(), 0);
      assert.equal(await row(page, approved.title).getByRole("link", { name: "修改" }).count(), 0);
      assertNoComplaints(page);
      await context.close();
      await desk.context.close();
    });

    test("a batch of which one was changed elsewhere: the other is submitted, and who was refused is said with the reason", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      const [changed] = await enter(page, [1, 2, 3]);
      await page.reload();
      await row(page, name(3)).waitFor();
      await choose(page, name(1));
      await choose(page, name(2));
      await page.getByText("已选 2 条").waitFor();
      const form = { ...numbered(1), remarks: "在另一台电脑上补充" };
      await call(page, "PUT", "/api/registrations", { ...seen(changed), form });
      await page.getByRole("button", { name: "批量提交至本单位审核" }).click();
      const dialog = page.getByRole("dialog", { name: "提交审核" });
      await dialog.getByText("共 2 条，合计 16 学时").waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      const report = page.getByRole("dialog", { name: "已提交 1 条，1 条未能提交" });
      await report.waitFor();
      const refused = report.getByRole("listitem");
      await assertCount(refused, 1);
      await refused.getByText(name(1)).waitFor();
      await refused.getByText("这条登记在您打开之后有改动，请看过新的内容再操作").waitFor();
      await assertAccessible(page, "a batch that was refused in part");
      // The list shows both as they are now, and the refused one, as it is now, goes the same way.
      await row(page, name(2)).getByText("待审核").waitFor();
      await row(page, name(1)).getByText("待提交").waitFor();
      await report.getByRole("button", { name: "重试失败项" }).click();
      await dialog.getByText("共 1 条，合计 8 学时").waitFor();
      await dialog.getByRole("button", { name: "确认提交" }).click();
      await row(page, name(1)).getByText("待审核").waitFor();

      // Both are fresh: one tap takes both back.
      await page.getByText("✓ 已提交 2 条登记，审核结束前可以随时撤回").waitFor();
      await page.getByRole("button", { name: "全部撤回" }).click();
      await toast(page).getByText("已撤回 2 条").waitFor();
      await row(page, name(1)).getByText("待提交").waitFor();
      await row(page, name(2)).getByText("待提交").waitFor();
      const { rows } = await call(page, "GET", "/api/registrations");
      assert.deepEqual(rows.map((one) => [one.title, one.status]), [3, 2, 1].map((number) => [name(number), "draft"]));
      assertNoComplaints(page);
      await context.close();
    });

    test("one tap takes a submission back for ten minutes, the button of its row as long as it waits", async () => {
      const { context, page } = await visit(installation, size);
      // The ten minutes are the server's: this device is a quarter of an hour fast.
      await page.clock.install({ time: Date.now() + 15 * 60_000 });
      const person = await joinHospital(page);
      await submitted(page, person, ["刚提交的培训"]);
      await page.reload();
      const notice = page.getByText("✓ 已提交“刚提交的培训”，审核结束前可以随时撤回");
      await notice.waitFor();
      await page.clock.fastForward("08:00");
      await assertCount(notice, 1);
      await page.clock.fastForward("02:30");
      await notice.waitFor({ state: "detached" });
      await assertCount(page.getByRole("button", { name: "撤回", exact: true }), 1);
      await row(page, "刚提交的培训").getByRole("button", { name: "撤回", exact: true }).click();
      await row(page, "刚提交的培训").getByText("待提交").waitFor();
      assertNoComplaints(page);
      await context.close();
    });

    test("two are deleted at once and one alone, each after a question", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await enter(page, [1, 2, 3, 4]);
      await page.reload();
      await row(page, name(4)).waitFor();
      await choose(page, name(1));
      await choose(page, name(3));
      await page.getByRole("button", { name: "批量删除" }).click();
      const question = page.getByRole("dialog", { name: "删除登记" });
      await question.getByText("确定删除所选的 2 条登记吗？删除后不能恢复。").waitFor();
      await assertAccessible(page, "删除登记");
      await question.getByRole("button", { name: "取消" }).click();
      await assertTexts(titles(page), [name(4), name(3), name(2), name(1)]);
      await page.getByRole("button", { name: "批量删除" }).click();
      // Screen readers announce what changes within an element that was there before.
      const announced = await page.locator("[role=status][aria-live=polite]").elementHandle();
      await assertBecomes(() => announced.textContent(), "");
      await question.getByRole("button", { name: "删除", exact: true }).click();
      await toast(page).getByText("已删除 2 条").waitFor();
      await assertBecomes(() => announced.textContent(), "已删除 2 条");
      await assertTexts(titles(page), [name(4), name(2)]);
      await assertCount(page.getByText(/^已选/), 0);

      await row(page, name(4)).getByRole("button", { name: "删除" }).click();
      await question.getByText(`确定删除“${name(4)}”吗？删除后不能恢复。`).waitFor();
      await question.getByRole("button", { name: "删除", exact: true }).click();
      await row(page, name(4)).waitFor({ state: "detached" });
      await page.reload();
      await row(page, name(2)).waitFor();
      await assertTexts(titles(page), [name(2)]);
      assertNoComplaints(page);
      await context.close();
    });

    test("mistakes: nothing to submit is chosen; a submitted one is deleted when it has been approved already", async () => {
      const { context, page } = await visit(installation, size);
      const person = await joinHospital(page);
      const desk = await visit(installation, DESK);
      await startSession(desk.page, "/unit/", CHIEF);
      const [approved] = await submitted(page, person, ["刚提交的培训", "提交错了的培训"]);
      await page.reload();
      await row(page, approved.title).waitFor();
      if (size === DESK) {
        await page.getByRole("button", { name: "批量提交至本单位审核" }).click();
        await toast(page).getByText("请先勾选要提交的登记").waitFor();
        await page.getByRole("button", { name: "批量删除" }).click();
        await toast(page).getByText("请先勾选要删除的登记").waitFor();
      }
      // Chosen, but submitted already.
      await choose(page, approved.title);
      await page.getByRole("button", { name: "提交至主管部门审核" }).click();
      await toast(page).getByText("请先勾选要提交的登记").waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0);

      await call(desk.page, "POST", "/api/reviews/approve", { items: [seen(approved)], approved_hours: "", reason: "" });
      await choose(page, "提交错了的培训");
      await page.getByRole("button", { name: "批量删除" }).click();
      await page.getByRole("dialog", { name: "删除登记" }).getByRole("button", { name: "删除", exact: true }).click();
      const report = page.getByRole("dialog", { name: "已删除 1 条，1 条未能删除" });
      await report.getByRole("listitem").getByText(approved.title).waitFor();
      const reason = await report.getByRole("listitem").locator(".error").textContent();
      assert.match(reason, /通过认定/);
      await report.getByRole("button", { name: "知道了" }).click();
      await row(page, "提交错了的培训").waitFor({ state: "detached" });
      const totals = await call(page, "GET", "/api/totals");
      assert.equal(totals.years.find((one) => one.year === 2019).totals.specialty, 40);
      assertNoComplaints(page);
      await context.close();
      await desk.context.close();
    });
  });
}
