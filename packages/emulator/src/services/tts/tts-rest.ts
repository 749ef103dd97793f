import { gatewayBody } from '../../http/error-body.js';
import type { RestServer } from '../../http/rest-server.js';
import type { TtsServiceOptions } from './tts-service.js';
import { spokenPartToJson, utteranceFromJson } from './utterance-json.js';
import { synthesizeUtterance } from './utterance-synthesis.js';

/** Synthesis of an utterance over REST: the messages of gRPC, one `{"result":{…}}` a line. */
export function serveTtsRest(server: RestServer, options: TtsServiceOptions): void {
  server.route(
    { method: 'POST', path: '/tts/v3/utteranceSynthesis', service: 'tts', errorBody: gatewayBody },
    async (call) => {
      options.requestRate.take();
      const request = utteranceFromJson(call.body);
      call.note({ type: 'options', options: request });
      const send = (part: Parameters<typeof spokenPartToJson>[0]) =>
        call.send({ result: spokenPartToJson(part) });
      await synthesizeUtterance({ ...call, send }, request, options);
      return undefined;
    },
  );
}
