//! Vocabularies that are data: types, sectors, functions, topics, kinds of meeting, weights of ties.

use async_graphql::Object;
use domain::vocabulary as noun;
use service::graph::selection;

use super::connection::{self, paged_fields};
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::input::InstitutionFilter;
use super::institution::Institution;
use super::language::{Language, text};
use super::words::TieBasis;

record_nodes! {
    /// A type of institution. A query by a type includes the types below it.
    InstitutionType(noun::InstitutionType);
    /// A sector.
    Sector(noun::Sector);
    /// A function or target category. An institution may have several.
    Function(noun::Function);
    /// A topic.
    Topic(noun::Topic);
    /// A kind of meeting.
    MeetingKind(noun::MeetingKind);
    /// The base weight of one basis of ties.
    TieWeight(noun::TieWeight);
}

#[Object(use_type_description)]
impl InstitutionType {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::InstitutionType> {
        RecordFields(self.0.clone())
    }

    /// The code that people know, such as `OPS`; filters take it.
    fn code(&self) -> &str {
        self.record().code.as_str()
    }

    /// The name.
    fn name(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().name_pl, Some(&self.record().name_en))
    }

    /// The wider type; null for the head of a family.
    fn parent(&self) -> Option<InstitutionType> {
        Self::find_some(self.context(), self.record().parent.as_ref())
    }

    /// The types right below it, in order of their keys.
    fn children(&self) -> Vec<InstitutionType> {
        let key = &self.record().key;
        Self::select(self.context(), |it| it.parent.as_ref() == Some(key))
    }

    /// The head of its family: the widest type above it, or itself.
    fn family(&self) -> Option<InstitutionType> {
        Self::find(self.context(), &self.0.network().family(&self.record().key))
    }

    /// Whether contacts of institutions of this type count for the institution that they are units of.
    fn rolls_up(&self) -> bool {
        self.record().rolls_up
    }

    /// The sector that the type implies; null when it does not decide it.
    fn sector(&self) -> Option<Sector> {
        Sector::find_some(self.context(), self.record().sector.as_ref())
    }

    /// The functions that the type implies.
    fn functions(&self) -> Vec<Function> {
        Function::find_all(self.context(), &self.record().functions)
    }

    #[graphql(flatten)]
    fn lists(&self) -> InstitutionTypeLists {
        InstitutionTypeLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a type.
    InstitutionTypeLists of InstitutionType;

    /// The institutions of the type and of the types below it, in the view's scope, in order of their keys.
    fn institutions(node, ctx, page,
        #[graphql(desc = "Which of them; all when left out.")] filter: Option<InstitutionFilter>,
    ) -> Institution {
        let filter = selection::InstitutionFilter {
            types: vec![node.record().key.clone()],
            and: vec![filter.unwrap_or_default().read(node.context())?],
            ..selection::InstitutionFilter::default()
        };
        let positions = selection::institutions(&node.context().view, &filter, &[]);
        connection::records(ctx, node.context(), node.record().key.as_str(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl Sector {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Sector> {
        RecordFields(self.0.clone())
    }

    /// The code, such as `JST`; filters take it.
    fn code(&self) -> &str {
        self.record().code.as_str()
    }

    /// The name.
    fn name(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().name_pl, Some(&self.record().name_en))
    }

    /// The side of a public-social-private partnership: `PUBLIC`, `SOCIAL` or `PRIVATE`; null when it depends.
    fn roll_up(&self) -> Option<&str> {
        text(&self.record().roll_up)
    }
}

#[Object(use_type_description)]
impl Function {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Function> {
        RecordFields(self.0.clone())
    }

    /// The code, such as `LABOUR_MARKET`; filters take it.
    fn code(&self) -> &str {
        self.record().code.as_str()
    }

    /// The name.
    fn name(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().name_pl, Some(&self.record().name_en))
    }
}

#[Object(use_type_description)]
impl Topic {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Topic> {
        RecordFields(self.0.clone())
    }

    /// The name, in our own words.
    fn name(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().name_pl, Some(&self.record().name_en))
    }

    /// The wider topic; null when there is none.
    fn broader(&self) -> Option<Topic> {
        Self::find_some(self.context(), self.record().broader.as_ref())
    }
}

#[Object(use_type_description)]
impl MeetingKind {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::MeetingKind> {
        RecordFields(self.0.clone())
    }

    /// The code, such as `INFO_CONSULTATION`; filters take it.
    fn code(&self) -> &str {
        self.record().code.as_str()
    }

    /// The name.
    fn name(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().name_pl, Some(&self.record().name_en))
    }

    /// Which base weight its occasions have in ties.
    fn tie_basis(&self) -> TieBasis {
        self.record().tie_basis.into()
    }

    /// Whether somebody goes to a host: a visit, of which one party is the host.
    fn is_visit(&self) -> bool {
        self.record().is_visit
    }

    /// Whether all signatories of a partnership are called to it.
    fn is_plenary(&self) -> bool {
        self.record().is_plenary
    }
}

#[Object(use_type_description)]
impl TieWeight {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::TieWeight> {
        RecordFields(self.0.clone())
    }

    /// The basis.
    fn basis(&self) -> TieBasis {
        self.record().basis.into()
    }

    /// The base weight, 0 or more, before it is shared among those who took part.
    fn weight(&self) -> f64 {
        self.record().weight
    }
}
