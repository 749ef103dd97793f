import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type { Cloud } from '@rechka/iam';

/** A cloud that scenarios are run against. */
export interface Target {
  readonly cloud: Cloud;
  /** A channel to the service; closed with the target. */
  channel(service: 'stt' | 'tts' | 'llm'): Client;
  /** What every call carries. */
  headers(): Promise<Metadata>;
  close(): void;
}

export function openTarget(cloud: Cloud): Target {
  const channels = new Map<string, Client>();
  return {
    cloud,
    channel(service) {
      const { host, protocol } = new URL(cloud.endpoints[service]);
      const known = channels.get(host);
      if (known) return known;
      const channel = new Client(
        protocol === 'http:' ? host : `${host.replace(/:\d+$/, '')}:443`,
        protocol === 'http:' ? credentials.createInsecure() : credentials.createSsl(),
        { 'grpc.max_receive_message_length': 64 * 1024 * 1024 },
      );
      channels.set(host, channel);
      return channel;
    },
    async headers() {
      const metadata = new Metadata();
      metadata.set('authorization', await cloud.auth.authorization());
      if (cloud.folderId !== undefined) metadata.set('x-folder-id', cloud.folderId);
      return metadata;
    },
    close() {
      for (const channel of channels.values()) channel.close();
    },
  };
}
