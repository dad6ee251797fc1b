//! The template: a workbook with a sheet for each kind of row, pull-downs, explanations; or the same as CSV files.
//!
//! The bytes are the same for the same record and language: the date of creation is fixed.

use std::io::{Cursor, Write};

use domain::record::Record;
use domain::vocabulary::Label;
use domain::words;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, Formula, Workbook,
    Worksheet, XlsxError,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::catalogue::{FORMS, Field, Holds, SheetForm};
use crate::error::ExchangeError;

words! {
    /// The language of a template's headers, words and explanations.
    TemplateLanguage {
        /// Polish.
        Polish = "pl",
        /// English.
        English = "en",
    }
}

impl TemplateLanguage {
    fn choose<'a>(self, polish: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Polish => polish,
            Self::English => english,
        }
    }
}

/// The last row that has pull-downs.
const LAST_ROW: u32 = 20_000;

/// The row where data begin, below headers and explanations.
const FIRST_ROW: u32 = 2;

/// The greatest number of items of a pull-down: more could not be found in it.
const LIST_MAX: usize = 2000;

/// The instructions, a line each: Polish, English.
const INSTRUCTIONS: &[(&str, &str)] = &[
    ("Szablon danych o partnerstwie", "Template for data on a partnership"),
    (
        "Wypełnij tylko potrzebne arkusze; puste są pomijane. Kolejność kolumn jest dowolna, zbędne można usunąć.",
        "Fill in the sheets that you need; empty ones are passed over. Columns may stand in any order.",
    ),
    (
        "Wiersz zaczynający się od # objaśnia kolumny; można go usunąć. Gwiazdka oznacza kolumnę wymaganą.",
        "The row that begins with # explains the columns and may be deleted. A star marks columns that need a value.",
    ),
    (
        "Puste pole znaczy: nie zapisano. Nigdy nie znaczy: zero albo nie.",
        "An empty cell means: not recorded. It never means zero or no.",
    ),
    (
        "Daty: 2015-05-14, 14.05.2015, 14 maja 2015 r.; sam miesiąc: 2015-05; sam rok: 2015; przedział: 2015-03/2015-04.",
        "Dates: 2015-05-14, 14.05.2015; a month: 2015-05; a year: 2015; an interval: 2015-03/2015-04.",
    ),
    (
        "Instytucje podaje się w innych arkuszach nazwą, identyfikatorem, numerem KRS, REGON albo własnym NIP. Instytucja \
         powstaje tylko z wiersza w arkuszu instytucje.",
        "Other sheets name institutions by name, id, KRS, REGON or own NIP. An institution comes to be only by a row of \
         the sheet institutions.",
    ),
    (
        "Kilka wartości w jednej komórce oddziela się znakiem |.",
        "Several values in one cell are separated by |.",
    ),
    (
        "Nazwisk, telefonów, adresów e-mail i numerów PESEL nie wpisuje się.",
        "Names of people, telephone numbers, e-mail addresses and PESEL numbers are not to be entered.",
    ),
    ("Arkusze:", "Sheets:"),
];

/// A template workbook (XLSX). Types, sectors and kinds in its pull-downs are those of the record.
///
/// # Errors
/// [`ExchangeError::Encoding`] when the library cannot write it, which it can.
pub fn template(language: TemplateLanguage, record: &Record) -> Result<Vec<u8>, ExchangeError> {
    workbook(language, record).map_err(|error| ExchangeError::Encoding { reason: error.to_string() })
}

fn workbook(language: TemplateLanguage, record: &Record) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("Splot").set_creation_datetime(&created));
    instructions(book.add_worksheet(), language)?;
    let mut lists: Vec<Vec<String>> = Vec::new();
    for form in forms() {
        sheet(book.add_worksheet(), form, language, (record, &mut lists))?;
    }
    let of_lists = book.add_worksheet();
    of_lists.set_name(lists_name(language))?;
    of_lists.set_hidden(true);
    for (column, list) in (0u16..).zip(&lists) {
        for (row, item) in (0u32..).zip(list) {
            of_lists.write_string(row, column, item)?;
        }
    }
    book.save_to_buffer()
}

fn forms() -> impl Iterator<Item = &'static SheetForm> {
    FORMS.iter().copied().filter(|it| it.in_template)
}

/// The columns of a template: fields that are kept.
fn columns(form: &'static SheetForm) -> impl Iterator<Item = &'static Field> {
    form.fields.iter().filter(|it| !matches!(it.holds, Holds::Unkept(_)))
}

fn lists_name(language: TemplateLanguage) -> &'static str {
    language.choose("listy", "lists")
}

fn sheet_name(form: &SheetForm, language: TemplateLanguage) -> &'static str {
    language.choose(form.polish, form.name)
}

fn header(field: &Field, language: TemplateLanguage) -> String {
    let star = if field.required { " *" } else { "" };
    format!("{}{star}", language.choose(field.polish, field.name))
}

fn explanation(field: &Field, language: TemplateLanguage, is_first: bool) -> String {
    let mark = if is_first { "# " } else { "" };
    let empty = field.default.map_or_else(String::new, |it| {
        let word = match field.holds {
            Holds::Word(words) => words
                .iter()
                .find(|word| word.code == it)
                .map_or(it, |word| language.choose(word.polish, word.code)),
            _ => it,
        };
        format!(" {}: {word}.", language.choose("Puste znaczy", "Empty means"))
    });
    format!("{mark}{}{empty}", language.choose(field.help_pl, field.help_en))
}

fn instructions(sheet: &mut Worksheet, language: TemplateLanguage) -> Result<(), XlsxError> {
    sheet.set_name(language.choose("instrukcja", "instructions"))?;
    sheet.set_column_width(0, 28)?.set_column_width(1, 110)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let mut row = 0u32;
    for (polish, english) in INSTRUCTIONS {
        let format = if row == 0 { &bold } else { &wrapped };
        sheet.write_string_with_format(row, 1, language.choose(polish, english), format)?;
        row += 1;
    }
    for form in forms() {
        sheet.write_string_with_format(row, 0, sheet_name(form, language), &bold)?;
        sheet.write_string_with_format(row, 1, language.choose(form.help_pl, form.help_en), &wrapped)?;
        row += 1;
    }
    Ok(())
}

fn sheet(
    sheet: &mut Worksheet,
    form: &'static SheetForm,
    language: TemplateLanguage,
    (record, lists): (&Record, &mut Vec<Vec<String>>),
) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(form, language))?;
    let head = Format::new().set_bold().set_num_format("@");
    let help = Format::new().set_italic().set_text_wrap().set_num_format("@");
    // Text, so that a spreadsheet program leaves dates and numbers of registers as they were typed.
    let text = Format::new().set_num_format("@");
    for (column, field) in (0u16..).zip(columns(form)) {
        sheet.set_column_width(column, 24)?.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, header(field, language), &head)?;
        sheet.write_string_with_format(1, column, explanation(field, language, column == 0), &help)?;
        let items = items(field, language, record);
        if items.is_empty() {
            continue;
        }
        let place = lists.iter().position(|it| *it == items).unwrap_or_else(|| {
            lists.push(items.clone());
            lists.len() - 1
        });
        let rule = pull_down(language, u16::try_from(place).unwrap_or_default(), items.len());
        sheet.add_data_validation(FIRST_ROW, column, LAST_ROW, column, &rule)?;
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    Ok(())
}

/// A pull-down; other words are let through with a warning, as the import reads more of them than a list can hold.
fn pull_down(language: TemplateLanguage, column: u16, items: usize) -> DataValidation {
    let letters = column_letters(column);
    let formula = format!("={}!${letters}$1:${letters}${items}", lists_name(language));
    DataValidation::new()
        .allow_list_formula(Formula::new(formula))
        .set_error_style(DataValidationErrorStyle::Warning)
}

/// The letters of a column: A to Z, AA and so on.
fn column_letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut letters = String::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from_u32(u32::from('A') + digit).unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    letters
}

/// The items of the pull-down of a field; empty when it has none.
fn items(field: &Field, language: TemplateLanguage, record: &Record) -> Vec<String> {
    let named =
        |polish: &Label, english: &Label| language.choose(polish.as_str(), english.as_str()).to_owned();
    let mut items: Vec<String> = match field.holds {
        Holds::Word(words) => {
            return words.iter().map(|it| language.choose(it.polish, it.code).to_owned()).collect();
        }
        Holds::Truth => {
            return vec![language.choose("tak", "yes").to_owned(), language.choose("nie", "no").to_owned()];
        }
        Holds::Type => record.institution_types.iter().map(|it| it.code.to_string()).collect(),
        Holds::Sector => record.sectors.iter().map(|it| named(&it.name_pl, &it.name_en)).collect(),
        // Several may stand in a cell; the list still shows the words.
        Holds::Functions => record.functions.iter().map(|it| named(&it.name_pl, &it.name_en)).collect(),
        Holds::MeetingKind => record.meeting_kinds.iter().map(|it| named(&it.name_pl, &it.name_en)).collect(),
        _ => Vec::new(),
    };
    items.sort();
    items.dedup();
    items.truncate(LIST_MAX);
    items
}

/// The template as a ZIP archive of CSV files, one for each sheet: UTF-8 with a byte order mark, semicolons.
///
/// # Errors
/// [`ExchangeError::Encoding`] when the library cannot write it, which it can.
pub fn template_csv(language: TemplateLanguage) -> Result<Vec<u8>, ExchangeError> {
    packed(language).map_err(|error| ExchangeError::Encoding { reason: error.to_string() })
}

fn packed(language: TemplateLanguage) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for form in forms() {
        archive.start_file(format!("{}.csv", sheet_name(form, language)), options)?;
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(crate::table::BOM.to_vec());
        writer.write_record(columns(form).map(|it| header(it, language))).map_err(std::io::Error::other)?;
        let explained = columns(form).enumerate().map(|(place, it)| explanation(it, language, place == 0));
        writer.write_record(explained).map_err(std::io::Error::other)?;
        let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
