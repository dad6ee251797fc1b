// Follows the record with the reference clients of both protocols: graphql-ws over a websocket, graphql-sse as events.
//
//   node tools/follow.mjs http://127.0.0.1:8080/graphql
//
// Ends with 1 when a check fails; with 2 when it could not run.
import { createClient as createEvents } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import WebSocket from "ws";

const [url] = process.argv.slice(2);
if (!url || !URL.canParse(url)) {
  console.error("usage: follow.mjs URL-of-the-GraphQL-endpoint");
  process.exit(2);
}

const REVISIONS = "subscription ($since: Revision) { revisionAdvanced(since: $since) { since revision } }";
const PATIENCE = 30_000;

/** What comes before `PATIENCE` has passed. */
function soon(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing came`)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Throws unless two values are the same as JSON. */
function equal(found, expected) {
  const [left, right] = [found, expected].map((it) => JSON.stringify(it));
  if (left !== right) throw new Error(`expected ${right}, not ${left}`);
}

/** The first result of an operation. */
async function first(client, payload) {
  const results = client.iterate(payload);
  const { value, done } = await soon(results.next(), payload.query);
  await results.return?.();
  if (done) throw new Error("it ended without a result");
  return value;
}

/** All results of an operation that ends. */
async function all(client, payload) {
  const found = [];
  for await (const result of client.iterate(payload)) found.push(result);
  return found;
}

const socketUrl = url.replace(/^http/, "ws");
const socketOf = (options) => createSocket({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, ...options });

/** The code with which a socket is closed when it greets with a payload. */
async function closedWith(options) {
  const codes = [];
  const client = socketOf({ ...options, on: { closed: (event) => codes.push(event.code) } });
  await soon(all(client, { query: "{ service { name } }" }), "a refusal").catch(() => {});
  return codes.at(-1);
}

const service = { data: { service: { name: "Splot" } } };
const advanced = { data: { revisionAdvanced: { since: "0", revision: "1" } } };

const checks = {
  "websocket: a query is answered once": async () => {
    const client = socketOf();
    equal(await all(client, { query: "{ service { name } }" }), [service]);
    await client.dispose();
  },
  "websocket: a later revision is told at once": async () => {
    const client = socketOf();
    equal(await first(client, { query: REVISIONS, variables: { since: "0" } }), advanced);
    await client.dispose();
  },
  "websocket: two subscriptions share a connection": async () => {
    let opened = 0;
    const client = socketOf({ lazy: true, on: { opened: () => (opened += 1) } });
    const payload = { query: REVISIONS, variables: { since: "0" } };
    equal(await Promise.all([first(client, payload), first(client, payload)]), [advanced, advanced]);
    equal(opened, 1);
    await client.dispose();
  },
  "websocket: pings are answered": async () => {
    let pongs = 0;
    const client = socketOf({ lazy: false, keepAlive: 50, on: { pong: () => (pongs += 1) } });
    const waiting = new Promise((resolve) => client.on("pong", () => pongs >= 2 && resolve()));
    await soon(waiting, "a pong");
    await client.dispose();
  },
  "websocket: a document that does not fit is an error": async () => {
    const client = socketOf();
    const refused = await soon(all(client, { query: "subscription { unknown }" }), "an error").then(
      () => undefined,
      (errors) => errors,
    );
    equal(refused?.[0]?.extensions?.code, "VALIDATION");
    await client.dispose();
  },
  "websocket: unknown credentials close it with 4403": async () => {
    equal(await closedWith({ connectionParams: { authorization: "Bearer nobody" } }), 4403);
  },
  "events: a query is answered once": async () => {
    const client = createEvents({ url, retryAttempts: 0 });
    equal(await all(client, { query: "{ service { name } }" }), [service]);
    client.dispose();
  },
  "events: a later revision is told at once": async () => {
    const client = createEvents({ url, retryAttempts: 0 });
    equal(await first(client, { query: REVISIONS, variables: { since: "0" } }), advanced);
    client.dispose();
  },
  "events: a document that does not fit is an event": async () => {
    const client = createEvents({ url, retryAttempts: 0 });
    const [refused] = await soon(all(client, { query: "subscription { unknown }" }), "an event");
    equal(refused.errors[0].extensions.code, "VALIDATION");
    client.dispose();
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`error  ${name}: ${error?.message ?? JSON.stringify(error)}`);
  }
}
console.log(`${Object.keys(checks).length - failed} of ${Object.keys(checks).length} checks passed`);
process.exit(failed === 0 ? 0 : 1);
