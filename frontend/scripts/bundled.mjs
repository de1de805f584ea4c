// Prints, as a JSON array, the npm packages of which something goes into the
// built page: the ones whose licences must be shown.
import { build } from 'vite';

const names = new Set();

function note(path) {
  const match = /node_modules\/((?:@[^/]+\/)?[^/?]+)/.exec(path);
  if (match) names.add(match[1]);
}

const { output } = await build({ build: { write: false }, logLevel: 'silent' });
for (const file of output) {
  if (file.type === 'chunk') Object.keys(file.modules).forEach(note);
  else file.originalFileNames.forEach(note);
}
process.stdout.write(JSON.stringify([...names].sort()) + '\n');
