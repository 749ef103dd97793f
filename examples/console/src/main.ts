import { VoiceError, bytesToMs, parseWav } from '@rechka/core';
import { openCloud, showFault } from '@rechka/example-shared';
import { localCall, wavCall } from '@rechka/local';
import type { Cloud } from '@rechka/iam';
import { readArguments, usage, type Arguments } from './arguments.js';
import { callerLines, makeCallerWav } from './caller-speech.js';
import { converse } from './conversation.js';
import { filesBeside, readRecording, writeOut } from './files.js';
import { replies } from './replies.js';

/** What a shell expects of a program that Ctrl-C ended. */
const interruptedExitCode = 130;

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2), process.env['INIT_CWD']);
  if (asked.help) {
    console.log(usage);
    return;
  }
  const { cloud, emulator } = await openCloud({
    gpt: { reply: replies },
    // It takes whatever people say for the caller's next line.
    stt: asked.mic ? { ordinarySpeech: callerLines } : {},
  });
  const onEmulator = emulator !== undefined;
  try {
    if (asked.mic) await talk(cloud, onEmulator);
    else await play(asked, cloud, onEmulator);
    console.log(farewell(onEmulator));
  } finally {
    await emulator?.close();
  }
}

/** A caller from a file, in real time. */
async function play({ wav, out }: Arguments, cloud: Cloud, onEmulator: boolean): Promise<void> {
  const files = filesBeside(out);
  let caller = wav === undefined ? undefined : readRecording(wav);
  // Known to be impossible now, not after the conversation.
  for (const file of [files.voice, files.transcript]) writeOut(file, '');
  if (caller === undefined) {
    const bytes = await makeCallerWav(cloud, onEmulator);
    writeOut(files.caller, bytes);
    caller = { bytes, audio: parseWav(bytes) };
  }
  const { format, data } = caller.audio;
  const callerEndsMs = bytesToMs(data.byteLength, format);
  console.log(
    `caller: ${wav ?? `${files.caller} (just made)`}, ${(callerEndsMs / 1000).toFixed(0)} s in real time; ` +
      `bot: ${onEmulator ? 'the emulator on this machine' : 'the real cloud'}\n`,
  );
  const call = wavCall({ input: caller.bytes });
  const { transcript, turns, interrupted, fault } = await converse({ cloud, call, callerEndsMs });
  writeOut(files.voice, call.record());
  writeOut(files.transcript, transcript.toString());
  console.log(`\nbot's voice: ${files.voice}, transcript: ${files.transcript}`);
  if (fault !== undefined) throw fault;
  if (interrupted) process.exitCode = interruptedExitCode;
  else if (turns === 0) throw nothingRecognised(wav ?? files.caller, onEmulator);
}

async function talk(cloud: Cloud, onEmulator: boolean): Promise<void> {
  // Made first: without a microphone there is nothing to announce.
  const call = localCall();
  if (onEmulator) {
    console.log(
      'The emulator knows no words: whatever you say counts as the next line of a script, and the bot answers in\n' +
        'tones (wear headphones). To be understood, put FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH into .env.\n' +
        `The script:\n${callerLines.map((line) => `  ${line}\n`).join('')}`,
    );
  }
  console.log('Speak; Ctrl-C ends the call.\n');
  const { fault } = await converse({ cloud, call });
  if (fault !== undefined) throw fault;
}

function nothingRecognised(path: string, onEmulator: boolean): VoiceError {
  const why = onEmulator
    ? ' The emulator understands tone speech only; real speech needs the real cloud.'
    : '';
  return new VoiceError({ code: 'ERR_BAD_AUDIO', message: `Nothing was recognised in ${path}.${why}` });
}

function farewell(onEmulator: boolean): string {
  return onEmulator
    ? 'Ran on the embedded emulator. Your microphone: npm run console -- --mic. The real cloud: FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH in .env.'
    : 'Ran on the real cloud. Your microphone: npm run console -- --mic. The emulator: the same command without credentials.';
}

try {
  await main();
} catch (error) {
  showFault(error);
  process.exitCode = 1;
}
