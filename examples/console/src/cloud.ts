import { statSync } from 'node:fs';
import { VoiceError } from '@rechka/core';
import { startEmulator, type Emulator } from '@rechka/emulator';
import { fromEnv, type Cloud } from '@rechka/iam';
import { callerLines } from './caller-speech.js';

/** What the bot of the emulator answers to {@link callerLines}: the conversation that `npm start` shows. */
const replies = [
  'Завтра свободно в 15:30. Записать вас?',
  'Записала на завтра, 15:30. Как вас зовут?',
  'Спасибо, Иван. Ждём вас, до свидания!',
];

const credentialNames = [
  'SERVICE_ACCOUNT_KEY_PATH',
  'SERVICE_ACCOUNT_KEY',
  'YC_API_KEY',
  'YC_IAM_TOKEN',
  'YC_METADATA',
];

/**
 * The real cloud if there are credentials, else an emulator of our own; with `people`, one that takes whatever
 * people say for the caller's next line.
 */
export async function openCloud({
  people,
}: {
  people: boolean;
}): Promise<{ cloud: Cloud; emulator: Emulator | undefined }> {
  loadEnvFile();
  if (credentialNames.some((name) => process.env[name])) return { cloud: realCloud(), emulator: undefined };
  const emulator = await startEmulator({
    gpt: { reply: replies },
    stt: people ? { ordinarySpeech: callerLines } : {},
    latency: 'typical',
  });
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
