// Checks a schema file: valid by the specification, then graphql-eslint, then graphql-schema-linter.
//
//   npm run lint:schema -- ../schema.graphql
//
// Ends with 1 when there is a finding, with 2 when it could not run.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import graphqlEslint from "@graphql-eslint/eslint-plugin";
import { ESLint } from "eslint";
import { buildSchema, validateSchema } from "graphql";

import { ESLINT_RULES, LINTER_RULES } from "./schema-rules.mjs";

const [given = "../schema.graphql"] = process.argv.slice(2);
const file = path.resolve(given);

/** Findings of the reference implementation. */
function findingsOfSpecification(text) {
  try {
    return validateSchema(buildSchema(text)).map((error) => error.message);
  } catch (error) {
    return [error.message];
  }
}

/**
 * The executor writes the specification's directives into every schema, used or not, and the arguments of ours without
 * their descriptions, which introspection has; these are no findings.
 */
function isOurs({ ruleId, message }) {
  const isUnused = ruleId?.endsWith("/no-unreachable-types") && /^Directive `(deprecated|specifiedBy|oneOf)` /.test(message);
  const isUnwritten = ruleId?.endsWith("/require-description") && /in directive "(requires|withheldWithout)"$/.test(message);
  return !isUnused && !isUnwritten;
}

/** Findings of graphql-eslint, as `line:column message (rule)`. */
async function findingsOfEslint() {
  const eslint = new ESLint({
    cwd: path.dirname(file),
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.graphql"],
        plugins: { "@graphql-eslint": graphqlEslint },
        languageOptions: {
          parser: graphqlEslint.parser,
          parserOptions: { graphQLConfig: { schema: file } },
        },
        rules: ESLINT_RULES,
      },
    ],
  });
  const results = await eslint.lintFiles([file]);
  return results.flatMap((result) =>
    result.messages.filter(isOurs).map((it) => `${it.line}:${it.column} ${it.message} (${it.ruleId ?? "parser"})`),
  );
}

/** Findings of graphql-schema-linter, in the same form. */
function findingsOfLinter() {
  const cli = createRequire(import.meta.url).resolve("graphql-schema-linter/lib/cli.js");
  const run = spawnSync(process.execPath, [cli, "--format", "json", "--rules", LINTER_RULES.join(","), file], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!run.stdout.trim().startsWith("{")) throw new Error(`graphql-schema-linter: ${run.stderr || run.stdout}`);
  return JSON.parse(run.stdout).errors.map(
    ({ message, location, rule }) => `${location?.line}:${location?.column} ${message} (${rule})`,
  );
}

try {
  const sections = [
    ["specification", findingsOfSpecification(readFileSync(file, "utf8"))],
    ["graphql-eslint", await findingsOfEslint()],
    ["graphql-schema-linter", findingsOfLinter()],
  ];
  for (const [name, findings] of sections) {
    console.log(`${name}: ${findings.length === 0 ? "no findings" : `${findings.length} findings`}`);
    for (const finding of findings) console.log(`  ${given}:${finding}`);
  }
  process.exit(sections.some(([, findings]) => findings.length > 0) ? 1 : 0);
} catch (error) {
  console.error(`The schema could not be checked: ${error.message}`);
  process.exit(2);
}
