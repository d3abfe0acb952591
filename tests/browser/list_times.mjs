// How a list of 10,000 registrations of one person feels on a phone whose processor is four times slower than this one: the
// time to its first row, what loading and sorting all of it takes, elements in the document, scrolling, typing. A bare page
// of the same height is scrolled beside it: what that takes is the machine's. Prints the figures; `cargo xtask bench list`
// runs it.

import { elements, figures, share, shown } from "./support/figures.mjs";
import { PHONE, install, visit } from "./support/installation.mjs";
import { call, joinHospital, training } from "./support/people.mjs";

const REGISTRATIONS = 10_000;
const AT_ONCE = 8;
const SLOWER = 4;
/** Times that the list is scrolled down. */
const RUNS = 5;
/** Pixels a frame: a hard flick of the thumb (9,000 a second), and as fast as no thumb is. */
const SPEEDS = [150, 600];

/** The n-th registration: each on a day of its own between 2017 and 2026. */
function nth(n) {
  const day = new Date(Date.UTC(2017, 0, 1 + (n % 3_500))).toISOString().slice(0, 10);
  const times = { start: `${day}T00:00`, end: `${day}T12:00`, credited_year: day.slice(0, 4) };
  return training({ title: `区域医师关键技术培训班 ${n + 1}`, claimed_hours: "4", ...times });
}

/** A page whose processor is as slow as the phone's. */
async function slowed(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

/** Milliseconds from frame to frame while the page moves by so many pixels with each, several times from its top. */
async function scrolled(page, pixels) {
  const frames = [];
  for (let run = 0; run < RUNS; run += 1) {
    const gaps = await page.evaluate(async (pixels) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      window.scrollTo(0, 0);
      for (let settled = 0; settled < 10; settled += 1) await frame();
      const gaps = [];
      let last = performance.now();
      for (let place = 0; place < 200; place += 1) {
        window.scrollBy(0, pixels);
        await frame();
        const now = performance.now();
        gaps.push(now - last);
        last = now;
      }
      return gaps;
    }, pixels);
    frames.push(gaps);
  }
  const all = frames.flat();
  const worst = frames.map((gaps) => Math.max(...gaps));
  const over = all.filter((gap) => gap > 100).length;
  return `${figures(all)}, p95 ${shown(share(all, 95))}, p99 ${shown(share(all, 99))}, worst of each run ${worst.map((one) => one.toFixed(0)).join(" ")}, above 100 ms ${over} of ${all.length}`;
}

const installation = await install();
try {
  const { context, page } = await visit(installation, PHONE);
  await joinHospital(page);
  let next = 0;
  const enter = async () => {
    while (next < REGISTRATIONS) {
      next += 1;
      await call(page, "POST", "/api/registrations", nth(next - 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enter));
  console.log(`${REGISTRATIONS} registrations; processor ${SLOWER} times slower`);
  await slowed(page);

  const firstRows = [];
  for (let run = 0; run < 5; run += 1) {
    await page.goto("/");
    await page.locator("article.registration").first().waitFor();
    firstRows.push(await page.evaluate(() => performance.now()));
  }
  console.log(`first row after navigation: ${figures(firstRows)}`);

  await page.getByRole("button", { name: "筛选" }).click();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  const lastPage = page.waitForResponse(
    async (response) => response.url().includes("/api/registrations?") && (await response.json()).next === null,
    { timeout: 600_000 },
  );
  const start = Date.now();
  await page.getByLabel("排序").selectOption({ label: "开始日期" });
  await lastPage;
  await page.getByRole("button", { name: "加载更多" }).waitFor({ state: "detached" });
  console.log(`all loaded and sorted by date: ${((Date.now() - start) / 1000).toFixed(1)} s, longest task ${shown(await page.evaluate(() => window.longest))}`);
  console.log(`elements in the document with all loaded: ${await elements(page)}`);

  for (const pixels of SPEEDS) console.log(`scrolling ${pixels} px a frame: ${await scrolled(page, pixels)}`);
  console.log(`elements in the document after scrolling: ${await elements(page)}`);

  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const bare = await slowed(await context.newPage());
  await bare.setContent(`<meta name="viewport" content="width=device-width"><div style="height: ${height}px">bare</div>`);
  for (const pixels of SPEEDS) console.log(`a bare page of that height, ${pixels} px a frame: ${await scrolled(bare, pixels)}`);
  await bare.close();
  await page.bringToFront();

  await page.evaluate(() => window.scrollTo(0, 0));
  const keys = await page.evaluate(async () => {
    const field = document.querySelector("input[type=search], input[name=title], main input[type=text]");
    const gaps = [];
    field.focus();
    for (const sign of "区域医师关键技术培训班二百") {
      const start = performance.now();
      field.value += sign;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, data: sign }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      gaps.push(performance.now() - start);
    }
    return gaps;
  });
  console.log(`a keystroke in the search, until the next frame is drawn: ${figures(keys)}`);
  await context.close();
} finally {
  await installation.stop();
}
