import { open, type FileHandle } from 'node:fs/promises';

/** Opens a file to write all of it anew, which its owner alone may read from the first byte on. */
export async function openPrivateFile(path: string): Promise<FileHandle> {
  const file = await open(path, 'w', 0o600);
  try {
    // The mode above holds for a new file only. What is no file (/dev/null, a pipe) is not ours to change.
    if ((await file.stat()).isFile()) await file.chmod(0o600);
  } catch (error) {
    await file.close();
    throw error;
  }
  return file;
}
