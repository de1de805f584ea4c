// What makes a bad day for real: permissions that hold for the superuser too, a
// disk of its own that can be filled, files that are damaged.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const root = process.getuid?.() === 0;

/** Starts a program whom permissions stop: the superuser passes them by. */
export const stoppable = root ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search,-fowner', '--inh-caps=-all'] : [];

/** Starts a program in mounts of its own, in which `script` is run before; `$DATA` is its data folder. */
export const inMounts = (dataDir, script) => [
  'unshare', root ? '-m' : '-rm', 'sh', '-c', `set -e; DATA=$1; shift; ${script}; exec "$@"`, 'sh', dataDir,
];

/** Whether the system lets us mount a disk, and whether we can fill it while the program runs. */
const trial = [...inMounts('/tmp', 'mount -t tmpfs -o size=1m tmpfs "$DATA"'), 'true'];
export const mounting = spawnSync(trial[0], trial.slice(1)).status === 0;
export const filling = mounting && root;

/** Puts the data folder on a disk of that many megabytes, with what lies in it. */
export const onDisk = (dataDir, megabytes, after = ':') =>
  inMounts(dataDir, `tmp=$(mktemp -d); rm -f "$DATA/ballast"; cp -a "$DATA/." "$tmp"; mount -t tmpfs -o size=${megabytes}m,mode=700 tmpfs "$DATA"; cp -a "$tmp/." "$DATA"; rm -rf "$tmp"; ${after}`);

/** Fills the disk of a folder to the last byte, from a shell: `$DATA` is the folder. */
export const full = 'dd if=/dev/zero of="$DATA/filler" bs=64k 2>/dev/null || :; dd if=/dev/zero of="$DATA/filler2" bs=1 2>/dev/null || :';

/** The folder as a program sees it that lives in mounts of its own. */
export const seenBy = (app) => `/proc/${app.pid}/root${app.dataDir}`;

/** Fills it from outside; gives what empties it again. */
export async function fill(app) {
  const names = ['filler', 'filler2'].map((name) => join(seenBy(app), name));
  for (const [i, block] of [1 << 16, 1].entries()) {
    const file = await open(names[i], 'a', 0o600);
    try {
      for (const bytes = Buffer.alloc(block); ;) await file.write(bytes);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    } finally {
      await file.close();
    }
  }
  return () => Promise.all(names.map((name) => rm(name, { force: true })));
}

/** Every file of a folder by what is in it, but the lock, the program's own log and the index of the log beside the database. */
export async function imprint(folder) {
  const lines = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /^kitewise\.(lock|log|db-shm)/.test(entry.name)) continue;
    const bytes = await readFile(join(entry.parentPath ?? entry.path, entry.name));
    if (entry.name === 'kitewise.db-wal' && bytes.length === 0) continue; // whoever reads the file may leave an empty log
    lines.push(`${entry.name} ${createHash('sha256').update(bytes).digest('hex')}`);
  }
  return lines.sort().join('\n');
}
