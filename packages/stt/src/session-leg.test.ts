import type { StreamListener } from '@rechka/core';
import { StreamingResponse } from '@rechka/proto/stt';
import { expect, it } from 'vitest';
import type { SessionFeed } from './session-feed.js';
import { SessionLeg } from './session-leg.js';

it('hands on what goes wrong while an answer is dealt with: nobody else would catch it', async () => {
  const mistake = new RangeError('a mistake of ours');
  let cancelled = false;
  const session = {
    cancel: () => (cancelled = true),
    listen: (listener: StreamListener<StreamingResponse>) => {
      const working = StreamingResponse.encode({ statusCode: { codeType: 'WORKING' } });
      queueMicrotask(() => listener.next(StreamingResponse.decode(working)));
    },
  };
  const broken = await new Promise((resolve) => {
    new SessionLeg({ session, soundMs: 0 } as unknown as SessionFeed, {
      responded: () => {
        throw mistake;
      },
      ended: () => resolve('ended'),
      broken: resolve,
    });
  });
  expect(broken).toBe(mistake);
  expect(cancelled).toBe(true);
});
