//! Bytes to text: which encoding a file is in, and its text.
//!
//! Polish files come in five: UTF-8, UTF-16 of either order, Windows-1250, ISO 8859-2. The last two differ in six
//! Polish letters (Ą ą Ś ś Ź ź) and in that ISO 8859-2 has only control characters from 0x80 to 0x9F, which no table
//! holds (ISO/IEC 8859-2:1999; Microsoft code page 1250).

use std::borrow::Cow;

use encoding_rs::{ISO_8859_2, UTF_16BE, UTF_16LE, WINDOWS_1250};

use super::detected::{Finding, Sureness};
use super::settings::TextEncoding;

/// Bytes that are Polish letters in Windows-1250 only: Ą ą.
const ONLY_1250: [u8; 2] = [0xA5, 0xB9];

/// Bytes that are Polish letters in ISO 8859-2 only: Ą ą Ś ś Ź ź.
const ONLY_8859_2: [u8; 6] = [0xA1, 0xB1, 0xA6, 0xB6, 0xAC, 0xBC];

/// How many bytes are looked at to tell UTF-16 from other encodings.
const SAMPLE: usize = 4096;

/// How often a file must be right UTF-8 beyond ASCII for each byte that is not, to be taken for damaged UTF-8.
const RIGHT_FOR_WRONG: usize = 4;

/// The text of a file, and how it was read.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// The text without byte order mark. What could not be decoded is U+FFFD.
    pub(crate) text: Cow<'a, str>,
    /// The encoding.
    pub(crate) encoding: Finding<TextEncoding>,
    /// Whether there was a byte order mark.
    pub(crate) had_bom: bool,
}

/// Reads bytes as text, in the encoding that is said or the one that is found. Time O(bytes).
pub(crate) fn decode(bytes: &[u8], said: Option<TextEncoding>) -> Decoded<'_> {
    let (mark, length) = byte_order_mark(bytes);
    let had_bom = mark.is_some();
    let body = bytes.get(length..).unwrap_or_default();
    let encoding = match (said, mark) {
        (Some(said), _) => Finding::new(said, Sureness::Set),
        (None, Some(mark)) => Finding::new(mark, Sureness::Certain),
        (None, None) => find(body),
    };
    let decoder = match encoding.value {
        TextEncoding::Utf8 => return Decoded { text: String::from_utf8_lossy(body), encoding, had_bom },
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Windows1250 => WINDOWS_1250,
        TextEncoding::Iso88592 => ISO_8859_2,
    };
    let (text, _) = decoder.decode_without_bom_handling(body);
    Decoded { text, encoding, had_bom }
}

fn byte_order_mark(bytes: &[u8]) -> (Option<TextEncoding>, usize) {
    if bytes.starts_with(crate::table::BOM) {
        (Some(TextEncoding::Utf8), 3)
    } else if bytes.starts_with(&[0xFF, 0xFE]) {
        (Some(TextEncoding::Utf16Le), 2)
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        (Some(TextEncoding::Utf16Be), 2)
    } else {
        (None, 0)
    }
}

fn find(bytes: &[u8]) -> Finding<TextEncoding> {
    if let Some(found) = utf16(bytes) {
        return Finding::new(found, Sureness::Likely);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Finding::new(TextEncoding::Utf8, Sureness::Certain);
    }
    let (right, wrong) = utf8_sequences(bytes);
    if right > 0 && right >= wrong.saturating_mul(RIGHT_FOR_WRONG) {
        return Finding::new(TextEncoding::Utf8, Sureness::Guess);
    }
    one_byte(bytes)
}

/// UTF-16 without a mark: in text that is mostly Latin every second byte is zero.
fn utf16(bytes: &[u8]) -> Option<TextEncoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let (mut even, mut odd, mut pairs) = (0usize, 0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        pairs += 1;
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.get(1) == Some(&0));
    }
    let is_most = |zeros: usize, others: usize| zeros * 2 > pairs && others * 10 < pairs;
    if is_most(odd, even) {
        Some(TextEncoding::Utf16Le)
    } else if is_most(even, odd) {
        Some(TextEncoding::Utf16Be)
    } else {
        None
    }
}

/// How many sequences beyond ASCII are right UTF-8, and how many are not.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    (right, wrong)
}

/// Windows-1250 or ISO 8859-2, by the bytes in which they differ.
fn one_byte(bytes: &[u8]) -> Finding<TextEncoding> {
    let (mut controls, mut windows, mut latin) = (0usize, 0usize, 0usize);
    for byte in bytes {
        controls += usize::from((0x80..0xA0).contains(byte));
        windows += usize::from(ONLY_1250.contains(byte));
        latin += usize::from(ONLY_8859_2.contains(byte));
    }
    let sureness = |for_it: usize, against: usize| match (for_it, against) {
        (0, 0) => Sureness::Likely, // the same text either way
        (_, 0) => Sureness::Certain,
        (many, few) if many > few.saturating_mul(4) => Sureness::Likely,
        _ => Sureness::Guess,
    };
    // Bytes that are controls in ISO 8859-2 decide: in Windows-1250 they are letters, quotation marks and dashes.
    if controls > 0 {
        return Finding::new(TextEncoding::Windows1250, sureness(controls + windows, latin));
    }
    if latin > windows {
        Finding::new(TextEncoding::Iso88592, sureness(latin, windows))
    } else {
        Finding::new(TextEncoding::Windows1250, sureness(windows, latin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "nazwa;miejscowość\nOśrodek Pomocy Społecznej „Źródło”;Żary ąęćłńóśźż ĄŚŹ\n";

    fn utf16_of(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn polish_text_is_read_in_every_encoding() {
        let plain = TEXT.replace(['„', '”'], "");
        let cases = [
            (TEXT.as_bytes().to_vec(), TextEncoding::Utf8, TEXT),
            (WINDOWS_1250.encode(TEXT).0.into_owned(), TextEncoding::Windows1250, TEXT),
            (ISO_8859_2.encode(&plain).0.into_owned(), TextEncoding::Iso88592, plain.as_str()),
            (utf16_of(TEXT, u16::to_le_bytes), TextEncoding::Utf16Le, TEXT),
            (utf16_of(TEXT, u16::to_be_bytes), TextEncoding::Utf16Be, TEXT),
        ];
        for (bytes, encoding, text) in cases {
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.encoding.value, encoding);
            assert_eq!(decoded.text, text);
            assert!(!decoded.had_bom);
        }
    }

    #[test]
    fn byte_order_marks_decide_and_are_no_text() {
        let mut utf8 = crate::table::BOM.to_vec();
        utf8.extend_from_slice(TEXT.as_bytes());
        let mut little = vec![0xFF, 0xFE];
        little.extend(utf16_of(TEXT, u16::to_le_bytes));
        for (bytes, encoding) in [(utf8, TextEncoding::Utf8), (little, TextEncoding::Utf16Le)] {
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.encoding, Finding::new(encoding, Sureness::Certain));
            assert_eq!((&*decoded.text, decoded.had_bom), (TEXT, true));
        }
    }

    #[test]
    fn what_is_said_beats_what_is_found() {
        let bytes = WINDOWS_1250.encode("Ż").0.into_owned();
        let decoded = decode(&bytes, Some(TextEncoding::Iso88592));
        assert_eq!(decoded.encoding, Finding::new(TextEncoding::Iso88592, Sureness::Set));
    }

    #[test]
    fn a_little_damage_in_utf8_is_damage_and_no_other_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.push(0xB9);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.encoding, Finding::new(TextEncoding::Utf8, Sureness::Guess));
        assert!(decoded.text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn text_that_both_write_alike_is_read_either_way() {
        let bytes = ISO_8859_2.encode("Łódź miała ćmę").0.into_owned();
        assert_eq!(decode(&bytes, None).text, "Łódź miała ćmę");
        let bytes = WINDOWS_1250.encode("Łódź").0.into_owned();
        assert_eq!(decode(&bytes, None).text, "Łódź");
    }
}
