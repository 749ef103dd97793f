export function findChromium(): string | undefined;
export function chromiumArgs(wav: string): string[];
