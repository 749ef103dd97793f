import { chmod, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { isVoiceError } from '@rechka/core';
import type { EmulatorOptions } from './emulator-options.js';
import { startEmulator, type Emulator } from './start-emulator.js';

const help = `Usage: rechka-emulator [options]

SpeechKit, YandexGPT and IAM on 127.0.0.1. Prints one JSON line with both addresses when ready
and runs until Ctrl+C.

  --grpc-port N     port of all gRPC services (default 0: any free one)
  --http-port N     port of all REST services (default 0: any free one)
  --key-file PATH   write a service-account key that this emulator accepts (readable by you only)
  --api-key KEY     accept this API key; may be repeated
  --folder-id ID    folder of the service account
  --seed N          of all random choices (default 1)
  --latency NAME    instant (default) or typical
  --help            show this text
`;

/** Flags that cannot be understood. */
class UsageError extends Error {}

interface Command {
  help: boolean;
  keyFile?: string | undefined;
  options: EmulatorOptions;
}

/**
 * The command `rechka-emulator`: runs until SIGINT or SIGTERM. Errors are one line on stderr; the exit code is 2
 * for flags that cannot be understood and 1 for all else.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  let emulator: Emulator | undefined;
  // grpc-js would print a line of its own when a port is taken.
  setLogVerbosity(logVerbosity.NONE);
  try {
    const command = parseCommand(args);
    if (command.help) {
      process.stdout.write(help);
      return;
    }
    emulator = await startEmulator(command.options);
    if (command.keyFile !== undefined) await writeKeyFile(command.keyFile, emulator);
    await printReady(emulator);
    await stopSignal();
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
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw usageError(error);
  }
  const { 'folder-id': folderId, 'key-file': keyFile, latency } = values;
  if (latency !== undefined && latency !== 'instant' && latency !== 'typical') {
    throw new UsageError(`--latency is '${latency}'; expected instant or typical. Try --help.`);
  }
  if (keyFile === '') throw new UsageError('--key-file is empty; expected a path. Try --help.');
  return {
    help: values.help,
    keyFile,
    options: {
      grpcPort: wholeNumber('--grpc-port', values['grpc-port'], 0, 65_535),
      httpPort: wholeNumber('--http-port', values['http-port'], 0, 65_535),
      seed: wholeNumber('--seed', values.seed, 1, 0xffff_ffff),
      ...(folderId === undefined ? {} : { folderId }),
      ...(latency === undefined ? {} : { latency }),
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

/** The first line of what `parseArgs` says; the rest is advice on its API. */
function usageError(error: unknown): UsageError {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new UsageError(`${line.replace(/\. To specify.*$/, '').replace(/\.?$/, '.')} Try --help.`);
}

async function writeKeyFile(path: string, { serviceAccountKey }: Emulator): Promise<void> {
  await writeFile(path, `${JSON.stringify(serviceAccountKey, null, 2)}\n`, { mode: 0o600 });
  // The mode above holds for a new file only.
  await chmod(path, 0o600);
}

/** Resolves when the line is out: whoever waits for it may be behind a pipe. */
function printReady({ grpc, http }: Emulator): Promise<void> {
  return new Promise((resolve) =>
    process.stdout.write(`${JSON.stringify({ grpc, http })}\n`, () => resolve()),
  );
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
