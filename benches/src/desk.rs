//! The planner's questions that are timed on a generated record, as plain queries.

/// A question with its name in tables.
#[derive(Debug, Clone)]
pub struct Question {
    /// The name.
    pub name: &'static str,
    /// The query.
    pub query: String,
}

/// The questions, in the order of the tables, about the partnership of a slug.
#[must_use]
pub fn questions(partnership: &str) -> Vec<Question> {
    QUESTIONS
        .iter()
        .map(|(name, query)| Question { name, query: query.replace("PARTNERSHIP", partnership) })
        .collect()
}

/// Names and queries; `PARTNERSHIP` stands for the slug of a partnership.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "uncontacted signatories, whole record",
        "{ network { uncontactedSignatories(partnership: {slug: \"PARTNERSHIP\"}) { count { lower upper } \
         items(first: 20) { nodes { status daysSince institution { name } } } } } }",
    ),
    (
        "uncontacted signatories, one year",
        "{ network(during: {year: 2018}) { uncontactedSignatories(partnership: {slug: \"PARTNERSHIP\"}, \
         contact: {by: SECRETARIAT}) { count { lower upper } items(first: 20) { nodes { institution { name } } } } } }",
    ),
    (
        "coverage of gminas by contact, by type family",
        "{ network(during: {year: 2018}) { coverage(rows: GMINA, columns: TYPE_FAMILY, level: CONTACTED) \
         { covered { lower upper } rows { status } } } }",
    ),
    (
        "coverage of powiats by cooperation",
        "{ network { coverage(rows: POWIAT, level: COOPERATING) { covered { lower upper } rows { status } } } }",
    ),
    (
        "participations by powiat",
        "{ network { statistics(of: PARTICIPATIONS, groupBy: [POWIAT]) { total { lower upper } } } }",
    ),
    (
        "institutions involved by year",
        "{ network { statistics(of: INVOLVED_INSTITUTIONS, groupBy: [YEAR]) { total { lower upper } } } }",
    ),
    (
        "host rotation and next hosts",
        "{ network { hostRotation(partnership: {slug: \"PARTNERSHIP\"}) { rotation \
         nextHostCandidates(first: 10) { nodes { institution { name } } } } } }",
    ),
    (
        "follow-up on a day",
        "{ network { followUp(on: \"2019-06-30\") { rate { lower upper } counts { overdue } } } }",
    ),
    (
        "annual report",
        "{ network(during: {year: 2018}) { annualReport(partnership: {slug: \"PARTNERSHIP\"}, year: 2018) { contentHash \
         figures(first: 50) { nodes { code declared enumerated state } } } } }",
    ),
    ("evolution by year with clusters", "{ network { evolution(step: YEAR) { __typename } } }"),
];
