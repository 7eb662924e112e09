// `npm run test:esdb` runs against a real server; without its address the tests would take our own and prove nothing of it.
if (!process.env.ESDB_URL) {
  console.error(
    'Set ESDB_URL to the server to test against, such as esdb://127.0.0.1:2113?tls=false. Each run has a namespace of its own.',
  );
  process.exitCode = 2;
}
