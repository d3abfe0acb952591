// The operator's console, at work.

import { DESK, install, visit } from "./installation.mjs";
import { atWork } from "./operator.mjs";

/**
 * An installation with an operator at work: signing in over and over would wait for a new code each time. `others` are the
 * names of operators who have not signed in yet.
 */
export async function installConsole(others = []) {
  const installation = await install({ operators: [...others, "农建华"] });
  const { context, page } = await visit(installation, DESK);
  await atWork(page, installation.operators.at(-1));
  const storageState = await context.storageState();
  await context.close();
  /** A browser that the operator is at work at. */
  const working = (size, options = {}) => visit(installation, size, { storageState, ...options });
  return { installation, working };
}

/** The day so many days from today, in China. */
export function day(offset) {
  const date = new Date(Date.now() + (8 + 24 * offset) * 3_600_000);
  return date.toISOString().slice(0, 10);
}

export async function open(page, path, title) {
  await page.goto(path);
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

/** Finds a unit by its name in 单位管理 and opens it. */
export async function openUnit(page, name) {
  await open(page, "/operator/units", "单位管理");
  await page.getByRole("searchbox", { name: "单位名称或统一社会信用代码" }).fill(name);
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}
