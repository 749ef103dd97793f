/** How the live log is written: for people, as JSON lines, or not at all. */
export const logStyles = ['pretty', 'json', 'none'] as const;

export type LogStyle = (typeof logStyles)[number];
