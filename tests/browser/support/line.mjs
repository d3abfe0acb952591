// The line between a browser and the server: it can be cut in the middle of a file, which the browser's own emulation of
// a lost network does not do.

import { createServer, request } from "node:http";
import { connect } from "node:net";

/** Opens a line; a context takes it as its `proxy`. */
export async function openLine() {
  const sockets = new Set();
  let isCut = false;
  let held = { bytes: Infinity };
  const server = createServer((incoming, answer) => {
    const { method, headers } = incoming;
    const outgoing = request(incoming.url, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode, answered.headers);
      answered.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    incoming.on("error", () => outgoing.destroy());
    let passed = 0;
    incoming.on("data", (chunk) => {
      passed += chunk.length;
      outgoing.write(chunk);
      if (passed < held.bytes) return;
      incoming.pause();
      held.reached();
    });
    incoming.on("end", () => outgoing.end());
  });
  // Calls past the screens come in tunnels.
  server.on("connect", ({ url }, socket) => {
    const [host, port] = url.split(":");
    const beyond = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(beyond).pipe(socket);
    });
    beyond.on("error", () => socket.destroy());
    socket.on("error", () => beyond.destroy());
  });
  server.on("connection", (socket) => {
    if (isCut) return socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // A browser test that fails must end all the same.
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    proxy: { server: `http://127.0.0.1:${server.address().port}` },
    /** Stops the next body behind so many bytes, and resolves then. */
    hold: (bytes) => new Promise((reached) => (held = { bytes, reached })),
    cut() {
      isCut = true;
      held = { bytes: Infinity };
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      this.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
