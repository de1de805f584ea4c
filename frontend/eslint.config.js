import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Forbids a folder to import others; paths as an import may write them. */
function apart(folder, forbidden, why) {
  return {
    files: [`src/${folder}/**/*.{ts,svelte}`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...bindings, { regex: `(^|/)(${forbidden.join('|')})(/|$)`, message: why }] },
      ],
    },
  };
}

const bindings = [{ regex: '(^|/)wailsjs(/|$)', message: 'Only src/api imports the generated bindings.' }];

const sources = ['src/**/*.{ts,svelte}'];

export default ts.config(
  { ignores: ['dist/', 'wailsjs/', 'node_modules/', 'src/i18n/messages.gen.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: sources, languageOptions: { globals: globals.browser } },
  { files: ['e2e/**/*.mjs', 'scripts/**/*.mjs', '*.js', '*.ts'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'indexedDB', 'fetch', 'XMLHttpRequest', 'WebSocket'],
      'svelte/no-at-html-tags': 'error',
      // Most maps and dates here are not state; what is state says so by $state.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  // Playwright evaluates in the page; scripts print.
  { files: ['e2e/**', 'scripts/**'], rules: { 'no-console': 'off', 'no-restricted-globals': 'off' } },
  { files: sources, rules: { 'no-restricted-imports': ['error', { patterns: bindings }] } },
  {
    files: ['src/**/*.svelte'],
    rules: { 'max-lines': ['error', { max: 250 }] },
  },
  { files: ['src/**/*.svelte.ts'], rules: { 'max-lines': ['error', { max: 300 }] } },
  { files: ['src/**/*.ts'], ignores: ['src/**/*.svelte.ts', 'src/**/*.test.ts'], rules: { 'max-lines': ['error', { max: 300 }] } },
  apart('kiosk', ['desk'], 'The participant’s view and the desk never import each other.'),
  apart('desk', ['kiosk'], 'The participant’s view and the desk never import each other.'),
  apart('ui', ['kiosk', 'desk', 'api'], 'ui knows nothing of assessment: neither worlds nor calls.'),
  apart('charts', ['kiosk', 'desk', 'api'], 'charts paint what they are given: neither worlds nor calls.'),
  {
    files: ['src/api/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!.*/wailsjs/)(.*/)?(kiosk|desk|ui|charts)/', message: 'api serves the worlds and knows none of them.' }] },
      ],
    },
  },
);
