// 导入学员培训信息 at a desk, with a file of a spreadsheet program.

import { describe } from "node:test";

import { importing } from "./support/importing.mjs";
import { DESK } from "./support/installation.mjs";

describe(DESK.name, () => importing(DESK, "program.xlsx"));
