'use strict';

const AWSXRay = require('aws-xray-sdk');
const { setTimeout: pause } = require('node:timers/promises');

const SAMPLES = [
  { id: 'order-1', item: 'kettle', quantity: 1 },
  { id: 'order-2', item: 'teapot', quantity: 2 },
  { id: 'order-3', item: 'cup', quantity: 6 },
];

/** The DynamoDB table that ORDERS_TABLE names, else orders kept in this process, for a laptop with no AWS account. */
function orderStore({ ORDERS_TABLE: table }) {
  return table ? tableStore(table) : sampleStore();
}

/** Scans a DynamoDB table; the patched SDK makes a subsegment of each call. */
function tableStore(table) {
  // Loaded only here: the demo without AWS starts without the AWS SDK.
  const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, paginateScan } = require('@aws-sdk/lib-dynamodb');
  const client = DynamoDBDocumentClient.from(AWSXRay.captureAWSv3Client(new DynamoDBClient({})));

  return {
    async all() {
      const items = [];
      for await (const page of paginateScan({ client }, { TableName: table })) {
        items.push(...page.Items);
      }
      return items;
    },
  };
}

/** Answers the sample orders after the few milliseconds a database would take. */
function sampleStore() {
  return {
    all: () =>
      traced('load orders', async (subsegment) => {
        await traced('query', () => pause(5));
        subsegment.addAnnotation('order_count', SAMPLES.length);
        subsegment.addMetadata('first', SAMPLES[0], 'orders');
        return SAMPLES;
      }),
  };
}

/** Runs an async function inside a subsegment, which ends with it and carries its exception. */
function traced(name, work) {
  return AWSXRay.captureAsyncFunc(name, async (subsegment) => {
    try {
      const result = await work(subsegment);
      subsegment.close();
      return result;
    } catch (failure) {
      subsegment.close(failure);
      throw failure;
    }
  });
}

module.exports = { orderStore };
