import {
  type Client,
  InterceptingCall,
  type Interceptor,
  type Metadata,
  type NextCall,
  type Requester,
} from '@grpc/grpc-js';

/** A call of grpc-js below the Node stream that it puts around each. One message is written at a time. */
export type BareCall = ReturnType<NextCall>;

/** What is around the call starts nothing. */
const unstarted: Requester = { start: () => undefined };

/**
 * Makes a call that streams both ways, of messages that are bytes; it has yet to be started.
 *
 * Whoever writes one message after another and takes answers as they come needs none of a stream's buffers, states and
 * events. So an interceptor keeps the call, and the stream, which never hears of it, is garbage.
 */
export function bareCall(client: Client, path: string, metadata: Metadata): BareCall {
  let call: BareCall | undefined;
  const keep: Interceptor = (options, nextCall) => {
    call = nextCall(options);
    return new InterceptingCall(call, unstarted);
  };
  client.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs, metadata, { interceptors: [keep] });
  if (call === undefined) throw new Error('grpc-js made a call without its interceptors');
  return call;
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
