// Looks for a text that must stand nowhere in clear, in the shapes in which it
// could lie in a file.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const shapes = {
  utf8: (text) => Buffer.from(text),
  folded: (text) => Buffer.from(text.toLowerCase()),
  utf16: (text) => Buffer.from(text, 'utf16le'),
  utf16b: (text) => Buffer.from(text, 'utf16le').swap16(),
  base64: (text) => Buffer.from(Buffer.from(text.slice(0, text.length - (text.length % 3))).toString('base64')),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  escaped: (text) => Buffer.from([...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')),
};

/** Every file below a folder that holds the text, with the shape. */
export async function hits(folder, text) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const raw = await readFile(path).catch(() => Buffer.alloc(0)); // gone meanwhile
    for (const [shape, encode] of Object.entries(shapes)) if (raw.includes(encode(text))) found.push(`${shape} in ${path}`);
  }
  return found;
}
