'use strict';

// One process's worth of the SDK: its sampler, its rules and its pollers.

const { parentPort, workerData } = require('worker_threads');
const { sampler } = require('aws-xray-sdk-core').middleware;

// A rule's name where a rule of the gateway decided to sample; true where a local rule did; false otherwise.
function ask({ serviceName, serviceType, host, httpMethod, urlPath }) {
  return sampler.shouldSample({ serviceName, serviceType, host, httpMethod, urlPath });
}

function print(fields) {
  parentPort.postMessage(`${JSON.stringify(fields)}\n`);
}

function decide({ index, paths, perSecond, changesOnly }) {
  const last = new Map();
  setInterval(() => {
    for (const urlPath of paths) {
      const answer = ask({ serviceName: 'shop', host: 'shop.test', httpMethod: 'GET', urlPath });
      const sampled = Boolean(answer);
      if (!changesOnly || last.get(urlPath) !== sampled) {
        const rule = typeof answer === 'string' ? answer : null;
        print({ t: Date.now(), client: index, path: urlPath, sampled, rule });
      }
      last.set(urlPath, sampled);
    }
  }, 1000 / perSecond);
}

function match({ index, requests }) {
  const timer = setInterval(() => {
    // a request without attributes matches a rule too: a name means that the rules have come
    if (typeof ask({}) !== 'string') {
      return;
    }
    clearInterval(timer);
    requests.forEach((request, number) => print({ case: index, request: number, rule: ask(request) }));
    process.exit();
  }, 20);
}

({ decide, match })[workerData.mode](workerData);
