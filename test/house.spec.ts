import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALLOWED, ARROWS, BANS, PLAIN } from './house-rows.js';

// A house rule counts once a deliberate violation has been seen to fail. Every row of house-rows.ts becomes one small file
// in a replica of the project's folders; ESLint and dependency-cruiser run there once each, with our own configuration.

type LintMessage = { readonly ruleId: string | null; readonly message: string };
const SETTINGS = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'eslint.config.js', '.dependency-cruiser.cjs'];

const replica = realpathSync(mkdtempSync(path.join(tmpdir(), 'hadic-house-')));
let lint: Map<string, LintMessage[]>;
let arrows: { from: string; rule: { name: string }; cycle?: { name: string }[] }[];

/** The file of a row: the file it names, or one of its own in the folder or pattern that it names. */
function fileOf(table: string, row: number, where: string): string {
  if (where.includes('*')) return where.replace('*', `${table}-${row}`);
  return where.endsWith('.ts') ? where : `${where}/${table}-${row}.ts`;
}

function put(file: string, code: string): void {
  mkdirSync(path.dirname(path.join(replica, file)), { recursive: true });
  writeFileSync(path.join(replica, file), `${code}\n`);
}

/** Runs one tool in the replica and reads its JSON report. Its exit code says only that there are violations. */
function report(command: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command.split(' '), { cwd: replica, maxBuffer: 2 ** 26 }, (_failed, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${command} gave no report: ${stderr}${stdout}`));
      }
    });
  });
}

beforeAll(async () => {
  for (const file of SETTINGS) cpSync(file, path.join(replica, file));
  symlinkSync(path.resolve('node_modules'), path.join(replica, 'node_modules'), 'dir');
  PLAIN.forEach(([file, code]) => put(file, code));
  BANS.forEach(([where, code], i) => put(fileOf('ban', i, where), code));
  ALLOWED.forEach(([where, code], i) => put(fileOf('allowed', i, where), code));
  ARROWS.forEach(([where, to], i) => put(fileOf('arrow', i, where), `export * as it from '${to}';`));
  const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs --config .dependency-cruiser.cjs -T json';
  const [linted, cruised] = await Promise.all([
    report('node_modules/eslint/bin/eslint.js --format json .'),
    report(`${cruiser} apps libs test bin`),
  ]);
  const files = linted as { filePath: string; messages: LintMessage[] }[];
  lint = new Map(files.map(({ filePath, messages }) => [path.relative(replica, filePath), messages]));
  arrows = (cruised as { summary: { violations: typeof arrows } }).summary.violations;
}, 120_000);

afterAll(() => rmSync(replica, { recursive: true, force: true }));

const messagesOf = (file: string): LintMessage[] => lint.get(file) ?? [{ ruleId: null, message: 'was not linted' }];
const rulesAgainst = (file: string): string[] =>
  arrows
    .filter(({ from, cycle = [] }) => from === file || cycle.some(({ name }) => name === file))
    .map(({ rule }) => rule.name);

const titleOf = (code: string): string => code.replace(/\s+/g, ' ').trim().slice(0, 90);

describe('the linter', () => {
  test.each(BANS.map(([where, code, rule, says], i) => ({ i, where, code: titleOf(code), rule, says })))(
    'bans by $rule in $where: $code',
    ({ i, where, rule, says }) => {
      const messages = messagesOf(fileOf('ban', i, where)).filter(({ ruleId }) => ruleId === rule);
      expect(messages).toContainEqual(expect.objectContaining({ message: expect.stringMatching(says ?? /./) }));
    },
  );

  test.each(ALLOWED.map(([where, code], i) => ({ i, where, code: titleOf(code) })))(
    'allows in $where: $code',
    ({ i, where }) => {
      expect(messagesOf(fileOf('allowed', i, where))).toEqual([]);
    },
  );

  test('finds nothing in plain files', () => {
    expect(PLAIN.flatMap(([file]) => messagesOf(file))).toEqual([]);
  });
});

describe('the arrows', () => {
  test.each(ARROWS.map(([where, to, rule], i) => ({ i, where, to, rule: rule ?? 'no rule' })))(
    'from $where to $to: $rule',
    ({ i, where, rule }) => {
      const found = rulesAgainst(fileOf('arrow', i, where));
      if (rule === 'no rule') expect(found).toEqual([]);
      else expect(found).toContain(rule);
    },
  );

  test.each(ALLOWED.map(([where, code], i) => ({ i, where, code: titleOf(code) })))(
    'allow in $where: $code',
    ({ i, where }) => {
      expect(rulesAgainst(fileOf('allowed', i, where))).toEqual([]);
    },
  );
});
