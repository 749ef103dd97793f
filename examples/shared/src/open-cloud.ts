import { statSync } from 'node:fs';
import { VoiceError } from '@rechka/core';
import { startEmulator, type Emulator, type EmulatorOptions } from '@rechka/emulator';
import { fromEnv, type Cloud } from '@rechka/iam';

/** Where the services are; `emulator` is set if they are emulated, and is to be closed at the end. */
export interface OpenedCloud {
  cloud: Cloud;
  emulator: Emulator | undefined;
}

const credentialNames = [
  'SERVICE_ACCOUNT_KEY_PATH',
  'SERVICE_ACCOUNT_KEY',
  'YC_API_KEY',
  'YC_IAM_TOKEN',
  'YC_METADATA',
];

/**
 * The real cloud if there are credentials in the environment or in `.env`, else an emulator of our own, which
 * takes its time as the real one does. Throws `ERR_INVALID_OPTION` for credentials that cannot be used.
 */
export async function openCloud(emulated: EmulatorOptions): Promise<OpenedCloud> {
  loadEnvFile();
  if (credentialNames.some((name) => process.env[name])) return { cloud: realCloud(), emulator: undefined };
  const emulator = await startEmulator({ latency: 'typical', ...emulated });
  return { cloud: fromEnv(emulator.env), emulator };
}

function realCloud(): Cloud {
  const cloud = fromEnv();
  if (cloud.folderId === undefined) {
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: 'There are credentials but no FOLDER_ID; set it to the folder of the account (b1g…).',
    });
  }
  return cloud;
}

function loadEnvFile(): void {
  if (statSync('.env', { throwIfNoEntry: false })?.isFile() !== true) return;
  // Node has had it since 20.12.
  if (typeof process.loadEnvFile !== 'function') {
    throw unreadable(
      `Node ${process.version} cannot; use Node 20.12 or later, or set the variables yourself`,
    );
  }
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    throw unreadable(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
}

function unreadable(reason: string): VoiceError {
  return new VoiceError({ code: 'ERR_INVALID_OPTION', message: `.env cannot be read: ${reason}.` });
}
