//! Meetings, who took part, what was resolved and what was to be done.

use domain::meeting::{Meeting, MeetingSeries, Participation};
use domain::resolution::{ActionItem, Resolution};

use super::row;

row! {
    meeting_series: MeetingSeries in "meeting_series" {
        name_pl: Text,
        name_en: MaybeText,
        kind: Text,
        date: Text,
        status: Text,
        partnership: MaybeText,
        body: MaybeText,
        topics: List,
        has_unnamed_participants: Flag,
        note: MaybeText,
    }
}

row! {
    meeting: Meeting in "meeting" {
        name_pl: Text,
        name_en: MaybeText,
        title: MaybeText,
        kind: Text,
        date: Text,
        status: Text,
        place: MaybeText,
        partnership: MaybeText,
        body: MaybeText,
        series: MaybeText,
        topics: List,
        possible_duplicate_of: MaybeText,
        has_unnamed_participants: Flag,
        note: MaybeText,
    }
}

row! {
    participation: Participation in "participation" {
        meeting: MaybeText,
        series: MaybeText,
        person: MaybeText,
        role: Text,
        presence: Text,
        topic: MaybeText,
        note: MaybeText,
    } party party
}

row! {
    resolution: Resolution in "resolution" {
        kind: Text,
        text_pl: Text,
        text_en: MaybeText,
        body: MaybeText,
        meeting: MaybeText,
        series: MaybeText,
        date: Text,
        proposed_by: MaybeText,
        person: MaybeText,
        addressee: MaybeText,
        in_cooperation_with: List,
        topics: List,
    }
}

row! {
    action_item: ActionItem in "action_item" {
        resolution: Text,
        kind: Text,
        text_pl: Text,
        text_en: MaybeText,
        due: Text,
        responsible: List,
        addressees: List,
        co_participants: List,
        status: Text,
        evidence: List,
        possible_evidence: List,
        depends_on: List,
    }
}
