// Runs every server audit of graphql-http against a running endpoint and prints one line for each.
//
//   node tools/audits.mjs http://127.0.0.1:8080/graphql
//
// Ends with 1 when an audit is not passed, of whatever level; with 2 when it could not run.
import { auditServer } from "graphql-http";

const [url] = process.argv.slice(2);
if (!url || !URL.canParse(url)) {
  console.error("usage: audits.mjs URL-of-the-GraphQL-endpoint");
  process.exit(2);
}

const results = await auditServer({ url }).catch((error) => {
  console.error(`The audits could not run: ${error.message}`);
  process.exit(2);
});
if (results.length === 0) {
  console.error("There are no audits to run.");
  process.exit(2);
}
for (const { id, name, status, reason } of results) {
  console.log(`${status.padEnd(6)} ${id} ${name}${status === "ok" ? "" : `: ${reason}`}`);
}
const passed = results.filter((result) => result.status === "ok").length;
console.log(`${passed} of ${results.length} audits passed`);
process.exit(passed === results.length ? 0 : 1);
