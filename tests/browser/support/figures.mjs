// Figures of measurements, in milliseconds.

/** What so many hundredths of the times stay below. */
export const share = (times, hundredths) => times.toSorted((a, b) => a - b)[Math.floor((times.length * hundredths) / 100)];

export const shown = (time) => `${time.toFixed(0)} ms`;

export const figures = (times) => `median ${shown(share(times, 50))}, worst ${shown(Math.max(...times))}`;

/** How many elements are in the document. */
export const elements = (page) => page.evaluate(() => document.querySelectorAll("*").length);
