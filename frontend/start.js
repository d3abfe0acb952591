// Starts an app in the place of its loading screen. `cargo xtask build` puts the addresses of its two files in.
//
// Until the app is there, this script alone can say that something is amiss, with one button to go on.

/** A loading screen that stands for so long is explained; the app takes its place whenever it comes. */
const SLOW_MILLISECONDS = 15_000;

function tell(title, advice) {
  const main = document.querySelector("#app main");
  if (!main) return;
  main.ariaBusy = "false";
  main.innerHTML = `<div class="card empty" role="alert"><h1 class="empty-title">${title}</h1><p class="muted">${advice}已填写的草稿仍在本机。</p><a class="button primary" href="" target="_self">重新加载</a></div>`;
}

/** A program that has trapped does nothing more. The browser itself logs where it did, and no content: a trap has no words. */
function stop({ error, reason }) {
  if (!((error ?? reason) instanceof WebAssembly.RuntimeError)) return;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  tell("页面出错了", "请重新加载后继续。");
}
addEventListener("error", stop);
addEventListener("unhandledrejection", stop);

const slow = setTimeout(tell, SLOW_MILLISECONDS, "网络较慢", "还在加载，请稍候。");
try {
  const { default: init } = await import("__BINDINGS__");
  // Where the first paint has not come yet, the program is not to be fetched twice.
  document.querySelector("#program:not([rel])")?.remove();
  const program = await WebAssembly.compileStreaming(fetch("__PROGRAM__"));
  // Compiling ends one task of the browser's and starting begins another: a press in between need not wait for both.
  await new Promise((go) => setTimeout(go));
  await init({ module_or_path: program });
  // Without a service worker the app runs all the same, but only with a network.
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
} catch (failure) {
  tell("没有加载完", "网络可能断开了，请检查后重新加载；仍不行，请更新浏览器。");
  throw failure;
} finally {
  clearTimeout(slow);
}
