//! Writes `CREATE TABLE` for SQLite and PostgreSQL alike. The builders of sea-query do not know deferred foreign
//! keys, which let a whole import come in any order and be checked when it is committed.

use sea_orm_migration::sea_orm::DbBackend;

/// A table: one column after another, then its constraints.
pub(crate) struct Table {
    name: &'static str,
    columns: Vec<String>,
    constraints: Vec<String>,
}

impl Table {
    /// A table without any column.
    pub(crate) fn bare(name: &'static str) -> Self {
        Self { name, columns: Vec::new(), constraints: Vec::new() }
    }

    /// The table of a kind of record: its primary key is the text `key`.
    pub(crate) fn keyed(name: &'static str) -> Self {
        Self::bare(name)
            .column("key", "text NOT NULL PRIMARY KEY")
            .check("key", "length(\"key\") BETWEEN 1 AND 96")
    }

    /// A column of any type.
    pub(crate) fn column(mut self, column: &str, of: &str) -> Self {
        self.columns.push(format!("\"{column}\" {of}"));
        self
    }

    /// Text that is there, if only as the empty text of a list.
    pub(crate) fn text(self, column: &str) -> Self {
        self.column(column, "text NOT NULL")
    }

    /// Text that may be absent.
    pub(crate) fn maybe_text(self, column: &str) -> Self {
        self.column(column, "text")
    }

    /// One word of a closed list.
    pub(crate) fn word(self, column: &str, words: &[&str]) -> Self {
        let list = words.iter().map(|it| format!("'{it}'")).collect::<Vec<_>>().join(", ");
        self.text(column).check(column, &format!("\"{column}\" IN ({list})"))
    }

    /// The key of a record of another table, which has to be there.
    pub(crate) fn reference(self, column: &str, table: &str) -> Self {
        self.text(column).foreign_key(column, table, "key")
    }

    /// The key of a record of another table, which may be absent.
    pub(crate) fn maybe_reference(self, column: &str, table: &str) -> Self {
        self.maybe_text(column).foreign_key(column, table, "key")
    }

    /// True or false.
    pub(crate) fn flag(self, column: &str) -> Self {
        self.column(column, "boolean NOT NULL")
    }

    /// True, false or not recorded.
    pub(crate) fn maybe_flag(self, column: &str) -> Self {
        self.column(column, "boolean")
    }

    /// A number with a fraction, not negative.
    pub(crate) fn real(self, column: &str) -> Self {
        self.column(column, "double precision NOT NULL").check(column, &format!("\"{column}\" >= 0"))
    }

    /// A count.
    pub(crate) fn count(self, column: &str) -> Self {
        self.column(column, "bigint NOT NULL").check(column, &format!("\"{column}\" >= 0"))
    }

    /// A count, or an amount in minor units, that may be absent.
    pub(crate) fn maybe_count(self, column: &str) -> Self {
        self.column(column, "bigint").check(column, &format!("\"{column}\" >= 0"))
    }

    /// A party: exactly one of an institution, an office, a body and a group of people.
    pub(crate) fn party(self, name: &str) -> Self {
        let columns = ["institution", "office", "body", "group"].map(|it| format!("{name}_{it}"));
        let given = columns.each_ref().map(|it| format!("CASE WHEN \"{it}\" IS NULL THEN 0 ELSE 1 END"));
        let [institution, office, body, group] = &columns;
        self.maybe_reference(institution, "institution")
            .maybe_reference(office, "office")
            .maybe_reference(body, "body")
            .maybe_text(group)
            .check(name, &format!("{} = 1", given.join(" + ")))
    }

    /// A condition that every row fulfils.
    pub(crate) fn check(mut self, what: &str, condition: &str) -> Self {
        self.constraints.push(format!("CONSTRAINT \"{}_{what}_check\" CHECK ({condition})", self.name));
        self
    }

    /// A condition by which just one of the columns is given.
    pub(crate) fn exactly_one_of(self, what: &str, first: &str, second: &str) -> Self {
        self.check(what, &format!("(\"{first}\" IS NULL) <> (\"{second}\" IS NULL)"))
    }

    /// A condition by which at least one of the columns is given.
    pub(crate) fn some_of(self, what: &str, columns: &[&str]) -> Self {
        let given = columns.iter().map(|it| format!("\"{it}\" IS NOT NULL")).collect::<Vec<_>>().join(" OR ");
        self.check(what, &given)
    }

    /// A primary key of several columns.
    pub(crate) fn primary_key(mut self, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        self.constraints.push(format!("PRIMARY KEY ({columns})"));
        self
    }

    /// A column in which no value stands twice; where it is absent does not count.
    pub(crate) fn unique(mut self, column: &str) -> Self {
        self.constraints.push(format!("CONSTRAINT \"{}_{column}_key\" UNIQUE (\"{column}\")", self.name));
        self
    }

    /// A reference that is checked when the transaction is committed.
    pub(crate) fn foreign_key(mut self, column: &str, table: &str, key: &str) -> Self {
        self.constraints.push(format!(
            "CONSTRAINT \"{name}_{column}_fkey\" FOREIGN KEY (\"{column}\") REFERENCES \"{table}\" (\"{key}\") \
             DEFERRABLE INITIALLY DEFERRED",
            name = self.name
        ));
        self
    }

    /// The statement that makes the table.
    pub(crate) fn create(&self) -> String {
        let parts: Vec<&str> = self.columns.iter().chain(&self.constraints).map(String::as_str).collect();
        format!("CREATE TABLE \"{}\" (\n  {}\n)", self.name, parts.join(",\n  "))
    }
}

/// The type of a column that holds a moment. SQLite has none: it keeps text in the form of RFC 3339.
pub(crate) fn moment(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "timestamp with time zone NOT NULL",
        _ => "timestamp_with_timezone_text NOT NULL",
    }
}
