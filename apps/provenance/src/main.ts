import { run } from '@hadic/service';
import { createService } from './service.js';

run('provenance', createService);
