#!/usr/bin/env node
// Sends completions of common-subject courses to xueshi: an example for learning platforms, signed by the library of the Standard
// Webhooks project (npm `standardwebhooks`; `npm ci` in this directory).
//
//   XUESHI_SECRET=whsec_… node send.mjs 'https://xueshi.example.cn/api/completions?key=…' completions.jsonl
//
// The file holds one delivery on each line, as docs/learning-platforms.md describes them. Sending the same file again does
// no harm: what has arrived changes nothing. So an interrupted run is resumed by starting it again.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { Webhook } from "standardwebhooks";

const BATCH = 1_000;
const TRIES = 6;
/** A delivery that was refused for this has done nothing and may be sent again as it is. */
const PASSING = new Set(["busy", "internal"]);

/** The headers of a message: its id, the time, and a signature with each secret; two while one is changed for the other. */
export function signed(secrets, id, body, now = new Date()) {
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(" "),
  };
}

/** Sends up to 1,000 deliveries to an address with its key, and gives the result of each, in their order. */
export async function send(address, secrets, deliveries) {
  const results = new Array(deliveries.length);
  let waiting = deliveries.map((_, place) => place);
  let message;
  for (let tried = 1; ; tried += 1) {
    // As long as nobody has answered it stays the same message.
    message ??= { id: `msg_${randomUUID()}`, body: JSON.stringify({ deliveries: waiting.map((place) => deliveries[place]) }) };
    const answer = await post(address, secrets, message).catch((error) => {
      if (tried === TRIES || error.final) throw error;
    });
    if (answer) {
      answer.results.forEach((result, place) => (results[waiting[place]] = result));
      waiting = waiting.filter((place) => PASSING.has(results[place].code));
      message = undefined;
    }
    if (waiting.length === 0 || tried === TRIES) return results;
    // Longer each time, and never all platforms at once.
    await pause(2 ** tried * 250 * (0.5 + Math.random()));
  }
}

async function post(address, secrets, { id, body }) {
  // Signed anew for each try: a signature is good for five minutes.
  const response = await fetch(address, { method: "POST", headers: signed(secrets, id, body), body });
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({}));
  const error = new Error(`${response.status} ${told.code ?? ""} ${told.message ?? ""}`.trim());
  // A wrong signature or shape stays wrong; a server in trouble recovers.
  error.final = response.status < 500 && response.status !== 429;
  throw error;
}

async function main([address, file]) {
  const secrets = (process.env.XUESHI_SECRET ?? "").split(" ").filter(Boolean);
  if (!address || !file || secrets.length === 0) throw new Error("usage: XUESHI_SECRET='whsec_…' node send.mjs ADDRESS FILE");
  const deliveries = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  const count = {};
  for (let start = 0; start < deliveries.length; start += BATCH) {
    const results = await send(address, secrets, deliveries.slice(start, start + BATCH));
    for (const { completion, outcome, code, message, fields = [] } of results) {
      count[outcome] = (count[outcome] ?? 0) + 1;
      if (outcome === "refused") console.error(completion, code, message, ...fields.map((field) => `${field.path}: ${field.message}`));
    }
  }
  console.log(JSON.stringify(count));
  if (count.refused) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
