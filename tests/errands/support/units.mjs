// A unit of the errand's own, with departments and administrators, set up past the screens.

import { visit } from "./installation.mjs";
import { PASSWORD, call, creditCode, stranger } from "./people.mjs";

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

/** Signs a unit up; the page is signed in as its account afterwards. */
export async function signUpUnit(page, name, code) {
  await page.goto("/unit/sign-in?role=unit");
  await page.getByRole("heading", { name: "登录", level: 1 }).waitFor();
  return call(page, "POST", "/api/unit-accounts", {
    credit_code: code,
    name,
    region: "450126",
    contact_name: "黄锋",
    contact_mobile: "13800138000",
    password: PASSWORD,
  });
}

/**
 * A unit at work: its own account is signed in on `page`; `chief`, `others` (further chiefs) and `of` (by department)
 * have passwords of their own already. `disable` does what 停用 does.
 */
export async function unitAtWork(installation, size, name, { chiefs = 1, departments = [] } = {}) {
  const { context, page } = await visit(installation, size);
  count += 1;
  const order = String(process.pid % 1000).padStart(3, "0") + String(count).padStart(2, "0");
  const unit = { name: `${name}${order}`, context, page, others: [], of: {} };
  const session = await signUpUnit(page, unit.name, creditCode(`12450126MA5${order}X`));
  unit.id = session.unit.id;
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

/** Gives up the initial password, which is the last six characters of the number. */
async function takeOffice(installation, size, person) {
  const { context, page } = await visit(installation, size);
  await page.goto("/unit/sign-in");
  const initial = person.login.slice(-6);
  await call(page, "POST", "/api/sessions", { role: "administrator", login: person.login, password: initial });
  await call(page, "PUT", "/api/password", { current_password: initial, new_password: person.password });
  await context.close();
}
