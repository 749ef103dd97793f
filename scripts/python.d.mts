/** A Python that can speak gRPC, if there is one: what the tests run the example in Python with. */
export function findGrpcPython(): string | undefined;
