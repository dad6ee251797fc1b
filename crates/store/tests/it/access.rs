//! Access tokens: stored by their hash, revoked once, bounded in number.

use store::{AccessToken, AccessTokenRefusal, TokensBefore};
use testkit::database::TestDatabase;

use crate::record::{at, open};

fn token(key: &str, created: &str) -> AccessToken {
    AccessToken {
        key: key.to_owned(),
        name: format!("the token {key}"),
        role: "EDITOR".to_owned(),
        created_at: at(created),
        created_by: "operator".to_owned(),
        expires_at: Some(at("2027-01-01T00:00:00Z")),
        revoked_at: None,
        last_used_at: None,
    }
}

fn hash(of: char) -> String {
    of.to_string().repeat(64)
}

testkit::both_databases! {
    async fn a_token_is_found_by_its_hash_and_by_nothing_else(database: TestDatabase) {
        let store = open(&database).await;
        let (older, newer) = (token("one", "2026-11-22T10:00:00Z"), token("two", "2026-11-22T11:00:00.000001Z"));
        let done = store.add_access_token(&older, &hash('a'), TokensBefore::None).await.unwrap();
        assert_eq!(done, Ok(()));
        let done = store.add_access_token(&newer, &hash('b'), TokensBefore::None).await.unwrap();
        assert_eq!(done, Err(AccessTokenRefusal::NotFirst));
        assert_eq!(store.add_access_token(&newer, &hash('b'), TokensBefore::Any).await.unwrap(), Ok(()));
        assert!(store.add_access_token(&token("three", "2026-11-22T12:00:00Z"), &hash('b'), TokensBefore::Any).await.is_err());
        assert_eq!(store.access_token_of(&hash('a')).await.unwrap(), Some(older.clone()));
        assert_eq!(store.access_token_of(&hash('b')).await.unwrap(), Some(newer.clone()));
        assert_eq!(store.access_token_of(&hash('c')).await.unwrap(), None);
        assert_eq!(store.access_token_of("").await.unwrap(), None);
        assert_eq!(store.access_tokens().await.unwrap(), [newer, older]);
        assert_eq!(store.revision().await.unwrap(), store::Revision::EMPTY, "tokens are of no revision");
    }

    async fn a_token_is_revoked_once(database: TestDatabase) {
        let store = open(&database).await;
        let made = token("one", "2026-11-22T10:00:00Z");
        store.add_access_token(&made, &hash('a'), TokensBefore::Any).await.unwrap().unwrap();
        let first = at("2026-11-23T10:00:00Z");
        let revoked = store.revoke_access_token("one", first).await.unwrap().unwrap();
        assert_eq!(revoked, AccessToken { revoked_at: Some(first), ..made });
        let again = store.revoke_access_token("one", at("2026-11-24T10:00:00Z")).await.unwrap().unwrap();
        assert_eq!(again, revoked);
        assert_eq!(store.access_token_of(&hash('a')).await.unwrap(), Some(revoked));
        assert_eq!(store.revoke_access_token("none", first).await.unwrap(), None);
        let second = token("two", "2026-11-25T10:00:00Z");
        let refused = store.add_access_token(&second, &hash('b'), TokensBefore::None).await.unwrap();
        assert_eq!(refused, Err(AccessTokenRefusal::NotFirst), "a revoked token was one, too");
    }

    async fn the_last_use_only_moves_forward(database: TestDatabase) {
        let store = open(&database).await;
        store.add_access_token(&token("one", "2026-11-22T10:00:00Z"), &hash('a'), TokensBefore::Any).await.unwrap().unwrap();
        let used = async |moment: &str| {
            store.note_use_of_access_token("one", at(moment)).await.unwrap();
            store.access_token_of(&hash('a')).await.unwrap().unwrap().last_used_at
        };
        assert_eq!(used("2026-11-22T12:00:00Z").await, Some(at("2026-11-22T12:00:00Z")));
        assert_eq!(used("2026-11-22T11:59:59Z").await, Some(at("2026-11-22T12:00:00Z")));
        assert_eq!(used("2026-11-22T12:01:00.5Z").await, Some(at("2026-11-22T12:01:00.5Z")));
        store.note_use_of_access_token("none", at("2026-11-22T12:00:00Z")).await.unwrap();
    }
}
