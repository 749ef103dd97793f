import { Health, type HealthCheckResponse_ServingStatus } from '@rechka/proto/grpc';
import { Refusal } from '../refusal.js';
import { untilAborted } from '../until-aborted.js';
import type { GrpcRouter } from './grpc-router.js';
import { status } from './status.js';

/** Health of the services (`grpc.health.v1`): an emulator that answers is well, and never changes. */
export function serveHealth(router: GrpcRouter): void {
  const healthOf = (service: string): HealthCheckResponse_ServingStatus =>
    service === '' || router.serviceNames().includes(service) ? 'SERVING' : 'SERVICE_UNKNOWN';

  router.serveAside(Health.check, async ({ requests, send }) => {
    for await (const { service } of requests) {
      const health = healthOf(service);
      if (health === 'SERVICE_UNKNOWN') throw new Refusal(status.NOT_FOUND, `unknown service '${service}'`);
      send({ status: health });
    }
  });

  router.serveAside(Health.watch, async ({ requests, send, signal }) => {
    for await (const { service } of requests) send({ status: healthOf(service) });
    await untilAborted(new Promise<never>(() => undefined), signal);
  });
}
