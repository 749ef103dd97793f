import { describe, expect, it } from 'vitest';
import { checkOptions, socketUrl } from './client-options.js';
import { VoiceClient, type VoiceClientOptions } from './index.js';

describe('the options of a client', () => {
  it.each([
    [{ url: '' }, 'url'],
    [{ url: '/voice', token: 'secret-token' }, 'token'],
    [{ url: '/voice', workletUrl: ' ' }, 'workletUrl'],
    [{ url: '/voice', microphone: 7 }, 'microphone'],
    [{ url: '/voice', echoCancellation: 'yes' }, 'echoCancellation'],
    [{ url: '/voice', requireMicrophone: 1 }, 'requireMicrophone'],
    [{ url: '/voice', settings: [] }, 'settings'],
  ])('are refused at once: %j', (options, name) => {
    expect(() => new VoiceClient(options as unknown as VoiceClientOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(`Option ${name}`) as string,
      }) as Error,
    );
  });

  it('never show a token in an error', () => {
    const options = { url: '/voice', token: 'secret-token' } as unknown as VoiceClientOptions;
    expect(() => checkOptions(options)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error,
    );
  });

  it('take an address as pages write them', () => {
    const page = 'https://example.com/shop/page';
    expect(socketUrl('/voice', page)).toBe('wss://example.com/voice');
    expect(socketUrl('/voice', 'http://localhost:8080/')).toBe('ws://localhost:8080/voice');
    expect(socketUrl('https://voice.example.com/a', page)).toBe('wss://voice.example.com/a');
    expect(socketUrl('ws://localhost:1/b?c=d', page)).toBe('ws://localhost:1/b?c=d');
    for (const url of ['ftp://example.com', 'http://[']) {
      expect(() => socketUrl(url, page)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error,
      );
    }
  });
});

describe('a client that was not started', () => {
  it('has a state, and says so when asked to speak', async () => {
    const client = new VoiceClient({ url: '/voice' });
    expect(client.state).toMatchObject({ connection: 'idle', microphone: 'off', transcript: [] });
    expect(client.levels).toEqual({ microphone: 0, speech: 0 });
    for (const act of [() => client.interrupt(), () => client.sendText('да'), () => client.sendDtmf('1')]) {
      expect(act).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }) as Error);
    }
    expect(() => client.sendDtmf('12')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error,
    );
    client.mute(true);
    expect(client.state.muted).toBe(true);
    await client.stop();
  });
});
