import { chmod, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isVoiceError } from '@rechka/core';
import type { EmulatorOptions } from './emulator-options.js';
import type { Fault } from './faults/fault.js';
import { parseFault } from './faults/parse-fault.js';
import { latencyNames } from './latency/profile.js';
import { startEmulator, type Emulator } from './start-emulator.js';

const help = `Usage: rechka-emulator [options]

SpeechKit, YandexGPT and IAM on 127.0.0.1. Prints one JSON line with its addresses when ready
and runs until Ctrl+C.

  --grpc-port N     port of all gRPC services (default 0: any free one)
  --http-port N     port of all REST services (default 0: any free one)
  --key-file PATH   write a service-account key that this emulator accepts (readable by you only)
  --api-key KEY     accept this API key; may be repeated
  --folder-id ID    folder of the service account
  --seed N          of all random choices (default 1)
  --latency NAME    instant (default), field, field-fast, field-slow, typical
                    (the field without its spread) or slow
  --ordinary-speech FILE
                    what to take ordinary speech for, which is not understood: one line of
                    FILE (UTF-8) an utterance, in a circle; without it only tone speech is heard
  --fault FAULT     what goes wrong, as JSON or as words; may be repeated, e.g.
                    --fault 'service=stt phase=speech status=UNAVAILABLE message="no line"'
  --control-port N  port of the control endpoint (default 0: any free one), whose address and
                    token are in the line that is printed
  --no-control      no control endpoint
  --help            show this text
`;

/** Flags that cannot be understood. */
class UsageError extends Error {}

interface Command {
  help: boolean;
  keyFile?: string | undefined;
  ordinarySpeechFile?: string | undefined;
  options: EmulatorOptions;
}

/**
 * The command `rechka-emulator`: runs until SIGINT or SIGTERM. Errors are one line on stderr; the exit code is 2
 * for flags that cannot be understood and 1 for all else.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  let emulator: Emulator | undefined;
  try {
    const command = parseCommand(args);
    if (command.help) {
      process.stdout.write(help);
      return;
    }
    const { ordinarySpeechFile: file } = command;
    const stt = file === undefined ? {} : { ordinarySpeech: await readLines(file) };
    emulator = await startEmulator({ ...command.options, stt });
    if (command.keyFile !== undefined) await writeKeyFile(command.keyFile, emulator);
    // Listened for before anybody can know that the emulator runs and stop it.
    const stopped = stopSignal();
    await printReady(emulator);
    await stopped;
  } catch (error) {
    process.stderr.write(`rechka-emulator: ${explain(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  } finally {
    await emulator?.close();
  }
}

function parseCommand(args: readonly string[]): Command {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        'grpc-port': { type: 'string' },
        'http-port': { type: 'string' },
        'key-file': { type: 'string' },
        'api-key': { type: 'string', multiple: true },
        'folder-id': { type: 'string' },
        seed: { type: 'string' },
        latency: { type: 'string' },
        'ordinary-speech': { type: 'string' },
        fault: { type: 'string', multiple: true },
        'control-port': { type: 'string' },
        'no-control': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw usageError(error);
  }
  const { 'folder-id': folderId, 'key-file': keyFile, latency } = values;
  const latencyName = latencyNames.find((name) => name === latency);
  if (latency !== undefined && latencyName === undefined) {
    throw new UsageError(
      `--latency is '${latency}'; expected one of ${latencyNames.join(', ')}. Try --help.`,
    );
  }
  const ordinarySpeechFile = values['ordinary-speech'];
  for (const [flag, path] of [
    ['--key-file', keyFile],
    ['--ordinary-speech', ordinarySpeechFile],
  ]) {
    if (path === '') throw new UsageError(`${flag} is empty; expected a path. Try --help.`);
  }
  return {
    help: values.help,
    keyFile,
    ordinarySpeechFile,
    options: {
      grpcPort: wholeNumber('--grpc-port', values['grpc-port'], 0, 65_535),
      httpPort: wholeNumber('--http-port', values['http-port'], 0, 65_535),
      seed: wholeNumber('--seed', values.seed, 1, 0xffff_ffff),
      faults: (values.fault ?? []).map(readFault),
      ...(values['no-control']
        ? {}
        : { controlPort: wholeNumber('--control-port', values['control-port'], 0, 65_535) }),
      ...(folderId === undefined ? {} : { folderId }),
      ...(latencyName === undefined ? {} : { latency: latencyName }),
      iam: { apiKeys: values['api-key'] ?? [] },
    },
  };
}

function wholeNumber(flag: string, text: string | undefined, byDefault: number, max: number): number {
  if (text === undefined) return byDefault;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError(`${flag} is '${text}'; expected a whole number from 0 to ${max}. Try --help.`);
  }
  return value;
}

function readFault(text: string): Fault {
  try {
    return parseFault(text);
  } catch (error) {
    throw new UsageError(`--fault: ${explain(error)} Try --help.`);
  }
}

/** The first line of what `parseArgs` says; the rest is advice on its API. */
function usageError(error: unknown): UsageError {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new UsageError(`${line.replace(/\. To specify.*$/, '').replace(/\.?$/, '.')} Try --help.`);
}

async function readLines(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new UsageError(`--ordinary-speech: ${path} has no lines.`);
  return lines;
}

/** Overwrites an emulator's key or an empty file, and nothing else: a real key cannot be had twice. */
async function writeKeyFile(path: string, { serviceAccountKey }: Emulator): Promise<void> {
  const old = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (old !== undefined) {
    if (old.trim() !== '' && !/"id":\s*"emulator-key-/.test(old)) {
      throw new Error(`${path} exists and is no key of an emulator; remove it or name another --key-file.`);
    }
    // The mode below holds for a new file only.
    await chmod(path, 0o600);
  }
  await writeFile(path, `${JSON.stringify(serviceAccountKey, null, 2)}\n`, { mode: 0o600 });
}

/** Resolves when the line is out; rejects if nobody can read it. */
function printReady({ grpc, http, control }: Emulator): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays, so that a pipe that is closed later does not end the emulator.
    process.stdout.on('error', (error: Error) => {
      reject(new Error(`cannot print the addresses: ${error.message}`));
    });
    process.stdout.write(`${JSON.stringify({ grpc, http, control })}\n`, (error) => {
      if (error === null || error === undefined) resolve();
    });
  });
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function explain(error: unknown): string {
  if (error instanceof UsageError || isVoiceError(error)) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (/EADDRINUSE/.test(message)) return `the port is in use: ${message}`;
  return message.split('\n')[0] ?? message;
}
