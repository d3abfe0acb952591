// The pictures of the README, of the demo's real screens: `cargo xtask screenshots`.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { DESK, FLAGS, PHONE } from "./support/installation.mjs";
import { DEMO_OPERATOR, deviceCode, signInOperator } from "./support/operator.mjs";
import { CHIEF, PHYSICIAN, signIn } from "./support/people.mjs";

const { CHROME, XUESHI_URL, XUESHI_PICTURES } = process.env;

const PICTURES = [
  { file: "phone-list", size: PHONE, who: PHYSICIAN, home: "/", path: "/", ready: "学时登记" },
  { file: "phone-form", size: PHONE, who: PHYSICIAN, home: "/", path: "/registrations/new", ready: "新登记培训", prepare: fill },
  { file: "phone-query", size: PHONE, who: PHYSICIAN, home: "/", path: "/me/query", ready: "学时查询" },
  { file: "phone-list-dark", size: PHONE, who: PHYSICIAN, home: "/", path: "/", ready: "学时登记", dark: true },
  { file: "desk-review", size: DESK, who: CHIEF, home: "/unit/", path: "/unit/review", ready: "专业科目学时审核", prepare: openFirst },
  { file: "desk-operator", size: DESK, who: DEMO_OPERATOR, home: "/operator/", path: "/operator/", ready: "总览" },
  { file: "desk-list", size: DESK, who: PHYSICIAN, home: "/", path: "/", ready: "学时登记" },
];

async function fill(page) {
  await page.getByLabel("认定类型").selectOption({ label: "培训进修类" });
  await page.getByLabel("二级类型").selectOption({ label: "脱产培训、进修" });
  await page.getByLabel("开始时间", { exact: true }).fill("2026-05-07");
  await page.getByLabel("结束时间", { exact: true }).fill("2026-05-08");
  await page.evaluate(() => scrollTo(0, 0));
}

async function openFirst(page) {
  await page.getByRole("table").getByRole("row").nth(2).waitFor();
  await page.keyboard.press("j");
  await page.getByRole("complementary", { name: "登记详情" }).getByRole("heading", { name: "审核进度" }).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
}

/** What the browser keeps of those who have signed in: an operator's code works once. */
const signedIn = new Map();

async function enter(page, home, who) {
  if (who === DEMO_OPERATOR) {
    await page.goto("/operator/sign-in");
    await signInOperator(page, who, deviceCode(who.secret));
    await page.getByRole("heading", { name: "登录", level: 1 }).waitFor({ state: "detached" });
  } else {
    await signIn(page, home, who);
  }
}

await mkdir(XUESHI_PICTURES, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROME, args: FLAGS });
for (const { file, size, who, home, path, ready, prepare, dark } of PICTURES) {
  const { name: _, ...device } = size;
  const context = await browser.newContext({
    ...device,
    baseURL: XUESHI_URL,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    deviceScaleFactor: 2,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    storageState: signedIn.get(who),
  });
  const page = await context.newPage();
  if (!signedIn.has(who)) {
    await enter(page, home, who);
    signedIn.set(who, await context.storageState());
  }
  await page.goto(path);
  await page.getByRole("heading", { name: ready, level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await prepare?.(page);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(XUESHI_PICTURES, `${file}.png`) });
  console.log(`✓ ${file}.png`);
  await context.close();
}
await browser.close();
