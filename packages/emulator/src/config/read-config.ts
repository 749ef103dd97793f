import { dirname, resolve } from 'node:path';
import { isVoiceError, VoiceError } from '@rechka/core';
import type { LogStyle } from '../cli/log-style.js';
import { readText } from '../cli/read-text.js';
import type { EmulatorOptions } from '../emulator-options.js';
import type { Fault } from '../faults/fault.js';
import { parseFault } from '../faults/parse-fault.js';
import type { LatencyOption } from '../latency/profile.js';
import type { GptReply } from '../services/gpt/gpt-reply.js';
import { configFields } from './config-fields.js';
import { findJsonFault } from './json-fault.js';

interface Pattern {
  pattern: string;
  flags?: string;
}

/** A config file that has been checked. Its sections are those of {@link EmulatorOptions} but for what JSON cannot hold. */
export interface Config {
  host?: string;
  grpcPort?: number;
  httpPort?: number;
  controlPort?: number | false;
  folderId?: string;
  keyFile?: string;
  seed?: number;
  latency?: LatencyOption;
  tls?: boolean | { cert: string; key: string };
  tlsCaFile?: string;
  keepAudio?: boolean;
  log?: LogStyle;
  recordFile?: string;
  replayFile?: string;
  faults?: (string | Fault)[];
  stt?: Omit<NonNullable<EmulatorOptions['stt']>, 'classifiers'> & { classifiers?: Record<string, Pattern> };
  tts?: NonNullable<EmulatorOptions['tts']>;
  gpt?: Omit<NonNullable<EmulatorOptions['gpt']>, 'reply' | 'rules' | 'otherwise'> & {
    reply?: GptReply[];
    rules?: { when: string | Pattern; reply: GptReply }[];
    otherwise?: GptReply;
  };
  iam?: NonNullable<EmulatorOptions['iam']>;
}

/** Reads and checks a config file; paths in it become absolute. Rejects with `ERR_INVALID_OPTION`. */
export async function readConfig(path: string): Promise<Config> {
  const source = (await readText('config', path)).replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // Its error shows a piece of the file, where an API key may be.
    const fault = findJsonFault(source);
    throw unusable(
      path,
      fault ? `line ${fault.line}, column ${fault.column}: ${fault.wrong}.` : 'this is no JSON.',
    );
  }
  try {
    configFields.check('', value);
  } catch (error) {
    throw isVoiceError(error) ? unusable(path, error.message) : error;
  }
  const config = value as Config & { $schema?: string };
  delete config.$schema;
  const absolute = (file: string) => resolve(dirname(path), file);
  for (const field of ['keyFile', 'tlsCaFile', 'recordFile', 'replayFile'] as const) {
    const file = config[field];
    if (file !== undefined) config[field] = absolute(file);
  }
  if (typeof config.tls === 'object')
    config.tls = { cert: absolute(config.tls.cert), key: absolute(config.tls.key) };
  return config;
}

/** The options of the library that a config means. Files are the business of the command. */
export function optionsOf(config: Config): EmulatorOptions {
  const { stt, gpt, faults = [], controlPort = 0 } = config;
  const { classifiers, ...restOfStt } = stt ?? {};
  const { rules, ...restOfGpt } = gpt ?? {};
  const { host, grpcPort, httpPort, folderId, seed, latency, keepAudio, tts, iam } = config;
  const own = { host, grpcPort, httpPort, folderId, seed, latency, keepAudio, tts, iam };
  return {
    ...(Object.fromEntries(
      Object.entries(own).filter(([, value]) => value !== undefined),
    ) as EmulatorOptions),
    ...(controlPort !== false && { controlPort }),
    faults: faults.map((fault) => (typeof fault === 'string' ? parseFault(fault) : fault)),
    stt: {
      ...restOfStt,
      ...(classifiers && {
        classifiers: Object.fromEntries(
          Object.entries(classifiers).map(([name, pattern]) => [name, regExp(pattern)]),
        ),
      }),
    },
    gpt: {
      ...restOfGpt,
      ...(rules && {
        rules: rules.map(({ when, reply }) => ({
          when: typeof when === 'string' ? when : regExp(when),
          reply,
        })),
      }),
    },
  };
}

function regExp({ pattern, flags }: Pattern): RegExp {
  return new RegExp(pattern, flags);
}

function unusable(path: string, reason: string): VoiceError {
  return new VoiceError({ code: 'ERR_INVALID_OPTION', message: `${path}: ${reason}` });
}
