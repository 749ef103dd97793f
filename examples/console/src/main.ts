import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { VoiceError, bytesToMs, isVoiceError, parseWav } from '@rechka/core';
import type { Emulator } from '@rechka/emulator';
import type { Cloud } from '@rechka/iam';
import { localCall, wavCall } from '@rechka/local';
import { readArguments, usage, type Arguments } from './arguments.js';
import { makeCallerWav } from './caller-speech.js';
import { openCloud } from './cloud.js';
import { converse } from './conversation.js';

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) {
    console.log(usage);
    return;
  }
  const { cloud, emulator } = await openCloud();
  try {
    if (asked.mic) await talk(cloud);
    else await play(asked, cloud, emulator);
    console.log(farewell(emulator !== undefined));
  } finally {
    await emulator?.close();
  }
}

/** A caller from a file, in real time. */
async function play({ wav, out }: Arguments, cloud: Cloud, emulator: Emulator | undefined): Promise<void> {
  const folder = dirname(out);
  mkdirSync(folder, { recursive: true });
  let path = wav;
  if (path === undefined) {
    path = join(folder, 'caller.wav');
    writeFileSync(path, await makeCallerWav(cloud, emulator !== undefined));
    console.log(`caller: ${path} (just made)`);
  }
  const call = wavCall({ input: path, output: out });
  const { format, data } = parseWav(readFileSync(path));
  const { transcript, turns } = await converse({
    cloud,
    call,
    callerEndsMs: bytesToMs(data.byteLength, format),
  });
  await call.ended;
  const transcriptPath = `${out.slice(0, out.length - extname(out).length)}.txt`;
  writeFileSync(transcriptPath, transcript.toString());
  console.log(`\nbot's voice: ${out}, transcript: ${transcriptPath}`);
  if (turns === 0) {
    throw new VoiceError({
      code: 'ERR_BAD_AUDIO',
      message: `Nothing was recognised in ${path}.${emulator ? ' The emulator understands tone speech only; real speech needs the real cloud.' : ''}`,
    });
  }
}

async function talk(cloud: Cloud): Promise<void> {
  console.log('Speak; Ctrl-C ends the call.');
  await converse({ cloud, call: localCall() });
}

function farewell(onEmulator: boolean): string {
  return onEmulator
    ? 'Ran on the embedded emulator. Your microphone: npm start -- --mic. The real cloud: FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH in .env.'
    : 'Ran on the real cloud. Your microphone: npm start -- --mic. The emulator: the same command without credentials.';
}

try {
  await main();
} catch (error) {
  console.error(isVoiceError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
