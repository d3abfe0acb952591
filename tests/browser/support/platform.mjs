// The demo's learning platform, by the very client that docs/learning-platforms.md offers.

import { send } from "../../../docs/learning-platforms/send.mjs";

/** As infra/local/src/seed/platform.rs makes it. */
export const SECRET = "whsec_demo2026platformSecretForTheDemoOnly";

const KEY = "000000000000000000000001za";

/** Where a platform sends its deliveries to: the demo's, or the one with another key. */
export function address(origin, key = KEY) {
  return new URL(`/api/completions?key=${key}`, origin).href;
}

let count = 0;

/** A completion of so many hours in 2019, as a first delivery. */
export function completion(person, hours) {
  count += 1;
  return {
    completion: `E-${count}`,
    revision: 1,
    action: "complete",
    identity_number: person.login,
    course: "专业技术人员职业道德",
    hours,
    credited_year: 2019,
    completed_on: "2019-06-01",
  };
}

/** Delivers, and expects each to be applied. */
export async function deliver(origin, deliveries) {
  const results = await send(address(origin), [SECRET], deliveries);
  const others = results.filter(({ outcome }) => outcome !== "applied");
  if (others.length > 0) throw new Error(JSON.stringify(others));
}
