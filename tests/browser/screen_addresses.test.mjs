// The function that leads the address of a screen to its application in CloudFront, with the examples of
// infra/local/src/server/site.rs: both must answer alike.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const read = (name) => readFile(new URL(`../../${name}`, import.meta.url), "utf8");

async function handler() {
  const template = await read("infra/screen-addresses.yaml");
  const code = template.split("FunctionCode: |\n")[1].split("\nOutputs:")[0];
  return new Function(`${code}; return handler;`)();
}

test("addresses of screens lead to the same pages as on one machine", async () => {
  const handle = await handler();
  const site = await read("infra/local/src/server/site.rs");
  const examples = [...site.matchAll(/\("([^"]*)", (?:Some\("([^"]*)"\)|None)\)/g)];
  assert.ok(examples.length >= 8, "site.rs has its examples in another form");
  for (const [, path, page] of examples) {
    assert.equal(handle({ request: { uri: path } }).uri, page ?? path);
  }
});

test("names of JavaScript are no pages", async () => {
  const handle = await handler();
  assert.equal(handle({ request: { uri: "/constructor/x" } }).uri, "/index.html");
});
