import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { agent, VoicePipeline, type LanguageModel, type SpeechToText } from '@rechka/core';
import { greeting, instructions } from '@rechka/example-shared';
import { YandexGpt } from '@rechka/gpt';
import type { Cloud } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import {
  type BrowserCall,
  callTokens,
  connectPage,
  createGateway,
  type Identity,
  tokenEndpoint,
} from '@rechka/web/server';
import { aboutServer } from './about.js';
import { readChoices } from './choices.js';
import { listen } from './listen.js';
import { servePage } from './page-files.js';

/** How a chat is served. */
export interface ChatServerOptions {
  cloud: Cloud;
  /** Whether the cloud is an emulator: the page says so. */
  emulated: boolean;
  /** Folder of the built page. */
  pageFolder: string;
  /** Port on loopback, or the next one that is free; 0 for any. */
  port: number;
  /** Told of what fails without ending the process. */
  onError: (error: unknown) => void;
}

/** A chat that is served. */
export interface ChatServer {
  url: string;
  port: number;
  /** Lets bots end their sentence, hangs up, and releases everything. */
  close(): Promise<void>;
}

/** What all conversations share. */
interface Clients {
  stt: SpeechToText;
  gpt: LanguageModel;
  tts: SpeechKitTts;
}

/** How long a sentence may last that the bot is at when the server closes. */
const drainMs = 3000;

/** Serves the page and holds its conversations. Throws `ERR_MISUSE` without a built page. */
export async function startChatServer(options: ChatServerOptions): Promise<ChatServer> {
  const { cloud, emulated, pageFolder, onError } = options;
  const page = servePage(pageFolder);
  const about = JSON.stringify(aboutServer(emulated));
  const stt = new SpeechKitStt(cloud);
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const tts = new SpeechKitTts(cloud);
  const tokens = callTokens();
  const giveToken = tokenEndpoint({ tokens, authorize: whoeverIsHere, onError });

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/token') void giveToken(request, response);
    else if (request.url === '/healthz') gateway.healthz(request, response);
    else if (request.url === '/readyz') gateway.readyz(request, response);
    else if (request.url === '/about') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(about);
    } else if (!page(request, response)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
    }
  });
  const gateway = createGateway({
    server,
    authorize: ({ token }) => tokens.redeem(token),
    onCall: (call) => converse(call, { stt, gpt, tts, onError }),
    onError,
  });
  const port = await listen(server, options.port);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await gateway.drain({ deadlineMs: drainMs });
      for (const client of [stt, gpt, tts]) client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Whoever is at this machine may talk; a site of yours asks here who it is, by a cookie. A page of another name that
 * leads to this machine is none of ours: whoever made it would talk at our expense.
 */
function whoeverIsHere({ headers: { host = '' } }: IncomingMessage): Identity | undefined {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) ? { id: 'local' } : undefined;
}

/** Holds one conversation to its end. */
async function converse(
  call: BrowserCall,
  { stt, gpt, tts, onError }: Clients & Pick<ChatServerOptions, 'onError'>,
): Promise<void> {
  const { voice, echo } = readChoices(call.settings);
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts: tts.with(voice),
    language: russian(),
    respond: agent(gpt, { instructions }),
    echo,
  });
  pipeline.events.on('error', ({ error }) => onError(error));
  connectPage(pipeline, call, {
    // From the next reply on.
    onSettings: (settings) => pipeline.use({ tts: tts.with(readChoices(settings).voice) }),
  });
  void pipeline.say(greeting);
  await pipeline.run();
}
