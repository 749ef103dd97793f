import { describe, expect, it } from 'vitest';
import type { Fault } from './fault.js';
import { parseFault } from './parse-fault.js';

describe('parseFault', () => {
  it.each<[string, Fault]>([
    ['status=UNAVAILABLE', { do: { status: 'UNAVAILABLE' } }],
    [
      ' id=7 service=stt  call=2..4 messages=12 phase=speech status=INTERNAL message="не \\"так\\" = плохо" ',
      {
        id: '7',
        service: 'stt',
        call: [2, 4],
        after: { messages: 12, phase: 'speech' },
        do: { status: 'INTERNAL', message: 'не "так" = плохо' },
      },
    ],
    ['ms=0.5..1.5 drip=100/20', { after: { ms: [0.5, 1.5] }, do: { drip: { bytes: 100, everyMs: 20 } } }],
    ['stall=forever times=1 probability=0.25', { times: 1, probability: 0.25, do: { stall: 'forever' } }],
    ['stopReading=500 fromMs=1000', { active: { fromMs: 1000 }, do: { stopReading: 500 } }],
    ['refuse=all', { do: { refuse: 'all' } }],
    ['maxStreams=3', { do: { maxStreams: 3 } }],
    ['goAway=NO_ERROR graceMs=100', { do: { goAway: 'NO_ERROR', graceMs: 100 } }],
    [
      'clientRequestId=call-*.1 http=503 body=<b>нет</b>',
      { clientRequestId: 'call-*.1', do: { http: 503, body: '<b>нет</b>' } },
    ],
    ['{"service":"tts","do":{"quota":"requests"}}', { service: 'tts', do: { quota: 'requests' } }],
  ])('reads %s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each([
    ['', /exactly one of status/],
    ['stt', /'stt' is not name=value/],
    ['sevice=stt status=INTERNAL', /'sevice' is none of id, service, method/],
    ['status=INTERNAL status=ABORTED', /'status' is given twice/],
    ['status=INTERNAL reset=CANCEL', /exactly one of/],
    ['messages=many status=INTERNAL', /fault\.after\.messages is "many"/],
    ['drip=100 ', /fault\.do\.drip\.everyMs/],
    ['phase=reply status=INTERNAL', /fault\.after\.phase/],
    ['{"do":', /cannot be read/],
    ['message="не так', /not name=value/],
    ['service=stt refuse=all', /fault \(refuse\)\.service/],
  ])('says what is wrong with %j', (text, expected) => {
    expect(() => parseFault(text)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
    expect(() => parseFault(text)).toThrow(expected);
  });
});
