// A unit of its own, with departments and administrators, set up past the screens.

import { DESK, PHONE, visit } from "./installation.mjs";
import { DEMO_OPERATOR, deviceCode } from "./operator.mjs";
import { PASSWORD, call, creditCode, goOutside, startSession, stranger } from "./people.mjs";

let count = 0;

/** What 新增管理员 sends; `department` is an id, `null` makes a chief. */
export function administrator(person, department = null) {
  return {
    identity_number: person.login,
    name: person.name,
    mobile: person.mobile,
    on_staff: true,
    department,
    may_sign_in: true,
    duties: "",
  };
}

/** Signs a new unit up; the page is signed in as its account afterwards. */
export async function signUpUnit(page, name, code) {
  await goOutside(page);
  const { session } = await call(page, "POST", "/api/unit-accounts", {
    credit_code: code,
    name,
    region: "450126",
    contact_name: "黄锋",
    contact_mobile: "13800138000",
    password: PASSWORD,
  });
  return session;
}

/**
 * A unit at work: its own account is signed in on `page`; `chief`, `others` (further chiefs) and `of` (by department)
 * have passwords of their own already. `disable` does what 停用 does.
 */
export async function unitAtWork(installation, size, name, { chiefs = 1, departments = [] } = {}) {
  const { context, page } = await visit(installation, size);
  count += 1;
  const number = String(count).padStart(5, "0");
  const unit = { name: `${name}${number}`, context, page, others: [], of: {} };
  const session = await signUpUnit(page, unit.name, creditCode(`12450126MA5${number}X`));
  unit.id = session.unit.id;
  await verify(installation, unit.id);
  const all = [];
  const appoint = async (department) => {
    const person = stranger();
    await call(page, "POST", "/api/administrators", administrator(person, department));
    await takeOffice(installation, size, person);
    all.push(person);
    return person;
  };
  unit.chief = await appoint(null);
  while (unit.others.length + 1 < chiefs) unit.others.push(await appoint(null));
  for (const one of departments) {
    const made = await call(page, "POST", "/api/unit/departments", { name: one, remarks: "" });
    unit.of[one] = await appoint(made.id);
  }
  unit.disable = async (person) => {
    const { administrators: rows } = await call(page, "POST", "/api/administrators/search", {
      identity_number: "",
      name: person.name,
    });
    const [row] = rows;
    const form = { ...administrator(person, row.department), identity_number: "", may_sign_in: false };
    await call(page, "PUT", "/api/administrators", { id: row.id, version: row.version, form });
  };
  return unit;
}

/** 核实: until then a unit enters nobody by number. */
export async function verify(installation, id) {
  const page = await operatorsPage(installation);
  const card = await call(page, "GET", `/api/platform/unit?id=${id}`);
  const { name, region } = card.unit;
  const form = { name, region, verified: true, supervising: false, disabled: false };
  await call(page, "PUT", "/api/platform/unit", { id, version: card.version, form });
}

/** The demo's operator signs in once for all units of a file: no code is taken twice. */
function operatorsPage(installation) {
  installation.operatorsPage ??= (async () => {
    const { page } = await visit(installation, DESK);
    await goOutside(page);
    const { login, password, secret } = DEMO_OPERATOR;
    await call(page, "POST", "/api/operator-sessions", { login, password, code: deviceCode(secret) });
    return page;
  })();
  return installation.operatorsPage;
}

/** Gives up the initial password, which is the last six characters of the number. */
async function takeOffice(installation, size, person) {
  const { context, page } = await visit(installation, size);
  const initial = person.login.slice(-6);
  await startSession(page, "/unit/", { login: person.login, password: initial });
  await call(page, "PUT", "/api/password", { current_password: initial, new_password: person.password });
  await context.close();
}

const TRAININGS = 20;

/** Enters twenty trainings of 2019 for each of these people and submits them to the unit; returns how many there are. */
export async function enteredAndSubmitted(page, unit, people) {
  const rows = people.flatMap((person) =>
    Array.from({ length: TRAININGS }, (_, n) => {
      const morning = `2019-03-${String(n + 1).padStart(2, "0")}上午`;
      return {
        identity_number: person.login,
        name: person.name,
        category: "培训进修类",
        subcategory: "专题讲座",
        title: `第 ${n + 1} 期岗位培训`,
        start: morning,
        end: morning,
      };
    }),
  );
  for (let from = 0; from < rows.length; from += 99) {
    const { results } = await call(page, "POST", "/api/unit/registrations/import", { rows: rows.slice(from, from + 99) });
    const refused = results.find((result) => result.outcome !== "added");
    if (refused) throw new Error(`not entered: ${JSON.stringify(refused)}`);
  }
  const items = [];
  for (let cursor; cursor !== null; ) {
    const query = new URLSearchParams(cursor ? { cursor } : {});
    const entered = await call(page, "GET", `/api/unit/registrations?${query}`);
    items.push(...entered.rows.map(({ id, version }) => ({ id, version })));
    cursor = entered.next ?? null;
  }
  for (let from = 0; from < items.length; from += 500) {
    await call(page, "POST", "/api/registrations/submit", { items: items.slice(from, from + 500), unit: unit.id });
  }
  return items.length;
}

export const OWN_PASSWORD = "五月的风 1990";

/** Chooses in the menu, which is behind a button on a phone. */
export async function chooseInMenu(page, size, name) {
  if (size === PHONE) await page.locator("nav summary").click();
  await page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name, exact: true }).click();
}

/** Goes to a page by the menu. */
export async function choose(page, size, name) {
  await chooseInMenu(page, size, name);
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

export async function signOut(page, size) {
  await choose(page, size, "我的账号");
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
}

/** Signs in as an administrator for the first time: the last six characters of the number, then a password of one's own. */
export async function firstSignIn(page, person) {
  await page.goto("/unit/sign-in");
  await page.getByLabel("证件号码").fill(person.login);
  await page.getByLabel("密码", { exact: true }).fill(person.login.slice(-6));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("heading", { name: "修改密码", level: 1 }).waitFor();
  await page.getByLabel("当前密码").fill(person.login.slice(-6));
  await page.getByLabel("新密码", { exact: true }).fill(OWN_PASSWORD);
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
}
