import { spawnSync } from 'node:child_process';

/** The first in `PATH` need not be the system's, for which the packages of the system are. */
const places = ['python3', '/usr/bin/python3'];

/** A Python that can speak gRPC, if there is one: what the tests run the example in Python with. */
export function findGrpcPython() {
  return places.find((place) => spawnSync(place, ['-c', 'import grpc, grpc_tools']).status === 0);
}
