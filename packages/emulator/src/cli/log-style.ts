/** How the live log is written: for people, as JSON lines, or not at all. */
export type LogStyle = 'pretty' | 'json' | 'none';

export const logStyles: readonly LogStyle[] = ['pretty', 'json', 'none'];
