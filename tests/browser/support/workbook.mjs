// Workbooks for 导入学员培训信息 of as many rows as a browser test needs. The files of a real spreadsheet program and of a
// library lie in sheets/tests/fixtures.

import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

import { identityNumber } from "./people.mjs";

const HEADINGS = ["证件号码", "姓名", "认定类型", "二级类型", "认定内容", "开始时间", "结束时间", "申请学时"];

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** Rows that keep every rule, of ten trainings for each person; `about` keeps the trainings of several files apart, `order` the people. */
export function trainings(count, about, order = "700") {
  return Array.from({ length: count }, (_, position) => {
    const person = Math.floor(position / 10);
    const day = String((person % 28) + 1).padStart(2, "0");
    const year = 1960 + (Math.floor(person / 28) % 40);
    return [
      identityNumber(`450103${year}09${day}${order}`),
      `导入${"甲乙丙丁戊己庚辛壬癸"[person % 10]}${"子丑寅卯辰巳午未申酉戌亥"[person % 12]}`,
      "培训进修类",
      "专题讲座",
      `${about} 第 ${position + 1} 期`,
      `2026-05-${String((position % 28) + 1).padStart(2, "0")} 上午`,
      `2026-05-${String((position % 28) + 1).padStart(2, "0")}`,
      "",
    ];
  });
}

/** The file, with its texts in a list of its own as spreadsheet programs write them. */
export function workbook(rows, headings = HEADINGS) {
  const texts = new Map();
  const cell = (text) => {
    if (!texts.has(text)) texts.set(text, texts.size);
    return `<c t="s"><v>${texts.get(text)}</v></c>`;
  };
  const lines = [headings, ...rows].map((row, number) => `<row r="${number + 1}">${row.map((text, place) => placed(cell(text), place, number)).join("")}</row>`);
  const list = [...texts.keys()].map((text) => `<si><t>${text}</t></si>`).join("");
  const type = (name, kind) => `<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id, kind, target) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return zip({
    "[Content_Types].xml":
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `${type("/xl/workbook.xml", "sheet.main")}${type("/xl/worksheets/sheet1.xml", "worksheet")}${type("/xl/sharedStrings.xml", "sharedStrings")}</Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="学员培训信息" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relation("rId1", "worksheet", "worksheets/sheet1.xml")}` +
      `${relation("rId2", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    "xl/sharedStrings.xml": `${XML}<sst xmlns="${MAIN}">${list}</sst>`,
    "xl/worksheets/sheet1.xml": `${XML}<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
  });
}

function placed(cell, place, number) {
  return cell.replace("<c ", `<c r="${"ABCDEFGH"[place]}${number + 1}" `);
}

/** The parts of a workbook as text, by name: enough to look at what the app has written. */
export function unzip(bytes) {
  return Object.fromEntries(entries(bytes));
}

function* entries(bytes) {
  let at = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  const count = bytes.readUInt16LE(at + 10);
  at = bytes.readUInt32LE(at + 16);
  for (let number = 0; number < count; number += 1) {
    const [method, size, nameSize, extraSize, noteSize] = [10, 20, 28, 30, 32].map((place) =>
      place === 20 ? bytes.readUInt32LE(at + place) : bytes.readUInt16LE(at + place),
    );
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    const content = method === 0 ? packed : inflateRawSync(packed);
    yield [bytes.toString("utf8", at + 46, at + 46 + nameSize), content.toString("utf8")];
    at += 46 + nameSize + extraSize + noteSize;
  }
}

function zip(parts) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version 2.0
    fields.writeUInt16LE(0x0800, 2); // names are UTF-8
    fields.writeUInt16LE(8, 4); // deflated
    fields.writeUInt16LE(0x21, 8); // 1 January 1980
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
