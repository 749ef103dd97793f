import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exampleScript } from './build.mjs';
import { runNode } from './run.mjs';

/** What the caller of the example must have been understood to say, in turn. */
const expectedTurns = [/записаться на стрижку/, /15:30/, /Иван/];
/** The quietest peak of 16 bits that is taken for a voice. */
const voicePeak = 1000;

/**
 * Holds the conversation of `npm run console`, as built, in real time (half a minute, hardly any work), and looks at what
 * it leaves. Away from `.env` and without credentials: on the emulator.
 */
export async function conversation() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rechka-conversation-'));
  try {
    const result = await runNode(exampleScript('console'), ['--out', path.join(folder, 'bot.wav')], {
      cwd: folder,
      env: withoutCredentials(),
    });
    if (!result.ok) return result;
    const faults = [
      ...faultsOfTranscript(readFileSync(path.join(folder, 'bot.txt'), 'utf8')),
      ...faultsOfVoice(readFileSync(path.join(folder, 'bot.wav'))),
      ...(result.output.includes('Ran on the embedded emulator') ? [] : ['it does not say where it ran']),
    ];
    if (faults.length === 0) return result;
    return { ...result, ok: false, output: `${result.output}\n\n${faults.join('\n')}` };
  } catch (error) {
    return { ok: false, output: `The conversation left no result: ${error.message}`, ms: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutCredentials() {
  const names = Object.keys(process.env).filter((name) => /^(YC_|SERVICE_ACCOUNT_KEY|FOLDER_ID$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, '']));
}

function faultsOfTranscript(transcript) {
  const linesOf = (who) => transcript.split('\n').filter((line) => line.includes(` s  ${who}`));
  const caller = linesOf('caller');
  const answered = linesOf('bot').filter((line) => /\[after \d+ ms\]$/.test(line));
  const faults = expectedTurns
    .filter((words, index) => !words.test(caller[index] ?? ''))
    .map((words) => `a turn of the caller does not have ${words}`);
  if (caller.length !== expectedTurns.length) faults.push(`the caller has ${caller.length} turns`);
  if (answered.length !== expectedTurns.length) faults.push(`${answered.length} turns were answered in full`);
  return faults;
}

function faultsOfVoice(wav) {
  const headerBytes = 44;
  let peak = 0;
  for (let at = headerBytes; at + 1 < wav.length; at += 2)
    peak = Math.max(peak, Math.abs(wav.readInt16LE(at)));
  return peak < voicePeak ? [`the bot's WAV is silent: its peak is ${peak}`] : [];
}
