import { type ConformanceCase, ConformanceViolation } from './conformance.js';

/**
 * Runs a suite and returns what it found: message by case name, empty for a sound implementation. For
 * those who check a suite, or list all faults of an implementation at once. Other errors pass through.
 */
export async function violations(suite: readonly ConformanceCase[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, run } of suite) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof ConformanceViolation)) throw error;
      found[name] = error.message;
    }
  }
  return found;
}
