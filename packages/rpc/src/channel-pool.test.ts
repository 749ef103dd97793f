import { expect, it } from 'vitest';
import { ChannelPool } from './channel-pool.js';

it('keeps a connection that is distrusted by a call which has left it: nobody would close it any more', () => {
  const endpoint = { authority: '127.0.0.1:9', origin: 'http://127.0.0.1:9', secure: false, loopback: true };
  const pool = new ChannelPool(endpoint, 80);
  const early = pool.acquire();
  early.release();
  early.distrust();
  expect(pool.size).toBe(1);
  const late = pool.acquire();
  late.distrust();
  expect(pool.size).toBe(0);
  late.release();
  pool.close();
});
