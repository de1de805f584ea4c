// Looks for a text that must stand nowhere in clear, in the shapes in which it
// could lie in a file.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As many whole threes of bytes as there are: what no neighbour in a longer text changes. */
const inBase64 = (text) => Buffer.from(Buffer.from(text.slice(0, text.length - (text.length % 3))).toString('base64'));

/** A text of eight signs or more; in base64 it looks different by where in a longer one it begins. */
const shapes = {
  utf8: (text) => Buffer.from(text),
  folded: (text) => Buffer.from(text.toLowerCase()),
  utf16: (text) => Buffer.from(text, 'utf16le'),
  utf16b: (text) => Buffer.from(text, 'utf16le').swap16(),
  base64: (text) => inBase64(text),
  'base64+1': (text) => inBase64(text.slice(2)),
  'base64+2': (text) => inBase64(text.slice(1)),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  escaped: (text) => Buffer.from([...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')),
};

/** Every file below a folder that holds one of the texts, with the shape. */
export async function hits(folder, ...texts) {
  const wanted = texts.flatMap((text) => Object.entries(shapes).map(([shape, encode]) => [shape, encode(text)]));
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const raw = await readFile(path).catch(() => Buffer.alloc(0)); // gone meanwhile
    if (raw.equals(Buffer.alloc(raw.length))) continue; // the reserve for a full disk, which is large
    for (const [shape, bytes] of wanted) if (raw.includes(bytes)) found.push(`${shape} in ${path}`);
  }
  return found;
}

/** The longer texts of the control: what a writer would leave, by the shape that must find it. */
const longer = {
  utf8: (text) => Buffer.from(`Ni ${text} Sari`),
  folded: (text) => Buffer.from(`Ni ${text} Sari`.toLowerCase()),
  utf16: (text) => Buffer.from(`Ni ${text} Sari`, 'utf16le'),
  utf16b: (text) => Buffer.from(`Ni ${text} Sari`, 'utf16le').swap16(),
  base64: (text) => Buffer.from(Buffer.from(`Ni ${text} Sari`).toString('base64')),
  'base64+1': (text) => Buffer.from(Buffer.from(`Luh ${text} Sari`).toString('base64')),
  'base64+2': (text) => Buffer.from(Buffer.from(`Made ${text}`).toString('base64')),
  hex: (text) => Buffer.from(Buffer.from(`Ni ${text}`).toString('hex')),
  escaped: (text) => shapes.escaped(`Ni ${text}`),
};

/** Fails unless each shape finds the text in a longer one, and base64 is found by the one of the three that fits. */
export async function assertSearches(text) {
  const folder = await mkdtemp(join(tmpdir(), 'kitewise-markers-'));
  try {
    for (const [shape, encode] of Object.entries(longer)) await writeFile(join(folder, shape), encode(text));
    const found = await hits(folder, text);
    for (const shape of Object.keys(shapes)) {
      const by = found.filter((hit) => hit.endsWith(`in ${join(folder, shape)}`)).map((hit) => hit.split(' ')[0]);
      assert.ok(by.includes(shape), `${shape} is found by ${by}`);
      if (shape.startsWith('base64')) assert.deepEqual(by, [shape]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
