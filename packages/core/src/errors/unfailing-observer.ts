import { guardedCall } from './guarded-call.js';
import type { VoiceError } from './voice-error.js';

/**
 * A user's function that is told of problems, made safe to call: what it throws, or rejects with if it is `async`, is
 * dropped, for nobody is left to be told. A fault in the telling must not end a call.
 */
export function unfailingObserver<T = VoiceError>(onProblem: (problem: T) => unknown): (problem: T) => void {
  return (problem) =>
    guardedCall(
      () => onProblem(problem),
      () => undefined,
    );
}
