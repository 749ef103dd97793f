import { parseArgs } from 'node:util';
import { isVoiceError } from '@rechka/core';
import { liftLimits, limitNames } from '../config/lift-limits.js';
import type { Config } from '../config/read-config.js';
import { parseFault } from '../faults/parse-fault.js';
import { latencyNames } from '../latency/profile.js';
import { hearingPresets } from '../recogniser/hearing-manner.js';
import { logStyles } from './log-style.js';

export const help = `Usage: rechka-emulator [options]

SpeechKit, YandexGPT and IAM on this machine. Prints one JSON line with its addresses on stdout when
ready, a live log on stderr, and runs until Ctrl+C.

  --config FILE     JSON with any of the options; flags go before it. Its fields are in
                    rechka-emulator.schema.json of this package
  --print-config    print the options that the file and the flags make together, keys
                    and all, and end

Addresses
  --host ADDRESS    of gRPC and REST (default 127.0.0.1; 0.0.0.0 for all, as in a container)
  --grpc-port N     port of all gRPC services (default 0: any free one)
  --http-port N     port of all REST services (default 0: any free one)
  --control-port N  port of the control endpoint (default 0: any free one), whose address and
                    token are in the line that is printed
  --no-control      no control endpoint
  --tls             TLS on all ports, with a certificate made at start
  --tls-ca FILE     write the certificate that clients have to trust (with --tls)
  --tls-cert FILE   TLS with a certificate of your own, in PEM …
  --tls-key FILE    … and its key

Who may call
  --api-key KEY     accept this API key; may be repeated. Never a real one
  --folder-id ID    folder of the service account
  --key-file PATH   write a service-account key that this emulator accepts (readable by you only);
                    the key of an earlier run is kept

How it behaves
  --seed N          of all random choices (default 1)
  --latency NAME    ${latencyNames.join(', ')} (default instant)
  --hearing NAME    ${Object.keys(hearingPresets).join(', ')} (default clean)
  --ordinary-speech FILE
                    what to take ordinary speech for, which is not understood: one line of
                    FILE (UTF-8) an utterance, in a circle; without it only tone speech is heard
  --audible         speak for people to hear, by the program espeak-ng
  --gpt-script FILE what the model says, one line of FILE (UTF-8) a turn; the last one repeats
  --lift NAME       no such limit: all, stt, tts, gpt, or one of
                    ${wrap(limitNames, 20)};
                    may be repeated
  --fault FAULT     what goes wrong, as JSON or as words; may be repeated, e.g.
                    --fault 'service=stt phase=speech status=UNAVAILABLE message="no line"'

  --log STYLE       pretty, json or none (default: pretty on a terminal, else none)
  --version         print the version
  --help            show this text
`;

/** Flags that cannot be understood. */
export class UsageError extends Error {}

/** What the flags say. */
export interface Flags {
  help: boolean;
  version: boolean;
  printConfig: boolean;
  configFile: string | undefined;
  ordinarySpeechFile: string | undefined;
  gptScriptFile: string | undefined;
  /** Puts the flags before what a config file says. Throws `ERR_INVALID_OPTION`. */
  apply: (config: Config) => Config;
}

/** Reads the flags. Throws a {@link UsageError}. */
export function parseFlags(args: readonly string[]): Flags {
  let values;
  const string = { type: 'string' } as const;
  const strings = { type: 'string', multiple: true } as const;
  const yes = { type: 'boolean', default: false } as const;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        ...{ config: string, 'print-config': yes, help: yes, version: yes, log: string },
        ...{ host: string, 'grpc-port': string, 'http-port': string, 'control-port': string },
        ...{ 'no-control': yes, tls: yes, 'tls-ca': string, 'tls-cert': string, 'tls-key': string },
        ...{ 'api-key': strings, 'folder-id': string, 'key-file': string, seed: string, latency: string },
        ...{ hearing: string, 'ordinary-speech': string, audible: yes, 'gpt-script': string },
        ...{ lift: strings, fault: strings },
      },
    }));
  } catch (error) {
    throw usageError(error);
  }
  const path = (
    flag: 'config' | 'key-file' | 'ordinary-speech' | 'gpt-script' | 'tls-ca' | 'tls-cert' | 'tls-key',
  ) => {
    if (values[flag]?.trim() === '') throw new UsageError(`--${flag} is empty; expected a path. Try --help.`);
    return values[flag];
  };
  const [cert, key] = [path('tls-cert'), path('tls-key')];
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--tls-cert and --tls-key go together. Try --help.');
  const own = {
    host: values.host,
    grpcPort: wholeNumber('--grpc-port', values['grpc-port'], 65_535),
    httpPort: wholeNumber('--http-port', values['http-port'], 65_535),
    controlPort: values['no-control'] ? false : wholeNumber('--control-port', values['control-port'], 65_535),
    folderId: values['folder-id'],
    keyFile: path('key-file'),
    seed: wholeNumber('--seed', values.seed, 0xffff_ffff),
    latency: nameOf('--latency', values.latency, latencyNames),
    log: nameOf('--log', values.log, logStyles),
    tls: cert !== undefined && key !== undefined ? { cert, key } : values.tls ? true : undefined,
    tlsCaFile: path('tls-ca'),
  };
  const hearing = nameOf(
    '--hearing',
    values.hearing,
    Object.keys(hearingPresets) as (keyof typeof hearingPresets)[],
  );
  const faults = (values.fault ?? []).map((text) => checked('--fault', () => parseFault(text)));
  const lift = values.lift ?? [];
  checked('--lift', () => liftLimits({}, lift));
  const apiKeys = values['api-key'] ?? [];
  return {
    help: values.help,
    version: values.version,
    printConfig: values['print-config'],
    configFile: path('config'),
    ordinarySpeechFile: path('ordinary-speech'),
    gptScriptFile: path('gpt-script'),
    apply: (config) =>
      liftLimits(
        {
          ...config,
          ...(Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as Config),
          faults: [...(config.faults ?? []), ...faults],
          stt: { ...config.stt, ...(hearing && { hearing }) },
          tts: { ...config.tts, ...(values.audible && { audible: true }) },
          iam: { ...config.iam, apiKeys: [...(config.iam?.apiKeys ?? []), ...apiKeys] },
        },
        lift,
      ),
  };
}

function wholeNumber(flag: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError(`${flag} is '${text}'; expected a whole number from 0 to ${max}. Try --help.`);
  }
  return value;
}

function nameOf<Name extends string>(
  flag: string,
  text: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const name = names.find((known) => known === text);
  if (text !== undefined && name === undefined)
    throw new UsageError(`${flag} is '${text}'; expected one of ${names.join(', ')}. Try --help.`);
  return name;
}

function checked<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isVoiceError(error)) throw new UsageError(`${flag}: ${error.message} Try --help.`);
    throw error;
  }
}

/** The first line of what `parseArgs` says; the rest is advice on its API. */
function usageError(error: unknown): UsageError {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new UsageError(`${line.replace(/\. To specify.*$/, '').replace(/\.?$/, '.')} Try --help.`);
}

/** Names with commas, in lines of at most 100 columns. */
function wrap(names: readonly string[], indent: number): string {
  const lines = [''];
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name}, `;
    if ((lines.at(-1) ?? '').length + word.length > 100 - indent) lines.push('');
    lines.push(`${lines.pop() ?? ''}${word}`);
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`);
}
