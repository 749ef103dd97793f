import { checkClock, checkFlag, checkFunction, checkObject, invalidOption } from '@rechka/core';
import { checkList } from './check-list.js';
import { checkNames } from './check-names.js';
import { groupFields } from './config/config-fields.js';
import { namesBelow } from './config/field.js';
import type { EmulatorOptions } from './emulator-options.js';
import { checkFault, tellingWhich } from './faults/check-fault.js';
import { hiddenOption } from './hidden-option.js';
import { checkReplies } from './services/gpt/check-replies.js';

const optionNames = Object.keys({
  host: true,
  tls: true,
  serviceAccountKey: true,
  grpcPort: true,
  httpPort: true,
  folderId: true,
  clock: true,
  seed: true,
  stt: true,
  tts: true,
  gpt: true,
  iam: true,
  latency: true,
  faults: true,
  keepAudio: true,
  record: true,
  replay: true,
  controlPort: true,
} satisfies Record<keyof EmulatorOptions, true>);

/**
 * Checks the names and the kind of what `startEmulator` is given, before its values are looked at: JavaScript users have
 * no compiler to tell them. Throws `ERR_INVALID_OPTION`.
 */
export function checkGiven(options: unknown): void {
  checkObject('options', options, 'an object');
  if (Array.isArray(options)) throw invalidOption('options', options, 'an object');
  checkNames('', options, optionNames, namesBelow(groupFields));
  const given = options as Readonly<Record<string, unknown>>;
  for (const [group, { fields }] of Object.entries(groupFields)) {
    const value = given[group];
    if (value === undefined) continue;
    // What stands in the place of a group may be a key.
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw hiddenOption(group, value, 'an object of options');
    checkNames(group, value, Object.keys(fields));
  }
  // A name, or figures in place of those of a profile.
  if (given['latency'] === null) checkObject('latency', null, 'a name such as typical, or a set of figures');
  checkClock(given['clock']);
  const { faults, replay } = given;
  if (faults !== undefined) checkList('faults', faults, 'an array of faults');
  if (replay !== undefined) checkList('replay', replay, 'the lines of a recording');
  for (const [index, line] of ((replay ?? []) as unknown[]).entries())
    if (typeof line !== 'string') throw invalidOption(`replay[${index}]`, line, 'a line of a recording');
  for (const [index, fault] of ((faults ?? []) as unknown[]).entries())
    tellingWhich(`faults[${index}]`, () => checkFault(fault));
  const { record, keepAudio } = given;
  if (record !== undefined) checkFunction('record', record, 'a function that takes lines');
  if (keepAudio !== undefined) checkFlag('keepAudio', keepAudio);
  checkReplies(Object(given['gpt']) as object);
}
