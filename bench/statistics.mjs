/** The value below which the share `p` (0–1) of `values` lies. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

/** `median (min..max)`, for rounds of the same thing. */
export function spread(values, digits = 1) {
  const [low, mid, high] = [percentile(values, 0), percentile(values, 0.5), percentile(values, 1)];
  return `${mid.toFixed(digits)} (${low.toFixed(digits)}..${high.toFixed(digits)})`;
}

/** Prints rows of cells as a Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}
