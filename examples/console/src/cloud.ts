import { existsSync } from 'node:fs';
import { VoiceError } from '@rechka/core';
import { startEmulator, type Emulator } from '@rechka/emulator';
import { fromEnv, type Cloud } from '@rechka/iam';

/** What the bot of the emulator says, in turn: the conversation that `npm start` shows. */
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

/** The real cloud if there are credentials, else an emulator of our own. */
export async function openCloud(): Promise<{ cloud: Cloud; emulator: Emulator | undefined }> {
  loadEnvFile();
  if (credentialNames.some((name) => process.env[name])) return { cloud: fromEnv(), emulator: undefined };
  const emulator = await startEmulator({ gpt: { reply: replies }, latency: 'typical' });
  return { cloud: fromEnv(emulator.env), emulator };
}

function loadEnvFile(): void {
  if (!existsSync('.env')) return;
  // Node has had it since 20.12.
  if (typeof process.loadEnvFile !== 'function') {
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `Node ${process.version} cannot read .env; use Node 20.12 or later, or set the variables yourself.`,
    });
  }
  process.loadEnvFile('.env');
}
