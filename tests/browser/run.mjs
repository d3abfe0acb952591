// Runs the browser tests, several files at once, on demo data that are made once: `node tests/browser/run.mjs FILE…`. The last lines
// name the slowest tests.

import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

import { makeDemo } from "./support/installation.mjs";

/** Files at once: while a page of one waits for its server, a page of another works. */
const AT_ONCE = Number(process.env.XUESHI_AT_ONCE ?? availableParallelism() + 1);
const SLOWEST = 10;

const started = performance.now();
const directory = await mkdtemp(join(tmpdir(), "xueshi-demo-"));
try {
  process.env.XUESHI_DEMO = join(directory, "data");
  await makeDemo(process.env.XUESHI_DEMO);
  print(`demo data after ${since(started)}`);
  const tests = await runAll(process.argv.slice(2).map((file) => resolve(file)));
  print(`the ${SLOWEST} slowest tests of ${tests.length}:`);
  for (const { name, file, milliseconds } of tests.toSorted((one, other) => other.milliseconds - one.milliseconds).slice(0, SLOWEST)) {
    print(`${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${basename(file)}: ${name}`);
  }
  print(`browser tests: ${since(started)}, ${AT_ONCE} files at once`);
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function runAll(files) {
  // The longest first, so that none is begun when all others are through; a file's length tells well enough.
  files.sort((one, other) => statSync(other).size - statSync(one).size);
  const tests = [];
  const events = run({ files, concurrency: AT_ONCE });
  const note = ({ name, file, details }) => {
    if (details.type !== "suite" && name !== file) tests.push({ name, file, milliseconds: details.duration_ms });
  };
  events.on("test:pass", note);
  events.on("test:fail", (event) => {
    note(event);
    process.exitCode = 1;
  });
  for await (const text of events.compose(new spec())) process.stdout.write(text);
  return tests;
}

function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(0)} s`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
