// How a queue of 5,000 feels: the time to its first row, the time of a decision, what scrolling costs, on a processor that
// is four times slower. Prints the figures; `cargo xtask bench queue` runs it.

import { elements, figures } from "./support/figures.mjs";
import { SIZES, PHONE, install, visit } from "./support/installation.mjs";
import { signIn, stranger } from "./support/people.mjs";
import { enteredAndSubmitted, unitAtWork } from "./support/units.mjs";

const PEOPLE = 250;
const DECISIONS = 20;
const SLOWER = 4;
const DESK = SIZES.find((size) => size !== PHONE);

const installation = await install();
try {
  const unit = await unitAtWork(installation, DESK, "横州市人民医院");
  const { context, page } = await visit(installation, DESK);
  await signIn(page, "/unit/", unit.chief);
  const count = await enteredAndSubmitted(page, unit, Array.from({ length: PEOPLE }, () => stranger()));
  console.log(`${count} registrations wait; processor ${SLOWER} times slower`);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });

  const firstRows = [];
  for (let run = 0; run < 5; run += 1) {
    await page.goto("/unit/review");
    await page.locator("tr[id^=row-]").first().waitFor();
    firstRows.push(await page.evaluate(() => performance.now()));
  }
  console.log(`first row after navigation: ${figures(firstRows)}`);

  await page.getByRole("button", { name: "加载前 500 条" }).click();
  await page.getByText("符合规则 · 500 条").waitFor({ timeout: 60_000 });
  console.log(`elements in the document with 500 rows loaded: ${await elements(page)}`);

  // From the key to the next row standing ready, measured in the page.
  const decisions = [];
  await page.locator("tr[id^=row-]").first().focus();
  for (let one = 0; one < DECISIONS; one += 1) {
    decisions.push(
      await page.evaluate(async () => {
        const currentRow = () => document.querySelector("tr[id^=row-][aria-current], tr[id^=row-].current")?.id;
        const before = currentRow();
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
        await new Promise((resolve) => {
          const look = () => (currentRow() !== before && document.getElementById(before) === null ? resolve() : requestAnimationFrame(look));
          look();
        });
        return performance.now() - start;
      }),
    );
  }
  console.log(`decision, from the key to the next row: ${figures(decisions)}`);

  const frames = await page.evaluate(async () => {
    const gaps = [];
    let last = performance.now();
    for (let place = 0; place < 120; place += 1) {
      window.scrollBy(0, 400);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  });
  console.log(`scrolling 400 px a frame: ${figures(frames)}`);
  await context.close();
  await unit.context.close();
} finally {
  await installation.stop();
}
