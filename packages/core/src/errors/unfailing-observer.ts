import type { VoiceError } from './voice-error.js';

/**
 * A user's function that is told of problems, made safe to call: what it throws, or rejects with if it is `async`, is
 * dropped, for nobody is left to be told. A fault in the telling must not end a call.
 */
export function unfailingObserver<T = VoiceError>(onProblem: (problem: T) => unknown): (problem: T) => void {
  return (problem) => {
    try {
      // `Promise.resolve` takes whatever it returns, also a promise of another library.
      Promise.resolve(onProblem(problem)).catch(() => undefined);
    } catch {
      // As above: this was the one who would be told.
    }
  };
}
