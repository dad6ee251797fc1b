//! Accounts: who makes tokens, when they count, and that nothing opens when they cannot be looked at.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use service::access::Authenticator;
use service::access::authenticator::BEARER_MAX;
use service::access::token::{MadeToken, TokenDraft, TokenFault, TokenState};
use service::{
    Actor, Clock, ErrorKind, FixedClock, Permission, Random, Role, Service, ServiceError, SystemRandom,
};
use testkit::database::TestDatabase;

use crate::shipped::{empty, label, now, operator, service};

/// Counts up, so that tests know each token.
#[derive(Default)]
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServiceError> {
        bytes.fill(self.0.fetch_add(1, Ordering::SeqCst));
        Ok(())
    }
}

/// Gives nothing.
struct Dry;

impl Random for Dry {
    fn fill(&self, _: &mut [u8]) -> Result<(), ServiceError> {
        Err(ServiceError::Random)
    }
}

/// A clock that tests move.
struct Moving(std::sync::Mutex<DateTime<Utc>>);

impl Clock for Moving {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

fn draft(name: &str, role: Role, expires_at: Option<DateTime<Utc>>) -> TokenDraft {
    TokenDraft { name: label(name), role, expires_at }
}

async fn made(service: &Service, random: &dyn Random, draft: TokenDraft) -> MadeToken {
    let clock = FixedClock(now());
    service.create_token(&clock, random, &operator(), draft).await.unwrap().unwrap()
}

async fn started(database: &TestDatabase) -> Arc<Service> {
    drop(empty(database).await);
    Arc::new(service(database).await)
}

fn unknown(outcome: &Result<Actor, ServiceError>) -> bool {
    matches!(outcome, Err(ServiceError::Unauthenticated))
}

testkit::both_databases! {
    async fn a_token_counts_from_its_making_to_its_end(database: TestDatabase) {
        let service = started(&database).await;
        let random = Counting::default();
        let end = now() + TimeDelta::days(1);
        let MadeToken { token, secret } = made(&service, &random, draft("import w nocy", Role::Editor, Some(end))).await;
        // 32 zero bytes in base64url, and 8 one bytes in hexadecimal.
        assert_eq!(secret.reveal(), format!("splot_{}", "A".repeat(43)));
        assert_eq!(token.key, "0101010101010101");
        assert!(!format!("{secret:?}").contains("AAAA"));
        let clock = Arc::new(Moving(std::sync::Mutex::new(now())));
        let door = Authenticator::new(Arc::clone(&service), Arc::<Moving>::clone(&clock), Some(Actor::anonymous()));
        let actor = door.actor(Some(secret.reveal())).await.unwrap();
        assert_eq!((actor.role(), actor.account(), actor.label()), (Role::Editor, Some("0101010101010101"), "import w nocy"));
        assert_eq!(actor.expires_at(), Some(end));
        *clock.0.lock().unwrap() = end - TimeDelta::seconds(1);
        assert!(door.actor(Some(secret.reveal())).await.is_ok());
        *clock.0.lock().unwrap() = end;
        assert!(unknown(&door.actor(Some(secret.reveal())).await));
        let listed = service.tokens(&operator()).await.unwrap();
        assert_eq!(listed.iter().map(|it| (it.name.as_str(), it.state(end))).collect::<Vec<_>>(), [("import w nocy", TokenState::Expired)]);
    }

    async fn a_revoked_token_counts_no_more(database: TestDatabase) {
        let service = started(&database).await;
        let one = made(&service, &SystemRandom, draft("one", Role::Administrator, None)).await;
        let two = made(&service, &SystemRandom, draft("two", Role::Reader, None)).await;
        assert_ne!(one.secret.reveal(), two.secret.reveal());
        let clock = Arc::new(FixedClock(now()));
        let door = Authenticator::new(Arc::clone(&service), clock, None);
        let admin = door.actor(Some(one.secret.reveal())).await.unwrap();
        assert!(admin.may(Permission::Administer));
        let reader = door.actor(Some(two.secret.reveal())).await.unwrap();
        let refused = service.revoke_token(&FixedClock(now()), &reader, &one.token.key).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Forbidden);
        let gone = service.revoke_token(&FixedClock(now()), &admin, &two.token.key).await.unwrap();
        assert_eq!(gone.state(now()), TokenState::Revoked);
        assert!(unknown(&door.actor(Some(two.secret.reveal())).await));
        assert!(door.actor(Some(one.secret.reveal())).await.is_ok());
        let none = service.revoke_token(&FixedClock(now()), &admin, "nothing").await.unwrap_err();
        assert_eq!(none.kind(), ErrorKind::NotFound);
    }

    async fn nobody_grants_what_is_not_an_accounts_or_more_than_it_has(database: TestDatabase) {
        let service = started(&database).await;
        let clock = FixedClock(now());
        for role in [Role::Anonymous, Role::Reader, Role::Analyst, Role::Editor, Role::Curator] {
            let actor = Actor::new(role, "test");
            let refused = service.create_token(&clock, &SystemRandom, &actor, draft("x", Role::Reader, None)).await;
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden, "{role}");
            assert_eq!(service.tokens(&actor).await.unwrap_err().kind(), ErrorKind::Forbidden, "{role}");
        }
        let admin = Actor::new(Role::Administrator, "test");
        for role in [Role::Anonymous, Role::Operator] {
            let refused = service.create_token(&clock, &SystemRandom, &admin, draft("x", role, None)).await.unwrap();
            assert_eq!(refused, Err(TokenFault::Role { role, by: Role::Administrator }));
        }
        let past = service.create_token(&clock, &SystemRandom, &admin, draft("x", Role::Reader, Some(now()))).await;
        assert_eq!(past.unwrap(), Err(TokenFault::Expired));
        let long = draft(&"x".repeat(81), Role::Reader, None);
        assert_eq!(service.create_token(&clock, &SystemRandom, &admin, long).await.unwrap(), Err(TokenFault::NameTooLong));
        let dry = service.create_token(&clock, &Dry, &admin, draft("x", Role::Reader, None)).await;
        assert!(matches!(dry, Err(ServiceError::Random)));
        assert_eq!(service.tokens(&admin).await.unwrap(), []);
    }

    async fn the_first_token_is_made_once(database: TestDatabase) {
        let service = started(&database).await;
        let clock = FixedClock(now());
        let first = service.create_first_token(&clock, &SystemRandom).await.unwrap().unwrap();
        assert_eq!((first.token.role, first.token.expires_at), (Role::Administrator, Some(now() + TimeDelta::days(7))));
        assert_eq!(service.create_first_token(&clock, &SystemRandom).await.unwrap(), None);
        service.revoke_token(&clock, &operator(), &first.token.key).await.unwrap();
        assert_eq!(service.create_first_token(&clock, &SystemRandom).await.unwrap(), None);
    }

    async fn what_is_not_known_is_not_anonymous(database: TestDatabase) {
        let service = started(&database).await;
        let known = made(&service, &SystemRandom, draft("one", Role::Editor, None)).await;
        let open = Authenticator::new(Arc::clone(&service), Arc::new(FixedClock(now())), Some(Actor::anonymous()));
        let closed = Authenticator::new(Arc::clone(&service), Arc::new(FixedClock(now())), None);
        assert_eq!(open.actor(None).await.unwrap(), Actor::anonymous());
        assert!(unknown(&closed.actor(None).await));
        let text = known.secret.reveal();
        let swapped: String = text.chars().rev().collect();
        let longest = "x".repeat(BEARER_MAX + 1);
        let other = format!("splot_{}", "A".repeat(43));
        for shown in ["", " ", "splot_", "x", &text[..48], &text.to_uppercase(), &format!("{text}="), &format!("{text}A"),
            &format!(" {text}"), &swapped, &longest, &other, "a.b.c", "' OR 1=1 --"] {
            assert!(unknown(&open.actor(Some(shown)).await), "{shown}");
        }
        service.close().await.unwrap();
        let away = open.actor(Some(text)).await.unwrap_err();
        assert!(!matches!(away, ServiceError::Unauthenticated), "{away}");
        assert!(matches!(away.kind(), ErrorKind::Unavailable | ErrorKind::Internal), "{away:?}");
    }

    async fn the_use_of_a_token_is_noted_once_a_minute(database: TestDatabase) {
        let service = started(&database).await;
        let one = made(&service, &SystemRandom, draft("one", Role::Reader, None)).await;
        let clock = Arc::new(Moving(std::sync::Mutex::new(now())));
        let door = Authenticator::new(Arc::clone(&service), Arc::<Moving>::clone(&clock), None);
        let used = async |seconds: i64, expected: i64| {
            *clock.0.lock().unwrap() = now() + TimeDelta::seconds(seconds);
            door.actor(Some(one.secret.reveal())).await.unwrap();
            // It is written apart from the request; a later write waits for its turn behind it.
            let expected = Some(now() + TimeDelta::seconds(expected));
            for _ in 0..10_000 {
                if service.tokens(&operator()).await.unwrap()[0].last_used_at == expected {
                    return true;
                }
                tokio::task::yield_now().await;
            }
            false
        };
        assert!(used(0, 0).await);
        assert!(used(59, 0).await);
        assert!(used(60, 60).await);
        assert!(used(100, 60).await);
    }
}
