import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { virtualTime } from './virtual-time.js';

it('the first request of a process takes no virtual time, however long its parser is compiled', async () => {
  const { compile } = WebAssembly;
  let compiled = 0;
  WebAssembly.compile = async (bytes) => {
    const module = await compile(bytes);
    // As on a busy machine: in a thread, of which the event loop shows nothing.
    await new Promise((resolve) => setTimeout(resolve, 200));
    compiled += 1;
    return module;
  };
  const server = createServer((_, response) => response.end('да'));
  const vt = virtualTime();
  try {
    await vt.run(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const timer = setTimeout(() => undefined, 60_000);
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(await answer.text()).toBe('да');
      clearTimeout(timer);
      expect(vt.now()).toBe(0);
    });
  } finally {
    WebAssembly.compile = compile;
    server.closeAllConnections();
    server.close();
  }
  expect(compiled, 'Node compiles nothing for fetch any more, or has done so before').toBeGreaterThan(0);
});
