// A whole installation for one file of browser tests: the local server with demo data of its own on a free port, and a browser.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { constants } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { name: "phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESK = { name: "desk", viewport: { width: 1280, height: 800 } };
export const SIZES = [PHONE, DESK];

/** Four signs that tell what is made at one size from what is made at the other. */
export const order = (size) => (size === PHONE ? "0001" : "0002");

/** How long anything may take on a machine with other work; who waits goes on as soon as it is there. */
export const PATIENCE = 30_000;

/**
 * Starts the server and the browser; `stop` ends both and forgets the data. `operators` are the names of those that are made
 * with the program's own command, before the server starts: it wants the data for itself.
 */
export async function install({ operators = [] } = {}) {
  const directory = await mkdtemp(join(tmpdir(), "xueshi-browser-tests-"));
  const data = join(directory, "data");
  // What run.mjs has made once for all files, or data of this file's own.
  if (process.env.XUESHI_DEMO) {
    await cp(process.env.XUESHI_DEMO, data, { recursive: true, mode: constants.COPYFILE_FICLONE });
  } else if (operators.length > 0) {
    await makeDemo(data);
  }
  const made = [];
  for (const [number, name] of operators.entries()) made.push(await operator(data, `operator-${number}`, name));
  const [server, browser] = await Promise.all([
    serve(data),
    chromium.launch({ executablePath: required("CHROME"), args: FLAGS }),
  ]);
  return {
    origin: server.origin,
    /** Of the server. */
    process: server.process,
    browser,
    operators: made,
    async stop() {
      await browser.close();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Makes demo data: the table, the attachments, and the keys that both are sealed with. */
export async function makeDemo(data) {
  await (await serve(data)).stop();
}

/** What the browser's console has complained of, by page. */
export const complaintsOf = new WeakMap();

export function assertNoComplaints(page) {
  assert.deepEqual(complaintsOf.get(page), []);
}

/** A new browser context of one size, which nobody is signed in to. */
export async function visit(installation, size, options = {}) {
  const { name: _, ...device } = size;
  const context = await installation.browser.newContext({
    ...device,
    baseURL: installation.origin,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    // Requests that pass through a service worker cannot be cut or altered; the browser tests about it allow it.
    serviceWorkers: "block",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  complaintsOf.set(page, complaints);
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The browser itself reports refused requests and lost connections, which are part of some browser tests.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  return { context, page };
}

/** Makes an operator, and reads what has to be handed over. */
async function operator(data, login, name) {
  const { stdout } = await promisify(execFile)(required("XUESHI_LOCAL"), [
    "operator", "--data", data, "--login", login, "--name", name, "--another",
  ]);
  const [, password] = stdout.match(/一次性密码\s+(\S+)/);
  const [, secret] = stdout.match(/secret=([A-Z2-7]+)/);
  return { login, name, password, secret };
}

async function serve(data) {
  // Every call of the API goes to its endpoint's own process of this Lambda executable, if it is named.
  const functions = process.env.XUESHI_FUNCTIONS ? ["--functions", process.env.XUESHI_FUNCTIONS] : [];
  const child = spawn(
    required("XUESHI_LOCAL"),
    ["serve", "--site", required("XUESHI_SITE"), "--data", data, "--port", "0", "--log", "quiet", ...functions],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const origin = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/localhost:\d+/);
      if (address && said.includes("demo accounts")) resolve(address[0]);
    });
    child.on("exit", (code) => reject(new Error(`the local server ended with ${code}:\n${said}`)));
  });
  return {
    origin,
    process: child.pid,
    async stop() {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function required(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run the browser tests with 'cargo xtask test browser'`);
  return value;
}
