// Runs in the app that has the packages installed, with Node's own test runner: see consumer.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VoicePipeline } from '@rechka/core';
import { simulateCall } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';

test('a user tests their agent', async () => {
  const caller = await simulateCall(async ({ call, env }) => {
    const cloud = fromEnv(env);
    const clients = { stt: new SpeechKitStt(cloud), tts: new SpeechKitTts({ ...cloud, voice: 'marina' }) };
    const pipeline = new VoicePipeline({ call, ...clients, language: russian() });
    for await (const turn of pipeline.turns()) await turn.reply(`Вы сказали: ${turn.text}.`);
    clients.stt.close();
    clients.tts.close();
  });
  await caller.says('добрый день');
  assert.equal(await caller.hears(), 'Вы сказали: добрый день.');
  const { turns } = await caller.hangsUp();
  assert.equal(turns.length, 1);
});
