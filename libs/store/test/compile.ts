import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import swc from '@swc/core';

/** Makes a folder in which a plain Node process can import the store as it stands in `src`: `<folder>/index.js`. */
export function compileStore(): string {
  const source = path.resolve(process.cwd(), 'libs/store/src');
  const folder = mkdtempSync(path.join(tmpdir(), 'hadic-store-js-'));
  for (const file of readdirSync(source)) {
    const { code } = swc.transformFileSync(path.join(source, file), {
      swcrc: false,
      configFile: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(path.join(folder, file.replace(/\.ts$/, '.js')), code);
  }
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(path.resolve(process.cwd(), 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}
