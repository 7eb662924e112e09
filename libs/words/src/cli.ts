import type { Text } from './language.js';

/** What the command line says. */
export const cli = {
  unreachable: {
    en: 'No service answers at {url}. Start it with "npm start", or set HADIC_URL.',
    id: 'Tidak ada layanan yang menjawab di {url}. Jalankan "npm start", atau atur HADIC_URL.',
  },
} satisfies Record<string, Text>;
