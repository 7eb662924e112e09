import { run } from '@hadic/service';
import { createService } from './service.js';

run('standalone', createService);
