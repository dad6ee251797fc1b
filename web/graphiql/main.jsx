// GraphiQL against this origin's /graphql. The address may hold `query`, `variables` and `operationName`, so that a
// link can open a question; they go into a tab of their own and are run when the reader says so.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

const WELCOME = `# Everything hangs from one view of the network: all that stands below it is
# computed from the same revision. The documentation is in the panel at the left;
# Ctrl-Space completes, Ctrl-Enter runs.

query Start {
  network {
    revision
  }
}
`;

/** The variables of the address, indented when they are JSON and as they are when not. */
function variablesOf(text) {
  if (text === null) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const address = new URLSearchParams(window.location.search);
const fetcher = createGraphiQLFetcher({ url: new URL("/graphql", window.location.origin).href });

createRoot(document.getElementById("graphiql")).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={WELCOME}
    initialQuery={address.get("query") ?? undefined}
    initialVariables={variablesOf(address.get("variables"))}
    operationName={address.get("operationName") ?? undefined}
    inputValueDeprecation
    schemaDescription
  />,
);
