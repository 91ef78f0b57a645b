'use strict';

// node client.js CONFIG: see ../README.md. Each client is a worker, because the SDK's sampler exists once in a module graph.

const fs = require('fs');
const path = require('path');
const { Worker } = require('worker_threads');

const config = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

function start(address, workerData) {
  const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: address };
  const worker = new Worker(path.join(__dirname, 'worker.js'), { env, workerData });
  worker.on('message', (line) => fs.writeSync(1, line));
  worker.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });
}

if (config.mode === 'match') {
  config.cases.forEach((one, index) => start(one.address, { mode: 'match', index, requests: one.requests }));
} else {
  config.addresses.forEach((address, index) => {
    const wait = (config.staggerMillis * index) / config.addresses.length;
    const { paths, perSecond, changesOnly } = config;
    setTimeout(() => start(address, { mode: 'decide', index, paths, perSecond, changesOnly }), wait);
  });
}
