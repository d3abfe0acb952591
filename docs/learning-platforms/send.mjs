#!/usr/bin/env node
// Sends completions of common-subject courses to xueshi: an example for learning platforms, with Node's own library only.
//
//   XUESHI_KEY=… XUESHI_SECRET=… node send.mjs https://xueshi.example.cn completions.jsonl
//
// The file holds one delivery on each line, as docs/learning-platforms.md describes them. Sending the same file again does
// no harm: what has arrived changes nothing. So an interrupted run is resumed by starting it again.

import { createHash, createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PATH = "/api/completions";
const BATCH = 1_000;
const TRIES = 6;
/** A delivery that was refused for this has done nothing and may be sent again as it is. */
const PASSING = new Set(["busy", "internal"]);

/** The headers that sign a body: method, path, timestamp and digest of the body, each on its own line. */
export function signature({ key, secret }, body, seconds = Math.floor(Date.now() / 1000)) {
  const digest = createHash("sha256").update(body).digest("hex");
  const text = ["POST", PATH, seconds, digest].join("\n");
  return {
    "content-type": "application/json",
    "x-xueshi-key": key,
    "x-xueshi-timestamp": String(seconds),
    "x-xueshi-signature": createHmac("sha256", secret).update(text).digest("hex"),
  };
}

/** Sends up to 1,000 deliveries and gives the result of each, in their order. */
export async function send(origin, credentials, deliveries) {
  const results = new Array(deliveries.length);
  let waiting = deliveries.map((_, place) => place);
  for (let tried = 1; ; tried += 1) {
    const body = JSON.stringify({ deliveries: waiting.map((place) => deliveries[place]) });
    const answer = await post(origin, credentials, body).catch((error) => {
      if (tried === TRIES || error.final) throw error;
    });
    answer?.results.forEach((result, place) => (results[waiting[place]] = result));
    waiting = waiting.filter((place) => !results[place] || PASSING.has(results[place].code));
    if (waiting.length === 0 || tried === TRIES) return results;
    // Longer each time, and never all platforms at once.
    await pause(2 ** tried * 250 * (0.5 + Math.random()));
  }
}

async function post(origin, credentials, body) {
  // Signed anew for each try: a signature is good for five minutes.
  const response = await fetch(new URL(PATH, origin), { method: "POST", headers: signature(credentials, body), body });
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({}));
  const error = new Error(`${response.status} ${told.code ?? ""} ${told.message ?? ""}`.trim());
  // A wrong signature or shape stays wrong; a server in trouble recovers.
  error.final = response.status < 500 && response.status !== 429;
  throw error;
}

async function main([origin, file]) {
  const { XUESHI_KEY: key, XUESHI_SECRET: secret } = process.env;
  if (!origin || !file || !key || !secret) throw new Error("usage: XUESHI_KEY=… XUESHI_SECRET=… node send.mjs ORIGIN FILE");
  const deliveries = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  const count = {};
  for (let start = 0; start < deliveries.length; start += BATCH) {
    const results = await send(origin, { key, secret }, deliveries.slice(start, start + BATCH));
    for (const { completion, outcome, code, message, fields = [] } of results) {
      count[outcome] = (count[outcome] ?? 0) + 1;
      if (outcome === "refused") console.error(completion, code, message, ...fields.map((field) => `${field.path}: ${field.message}`));
    }
  }
  console.log(count);
  if (count.refused) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
