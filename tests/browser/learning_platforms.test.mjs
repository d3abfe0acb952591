// What docs/learning-platforms.md offers to learning platforms, in both languages: each is run as its page says.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";

import { DESK, install, visit } from "./support/installation.mjs";
import { call, joinHospital } from "./support/people.mjs";
import { SECRET, address, completion } from "./support/platform.mjs";

/** Of a key that nobody has made. */
const OTHER_SECRET = "whsec_otherSecretOfAKeyThatNobodyHasMade";
const EXAMPLES = resolve("docs/learning-platforms");

let installation;
let directory;
before(async () => {
  installation = await install();
  directory = await mkdtemp(join(tmpdir(), "xueshi-deliveries-"));
});
after(async () => {
  await installation?.stop();
  if (directory) await rm(directory, { recursive: true, force: true });
});

for (const { language, program } of [
  { language: "node", program: () => [process.execPath, join(EXAMPLES, "send.mjs")] },
  { language: "python", program: () => [process.env.XUESHI_PYTHON ?? "python3", join(EXAMPLES, "send.py")] },
]) {
  describe(language, () => {
    test("a file is delivered, a repeat changes nothing, and who cannot sign is told so", async () => {
      const { context, page } = await visit(installation, DESK);
      const member = await joinHospital(page);
      const own = (hours) => ({ ...completion(member, hours), course: "职业道德" });
      const deliveries = [own("2"), own("3"), own("0")].map((one, place) => ({ ...one, completion: `${language}-${place}` }));
      const file = join(directory, `${language}.jsonl`);
      await writeFile(file, deliveries.map((one) => `${JSON.stringify(one)}\n`).join(""));

      const first = await run(program(), SECRET, file);
      assert.deepEqual(JSON.parse(first.output), { applied: 2, refused: 1 });
      assert.equal(first.code, 1, "a refused one is not passed over");
      assert.match(first.complaints, new RegExp(`^${language}-2 invalid_input .* hours: `));
      // While a key is changed for another, both sign.
      const again = await run(program(), `${OTHER_SECRET} ${SECRET}`, file);
      assert.deepEqual(JSON.parse(again.output), { repeated: 2, refused: 1 });
      const totals = await call(page, "GET", "/api/totals");
      assert.equal(totals.years.find((one) => one.year === 2019).totals.common, 50);

      const stranger = await run(program(), OTHER_SECRET, file);
      assert.equal(stranger.code, 1);
      assert.match(stranger.complaints, /^401 .*wrong_signature/);
      await context.close();
    });
  });
}

async function run([command, ...script], secrets, file) {
  const child = spawn(command, [...script, address(installation.origin), file], {
    env: { ...process.env, XUESHI_SECRET: secrets, PYTHONIOENCODING: "utf-8" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const collected = { output: "", complaints: "" };
  child.stdout.on("data", (chunk) => (collected.output += chunk));
  child.stderr.on("data", (chunk) => (collected.complaints += chunk));
  const code = await new Promise((done) => child.on("close", done));
  return { code, ...collected };
}
