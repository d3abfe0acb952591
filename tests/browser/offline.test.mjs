// Installed, without a network, and after a new release.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { assertAccessible } from "./support/axe.mjs";
import { assertValue } from "./support/becomes.mjs";
import { countingProxy } from "./support/counting_proxy.mjs";
import { PHONE, assertNoComplaints, install, visit } from "./support/installation.mjs";
import { joinHospital } from "./support/people.mjs";

let installation;
/** A site of this file's own, so that it can change under the server as with a new release. */
let site;
before(async () => {
  site = await mkdtemp(join(tmpdir(), "xueshi-site-"));
  await cp(process.env.XUESHI_SITE, site, { recursive: true });
  process.env.XUESHI_SITE = site;
  installation = await install();
});
after(async () => {
  await installation?.stop();
  await rm(site, { recursive: true, force: true });
});

/** Until the service worker keeps the app and answers for the page. */
async function kept(page) {
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
  // A page that was on its way while the worker took over is not the worker's yet; its next start is.
  if (!(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)))) await page.reload();
  await page.waitForFunction(async () => navigator.serviceWorker.controller && (await caches.match("/")));
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** What came from the server, pages and files of the apps alike, but not from endpoints. */
const ofApps = (proxy) => Object.entries(proxy.bytes()).filter(([path, bytes]) => !path.startsWith("/api/") && bytes > 0);

describe("phone", () => {
  test("a repeat visit loads no byte of the app, not even its page", async () => {
    const proxy = await countingProxy(installation.origin);
    const { context, page } = await visit({ ...installation, origin: proxy.origin }, PHONE, { serviceWorkers: "allow" });
    await joinHospital(page);
    assert.ok(ofApps(proxy).length > 5, "the first visit loads the app");
    await kept(page);
    await page.waitForLoadState("networkidle");
    proxy.clear();
    await page.goto("/registrations/new");
    await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok(Object.keys(proxy.bytes()).length > 0, "endpoints answer");
    assert.deepEqual(ofApps(proxy), []);
    await context.close();
    await proxy.stop();
  });

  test("without a network it starts with what was typed", async () => {
    const { context, page } = await visit(installation, PHONE, { serviceWorkers: "allow" });
    await joinHospital(page);
    await kept(page);
    await page.goto("/registrations/new");

    await page.getByLabel("认定内容", { exact: true }).fill("离线时填写的培训");
    await page.getByLabel("认定内容", { exact: true }).blur();
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("heading", { name: "新登记培训", level: 1 }).waitFor();
    await assertValue(page.getByLabel("认定内容", { exact: true }), "离线时填写的培训");
    await page.getByLabel("证书编号").fill("桂培 2026-1");
    await page.goto("/");
    await page.getByText("暂时连不上服务").first().waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "重试" }).first().click();
    await page.goto("/registrations/new");
    await page.getByLabel("证书编号").waitFor();
    await assertValue(page.getByLabel("证书编号"), "桂培 2026-1");
    assertNoComplaints(page);
    await context.close();
  });

  test("the other half of the app opens without a network too, and what was never opened says so", async () => {
    const { context, page } = await visit(installation, PHONE, { serviceWorkers: "allow" });
    await joinHospital(page);
    await kept(page);
    await page.waitForFunction(() => caches.match("/me/"));
    await context.setOffline(true);
    await page.goto("/me/query");
    await page.getByRole("heading", { name: "学时查询", level: 1 }).waitFor();
    await page.goto("/unit/");
    await page.getByRole("heading", { name: "暂时连不上服务", level: 1 }).waitFor();
    await context.setOffline(false);
    await page.getByRole("link", { name: "重试" }).click();
    await page.getByRole("heading", { name: "您以个人身份登录", level: 1 }).waitFor();
    await context.close();
  });

  test("a program that does not arrive is told, with one button to go on", async () => {
    const { context, page } = await visit(installation, PHONE);
    const isProgram = (url) => url.pathname.endsWith(".wasm");
    await page.route(isProgram, (route) => route.abort("connectionreset"));
    await page.goto("/sign-in");
    await page.getByRole("alert").getByRole("heading", { name: "没有加载完" }).waitFor();
    await assertAccessible(page, "a program that did not arrive");
    await page.unroute(isProgram);
    await page.getByRole("link", { name: "重新加载" }).click();
    await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
    await context.close();
  });

  test("it can be installed", async () => {
    const { context, page } = await visit(installation, PHONE, { serviceWorkers: "allow" });
    await page.goto("/");
    const address = await page.locator("link[rel=manifest]").getAttribute("href");
    const manifest = await (await page.request.get(address)).json();
    assert.equal(manifest.display, "standalone");
    for (const { src, sizes } of manifest.icons) {
      const icon = await (await page.request.get(src)).body();
      // The width and height of a PNG stand behind its first sixteen bytes.
      assert.equal(`${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`, sizes, src);
    }
    await context.close();
  });

  test("a new release waits for the next start", async () => {
    const { context, page } = await visit(installation, PHONE, { serviceWorkers: "allow" });
    await joinHospital(page);
    await kept(page);
    await page.goto("/registrations/new");
    await page.getByLabel("认定内容", { exact: true }).fill("还没写完");
    // The release to come: the same worker under another name.
    const worker = await readFile(join(site, "sw.js"), "utf8");
    await rm(join(site, "sw.js.br"));
    await writeFile(join(site, "sw.js"), worker.replace(/RELEASE = "\w+"/, 'RELEASE = "next"'));
    await page.evaluate(async () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => (window.taken = true), { once: true });
      await (await navigator.serviceWorker.getRegistration()).update();
    });
    await page.waitForFunction(() => window.taken);
    await assertValue(page.getByLabel("认定内容", { exact: true }), "还没写完");
    assert.ok((await page.evaluate(() => caches.keys())).includes("xueshi-next"));
    assertNoComplaints(page);
    await context.close();
  });
});
