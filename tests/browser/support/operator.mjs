// Operators for browser tests: their devices, and their way in.

import { createHmac } from "node:crypto";

import { PASSWORD, call, goOutside } from "./people.mjs";
import { OWN_PASSWORD } from "./units.mjs";

/** Who runs the demo's platform: its device is set up with a secret that opens nothing else. */
export const DEMO_OPERATOR = { login: "mo.yunfei", password: PASSWORD, secret: "XUESHI2DEMO2OPERATOR2CODE2DEVICE" };

const STEP_SECONDS = 30;

/**
 * The six digits that a device shows (RFC 6238), `steps` steps from now. No code is taken twice, but those of the steps
 * beside the present one are taken as well: a clock may be wrong.
 */
export function deviceCode(secret, steps = 0) {
  const step = Math.floor(Date.now() / 1000 / STEP_SECONDS) + steps;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const offset = digest.at(-1) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function base32(text) {
  let bits = "";
  for (const sign of text) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

/** Signs an operator in for the first time, past the screens: the one-time password gives way to one of their own. */
export async function atWork(page, operator) {
  await goOutside(page);
  const { login, password, secret } = operator;
  await call(page, "POST", "/api/operator-sessions", { login, password, code: deviceCode(secret) });
  await call(page, "PUT", "/api/password", { current_password: password, new_password: OWN_PASSWORD });
  operator.password = OWN_PASSWORD;
}

/** Fills in the form of the sign-in page and sends it. */
export async function signInOperator(page, { login, password }, code) {
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByLabel("动态口令").fill(code);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}
