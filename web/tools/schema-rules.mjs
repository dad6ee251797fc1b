// What a schema is held to. Values have no ids and nothing is sorted by the alphabet: order is chosen for readers.

/** Rules of graphql-eslint. */
export const ESLINT_RULES = {
  "@graphql-eslint/known-directives": "error",
  "@graphql-eslint/known-type-names": "error",
  "@graphql-eslint/naming-convention": [
    "error",
    {
      types: "PascalCase",
      FieldDefinition: { style: "camelCase", forbiddenPrefixes: ["get"] },
      InputValueDefinition: "camelCase",
      DirectiveDefinition: "camelCase",
      EnumValueDefinition: "UPPER_CASE",
      "FieldDefinition[parent.name.value=Query]": { forbiddenPrefixes: ["query", "get"] },
      "FieldDefinition[parent.name.value=Mutation]": { forbiddenPrefixes: ["mutation"] },
      "EnumTypeDefinition,InterfaceTypeDefinition,UnionTypeDefinition": {
        forbiddenSuffixes: ["Enum", "Interface", "Union"],
      },
    },
  ],
  "@graphql-eslint/no-hashtag-description": "error",
  "@graphql-eslint/no-typename-prefix": "error",
  "@graphql-eslint/no-unreachable-types": "error",
  "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
  "@graphql-eslint/relay-connection-types": "error",
  "@graphql-eslint/relay-edge-types": [
    "error",
    // Short bounded lists are allowed beside connections, and a page may hold values (a tie, a gap) that have no id.
    { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
  ],
  "@graphql-eslint/relay-page-info": "error",
  "@graphql-eslint/require-deprecation-reason": "error",
  "@graphql-eslint/require-description": [
    "error",
    {
      types: true,
      rootField: true,
      FieldDefinition: true,
      InputValueDefinition: true,
      EnumValueDefinition: true,
      DirectiveDefinition: true,
      // Arguments of the specification's own directives, which the executor writes.
      ignoredSelectors: [
        "[type=InputValueDefinition][parent.name.value=/^(include|skip|deprecated|specifiedBy)$/]",
      ],
    },
  ],
  "@graphql-eslint/unique-type-names": "error",
};

/** Rules of graphql-schema-linter. */
export const LINTER_RULES = [
  "arguments-have-descriptions",
  "defined-types-are-used",
  "deprecations-have-a-reason",
  "descriptions-are-capitalized",
  "enum-values-all-caps",
  "enum-values-have-descriptions",
  "fields-are-camel-cased",
  "fields-have-descriptions",
  "input-object-values-are-camel-cased",
  "input-object-values-have-descriptions",
  "relay-connection-arguments-spec",
  "relay-connection-types-spec",
  "relay-page-info-spec",
  "types-are-capitalized",
  "types-have-descriptions",
];
