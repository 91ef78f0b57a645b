'use strict';

const { orderService } = require('./app');
const { orderStore } = require('./orders');

const service = orderService({
  orders: orderStore(process.env),
  sampleAll: process.env.SAMPLE_ALL === '1',
  faultEvery: wholeNumber('FAULT_EVERY', 0),
});

const server = service.listen(wholeNumber('PORT', 3000), (failure) => {
  if (failure) {
    console.error(`my-ecs-app cannot listen: ${failure.message}`);
    process.exit(1);
  }
  console.log(`my-ecs-app listens on port ${server.address().port}`);
});

// ECS sends SIGTERM and kills 30 s later: answer what has been asked, then let the process end by itself.
process.once('SIGTERM', () => {
  server.close();
  server.closeIdleConnections();
});

function wholeNumber(name, fallback) {
  const text = process.env[name] || String(fallback);
  if (!/^\d+$/.test(text)) {
    console.error(`${name} must be a whole number, was '${text}'`);
    process.exit(2);
  }
  return Number(text);
}
