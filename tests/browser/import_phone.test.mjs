// 导入学员培训信息 on a phone, with a file of a library.

import { describe } from "node:test";

import { importing } from "./support/importing.mjs";
import { PHONE } from "./support/installation.mjs";

describe(PHONE.name, () => importing(PHONE, "library.xlsx"));
