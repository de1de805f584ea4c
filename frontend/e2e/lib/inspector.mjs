// Looks into the page of a real window through WebKit's remote inspector. Only
// the build for tests (tag "inspector") leaves that door open. Needs node's
// flag --experimental-websocket before node 22.

/** Connects to the inspector at host:port; gives `evaluate(expression)` and `close()`. */
export async function inspect(address) {
  const socket = new WebSocket(`ws://${address}/socket/1/1/WebPage`);
  const waiting = new Map();
  let target;
  let counter = 0;
  const ready = new Promise((done, fail) => {
    socket.onerror = () => fail(new Error(`no inspector at ${address}`));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.method === 'Target.targetCreated' && message.params.targetInfo.type === 'page') {
        target = message.params.targetInfo.targetId;
        done();
      }
      if (message.method === 'Target.dispatchMessageFromTarget') {
        const answer = JSON.parse(message.params.message);
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
      }
    };
  });
  await ready;

  function send(method, params) {
    const id = ++counter;
    const message = JSON.stringify({ id, method, params });
    socket.send(JSON.stringify({ id: 100_000 + id, method: 'Target.sendMessageToTarget', params: { targetId: target, message } }));
    return new Promise((done) => waiting.set(id, done));
  }

  return {
    /** The value of an expression in the page, by JSON; waits for a promise's object only by polling. */
    async evaluate(expression) {
      const { result, error } = await send('Runtime.evaluate', { expression, returnByValue: true });
      if (error ?? result.wasThrown) throw new Error(error?.message ?? `the page threw at ${expression}`);
      return result.result.value;
    },
    /** Waits until the expression is truthy; gives its value. */
    async until(expression, seconds = 30) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const value = await this.evaluate(expression);
        if (value) return value;
        if (Date.now() > end) throw new Error(`waited ${seconds} s for ${expression}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    close: () => socket.close(),
  };
}
