// Lists that hold in the document only what is near the screen.

/** Scrolls down from the top until an element is in the document. */
export async function scrollTo(page, element) {
  if ((await element.count()) > 0) return;
  await page.evaluate(() => window.scrollTo(0, 0));
  for (let tries = 0; tries < 60 && (await element.count()) === 0; tries += 1) {
    await page.evaluate(() => {
      window.scrollBy(0, 300);
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }
}

/** 加载更多, until nothing more is there. As people do it: they scroll to the button, and press it once it stands still. */
export async function loadMore(page) {
  const more = page.getByRole("button", { name: "加载更多" });
  await more.scrollIntoViewIfNeeded();
  await more.click();
  await more.waitFor({ state: "detached" });
}
