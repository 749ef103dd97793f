import { writeFile } from 'node:fs/promises';
import { isVoiceError } from '@rechka/core';
import { makeKeyPair } from './auth/key-pair.js';
import { help, parseFlags, UsageError, type Flags } from './cli/flags.js';
import { readKeyFile, writeKeyFile } from './cli/key-file.js';
import { LiveLog } from './cli/live-log.js';
import { openPrivateFile } from './cli/private-file.js';
import { readText } from './cli/read-text.js';
import { version } from './cli/version.js';
import { optionsOf, readConfig, type Config } from './config/read-config.js';
import type { EmulatorOptions } from './emulator-options.js';
import { startEmulator, type Emulator } from './start-emulator.js';

/**
 * The command `rechka-emulator`: runs until SIGINT or SIGTERM. Errors are one line on stderr; the exit code is 2
 * for flags that cannot be understood and 1 for all else.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  let emulator: Emulator | undefined;
  let log: LiveLog | undefined;
  try {
    const flags = parseFlags(args);
    if (flags.help) {
      process.stdout.write(help);
      return;
    }
    if (flags.version) {
      process.stdout.write(`${await version()}\n`);
      return;
    }
    const config = await configOf(flags);
    if (flags.printConfig) {
      process.stdout.write(`${JSON.stringify(config, null, 2)}\n`);
      return;
    }
    const options = await optionsWithFiles(config);
    const { keyFile } = config;
    // On another thread, while the rest starts.
    const ownKey =
      keyFile === undefined || options.serviceAccountKey !== undefined ? undefined : makeKeyPair();
    [emulator] = await Promise.all([startEmulator(options), ownKey]);
    if (keyFile !== undefined) await writeKeyFile(keyFile, emulator.serviceAccountKey);
    if (config.tlsCaFile !== undefined && emulator.tls !== undefined)
      await writeFile(config.tlsCaFile, emulator.tls.ca);
    log = follow(emulator, config);
    // Listened for before anybody can know that the emulator runs and stop it.
    const stopped = stopSignal();
    await printReady(emulator);
    await stopped;
  } catch (error) {
    process.stderr.write(`rechka-emulator: ${explain(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  } finally {
    await emulator?.close();
    log?.flush();
  }
}

/** What the config file, the flags and the files that they name make together. */
async function configOf(flags: Flags): Promise<Config> {
  const file = flags.configFile === undefined ? {} : await readConfig(flags.configFile);
  const config = flags.apply(file);
  const { ordinarySpeechFile, gptScriptFile } = flags;
  if (ordinarySpeechFile !== undefined)
    config.stt = { ...config.stt, ordinarySpeech: await readLines('--ordinary-speech', ordinarySpeechFile) };
  if (gptScriptFile !== undefined)
    config.gpt = { ...config.gpt, reply: await readLines('--gpt-script', gptScriptFile) };
  if (config.tlsCaFile !== undefined && (config.tls === undefined || config.tls === false))
    throw new UsageError('--tls-ca (tlsCaFile) is given without --tls. Try --help.');
  return config;
}

async function optionsWithFiles(config: Config): Promise<EmulatorOptions> {
  const { tls, keyFile, recordFile, replayFile } = config;
  const serviceAccountKey = keyFile === undefined ? undefined : await readKeyFile(keyFile);
  // Read before anything is written: both may be the same file.
  const replay = replayFile === undefined ? undefined : await readLines('replayFile', replayFile);
  const recording =
    recordFile === undefined ? undefined : (await openPrivateFile(recordFile)).createWriteStream();
  recording?.on('error', (error) => {
    process.stderr.write(`rechka-emulator: the recording cannot be written: ${error.message}\n`);
  });
  return {
    ...optionsOf(config),
    ...(serviceAccountKey && { serviceAccountKey }),
    ...(recording && { record: (line) => void recording.write(`${line}\n`) }),
    ...(replay && { replay }),
    ...(tls !== undefined && {
      tls:
        typeof tls === 'boolean'
          ? tls
          : { cert: await readText('tls.cert', tls.cert), key: await readText('tls.key', tls.key) },
    }),
  };
}

function follow(emulator: Emulator, { log: style }: Config): LiveLog {
  const { stderr, env } = process;
  const log = new LiveLog({
    style: style ?? (stderr.isTTY ? 'pretty' : 'none'),
    output: stderr,
    // https://no-color.org
    colours: stderr.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  });
  emulator.follow((event) => log.add(event));
  return log;
}

async function readLines(name: string, path: string): Promise<string[]> {
  const text = (await readText(name, path)).replace(/^\uFEFF/, '');
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new UsageError(`${name}: ${path} has no lines.`);
  return lines;
}

/** Resolves when the line is out; rejects if nobody can read it. */
function printReady({ grpc, http, control, tls }: Emulator): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays, so that a pipe that is closed later does not end the emulator.
    process.stdout.on('error', (error: Error) => {
      reject(new Error(`cannot print the addresses: ${error.message}`));
    });
    process.stdout.write(`${JSON.stringify({ grpc, http, control, tls })}\n`, (error) => {
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
