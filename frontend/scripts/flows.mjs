// Runs browser tests, two files at a time, and those that failed once more, each
// alone: node scripts/flows.mjs [--alone] FILE…
// Two programs and two browsers share the machine, and a step may take longer
// than a test allows; what fails with the machine to itself fails for good. Each
// file that needed it is told, and more than a few are no accident.
import { relative } from 'node:path';
import { argv, exit, stdout } from 'node:process';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';

/** So many files may have failed by the way. */
const few = 3;

const alone = argv[2] === '--alone';
const files = argv.slice(alone ? 3 : 2);

/** Runs the files and gives those in which a test failed, each with the names of these tests. */
async function failing(files, concurrency) {
  const failed = new Map();
  const tests = run({ files, concurrency });
  tests.on('test:fail', ({ name, file, todo, skip }) => {
    if (todo === undefined && skip === undefined) failed.set(file, [...(failed.get(file) ?? []), name]);
  });
  for await (const line of tests.compose(tap)) stdout.write(line);
  return failed;
}

if (files.length === 0) {
  console.error('flows: no file to run');
  exit(2);
}
const first = await failing(files, alone ? 1 : 2);
const tell = (failed, what) => {
  for (const [file, names] of failed) console.log(`flows: ${what}: ${relative('.', file ?? '?')}: ${names.join('; ')}`);
};
if (first.size === 0) exit(0);
if (first.size > few || first.has(undefined)) {
  tell(first, 'failed');
  exit(1);
}
const second = await failing([...first.keys()], 1);
tell(first, 'failed beside another');
tell(second, 'failed alone');
exit(second.size === 0 ? 0 : 1);
