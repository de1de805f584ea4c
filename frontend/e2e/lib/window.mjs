// The production binary in a real window: a virtual display with a window
// manager and a session bus, pictures by ImageMagick, keys by xdotool.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { endProcess, startDisplay } from './display.mjs';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..', '..', '..');
const folder = process.env.KITEWISE_BIN ?? join(root, 'build', 'bin');

/** Starts a desktop for test `t` and ends it, with all that runs on it, afterwards. */
export async function startDesktop(t, size) {
  const desktop = new Desktop();
  t.after(() => desktop.stop());
  await desktop.prepare(size);
  return desktop;
}

class Desktop {
  /** A folder of its own for everything that the program may write. */
  folder;
  #env;
  #display;
  #processes = [];

  async prepare(size) {
    this.folder = await mkdtemp(join(tmpdir(), 'kitewise-window-'));
    this.#display = await startDisplay(size);
    const home = join(this.folder, 'home');
    await mkdir(home);
    await mkdir(join(this.folder, 'tmp'));
    this.#env = { PATH: process.env.PATH, LANG: 'C.UTF-8', DISPLAY: this.#display.name, HOME: home, TMPDIR: join(this.folder, 'tmp'), GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' };
    const bus = this.#spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1']);
    const [address] = await once(bus.child.stdout, 'data');
    this.#env.DBUS_SESSION_BUS_ADDRESS = String(address).trim();
    this.#spawn('openbox', ['--sm-disable']);
    // Until it has announced itself no window can be brought to the front.
    await this.#until('a window manager', () => this.#xdotool('get_desktop').then(() => true, () => false));
  }

  #spawn(command, args, env = {}) {
    const child = spawn(command, args, { env: { ...this.#env, ...env }, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = { child, log: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (started.log += text));
    this.#processes.push(child);
    return started;
  }

  /** Starts a build of the program by its name in build/bin. */
  start(name, args = [], env = {}) {
    return this.#spawn(join(folder, name), args, env);
  }

  /** Starts a command like `start`, watched from outside for every network address that it or its children speak to. */
  traced(name, args = [], env = {}) {
    const log = join(this.folder, `network-${this.#processes.length}.log`);
    const command = name.includes('/') ? name : join(folder, name);
    // -D: the program stays our own child, and the tracer ends with it.
    const started = this.#spawn('strace', ['-D', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log, command, ...args], env);
    /** The calls that named an address of the internet family, this machine's own too. */
    started.spoken = async () => (await readFile(log, 'utf8')).split('\n').filter((line) => /sa_family=AF_INET/.test(line));
    return started;
  }

  /** The visible window of the program, by its id; waits for it. */
  async window() {
    return this.#until('a visible window', () => this.#xdotool('search', '--onlyvisible', '--class', 'kitewise').then(last, () => ''));
  }

  /** Waits until the window shows more than a blank sheet; gives the number of colours. */
  async painted(id) {
    return this.#until('a painted window', async () => {
      const colours = await this.colours(id);
      return colours > 40 ? colours : 0;
    });
  }

  /** How many colours the picture of a window has: a blank one has one or two. */
  async colours(id) {
    const { stdout } = await run('sh', ['-c', `import -window ${id} png:- | identify -format %k png:-`], { env: this.#env });
    return Number(stdout);
  }

  /** Saves a picture of the window. */
  async picture(id, file) {
    await run('import', ['-window', id, file], { env: this.#env });
  }

  /** Presses keys in the window, as a person would. */
  async press(id, ...keys) {
    await this.#xdotool('windowactivate', '--sync', id, 'key', ...keys);
  }

  /** Clicks at a place of the window, in its own pixels. */
  async click(id, x, y) {
    await this.#xdotool('mousemove', '--window', id, String(Math.round(x)), String(Math.round(y)), 'click', '1');
  }

  /** Clicks with another button where the pointer stands: 2 and 3 are wheel and right, 8 and 9 at the side. */
  async button(number) {
    await this.#xdotool('click', String(number));
  }

  /** Holds a key down so long that the system repeats it. */
  async hold(id, key, ms) {
    await this.#xdotool('windowactivate', '--sync', id);
    await this.#xdotool('keydown', key);
    await new Promise((done) => setTimeout(done, ms));
    await this.#xdotool('keyup', key);
  }

  /** The windows of any kind that the program shows, menus and dialogs included. */
  async #shown() {
    const out = await this.#xdotool('search', '--onlyvisible', '--class', 'kitewise').catch(() => '');
    return out.trim().split('\n').filter(Boolean);
  }

  /** How many they are. */
  async windows() {
    return (await this.#shown()).length;
  }

  /** Waits for so many windows; gives their ids. */
  async several(count) {
    return this.#until(`${count} windows`, async () => {
      const ids = await this.#shown();
      return ids.length === count && ids;
    });
  }

  /** Brings a window to the front: what lies under another one is not painted. */
  async raise(id) {
    await this.#xdotool('windowactivate', '--sync', id);
  }

  /** Types a text where the focus is, as a person would. */
  async type(text) {
    await this.#xdotool('type', '--delay', '8', text);
  }

  /** Waits for another window of the program, such as a dialog of the system, and gives it the focus. */
  async dialog(main) {
    const id = await this.#until('a dialog', async () => {
      return (await this.#shown()).find((other) => other !== main);
    });
    await this.raise(id);
    return id;
  }

  async minimise(id) {
    await this.#xdotool('windowminimize', '--sync', id);
  }

  /** Whether any window of the program is visible. */
  async visible() {
    return this.#xdotool('search', '--onlyvisible', '--class', 'kitewise').then((out) => out.trim() !== '', () => false);
  }

  /** Waits for the end of a started program; gives its exit status. */
  async ended({ child }, seconds = 60) {
    return this.#until('the end of the program', async () => (child.exitCode ?? child.signalCode) !== null, seconds).then(() => child.exitCode);
  }

  async #xdotool(...args) {
    return (await run('xdotool', args, { env: this.#env })).stdout;
  }

  async #until(what, ask, seconds = 60) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async stop() {
    // The program is not asked: it does not close while a participant has it.
    for (const child of this.#processes.reverse()) await endProcess(child, 'SIGKILL');
    await this.#display?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Whether programs may be watched here at all: a container can forbid it. */
export const tracing = () => run('strace', ['-f', '-o', '/dev/null', 'true']).then(() => true, () => false);

const last = (out) => out.trim().split('\n').at(-1);
