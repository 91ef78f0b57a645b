'use strict';

const AWSXRay = require('aws-xray-sdk');
const express = require('express');

const NAME = 'my-ecs-app';
const EVERYTHING = { version: 2, default: { fixed_target: 0, rate: 1 }, rules: [] };

/**
 * The HTTP service. Where segments go is AWS_XRAY_DAEMON_ADDRESS, which the SDK reads itself (default 127.0.0.1:2000).
 *
 * @param orders where orders come from: an object with an async `all()`
 * @param sampleAll true to trace every request; false to ask the gateway for the sampling rules
 * @param faultEvery every so many-th request for orders fails with 500; 0 for none
 */
function orderService({ orders, sampleAll, faultEvery }) {
  if (sampleAll) {
    AWSXRay.middleware.disableCentralizedSampling();
    AWSXRay.middleware.setSamplingRules(EVERYTHING);
  }

  const app = express();
  app.use(AWSXRay.express.openSegment(NAME));
  app.use(nameTheTrace);
  app.get('/health', (request, response) => response.json({ status: 'healthy' }));
  app.get('/api/orders', failing(faultEvery), async (request, response) => {
    response.json(await orders.all());
  });
  app.use(AWSXRay.express.closeSegment());
  app.use(answerFault);
  return app;
}

/** Tells the caller under which trace id to look, which the SDK does only for callers that ask. */
function nameTheTrace(request, response, next) {
  const segment = AWSXRay.getSegment();
  response.set('X-Amzn-Trace-Id', `Root=${segment.trace_id};Sampled=${segment.notTraced ? 0 : 1}`);
  next();
}

/** Lets every so many-th request end in an exception inside a subsegment, as a broken dependency would. */
function failing(every) {
  let requests = 0;
  return (request, response, next) => {
    requests += 1;
    if (every === 0 || requests % every !== 0) {
      return next();
    }
    AWSXRay.captureFunc('reserve stock', (subsegment) => {
      subsegment.addAnnotation('request_number', requests);
      throw new OutOfStock(`request ${requests}: the warehouse has nothing left to reserve`);
    });
  };
}

class OutOfStock extends Error {
  name = 'OutOfStock';
}

// Express knows an error handler by its four parameters.
function answerFault(failure, request, response, next) {
  if (response.headersSent) {
    return next(failure);
  }
  response.status(500).json({ error: failure.message });
}

module.exports = { orderService };
