import { expect, it } from 'vitest';
import { headers } from '../../test-support/official-sdk.js';
import { run } from '../../test-support/recognise.js';
import { sessionOptions, silence } from '../../test-support/recognition.js';

it('each response has the id of its session and that of the client, if it gave one', async () => {
  await run({}, async (_, sdk) => {
    const idsOf = async (given: Record<string, string>) => {
      const { send, end, responses } = sdk.recognize(headers({ authorization: 'Api-Key key', ...given }));
      send(sessionOptions());
      send({ chunk: { data: silence(300) } });
      end();
      return (await responses).map(({ sessionUuid }) => sessionUuid);
    };
    const [first, ...others] = await idsOf({ 'x-client-request-id': 'call-7.1' });
    expect(first).toMatchObject({
      uuid: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      userRequestId: 'call-7.1',
    });
    expect(others.length).toBeGreaterThan(1);
    for (const other of others) expect(other).toEqual(first);
    const [anonymous] = await idsOf({});
    expect(anonymous?.userRequestId).toBe('');
    expect(anonymous?.uuid).not.toBe(first?.uuid);
  });
});
