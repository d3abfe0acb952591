// People for browser tests: the demo's administrators, and professionals who sign up for the occasion.

import { randomBytes } from "node:crypto";

export const PASSWORD = "demo-2026-xueshi";
export const HOSPITAL = "南宁市第一人民医院";

/** The hospital's chief administrator (总管理员), and the one of 内科. */
export const CHIEF = { name: "黄志远", login: identityNumber("45010319700318031"), password: PASSWORD };
export const OF_MEDICINE = { name: "韦美玲", login: identityNumber("45010519790926044"), password: PASSWORD };

/** The chief administrator of a supervising department. */
export const SUPERVISOR = { name: "覃建国", login: identityNumber("45010219680829015"), password: PASSWORD };

/** A physician of the hospital with registrations in every status. */
export const PHYSICIAN = { name: "覃秀兰", login: identityNumber("45010319880512022"), password: PASSWORD };

/** Appends the check character of GB 11643-1999. */
export function identityNumber(base17) {
  const sum = [...base17].reduce((sum, digit, position) => sum + Number(digit) * (2 ** (17 - position) % 11), 0);
  return base17 + "10X98765432"[sum % 11];
}

/** A credit code of GB 32100-2015 from its first 17 characters. */
export function creditCode(base17) {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const sum = [...base17].reduce((sum, sign, place) => sum + alphabet.indexOf(sign) * (3 ** place % 31), 0);
  return base17 + alphabet[(31 - (sum % 31)) % 31];
}

let count = 0;

/** Somebody new: a name that nobody else in this file has nor begins with, and a number of their own. */
export function stranger() {
  count += 1;
  const day = String((count % 28) + 1).padStart(2, "0");
  const month = String((Math.floor(count / 28) % 12) + 1).padStart(2, "0");
  return {
    name: `测试${"甲乙丙丁戊己庚辛壬癸"[count % 10]}${String(count).padStart(3, "0")}`,
    login: identityNumber(`4501031991${month}${day}800`),
    mobile: "13800138000",
    password: PASSWORD,
  };
}

/** The identifier of one request, as the browser app makes them: the time, then chance. */
export function requestKey() {
  const digits = "0123456789abcdefghjkmnpqrstvwxyz";
  let bits = (BigInt(Date.now()) << 80n) | BigInt(`0x${randomBytes(10).toString("hex")}`);
  let key = "";
  for (let place = 0; place < 26; place += 1) {
    key = digits[Number(bits & 31n)] + key;
    bits >>= 5n;
  }
  return key;
}

/** Calls an endpoint with the page's own session, past its screens. */
export async function call(page, method, path, body) {
  const response = await page.request.fetch(path, {
    method,
    headers: { origin: new URL(page.url()).origin, "idempotency-key": requestKey(), "content-type": "application/json" },
    data: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
  const answer = await response.json();
  // A session that has begun is noted as the app notes it: a device that has noted none asks nobody who is there.
  const session = answer.session ?? answer;
  if (session.role && session.rules_version !== undefined) {
    await page.evaluate((text) => localStorage.setItem("xueshi/session", text), JSON.stringify(session));
  }
  return answer;
}

/** Goes to a page of the installation that starts no app: what is done past the screens is done from there. */
export const goOutside = (page) => page.goto("/robots.txt");

/** Signs somebody new up at the hospital or another unit, in a department of it or none; the page is signed in afterwards. */
export async function joinHospital(page, person = stranger(), department = undefined, name = HOSPITAL) {
  await goOutside(page);
  const found = await call(page, "GET", `/api/units/search?text=${encodeURIComponent(name)}&supervising=false&page=0`);
  const unit = found.hits.find((hit) => hit.name === name);
  const departments = await call(page, "GET", `/api/units/departments?unit=${unit.id}`);
  await call(page, "POST", "/api/professionals", {
    name: person.name,
    identity_number: person.login,
    mobile: person.mobile,
    password: person.password,
    unit: unit.id,
    department: department ? departments.departments.find((one) => one.name === department).id : null,
  });
  await page.goto("/");
  await page.getByRole("heading", { name: "学时登记", level: 1 }).waitFor();
  return { ...person, unit };
}

/** Signs in on the page for `path` ("/" or "/unit/"). */
export async function signIn(page, path, person) {
  await page.goto(path === "/" ? "/sign-in" : "/unit/sign-in");
  await page.getByLabel("证件号码").fill(person.login);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("heading", { name: "登录", level: 1 }).waitFor({ state: "detached" });
}

/** Signs somebody in past the screens; `path` is that of the app that is for them ("/" or "/unit/"). */
export async function startSession(page, path, { login, password }) {
  await goOutside(page);
  await call(page, "POST", "/api/sessions", { role: path === "/" ? "professional" : "administrator", login, password });
}

/** A training that keeps every rule; fields given replace its own. */
export function training(fields = {}) {
  return {
    category: "training",
    subcategory: "training.face_to_face",
    title: "区域医师关键技术培训班",
    start: "2018-05-07T00:00",
    end: "2018-05-09T00:00",
    claimed_hours: "16",
    credited_year: "2018",
    remarks: "",
    document_number: "",
    rank: "",
    amount: "",
    attachments: [],
    pledged: true,
    ...fields,
  };
}

/** Stores trainings with these titles and submits them to the person's own unit, past the screens. */
export async function submitted(page, person, titles) {
  const items = [];
  for (const [position, title] of titles.entries()) {
    const day = String((position % 28) + 1).padStart(2, "0");
    const month = String(Math.floor(position / 28) + 1).padStart(2, "0");
    const times = { start: `2019-${month}-${day}T00:00`, end: `2019-${month}-${day}T12:00`, credited_year: "2019" };
    const row = await call(page, "POST", "/api/registrations", training({ title, claimed_hours: "4", ...times }));
    items.push({ id: row.id, version: row.version });
  }
  const response = await call(page, "POST", "/api/registrations/submit", { items, unit: person.unit.id });
  return response.results.map((result) => result.outcome.row);
}

/** Has the person's 60 specialty hours of 2019 approved by the chief of the hospital. Returns what the chief sees. */
export async function approveSixty(page, person, chiefPage) {
  const times = { start: "2019-03-01T00:00", end: "2019-03-09T00:00", credited_year: "2019" };
  const draft = await call(page, "POST", "/api/registrations", training({ title: "全科医师规范化培训", claimed_hours: "60", ...times }));
  const item = ({ id, version }) => ({ id, version });
  const submit = await call(page, "POST", "/api/registrations/submit", { items: [item(draft)], unit: person.unit.id });
  const pending = submit.results[0].outcome.row;
  const body = { items: [item(pending)], approved_hours: "", reason: "" };
  return (await call(chiefPage, "POST", "/api/reviews/approve", body)).results[0].outcome.row;
}
