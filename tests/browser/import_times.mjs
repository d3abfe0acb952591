// How an import of 10,000 rows feels: `cargo xtask bench import`. The page, the worker and the server as they are, the server
// on disk; the browser on a machine with other work.

import { readFile } from "node:fs/promises";

import { elements } from "./support/figures.mjs";
import { DESK, install, visit } from "./support/installation.mjs";
import { CHIEF, signIn } from "./support/people.mjs";
import { trainings, workbook } from "./support/workbook.mjs";

const ROWS = 10_000;
/** Of these, so many have a mistake, which the page then lists. */
const WRONG = 500;

const rows = trainings(ROWS, "批量导入");
const right = workbook(rows);
const wrong = workbook(rows.map((row, number) => (number % (ROWS / WRONG) === 0 ? row.with(5, "2026-02-30") : row)));

const installation = await install();
try {
  const { context, page } = await visit(installation, DESK);
  context.setDefaultTimeout(300_000);
  await signIn(page, "/unit/", CHIEF);
  await page.goto("/unit/registrations/import");
  await page.getByRole("heading", { name: "导入学员培训信息", level: 1 }).waitFor();
  print(`${ROWS} rows, a file of ${Math.round(right.length / 1024)} KiB`);
  for (const [name, file, words] of [
    ["first file, the worker not loaded yet", right, `共 ${ROWS} 行 · 可以导入 ${ROWS}`],
    [`${WRONG} rows with a mistake`, wrong, `共 ${ROWS} 行 · 可以导入 ${ROWS - WRONG} · 需要修改 ${WRONG}`],
    ["the right file again", right, `共 ${ROWS} 行 · 可以导入 ${ROWS}`],
  ]) {
    const { seconds, longest } = await watched(page, () => check(page, file, words));
    print(`checked (${name}): ${seconds} s, longest frame ${longest} ms`);
    if (file === wrong) {
      const cell = page.getByLabel("开始时间", { exact: true }).first();
      await cell.fill("2026-02-28");
      const corrected = await watched(page, async () => {
        await cell.blur();
        await page.getByText(`需要修改 ${WRONG - 1}`).waitFor();
      });
      print(`one cell corrected: ${corrected.seconds} s, longest frame ${corrected.longest} ms`);
    }
  }
  print(`memory of the page: ${await heap(page)} MiB of script, ${await elements(page)} elements`);

  await page.getByLabel("本单位承诺以上信息属实").check();
  const stored = await watched(page, async () => {
    await page.getByRole("button", { name: `确定导入（${ROWS} 行）` }).click();
    await page.getByText(`导入完成：新登记 ${ROWS} 行`).first().waitFor();
  });
  print(`stored: ${stored.seconds} s, longest frame ${stored.longest} ms`);
  print(`memory of the server at its highest: ${await peak(installation.process)} MiB`);

  await page.reload();
  await check(page, right, `共 ${ROWS} 行 · 可以导入 ${ROWS}`);
  await page.getByLabel("本单位承诺以上信息属实").check();
  const again = await watched(page, async () => {
    await page.getByRole("button", { name: `确定导入（${ROWS} 行）` }).click();
    await page.getByText(`导入完成：新登记 0 行，原已在系统中 ${ROWS} 行`).first().waitFor();
  });
  print(`the same once more, nothing added: ${again.seconds} s`);
} finally {
  await installation.stop();
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

async function check(page, file, words) {
  await page.getByLabel("选择导入文件").setInputFiles({ name: "培训.xlsx", mimeType: "", buffer: file });
  await page.getByText(words).waitFor();
  await page.getByText("✓ 培训.xlsx").waitFor();
}

/** Times something in the page, and the longest that the page did not draw meanwhile. */
async function watched(page, work) {
  await page.evaluate(() => {
    window.longest = 0;
    window.watching = true;
    let before = performance.now();
    const frame = (now) => {
      window.longest = Math.max(window.longest, now - before);
      before = now;
      if (window.watching) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(frame);
    });
  });
  const start = performance.now();
  await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  const longest = Math.round(
    await page.evaluate(() => {
      window.watching = false;
      return window.longest;
    }),
  );
  return { seconds, longest };
}

/** Of the page alone: the worker's memory goes with it. */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return Math.round(usedSize / 1024 / 1024);
}

async function peak(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024);
}
