//! Offices: posts that hold roles whoever fills them.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use domain::date::{EdtfDate, Period, Validity};
use domain::office as noun;

use super::contact_point::{ContactPoint, contact_points};
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::evidence;
use super::institution::Institution;
use super::language::Language;
use super::person::Tenure;
use super::recorded::{NotRecorded, Recorded, missing};
use super::scalars::Date;
use super::territory::TerritorialUnit;
use super::vocabulary::Sector;

record_nodes! {
    /// An office (post). Contacts of an office are not contacts of the institution that it heads.
    Office(noun::Office);
}

#[Object(use_type_description)]
impl Office {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Office> {
        RecordFields(self.0.clone())
    }

    /// The title.
    fn title(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().title_pl, Some(&self.record().title_en))
    }

    /// The institution that it heads or belongs to; null when the sources do not say.
    fn institution(&self) -> Option<Institution> {
        Institution::find_some(self.context(), self.record().institution.as_ref())
    }

    /// The territory of the office; null when not recorded.
    fn territory(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().territory.as_ref())
    }

    /// The sector; null when not recorded.
    fn sector(&self) -> Option<Sector> {
        Sector::find_some(self.context(), self.record().sector.as_ref())
    }

    /// Who held the office on a day. A source that shows somebody in office on another day does not answer it.
    fn holder(&self, #[graphql(desc = "The day.")] on: Date) -> OfficeHolder {
        self.held_on(on.0)
    }

    /// Everybody recorded as holding the office at some time, in order of keys.
    fn tenures(&self) -> Vec<Tenure> {
        self.terms()
    }

    /// How the office can be reached; empty when nothing is recorded.
    async fn contact_points(&self, ctx: &Context<'_>) -> Result<Vec<ContactPoint>> {
        contact_points(ctx, &self.0).await
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("institution", it.institution.is_none(), "the sources do not say which institution it heads"),
            ("territory", it.territory.is_none(), "the sources do not say for which territory"),
            ("tenures", self.terms().is_empty(), "the sources name nobody who held it"),
        ])
    }
}

impl Office {
    fn terms(&self) -> Vec<Tenure> {
        let key = &self.record().key;
        Tenure::select(self.context(), |it| it.office.as_ref() == Some(key))
    }

    fn held_on(&self, day: NaiveDate) -> OfficeHolder {
        let tenures = self.terms();
        let holds = |it: &&Tenure| {
            let it = it.record();
            certainly_on(&it.as_of, day) || spans(&it.valid_from, &it.valid_to, day)
        };
        if let Some(tenure) = tenures.iter().find(holds) {
            let claims = evidence::of(self.context(), &tenure.0.reference());
            return OfficeHolder {
                recorded: Recorded::yes("a source shows this person in the office on that day", claims),
                tenure: Some(tenure.clone()),
            };
        }
        let (reason, claims) = if tenures.is_empty() {
            ("no source names anybody in the office", Vec::new())
        } else {
            let all = tenures.iter().flat_map(|it| evidence::of(self.context(), &it.0.reference()));
            ("sources show somebody in the office at other times only", all.collect())
        };
        OfficeHolder { recorded: Recorded::not_recorded(reason, claims), tenure: None }
    }
}

/// Whether a date is that one day.
fn certainly_on(date: &EdtfDate, day: NaiveDate) -> bool {
    date.earliest() == Some(day) && date.latest() == Some(day)
}

/// Whether a validity with both ends recorded holds on a day for certain.
fn spans(from: &EdtfDate, to: &EdtfDate, day: NaiveDate) -> bool {
    let begun = from.latest().is_some_and(|it| it <= day);
    let lasting = to.earliest().is_some_and(|it| day <= it);
    let is_possible = Validity::new(*from, *to)
        .is_ok_and(|it| Period::new(Some(day), Some(day)).is_ok_and(|period| it.active_at_end_of(&period)));
    begun && lasting && is_possible
}

/// Who held an office on a day, as far as it is recorded.
#[derive(Debug, Clone, SimpleObject)]
pub struct OfficeHolder {
    /// Whether the sources tell who held it on that day.
    pub recorded: Recorded,
    /// The tenure; null when not recorded.
    pub tenure: Option<Tenure>,
}
