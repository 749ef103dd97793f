import { fileURLToPath } from 'node:url';
import { openCloud, showFault, type OpenedCloud } from '@rechka/example-shared';
import { lines } from './about.js';
import { type ChatServer, startChatServer } from './chat-server.js';
import { readPort } from './read-port.js';

const usage = `Usage: npm start

A voice chat in a web page. PORT (8080) is where it is served, on this machine only. With FOLDER_ID and
SERVICE_ACCOUNT_KEY_PATH (or YC_API_KEY, YC_IAM_TOKEN) in the environment or in .env it talks to the real
cloud, otherwise to the embedded emulator. A conversation in the terminal, of a file or a microphone: npm run console.`;

async function main(): Promise<void> {
  if (process.argv.length > 2) {
    console.log(usage);
    if (!['--help', '-h'].includes(process.argv[2] ?? '')) process.exitCode = 1;
    return;
  }
  const wanted = readPort(process.env);
  const opened = await openCloud({ stt: { ordinarySpeech: lines } });
  let chat: ChatServer;
  try {
    chat = await startChatServer({
      cloud: opened.cloud,
      emulated: opened.emulator !== undefined,
      pageFolder: fileURLToPath(new URL('../page', import.meta.url)),
      port: wanted,
      onError: showFault,
    });
  } catch (error) {
    await opened.emulator?.close();
    throw error;
  }
  announce(opened, chat, wanted);
  closeOnSignal(opened, chat);
}

function announce({ emulator }: OpenedCloud, { port, url }: ChatServer, wanted: number): void {
  if (wanted !== 0 && port !== wanted) console.log(`Port ${wanted} is busy; ${port} is free.`);
  console.log(`Open ${url}\n`);
  console.log(
    emulator === undefined
      ? 'It talks to the real cloud: what is said there is recognised, answered and spoken by it, and costs money.'
      : [
          'Recognition, model and voice are emulated on this machine. The emulator knows no words: whatever you say',
          'counts as the next line of a script, and the bot speaks in tones (the page shows what they mean). What you',
          'write is understood. Try, in this order:',
          ...lines.map((line) => `  ${line}`),
          'To be understood, put FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH into .env.',
        ].join('\n'),
  );
  console.log('\nCtrl-C ends it.');
}

function closeOnSignal({ emulator }: OpenedCloud, chat: ChatServer): void {
  let closing = false;
  const close = () => {
    // Asked twice: the bot need not end its sentence.
    if (closing) process.exit(130);
    closing = true;
    void chat
      .close()
      .then(() => emulator?.close())
      .catch(showFault)
      .then(() => process.exit(0));
  };
  process.on('SIGINT', close).on('SIGTERM', close);
}

try {
  await main();
} catch (error) {
  showFault(error);
  process.exitCode = 1;
}
