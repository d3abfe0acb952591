// 公开核验: asks for a certificate by its number, which is typed or stands behind the # of the address of its QR code.
// So small a page needs no WebAssembly: it is there with its first packet, on any phone.

const form = document.querySelector("#form");
const input = document.querySelector("#number");
const error = document.querySelector("#number-error");
const button = document.querySelector("#verify");
const result = document.querySelector("#result");

/** What the three standings are called, and what they mean. */
const VERDICTS = {
  valid: ["✓ 证书有效", "该年度学时达到要求，证书有效。"],
  void: ["✕ 证书已失效", "因该年度学时低于年度要求，证书已失效。"],
  unknown: ["没有这张证书", "请核对编号后重试；编号无误仍查不到的，证书不是由本系统签发。"],
};

const MALFORMED = "证书编号是 16 位字母和数字，请核对后重新填写";

/**
 * The number in what was typed, pasted, or opened: chat apps hang `&appinstall=0` and the like behind it, people copy words
 * before it, and input methods type wide characters. As it was typed where there is none.
 */
function numberIn(text) {
  const plain = text.normalize("NFKC").replace(/[\p{Cf}\p{Cc}]/gu, "").trim();
  const group = "[0-9A-Za-z]{4}[-\u2010-\u2015\u2212_\\s]*";
  const found = plain.match(new RegExp(`(?:^|[^0-9A-Za-z])((?:${group}){3}[0-9A-Za-z]{4})(?![0-9A-Za-z])`));
  return found ? found[1] : plain;
}

/** The last question; answers to earlier ones come too late. */
let asked = 0;

async function verify(number) {
  asked += 1;
  const question = asked;
  button.setAttribute("aria-busy", "true");
  result.replaceChildren();
  let shown;
  try {
    const response = await fetch("/api/certificates/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ number }),
    });
    if (response.status === 422) {
      if (question === asked) {
        button.removeAttribute("aria-busy");
        complain(MALFORMED);
        input.focus();
      }
      return;
    }
    if (!response.ok) throw new Error(response.status);
    shown = verdict(await response.json());
  } catch {
    shown = failure(number);
  }
  if (question !== asked) return;
  button.removeAttribute("aria-busy");
  result.replaceChildren(shown);
  shown.querySelector("h2")?.focus();
}

function verdict({ standing, certificate }) {
  const [title, meaning] = VERDICTS[standing];
  const facts = certificate
    ? [
        ["姓名", certificate.name],
        ["年度", String(certificate.year)],
        ["公需科目", hours(certificate.common)],
        ["专业科目", hours(certificate.specialty)],
        ["总学时", hours(certificate.total)],
      ]
    : [];
  const heading = element("h2", title);
  heading.tabIndex = -1;
  const card = element("section", heading, element("p", meaning));
  card.className = `card verdict ${standing}`;
  if (facts.length > 0) card.append(element("dl", ...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)])));
  return card;
}

function failure(number) {
  const again = element("button", "重试");
  again.className = "button";
  again.type = "button";
  again.addEventListener("click", () => verify(number));
  const notice = element("div", element("p", "⚠ 暂时连不上服务，请检查网络后重试。"), again);
  notice.className = "failure";
  return notice;
}

/** Tenths of an hour, as people write them. */
function hours(tenths) {
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} 学时`;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function complain(words) {
  error.textContent = words;
  document.querySelector("#field").classList.toggle("invalid", words !== "");
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const number = numberIn(input.value);
  complain(number ? "" : "请填写证书编号");
  if (!number) return input.focus();
  if (numberIn(decoded(location.hash.slice(1))) === number) return verify(number);
  // The address says what is shown, so that it can be kept and sent.
  location.hash = encodeURIComponent(number);
});
input.addEventListener("input", () => complain(""));
addEventListener("hashchange", read);

/** A part of an address as text; as it stands where it is no text of an address, such as `100%`. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read() {
  // Some chat apps cut the # off, with all that is behind it: the number stands before it as well.
  const number = numberIn(decoded(location.hash.slice(1)) || new URLSearchParams(location.search).get("n") || "");
  complain("");
  input.value = number;
  if (number) verify(number);
  else result.replaceChildren();
}

try {
  if (localStorage.getItem("xueshi/text") === "large") document.documentElement.dataset.text = "large";
} catch {
  // A browser that keeps nothing shows the usual size.
}
read();
