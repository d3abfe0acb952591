// 新登记培训 for every kind of thing that counts: the hours of the table, halves of days and exact times, and what may be
// attached. The figures are worked out by hand from the table in domain/data/categories.json.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertAttribute, assertBecomes, assertChecked, assertCount, assertValue } from "./support/becomes.mjs";
import { JPEG, downloaded, pdf } from "./support/files.mjs";
import { PHONE, SIZES, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { call, joinHospital } from "./support/people.mjs";

let installation;
before(async () => {
  installation = await install();
});
after(() => installation?.stop());

/** 认定类型, 二级类型, what the form asks for beyond them, 申请学时 and how it says that they come about. */
const TABLED = [
  ["学术会议类", "国家级学术会议", {}, "12", "参考标准：12 学时"],
  ["学术会议类", "国家级学术会议（宣读论文）", {}, "20", "参考标准：20 学时"],
  ["学历学位教育类", "取得学历或学位", {}, "100", "参考标准：100 学时"],
  ["考试类", "职称考试合格", {}, "40", "参考标准：40 学时"],
  ["成果著作类", "核心期刊论文", { 本人排名: "1" }, "30", "参考标准：第 1 完成人 30 学时"],
  ["成果著作类", "核心期刊论文", { 本人排名: "5" }, "6", "参考标准：第 5 完成人 6 学时"],
  ["成果著作类", "软件著作权", { 本人排名: "3" }, "8", "参考标准：第 3 完成人 8 学时"],
  ["项目课题类", "国家级课题", { 本人排名: "2" }, "56", "参考标准：第 2 完成人 56 学时"],
  ["成果著作类", "著作、译著、教材", { 数量: "3.5" }, "17.5", "3.5 万字 × 5 学时 = 17.5 学时"],
  ["成果著作类", "著作、译著、教材", { 数量: "20" }, "90", "20 万字 × 5 学时 = 100 学时，最高 90 学时"],
  ["学历学位教育类", "单科结业", { 数量: "2" }, "30", "2 门 × 15 学时 = 30 学时"],
  ["学历学位教育类", "单科结业", { 数量: "7" }, "90", "7 门 × 15 学时 = 105 学时，最高 90 学时"],
];

/** These have no figure: the person knows. */
const UNTABLED = [
  ["成果著作类", "软件著作权", { 本人排名: "4" }],
  ["支援服务类", "援派、挂职锻炼", {}],
  ["其他", "其他继续教育活动", {}],
];

async function choose(page, category, subcategory) {
  await page.getByLabel("认定类型").selectOption({ label: category });
  await page.getByLabel("二级类型").selectOption({ label: subcategory });
}

async function chooseWith(page, [category, subcategory, asked]) {
  await choose(page, category, subcategory);
  for (const [label, text] of Object.entries(asked)) await page.getByLabel(label).fill(text);
}

const hours = (page) => page.getByLabel("申请学时");
const half = (page, which, name) => page.getByRole("radiogroup", { name: which }).getByRole("radio", { name });
const attach = (page, files) => page.getByRole("button", { name: "上传附件", exact: true }).setInputFiles(files);
const saved = (page) => page.getByRole("heading", { name: "学时登记", level: 1 });

/** The one registration of the person, as it was typed. */
async function only(page) {
  const { rows } = await call(page, "GET", "/api/registrations");
  assert.equal(rows.length, 1);
  return call(page, "GET", `/api/registration?id=${encodeURIComponent(rows[0].id)}`);
}

for (const size of SIZES) {
  describe(size.name, () => {
    test("each kind of achievement prefills the hours of the table and says how", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/registrations/new");
      for (const one of TABLED) {
        const [, subcategory, , figure, explanation] = one;
        await chooseWith(page, one);
        await page.getByText(explanation, { exact: true }).waitFor();
        await assertValue(hours(page), figure, subcategory);
      }
      for (const one of UNTABLED) {
        await chooseWith(page, one);
        await assertValue(hours(page), "", one[1]);
        await assertCount(page.locator(".calculation"), 0, one[1]);
      }

      // A paper as the third author, with more hours than the table has: allowed, and a reason asked for.
      await chooseWith(page, ["成果著作类", "核心期刊论文", { 本人排名: "3" }]);
      await assertValue(hours(page), "18");
      await page.getByText("该类型通常需要：期刊封面、目录和论文").waitFor();
      await page.getByLabel("申请学时").fill("24");
      await page.getByText("请在认定内容说明中写明原因").waitFor();
      await page.getByLabel("认定内容", { exact: true }).fill("基层医院抗菌药物使用调查");
      await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
      await page.getByLabel("结束时间", { exact: true }).fill("2018-05-07");
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByRole("group", { name: "需要修改的地方" }).getByText(/认定内容说明/).waitFor();
      await page.getByLabel("认定内容说明").fill("并列第一作者");
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();
      const { row, form } = await only(page);
      assert.deepEqual([row.claimed_hours, form.rank, form.remarks], [240, "3", "并列第一作者"]);
      await page.getByRole("link", { name: "查看" }).click();
      await page.getByText("18 学时", { exact: true }).waitFor();
      await assertAccessible(page, "登记详情 of a paper");
      assertNoComplaints(page);
      await context.close();
    });

    test("mornings and afternoons, and times to the minute, count every half-day that they touch", async () => {
      const { context, page } = await visit(installation, size);
      await joinHospital(page);
      await page.goto("/registrations/new");
      await choose(page, "培训进修类", "高级研修班");
      const start = page.getByLabel("开始时间", { exact: true });
      const end = page.getByLabel("结束时间", { exact: true });
      await start.fill("2018-05-07");
      await end.fill("2018-05-09");
      await page.getByText("6 个半天 × 4 学时 = 24 学时").waitFor();
      await half(page, "开始于", "下午").check();
      await page.getByText("5 个半天 × 4 学时 = 20 学时").waitFor();
      await half(page, "结束于", "上午").check();
      await page.getByText("4 个半天 × 4 学时 = 16 学时").waitFor();
      await assertValue(hours(page), "16");
      // The afternoon of a day does not end in its morning.
      await end.fill("2018-05-07");
      await page.getByLabel("本人承诺以上信息属实").check();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("结束时间须晚于开始时间，请核对两个时间").first().waitFor();
      await assertValue(hours(page), "");

      await page.getByLabel("精确时间").check();
      await start.fill("2018-05-07T09:30");
      await end.fill("2018-05-07T12:30");
      await page.getByText("2 个半天 × 4 学时 = 8 学时").waitFor();
      // Noon itself is not touched.
      await end.fill("2018-05-07T12:00");
      await page.getByText("1 个半天 × 4 学时 = 4 学时").waitFor();
      await end.fill("2018-05-08T14:15");
      await page.getByText("4 个半天 × 4 学时 = 16 学时").waitFor();
      await assertValue(hours(page), "16");
      await page.getByLabel("认定内容", { exact: true }).fill("到分钟的培训");
      await page.getByRole("button", { name: "保存" }).click();
      await saved(page).waitFor();
      const { form } = await only(page);
      assert.deepEqual([form.start, form.end], ["2018-05-07T09:30", "2018-05-08T14:15"]);
      // 修改 shows them as they were typed; half-days again are those that they touch.
      await page.getByRole("link", { name: "修改" }).click();
      await page.getByRole("heading", { name: "修改", level: 1 }).waitFor();
      await assertValue(start, "2018-05-07T09:30");
      await page.getByLabel("精确时间").uncheck();
      await assertChecked(half(page, "开始于", "上午"), true);
      await assertChecked(half(page, "结束于", "下午"), true);
      assertNoComplaints(page);
      await context.close();
    });
  });
}

describe("上传附件", () => {
  test("a phone offers its camera", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "拍照", exact: true }).click(),
    ]);
    await assertAttribute(chooser.element(), "capture", "environment");
    await assertAttribute(chooser.element(), "accept", "image/*");
    await chooser.setFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: JPEG });
    await page.getByText("✓ IMG_0001.jpg").waitFor();
    assertNoComplaints(page);
    await context.close();
  });

  test("what is attached can be looked at: while the form is filled in, and when it is gone on with", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    await page.getByLabel("认定内容", { exact: true }).fill("看得见附件的培训");
    const document = pdf(2_000);
    await attach(page, [
      { name: "结业证书.jpg", mimeType: "image/jpeg", buffer: JPEG },
      { name: "成绩单.pdf", mimeType: "application/pdf", buffer: document },
    ]);
    const photograph = page.getByRole("img", { name: "结业证书.jpg" });
    const look = () => page.locator(".file").filter({ hasText: "结业证书.jpg" }).getByText("预览").click();
    const isSeen = () => assertBecomes(() => photograph.evaluate((image) => image.complete && image.naturalWidth), 8);
    await look();
    await isSeen();
    // It stays open while the form is filled in.
    await page.getByLabel("证书编号").fill("桂培 2018-7");
    await isSeen();
    await page.getByText("✓ 成绩单.pdf").waitFor();
    await assertAccessible(page, "新登记培训 with a picture that is looked at");

    await page.reload();
    await page.getByText("已恢复上次没有保存的内容").waitFor();
    await look();
    await isSeen();
    assert.deepEqual(await downloaded(page, "打开 成绩单.pdf"), { name: "成绩单.pdf", bytes: document });
    await page.getByRole("button", { name: "移除 结业证书.jpg" }).click();
    await photograph.waitFor({ state: "detached" });
    assertNoComplaints(page);
    await context.close();
  });

  test("ten files go with a registration; the eleventh is refused until there is room for it", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    const photograph = (number) => ({ name: `照片${number}.jpg`, mimeType: "image/jpeg", buffer: JPEG });
    await attach(page, Array.from({ length: 11 }, (_, number) => photograph(number + 1)));
    await page.locator(".toast").getByText("最多 10 个附件").waitFor();
    for (let number = 1; number <= 10; number += 1) await page.getByText(`✓ 照片${number}.jpg`).waitFor();
    assert.equal(await page.getByText("照片11.jpg").count(), 0);
    await page.getByRole("button", { name: "移除 照片4.jpg" }).click();
    await attach(page, photograph(11));
    await page.getByText("✓ 照片11.jpg").waitFor();
    await assertCount(page.getByRole("button", { name: /^移除 / }), 10);
    await assertAccessible(page, "新登记培训 with ten files");
    assertNoComplaints(page);
    await context.close();
  });

  test("a file is what it holds, whatever its name says; what will not do is said, and stands in the way until it is removed", async () => {
    const { context, page } = await visit(installation, PHONE);
    await joinHospital(page);
    await page.goto("/registrations/new");
    await choose(page, "培训进修类", "脱产培训、进修");
    await page.getByLabel("认定内容", { exact: true }).fill("附件不对的培训");
    await page.getByLabel("开始时间", { exact: true }).fill("2018-05-07");
    await page.getByLabel("结束时间", { exact: true }).fill("2018-05-08");
    await page.getByLabel("本人承诺以上信息属实").check();
    const file = (name) => page.locator(".file").filter({ hasText: name });
    const tooLarge = 10 * 2 ** 20 + 1;
    const unfit = [
      ["证书.pdf", Buffer.from("MZ\u0090 not a document at all"), "只能上传 PDF、JPEG 或 PNG，这个文件的内容不是"],
      ["空的.pdf", Buffer.alloc(0), "这个文件是空的，请重新选择"],
      ["扫描件.pdf", pdf(tooLarge), "文件超过 10 MB，请压缩或改用较小的照片"],
      // A picture that the phone cannot read is not made smaller.
      ["照片.jpg", Buffer.concat([JPEG.subarray(0, 200), Buffer.alloc(tooLarge)]), "文件超过 10 MB，请压缩或改用较小的照片"],
    ];
    for (const [name, buffer, words] of unfit) {
      await attach(page, { name, mimeType: name.endsWith("pdf") ? "application/pdf" : "image/jpeg", buffer });
      await file(name).getByRole("alert").getByText(words).waitFor();
      assert.equal(await file(name).getByRole("button", { name: "重试" }).count(), 0, "trying again does not help");
    }
    await assertAccessible(page, "files that will not do");
    await page.getByRole("button", { name: "保存" }).click();
    const summary = page.getByRole("group", { name: "需要修改的地方" });
    await summary.getByText("还有附件没有上传完成，请稍候、重试或移除").waitFor();
    for (const [name] of unfit) await page.getByRole("button", { name: `移除 ${name}` }).click();
    await summary.waitFor({ state: "hidden" });
    // Named a picture, holding a document.
    await attach(page, { name: "结业证书.jpg", mimeType: "image/jpeg", buffer: pdf(2_000) });
    await page.getByText("✓ 结业证书.jpg").waitFor();
    await page.getByRole("button", { name: "保存" }).click();
    await saved(page).waitFor();
    const { attachments } = await only(page);
    assert.deepEqual(attachments.map((one) => [one.file_name, one.kind]), [["结业证书.jpg", "pdf"]]);
    assertNoComplaints(page);
    await context.close();
  });
});
