import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from './listen.js';
import { servePage } from './page-files.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'rechka-page-files-'));
let url: string;
const server = createServer((request, response) => {
  if (!page(request, response)) response.writeHead(404).end();
});
let page: ReturnType<typeof servePage>;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'page', 'index.html'), '<p>page</p>');
  writeFileSync(path.join(folder, 'page', 'assets', 'main-1.js'), 'run()');
  page = servePage(path.join(folder, 'page'));
  url = `http://127.0.0.1:${await listen(server, 0)}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('the files of the page', () => {
  it('are served with their types and a strict policy', async () => {
    const index = await fetch(`${url}/?from=mail`);
    expect(await index.text()).toBe('<p>page</p>');
    expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    expect(index.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const script = await fetch(`${url}/assets/main-1.js`);
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(script.headers.get('cache-control')).toContain('immutable');
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each(['/secret.txt', '/../secret.txt', '/%2e%2e/secret.txt', '/assets', '/assets/'])(
    'are all there is: %s is not',
    async (address) => expect((await fetch(url + address)).status).toBe(404),
  );

  it('are only read', async () => expect((await fetch(url, { method: 'POST' })).status).toBe(404));

  it('must have been built', () => {
    expect(() => servePage(folder)).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }));
  });
});
