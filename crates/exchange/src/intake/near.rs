//! New institutions that are like others, with reasons. Nothing is decided by it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use domain::institution::Institution;
use domain::polish::{fold, tokens};
use domain::record::{Record, RecordRef};

use super::proposal::{LikenessReason, NearDuplicate};

/// How like two names must be, from 0 to 1: the share of neighbouring letters that both have (Sørensen–Dice).
const LIKENESS: f64 = 0.8;

/// A word that more institutions have in their names tells nothing.
const COMMON: usize = 50;

/// What is known of an institution for this.
struct Face {
    key: Arc<str>,
    name: String,
    folded: String,
    words: Vec<String>,
    family: Option<Arc<str>>,
    seat: Option<Arc<str>>,
    is_new: bool,
}

/// Looks for institutions like the new ones; at most `limit` pairs are made, all are counted. `place` gives sheet and
/// row of a new one. Time O(institutions · words) as common words are passed over.
pub(crate) fn find(
    record: &Record,
    out: &Record,
    limit: usize,
    place: impl Fn(&RecordRef) -> Option<(u32, u64)>,
) -> (Vec<NearDuplicate>, u64) {
    if out.institutions.is_empty() {
        return (Vec::new(), 0);
    }
    let parents: HashMap<&str, Option<&str>> = record
        .institution_types
        .iter()
        .map(|it| (it.key.as_str(), it.parent.as_ref().map(domain::id::Id::as_str)))
        .collect();
    let known = record.institutions.iter().map(|it| face(it, &parents, false));
    let faces: Vec<Face> = known.chain(out.institutions.iter().map(|it| face(it, &parents, true))).collect();
    let aliases = aliases(record);
    let blocks = blocks(&faces);
    let (mut pairs, mut count) = (Vec::new(), 0u64);
    for (number, new) in faces.iter().enumerate().filter(|(_, it)| it.is_new) {
        let near = near(number, &faces, &blocks, &aliases);
        for (other, reasons) in near {
            let Some(other) = faces.get(other) else { continue };
            count += 1;
            if pairs.len() < limit {
                pairs.extend(pair(new, other, reasons, &place));
            }
        }
    }
    (pairs, count)
}

fn face(it: &Institution, parents: &HashMap<&str, Option<&str>>, is_new: bool) -> Face {
    let mut family = it.r#type.as_ref().map(domain::id::Id::as_str);
    // A family has few generations; a ring of parents ends here.
    for _ in 0..8 {
        match family.and_then(|it| parents.get(it)).copied().flatten() {
            Some(parent) => family = Some(parent),
            None => break,
        }
    }
    let mut words = tokens(it.name_pl.as_str());
    words.sort();
    words.dedup();
    Face {
        key: it.key.as_str().into(),
        name: it.name_pl.to_string(),
        folded: fold(it.name_pl.as_str()),
        words,
        family: family.map(Into::into),
        seat: it.seat.as_ref().map(|it| it.as_str().into()),
        is_new,
    }
}

/// Institutions by the folded aliases that documents use of them.
fn aliases(record: &Record) -> HashMap<String, BTreeSet<Arc<str>>> {
    let mut aliases = HashMap::<String, BTreeSet<Arc<str>>>::new();
    for it in record.mentions.iter().filter(|it| it.target.kind == domain::record::RecordKind::Institution) {
        aliases.entry(fold(it.surface.as_str())).or_default().insert(Arc::clone(&it.target.key));
    }
    aliases
}

/// The institutions that share a name, a word, or a family of types and a seat.
#[derive(Default)]
struct Blocks<'a> {
    names: HashMap<&'a str, Vec<usize>>,
    words: HashMap<&'a str, Vec<usize>>,
    places: HashMap<(&'a str, &'a str), Vec<usize>>,
}

fn blocks(faces: &[Face]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    for (number, face) in faces.iter().enumerate() {
        blocks.names.entry(&face.folded).or_default().push(number);
        for word in &face.words {
            blocks.words.entry(word).or_default().push(number);
        }
        if let (Some(family), Some(seat)) = (&face.family, &face.seat) {
            blocks.places.entry((family, seat)).or_default().push(number);
        }
    }
    blocks
}

type Near = BTreeMap<usize, Vec<LikenessReason>>;

fn near(
    number: usize,
    faces: &[Face],
    blocks: &Blocks<'_>,
    aliases: &HashMap<String, BTreeSet<Arc<str>>>,
) -> Near {
    let mut near = Near::new();
    let Some(new) = faces.get(number) else { return near };
    // Of two new ones the later names the earlier.
    let is_other = |it: usize| it != number && faces.get(it).is_some_and(|face| !face.is_new || it < number);
    let mut add = |other: usize, reason| {
        let reasons = near.entry(other).or_default();
        if is_other(other) && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    };
    for other in blocks.names.get(new.folded.as_str()).into_iter().flatten().copied() {
        add(other, LikenessReason::SameFoldedName);
    }
    if let (Some(family), Some(seat)) = (&new.family, &new.seat) {
        let same = blocks.places.get(&(&**family, &**seat));
        for other in same.into_iter().flatten().copied().take(COMMON) {
            add(other, LikenessReason::SameTypeAndSeat);
        }
    }
    if let Some(keys) = aliases.get(&new.folded) {
        let called = faces.iter().enumerate().filter(|(_, it)| keys.contains(&it.key)).map(|it| it.0);
        for other in called {
            add(other, LikenessReason::Alias);
        }
    }
    let mut tried = BTreeSet::new();
    for word in &new.words {
        let sharing = blocks.words.get(word.as_str()).map_or(&[][..], Vec::as_slice);
        if sharing.len() <= COMMON {
            tried.extend(sharing.iter().copied());
        }
    }
    for other in tried {
        let Some(face) = faces.get(other).filter(|it| it.folded != new.folded) else { continue };
        if likeness(&face.folded, &new.folded) >= LIKENESS {
            add(other, LikenessReason::SimilarName);
        }
    }
    near.retain(|_, reasons| !reasons.is_empty());
    near
}

fn likeness(one: &str, other: &str) -> f64 {
    strsim::sorensen_dice(one, other)
}

fn pair(
    new: &Face,
    other: &Face,
    reasons: Vec<LikenessReason>,
    place: &impl Fn(&RecordRef) -> Option<(u32, u64)>,
) -> Option<NearDuplicate> {
    let id = domain::id::Id::<Institution>::new(&new.key).ok()?;
    let (sheet, row) = place(&id.reference())?;
    Some(NearDuplicate {
        new: id,
        name: new.name.clone(),
        sheet,
        row,
        other: domain::id::Id::new(&other.key).ok()?,
        other_name: other.name.clone(),
        is_recorded: !other.is_new,
        reasons,
    })
}
