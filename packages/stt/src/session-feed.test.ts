import { pcm } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { noCredentials } from '@rechka/iam';
import { Recognizer } from '@rechka/proto/stt';
import { RpcClient } from '@rechka/rpc';
import { systemClock } from '@rechka/core';
import { expect, it } from 'vitest';
import { AudioKeeper } from './audio-keeper.js';
import { Pace } from './pace.js';
import { RecognitionSession } from './recognition-session.js';
import { SessionFeed } from './session-feed.js';
import { scriptedRecogniser } from './testing/scripted-recogniser.js';
import { pause } from './testing/scripted-scene.js';

const format = pcm(16_000);

it('hands a network that takes nothing less than a second of audio, and keeps the rest for another session', async () => {
  await virtualTime().run(async () => {
    // Reads nothing for ever.
    const server = await scriptedRecogniser((call) => void call.pause());
    const client = new RpcClient({ endpoint: server.endpoint, auth: noCredentials() });
    const session = new RecognitionSession({
      call: client.duplex(Recognizer.recognizeStreaming),
      options: {},
      format,
      clock: systemClock,
    });
    const keeper = new AudioKeeper(format, 60_000);
    const feed = new SessionFeed(
      {
        session,
        keeper,
        from: 0,
        ends: [],
        pace: new Pace(1, systemClock),
        chunkMs: 40,
        pauseMs: 700,
        clock: systemClock,
      },
      { missed: () => undefined },
    );
    let [mostUnsentBytes, stalledMs] = [0, 0];
    for (let at = 0; at < 30_000; at += 40) {
      keeper.write(new Uint8Array(1280).fill(17));
      feed.advance();
      await pause(40);
      stalledMs = feed.stalledMs;
      mostUnsentBytes = Math.max(mostUnsentBytes, session.unsentBytes);
    }
    expect(stalledMs).toBeGreaterThan(10_000);
    expect(mostUnsentBytes).toBeGreaterThan(0);
    expect(mostUnsentBytes).toBeLessThan(32_000);
    expect(feed.lagMs).toBeGreaterThan(10_000);
    client.close();
    server.close();
  });
});
