/** Where failures go that nobody asked to be told of: seen, and fatal to nothing. */
export function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'RechkaWarning');
}
