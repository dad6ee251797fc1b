//! The words of institutions, people and territory, as enumerations of the schema.

use async_graphql::Enum;

/// Whether an institution exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::institution::InstitutionState")]
pub enum InstitutionState {
    /// It works.
    Active,
    /// It was wound up.
    Liquidated,
    /// It became part of another.
    Merged,
    /// It was divided.
    Split,
    /// The record does not say.
    Unknown,
}

/// How far the record knows which institution is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::institution::Naming")]
pub enum Naming {
    /// A named institution.
    Named,
    /// A source speaks of an institution of this type without saying which: no party to ties.
    Placeholder,
    /// A source speaks of a definite institution without naming it: no party to ties.
    Unnamed,
}

/// The register that gives a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identifier::IdentifierScheme")]
pub enum IdentifierScheme {
    /// Tax identification number.
    Nip,
    /// Number in the register of the national economy.
    Regon,
    /// Number in the National Court Register.
    Krs,
    /// Code in the territorial register (TERC).
    Teryt,
}

/// Whose number it is. Since 2017 an office's documents often carry the NIP of its gmina or powiat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identifier::BelongsTo")]
pub enum BelongsTo {
    /// The institution's own.
    Own,
    /// That of the institution it belongs to.
    Parent,
}

/// What was found out about a number from itself alone; no register was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::identifier::IdentifierStatus")]
pub enum IdentifierStatus {
    /// The shape is right, and so is the checksum where the register has one.
    ValidFormat,
    /// The shape is right, the checksum fails: probably a typing error.
    ChecksumFailed,
}

/// How public the function of a person is; it decides who may see the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::person::PublicFunction")]
pub enum PublicFunction {
    /// Marshal, Voivode, Minister: name, office and dates are public.
    PublicOffice,
    /// A deputy director of a department: name, office and dates are public.
    PublicOfficial,
    /// A representative of an institution: the name is for signed-in analysts.
    Representative,
    /// An employee, such as the author of a note: the name is for signed-in analysts.
    Employee,
}

/// A field of an institution that can be emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::keeping::institution::InstitutionField")]
pub enum InstitutionField {
    /// The English name.
    NameEn,
    /// The short name.
    ShortName,
    /// The type.
    Type,
    /// The sector.
    Sector,
    /// The functions.
    Functions,
    /// The seat.
    Seat,
    /// The institution that it is a part of.
    Parent,
    /// When it came to be.
    ExistedFrom,
    /// When it ceased to be.
    ExistedTo,
    /// The remark.
    Note,
}

/// How somebody can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::person::ContactKind")]
pub enum ContactKind {
    /// A telephone number.
    Phone,
    /// A fax number.
    Fax,
    /// An e-mail address.
    Email,
    /// A postal address.
    Address,
    /// A page on the web.
    Website,
}

/// The level of a territorial unit, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::territory::TerritoryLevel")]
pub enum TerritoryLevel {
    /// A country (for places outside the region).
    Country,
    /// A voivodeship.
    Voivodeship,
    /// A statistical subregion, NUTS 3.
    Subregion,
    /// A powiat, or a city with powiat rights.
    Powiat,
    /// A gmina.
    Gmina,
    /// A place of another region, known only by its name.
    Place,
}

/// How a surface form relates to the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "domain::mention::AliasKind")]
pub enum AliasKind {
    /// The name itself.
    Canonical,
    /// An abbreviation.
    Abbreviation,
    /// An abbreviation that belongs to something else.
    WrongAbbreviation,
    /// The name with another type word (OPS for GOPS).
    TypeVariant,
    /// Another name.
    NameVariant,
    /// An inflected form.
    Inflected,
    /// Another use of capitals.
    CaseVariant,
    /// A wrong use of capitals.
    CaseError,
    /// A typing error.
    Typo,
    /// A former name.
    FormerName,
    /// A name that we gave to something unnamed.
    UnnamedPlaceholder,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_record() {
        names_agree::<InstitutionState, domain::institution::InstitutionState>(
            domain::institution::InstitutionState::ALL,
            |it| it.as_str(),
        );
        names_agree::<InstitutionField, domain::keeping::institution::InstitutionField>(
            domain::keeping::institution::InstitutionField::ALL,
            |it| it.as_str(),
        );
        names_agree::<Naming, domain::institution::Naming>(domain::institution::Naming::ALL, |it| {
            it.as_str()
        });
        names_agree::<IdentifierScheme, domain::identifier::IdentifierScheme>(
            domain::identifier::IdentifierScheme::ALL,
            |it| it.as_str(),
        );
        names_agree::<BelongsTo, domain::identifier::BelongsTo>(domain::identifier::BelongsTo::ALL, |it| {
            it.as_str()
        });
        names_agree::<IdentifierStatus, domain::identifier::IdentifierStatus>(
            domain::identifier::IdentifierStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<PublicFunction, domain::person::PublicFunction>(
            domain::person::PublicFunction::ALL,
            |it| it.as_str(),
        );
        names_agree::<ContactKind, domain::person::ContactKind>(domain::person::ContactKind::ALL, |it| {
            it.as_str()
        });
        names_agree::<TerritoryLevel, domain::territory::TerritoryLevel>(
            domain::territory::TerritoryLevel::ALL,
            |it| it.as_str(),
        );
        names_agree::<AliasKind, domain::mention::AliasKind>(domain::mention::AliasKind::ALL, |it| {
            it.as_str()
        });
    }
}
