/** A control request that is turned down. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly httpStatus: number,
    message: string,
  ) {
    super(message);
  }
}
