import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SqliteStore } from '../src/index.js';
import { conformance } from './conformance.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

conformance('sqlite', () => SqliteStore.open(path.join(folder, 'log.db')), { keeps: true });
