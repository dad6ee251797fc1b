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
        "worklist of one year with introducers",
        "{ network(during: {year: 2018}) { uncontactedSignatories(partnership: {slug: \"PARTNERSHIP\"}, \
         contact: {by: SECRETARIAT}) { items(first: 20) { nodes { rank score institution { name } \
         introducers(first: 3) { nodes { institution { name } } } } } } } }",
    ),
    (
        "gaps of all kinds",
        "{ network(during: {year: 2018}) { gaps(on: \"2018-12-31\") { counts { kind count { lower upper } } \
         gaps(first: 20) { nodes { kind score institutions(first: 3) { nodes { name } } } } } } }",
    ),
    (
        "pairs of OPS and PUP by powiat",
        "{ network(during: {year: 2018}) { pairCoverage(left: \"OPS\", right: \"PUP\") { covered { lower upper } units } } }",
    ),
    (
        "funding by call and by year",
        "{ network { a: funding(groupBy: [CALL], counting: FRACTIONAL) { groupCount } \
         b: funding(groupBy: [YEAR], counting: FULL) { groupCount } } }",
    ),
    (
        "project partnerships",
        "{ network { projectPartnerships(signatoriesOf: {slug: \"PARTNERSHIP\"}) { count { lower upper } \
         repeatPartnerCount neverCount { lower upper } } } }",
    ),
    (
        "norms of five years",
        "{ network { normCompliance(partnership: {slug: \"PARTNERSHIP\"}, years: [2014, 2015, 2016, 2017, 2018]) \
         { findings { status } } } }",
    ),
    (
        "2018 compared with 2017",
        "{ network(during: {year: 2018}) { compare(with: {during: {year: 2017}}, partnership: {slug: \"PARTNERSHIP\"}) \
         { figures { kind delta { lower upper direction } } ties(change: [LOST], first: 20) { totalCount } } } }",
    ),
    (
        "plan of four meetings",
        "{ network(during: {year: 2018}) { meetingPlan(input: {partnership: {slug: \"PARTNERSHIP\"}, \
         contact: {by: SECRETARIAT}, meetings: 4, seats: 25, deadlineMs: 2000}) { __typename ... on MeetingPlan \
         { coveredWeight upperBound optimalityGap deadlineReached } } } }",
    ),
    (
        "annual report",
        "{ network(during: {year: 2018}) { annualReport(partnership: {slug: \"PARTNERSHIP\"}, year: 2018) { contentHash \
         figures(first: 50) { nodes { code declared enumerated state } } } } }",
    ),
    ("evolution by year with clusters", "{ network { evolution(step: {unit: YEAR}) { __typename } } }"),
];
