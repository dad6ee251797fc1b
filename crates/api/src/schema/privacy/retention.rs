//! Rules of retention, legal holds, and whose time has passed.

use async_graphql::{ID, InputObject, SimpleObject};
use domain::retention::EndOfFunction;
use service::privacy::RetentionDue;

use crate::schema::id;
use crate::schema::keeping::RecordInput;
use crate::schema::scalars::Date;
use crate::schema::user_error::UserError;
use crate::schema::words::PublicFunction;

/// For how long names of a class are held.
#[derive(Debug, Clone, SimpleObject)]
pub struct RetentionRule {
    /// The class.
    pub public_function: PublicFunction,
    /// So many whole months after the end of the function; null for as long as the record is.
    pub months: Option<i32>,
}

/// A person whose name or contact points are held longer than the rule of the class allows.
#[derive(Debug, Clone, SimpleObject)]
pub struct RetentionTask {
    /// The id of the person.
    pub person: ID,
    /// The class.
    pub public_function: PublicFunction,
    /// The last day of the function, by the record.
    pub ended_on: Option<Date>,
    /// Whether that end is recorded; if not, it is the last day on which the record shows the person at all.
    pub is_end_recorded: bool,
    /// The last day on which the name might have been held.
    pub held_until: Option<Date>,
    /// Why the data must be kept all the same; null when they need not.
    pub legal_hold: Option<String>,
}

impl From<RetentionDue> for RetentionTask {
    fn from(due: RetentionDue) -> Self {
        let end: Option<EndOfFunction> = due.retention.end;
        Self {
            person: id::encode_record(&due.retention.person.reference()),
            public_function: due.retention.public_function.into(),
            ended_on: end.map(|it| Date(it.on)),
            is_end_recorded: end.is_some_and(|it| it.is_recorded),
            held_until: due.retention.until.map(Date),
            legal_hold: due.legal_hold.map(|it| it.to_string()),
        }
    }
}

/// The rule of a class.
#[derive(Debug, Clone, InputObject)]
pub struct SetRetentionRuleInput {
    /// The class.
    pub public_function: PublicFunction,
    /// So many whole months after the end of the function, at most 1,200; none for as long as the record is.
    pub months: Option<i32>,
}

/// What setting a rule gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct SetRetentionRulePayload {
    /// The rules as they are now.
    pub rules: Vec<RetentionRule>,
    /// Why nothing was done; empty when it was.
    pub user_errors: Vec<UserError>,
}

/// Whose data are held, or released.
#[derive(Debug, Clone, InputObject)]
pub struct HoldPersonInput {
    /// The person.
    pub person: RecordInput,
    /// Why the data must be kept, such as the point of art. 17(3); none to release them.
    pub reason: Option<String>,
}

/// What holding a person's data gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct HoldPersonPayload {
    /// The id of the person; null when there are errors.
    pub person: Option<ID>,
    /// Why nothing was done; empty when it was.
    pub user_errors: Vec<UserError>,
}

/// Whose time has passed, of those that are erased.
#[derive(Debug, Clone, InputObject)]
pub struct ApplyRetentionInput {
    /// The day by which the time must have passed.
    pub on: Date,
    /// The people, of those that `retentionReview` lists; at most 200.
    pub people: Vec<ID>,
    /// Why, for the change log.
    pub reason: String,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// A person who was not erased.
#[derive(Debug, Clone, SimpleObject)]
pub struct RetentionRefusal {
    /// The id of the person.
    pub person: ID,
    /// Why.
    pub message: String,
}

/// What applying the rules of retention gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct ApplyRetentionPayload {
    /// The ids that are left of those who were, or would be, erased.
    pub erased: Vec<ID>,
    /// Those who were not.
    pub refused: Vec<RetentionRefusal>,
    /// Why nothing was done; empty when it was.
    pub user_errors: Vec<UserError>,
}
