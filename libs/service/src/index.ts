export { checkLedger, ConfigError, readConfig, type ServiceConfig } from './config.js';
export { Health, HealthController, type Measures, type Readiness, storeHealth } from './health.controller.js';
export type { Journal } from './journal.js';
export type { Facts } from './operation.js';
export { sendProblem } from './problem.filter.js';
export { run } from './process.js';
export { type Composition, type Host, type Service, type ServiceParts, startService } from './service.js';
