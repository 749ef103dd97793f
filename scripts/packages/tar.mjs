import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const blockBytes = 512;

/**
 * The files of an npm tarball, by path inside the package. Each entry of a tar archive is a header block and
 * the content, padded to whole blocks.
 *
 * @returns {Map<string, Buffer>}
 */
export function filesOfTarball(file) {
  const tar = gunzipSync(readFileSync(file));
  const files = new Map();
  for (let at = 0; at + blockBytes <= tar.length;) {
    const field = (from, to) => tar.toString('utf8', at + from, at + to).replace(/\0.*$/s, '');
    const sizeBytes = Number.parseInt(field(124, 136), 8) || 0;
    // ustar puts the folders of a path that is too long for `name` into `prefix`.
    const name = [field(345, 500), field(0, 100)].filter(Boolean).join('/');
    const content = tar.subarray(at + blockBytes, at + blockBytes + sizeBytes);
    if (name !== '') files.set(name.replace(/^package\//, ''), content);
    at += blockBytes + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return files;
}
