// Between browser and server: counts what comes through, whoever in the browser asked for it.

import http from "node:http";

/** Starts on a free port; `bytes` gives the bodies' bytes by path since the last `clear`. */
export async function countingProxy(origin) {
  let bytes = new Map();
  const { host, hostname, port } = new URL(origin);
  const server = http.createServer((request, response) => {
    const { method, url } = request;
    // The server answers for its own origin alone.
    const headers = { ...request.headers, host, ...(request.headers.origin && { origin }) };
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.on("data", (chunk) => {
        const path = url.split("?")[0];
        bytes.set(path, (bytes.get(path) ?? 0) + chunk.length);
      });
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return {
    origin: `http://localhost:${server.address().port}`,
    bytes: () => Object.fromEntries(bytes),
    clear() {
      bytes = new Map();
    },
    stop() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
