//! `splot token`: access tokens, at the command line of the machine's keeper.

use chrono::{TimeDelta, Utc};
use clap::{Args, Subcommand};
use domain::vocabulary::Label;
use service::access::token::{MadeToken, Token, TokenDraft, TokenState};
use service::{Actor, Clock as _, Options, Role, Service, SystemClock, SystemRandom};

use super::{database, print};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// The commands of `splot token`.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and show it once
    Create(Create),
    /// List the tokens, without what they are
    List,
    /// Revoke a token, from now on and for ever
    Revoke {
        /// The key of the token, as `splot token list` shows it
        key: String,
    },
}

/// What a token is made of.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// What people call it: a function or a program, not a person's name
    name: String,
    /// The role of who shows it: READER, ANALYST, EDITOR, CURATOR or ADMINISTRATOR
    #[arg(long, value_parser = role)]
    role: Role,
    /// For how many days it counts
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
    /// It counts until it is revoked
    #[arg(long, conflicts_with = "days")]
    never_expires: bool,
}

fn role(text: &str) -> Result<Role, String> {
    text.to_ascii_uppercase().parse().map_err(|error: domain::DomainError| error.to_string())
}

impl TokenCommand {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = database::open_migrated(config).await?;
        let service = Service::start(store, Options::default()).await?;
        let done = self.act(&service).await;
        service.close().await?;
        print(&done?)
    }

    async fn act(self, service: &Service) -> Result<String, Failure> {
        let keeper = Actor::new(Role::Operator, "command line");
        match self {
            Self::Create(create) => {
                let draft = create.draft()?;
                let made = service.create_token(&SystemClock, &SystemRandom, &keeper, draft).await?;
                let made = made.map_err(|fault| Failure::new(Exit::Usage, fault.to_string()))?;
                Ok(told(&made))
            }
            Self::List => {
                let tokens = service.tokens(&keeper).await?;
                Ok(tokens.iter().map(line).collect())
            }
            Self::Revoke { key } => {
                let token = service.revoke_token(&SystemClock, &keeper, &key).await?;
                Ok(line(&token))
            }
        }
    }
}

impl Create {
    fn draft(self) -> Result<TokenDraft, Failure> {
        let name = Label::new(&self.name).map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
        let end = SystemClock.now().checked_add_signed(TimeDelta::days(i64::from(self.days)));
        let expires_at = if self.never_expires { None } else { end };
        Ok(TokenDraft { name, role: self.role, expires_at })
    }
}

/// A token that was just made, for who made it.
fn told(made: &MadeToken) -> String {
    format!(
        "{}\n\n    {}\n\nIt is shown this once; only its hash is kept.\n",
        line(&made.token).trim_end(),
        made.secret.reveal()
    )
}

/// One token in one line; what is absent is a hyphen.
fn line(token: &Token) -> String {
    let day =
        |it: Option<chrono::DateTime<Utc>>| it.map_or("-".to_owned(), |it| it.format("%Y-%m-%d").to_string());
    let state = match token.state(SystemClock.now()) {
        TokenState::Active => "active",
        TokenState::Expired => "expired",
        TokenState::Revoked => "revoked",
    };
    format!(
        "{}  {:7}  {:13}  expires {:10}  used {:10}  {}\n",
        token.key,
        state,
        token.role.as_str(),
        day(token.expires_at),
        day(token.last_used_at),
        token.name
    )
}
