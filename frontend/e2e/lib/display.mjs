// A virtual display for one test file: the program needs one even when a
// browser drives it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts Xvfb on a free display; gives its name (":7") and the way to end it. It stays
 * when the last program has left it: by default it begins anew then, and a
 * program that starts in that moment finds no display.
 */
export async function startDisplay({ width = 1280, height = 800 } = {}) {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const failed = once(xvfb, 'error').then(([error]) => Promise.reject(error));
  const [number] = await Promise.race([once(xvfb.stdio[3], 'data'), failed]);
  return { name: `:${String(number).trim()}`, stop: () => endProcess(xvfb) };
}

/** Ends a process that we started and waits for it; SIGKILL after twenty seconds. */
export async function endProcess(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
  return child.exitCode;
}
